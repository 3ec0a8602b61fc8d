#pragma once
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include "base/list.h"

#include "campaigns/decide.h"
#include "engine/document.h"
#include "engine/effects.h"
#include "engine/segment_format.h"
#include "engine/visit.h"
#include "model/event.h"
#include "rules/evaluation.h"
#include "sources/copies.h"
#include "waymark/engine.h"

namespace waymark {

/// The engine's inside: the document, one visit, and what is on show. Every public call is one walk through
/// commands → events → rules → campaigns → effects; the parts live in core.cpp (commands and time), core_events.cpp, core_peers.cpp,
/// core_facts.cpp, core_sources.cpp, core_campaigns.cpp, core_shows.cpp and core_queries.cpp.
class Engine::Core {
 public:
  Core();
  Result<std::string> load(std::string_view document, std::string_view environment);
  std::string_view dispatch(std::string_view commands);
  /// The same with what was read: an array.
  std::string_view carry_out(ValueView commands);

 private:
  /// A widget on show.
  struct Show {
    std::size_t campaign;  // index into the document
    std::unique_ptr<widgets::Widget> widget;
    view::Element tree;
    std::uint32_t last_node = 0;
    Timestamp unmount_at = kNever;  // set while it leaves
  };

  // core.cpp: commands and time
  void run(ValueView command);
  void refuse(ValueView command, const char* key, const char* code, const char* detail);
  void run_event(ValueView command);
  [[nodiscard]] bool run_visitor(ValueView command);
  void forget_unknown_segments();
  void evaluate_afresh();
  void run_consent(const visitor::Consent& consent);
  void take_consent(visitor::Consent consent);
  void run_signal(ValueView command);
  void find_identity(std::string_view told, Timestamp now);
  void tell_storage();
  void run_reset(std::string anonymous_id);
  void forget_person(std::string anonymous_id, Timestamp now);
  void forget_past();
  void run_sent(ValueView command);
  void advance(Timestamp now);
  void pass(Timestamp now);
  [[nodiscard]] Timestamp next_moment() const;
  [[nodiscard]] Timestamp next_hour() const { return next_hour_ > hours_until_ && next_hour_ < hours_from_ ? hours_from_ : next_hour_; }
  [[nodiscard]] Timestamp next_send() const;
  void send_what_is_due(bool is_forced);
  void arm_timer();

  // core_events.cpp: what happens
  void record(Event& event);
  [[nodiscard]] std::string new_id(const Event& event);
  void record_all();
  [[nodiscard]] bool touch_session(ValueView traffic);
  void begin_session(std::string id, std::uint32_t number, ValueView traffic);
  void identify(const Event& event);
  void change_cart(std::string_view event, ValueView properties);
  void enqueue(const Event& event, std::string_view previous_id);
  void track(std::string name, Value properties, bool is_quiet = false);

  // core_peers.cpp: what happens in the visitor's other tabs
  void run_peer(ValueView command);
  void live_through(ValueView body, ValueView command);
  void join_session(const Event& event, ValueView traffic);

  // core_facts.cpp: the facts that it leaves, and what follows from them
  void set_fact(FactRoot root, Value value);
  void look_at(FactRoot root, ValueView value);
  void refresh_facts();
  void refresh_visitor_facts();
  void refresh_session_facts();
  void refresh_time_facts();
  void refresh_clocks();
  void tell_clocks(rules::Evaluation& evaluation) const;
  [[nodiscard]] bool refresh_rfm();
  [[nodiscard]] bool refresh_stage();
  void settle();
  void report_segments();
  void report_segment(std::uint32_t segment);
  [[nodiscard]] std::string_view segments_json();
  void list(std::string_view segment);
  void enter(std::string_view segment);
  void leave(std::string_view segment);
  void report_stage();

  // core_sources.cpp: what the page says of itself
  void run_context(ValueView command);
  void take_markup(ValueView command);
  void forget_waiting_markup();
  void run_markup(ValueView command);
  void run_pushed(ValueView command);
  void record_pushed(std::string_view name, Value properties);
  [[nodiscard]] bool is_counted(const Event& event, bool is_pushed);
  void begin_page();
  void view_product(ValueView properties);
  void change_page(const char* name, ValueView value);
  void note_scroll(double depth);
  void note_sign(bool is_leaving);
  void refresh_product();
  void refresh_told_facts();

  // core_campaigns.cpp: triggers, decisions, outcomes
  void run_triggers(campaigns::TriggerKind kind, std::string_view event = {}, bool only_new = false);
  void run_idle_triggers();
  void forget_idle_triggers();
  [[nodiscard]] std::span<const campaigns::Trigger> triggers_of(std::size_t campaign) const;
  [[nodiscard]] Timestamp idle_at(std::size_t trigger) const;
  void decide_fired();
  void decide_each(List<std::size_t>& candidates);
  void show_if_decided(std::size_t campaign);
  void run_show(ValueView command);
  void run_slots(ValueView command);
  void convert(const Event& event);
  [[nodiscard]] bool is_open_for_goal(std::string_view campaign, Duration within) const;
  void report(campaigns::CampaignEvent outcome, std::size_t campaign, ValueView extra = {});
  [[nodiscard]] campaigns::Situation situation(std::size_t campaign, const history::History& history) const;
  [[nodiscard]] std::size_t campaign_of(std::string_view id) const;

