#pragma once
#include <string>
#include <string_view>
#include "base/list.h"

#include <utility>

#include "campaigns/campaign.h"
#include "codec/json_writer.h"
#include "outbox/outbox.h"
#include "sources/sources.h"
#include "view/diff.h"
#include "waymark/limits.h"
#include "waymark/result.h"

namespace waymark::engine {

/// Effects, written as they arise (protocol.ts, Effect). Those that a load leaves go out with the next dispatch.
class Effects {
 public:
  /// The array of all effects since the last call, and the bodies of events, a line each. Valid until the next call.
  [[nodiscard]] std::string_view finish();

  /// An event, whose body `write` writes (engine.h: bodies are not quoted). `tag`: by which the host knows the call that made it. Gives
  /// its bytes; 0: it is larger than an event may be, and was not taken.
  template <class Write>
  std::size_t store(std::string_view id, ValueView tag, Write write) {
    const std::size_t before = bodies_.size();
    bodies_.plain("\n");
    write(bodies_);
    const std::size_t bytes = bodies_.size() - before - 1;
    if (bytes > limits::kEventBytes) {
      bodies_.cut(before);
      return 0;
    }
    begin("store");
    writer_.member("id", id);
    if (tag.is_number()) writer_.member("tag", tag.number());
    writer_.end_object();
    return bytes;
  }
  void remove(const List<outbox::Left>& left);
  /// `id`: the visitor's; null while nothing has been decided.
  void storage(bool state, bool events, const std::string* id);
  void send(const outbox::Batch& batch, bool is_unload);
  void timer(Timestamp at);
  void style(std::string_view widget, const std::string& css);
  void mount(std::string_view campaign, std::string_view widget, std::string_view slot, std::string_view locale);
  /// Numbers the nodes of `after` on the way (view/diff.h).
  void patch(std::string_view campaign, const view::Element* before, view::Element& after, std::uint32_t& last_node);
  /// Starts the leave transition of a widget by an attribute of its root.
  void leave(std::string_view campaign, std::uint32_t root);
  void unmount(std::string_view campaign);
  void copy(std::string_view campaign, std::string_view text);
  /// `fields` are those of Reply::draw, beside which the visitor is named.
  void draw(std::string_view campaign, std::string_view anonymous_id, ValueView fields);
  /// Asks for the part that draws; `is_idle`: when the page has nothing better to do.
  void need(bool is_idle);
  void read(sources::Asked asked);
  /// A promotion in GA4's words: `view_promotion` or `select_promotion`.
  void push(const char* event, const campaigns::Campaign& campaign);
  void error(const Error& error);
  void error(Failure failure) { error(*failure); }
  /// `write` fills the members of the detail.
  template <class Write>
  void notify(std::string_view event, Write write) {
    begin("notify");
    writer_.member("event", event);
    writer_.key("detail");
    writer_.begin_object();
    write(writer_);
    writer_.end_object();
    writer_.end_object();
  }
  /// For the other tabs of the visitor: what a campaign keeps, or (without one) the id of the visitor after a logout.
  void tell(std::string_view campaign, ValueView kept, std::string_view reset = {});
  /// Of these stored events the snapshot knows nothing.
  void recall(const List<std::string>& ids);
  /// Events have been waiting for the tab that sends.
  void claim();
  /// `write` writes one value.
  template <class Write>
  void answer(double tag, Write write) {
    begin("answer");
    writer_.member("tag", tag);
    writer_.key("value");
    write(writer_);
    writer_.end_object();
  }

 private:
  void begin_list();
  void begin(std::string_view kind);

  codec::JsonWriter writer_;
  codec::JsonWriter bodies_;
  bool is_finished_ = true;
};

}  // namespace waymark::engine