  // core_shows.cpp: what is on show
  /// The second part is here, the host has said so, and contents have been looked at. Before that word the host may have nothing to draw with.
  [[nodiscard]] bool may_draw() const { return document_->are_contents_checked; }
  void check_contents();
  void show(std::size_t campaign);
  [[nodiscard]] widgets::Setting setting(std::size_t campaign) const;
  [[nodiscard]] bool has_place(std::string_view slot) const;
  void tell(Show& show, const widgets::Message& message);
  void tell_all(std::string_view action);
  [[nodiscard]] Show* show_of(std::size_t campaign);
  void keep(std::string_view campaign, Value value);
  [[nodiscard]] view::Element drawing(const Show& show) const;
  void draw(Show& show);
  void close(Show& show);
  void unmount_all();
  void run_ui(ValueView command);
  void run_drawn(ValueView command);
  void run_part(ValueView command);
  void need_drawing();

  // core_queries.cpp
  void run_query(ValueView command);
  void write_explanation(codec::JsonWriter& out, ValueView id) const;
  void write_campaign(codec::JsonWriter& out, std::size_t campaign) const;
  void write_why(codec::JsonWriter& out, const rules::Evaluation& evaluation, rules::NodeIndex node) const;
  void write_segment_explanation(codec::JsonWriter& out, ValueView id) const;
  void write_condition_explanation(codec::JsonWriter& out, ValueView condition) const;
  void write_segments(codec::JsonWriter& out) const;
  void write_facts(codec::JsonWriter& out) const;
  void write_stats(codec::JsonWriter& out) const;
  [[nodiscard]] std::string memories() const;

  std::unique_ptr<engine::Document> document_;
  std::unique_ptr<rules::Evaluation> evaluation_;
  engine::Effects effects_;
  ValueView commands_;  // of the present dispatch
  Random random_;
  std::unique_ptr<engine::Visit> visit_;
  Facts facts_;
  engine::PageContext page_context_;

  engine::RfmScores scores_;  // as the facts say
  std::string_view stage_;    // as the fact says; of the document
  /// By segment: whether the visitor was last said to be in it.
  List<std::uint8_t> is_in_;
  /// The segments of the visit as JSON, a comma after each; when they are not listed, they are to be written again.
  List<char> listed_;
  bool is_listed_ = false;
  /// Whether the segments and the stage of the visit are older than the evaluation.
  bool is_unreported_ = true;

  // From the environment.
  std::string locale_;
  bool has_display_ = false;
  bool is_granted_by_default_ = false;
  bool has_privacy_control_ = false;
  std::string consent_version_;
  bool keeps_personal_data_ = false;

  /// Some event came since the visitor was opened: before that, `page.*` may be of the page before.
  bool is_here_ = false;
  List<Event> pending_;  // raised by the core in answer to the current command
  List<Show> shows_;
  List<campaigns::Occupant> occupants_;
  List<std::uint32_t> fired_;     // by campaign: times its trigger fired on this page
  List<Timestamp> idle_seen_;     // by trigger: the state of the cart, by its time, for which it fired
  Value slots_;                   // selectors of inline slots that are on the page; missing: the host has not said
  List<const widgets::Kind*> styles_sent_;
  List<std::size_t> waiting_;     // campaigns to be shown when the part that draws has come
  List<Value> questions_;         // to be answered then, and what the page's markup said, to be understood
  enum class Asked : std::uint8_t { No, Idle, Now } drawing_asked_ = Asked::No;
  Timestamp drawing_again_ = 0;   // not before that, after it could not be had
  bool is_absence_told_ = false;
  Value pushed_ecommerce_;        // the last one in the data layer
  sources::Copies copies_;
  Timestamp next_hour_ = kNever;  // at the visitor: when `time.*` changes
  Timestamp hours_until_ = 0;     // between the two `time.*` stands still
  Timestamp hours_from_ = 0;
  bool is_time_asked_ = false;    // by some rule
  bool is_leading_ = true;        // this tab sends for all
  Timestamp next_claim_ = 0;      // not before that, when another one does
  bool is_told_ = false;          // the present event: another tab tells of the segments it changes
  std::uint64_t by_time_ = 0;     // number of the next event that time alone brings at this moment; 0: not by time
  int round_ = 0;                 // of events that answer events
  std::size_t raised_ = 0;        // events, during the present command
  Timestamp armed_at_ = kNever;
};

}  // namespace waymark
