#include <algorithm>

#include "base/text.h"
#include "codec/json_reader.h"
#include "engine/core.h"
#include "sources/ga4.h"
#include "sources/product.h"
#include "waymark/limits.h"
#include "base/part.h"

namespace waymark {

using sources::Source;

namespace {

/// `over` in place of the members of `base`, or beside them; a null takes one away.
Value changed(ValueView base, ValueView over) {
  const Value all = merged(base, over);
  ValueBuilder out;
  out.begin_object();
  for (const auto [key, value] : all.view().members())
    if (!value.is_null()) out.member(key, value);
  out.end_object();
  return out.take();
}

}  // namespace

/// `waymark.context({…})`
void Engine::Core::run_context(ValueView command) {
  const ValueView given = command["context"];
  if (!given.is_object()) return refuse(command, "context", "bad-command", "needs an object");
  Value context = changed(visit_->context.view(), given);
  if (codec::to_json(context.view()).size() > limits::kContextBytes)
    return refuse(command, "context", "too-large", "context may take 16 KiB together");
  visit_->context = std::move(context);
  look_at(FactRoot::Context, visit_->context.view());
  settle();
  record_all();
}

/// Markup is understood by the part that draws; until it is here what it says waits (run_part). Only the last word matters.
void Engine::Core::take_markup(ValueView command) {
  if (can_draw()) return run_markup(command);
  forget_waiting_markup();
  questions_.push_back(Value(command));
}

void Engine::Core::forget_waiting_markup() {
  erase_if(questions_, [](const Value& waiting) { return waiting.view()["kind"].is("markup"); });
}

/// What the page's markup says, as far as the document asks for it. Page triggers that ask about it have waited for it.
[[gnu::noinline]] void Engine::Core::run_markup(ValueView command) {
  if (!is_here_) return;
  const auto asked = [&](Source source, ValueView value) {
    return document_->sources.has(source) ? value : ValueView();
  };
  const ValueView meta = asked(Source::Meta, command["meta"]);
  Value json_ld;
  for (const ValueView text : asked(Source::JsonLd, command["jsonLd"]).elements()) {
    auto read = codec::read_json(text.string());
    if (!read || !sources::find_product(read->view()).exists()) continue;
    json_ld = std::move(*read);
    break;
  }
  visit_->markup = sources::product_of_markup(meta, sources::find_product(json_ld.view()),
                                              asked(Source::OpenGraph, command["meta"]));
  if (meta.exists()) change_page("meta", sources::page_meta(meta).view());
  refresh_product();
  settle();
  run_triggers(campaigns::TriggerKind::Page, {}, true);
  record_all();
}

/// An entry of the page's data layer. What is none, or from us, or told through the API as well, is passed over.
void Engine::Core::run_pushed(ValueView command) {
  const auto read = codec::read_json(command["entry"].string());
  if (!read || !document_->sources.has(Source::DataLayer)) return;
  const ValueView entry = read->view();
  if (entry["waymark"].exists()) return;
  // It stays until another comes, as in Tag Manager.
  if (entry["ecommerce"].exists()) pushed_ecommerce_ = Value(entry["ecommerce"]);
  const auto [name, form] = sources::mapping_of(entry["event"].string());
  if (name.empty()) return;
  const Value merged_parameters = merged(pushed_ecommerce_.view(), entry);
  const ValueView parameters = merged_parameters.view();
  if (!sources::is_for_each(form, parameters)) return record_pushed(name, sources::properties_of(form, parameters));
  std::size_t left = limits::kSourceItems;
  for (const ValueView item : parameters["items"].elements())
    if (left-- > 0)
      record_pushed(name, sources::properties_of(form, parameters, item));
    else
      break;
}

void Engine::Core::record_pushed(std::string_view name, Value properties) {
  Event event;
  event.name = name;
  event.properties = std::move(properties);
  if (is_counted(event, true)) return;
  record(event);
  record_all();
}

/// Whether an event was counted before: the other side has told of it, or it is an order that the history knows, from
/// whatever page.
bool Engine::Core::is_counted(const Event& event, bool is_pushed) {
  if (event.type != EventType::Track || !document_->sources.has(Source::DataLayer) ||
      !sources::is_known_to_ga4(event.name))
    return false;
  const ValueView properties = event.properties.view();
  bool is_again = copies_.is_copy(event.name, properties, is_pushed);
  if (const std::string order = sources::id_of(properties["order_id"]);
      !order.empty() && is(event.name, "Order Completed"))
    for (const history::LoggedEvent& past : visit_->history.events())
      is_again = is_again || (past.name == event.name && sources::id_of(past.properties.view()["order_id"]) == order);
  if (is_again) visit_->outbox.count_drop("duplicate", 1);
  return is_again;
}

/// A new page says everything anew.
void Engine::Core::begin_page() {
  visit_->viewed = {};
  visit_->markup = {};
  refresh_product();
  forget_waiting_markup();
  if (document_->sources.bits != 0) effects_.read(document_->sources);
}

void Engine::Core::view_product(ValueView properties) {
  visit_->viewed = Value(properties);
  refresh_product();
}

/// Replaces one fact of the page.
void Engine::Core::change_page(const char* name, ValueView value) {
  ValueBuilder over;
  over.begin_object();
  over.member(name, value);
  over.end_object();
  const Value member = over.take();
  visit_->page = changed(visit_->page.view(), member.view());
  look_at(FactRoot::Page, visit_->page.view());
}

void Engine::Core::note_scroll(double depth) {
  if (!(depth > visit_->page.view()["scroll"].number()) || !is_here_) return;
  ValueBuilder out;
  out.number(std::min(depth, 100.0));
  const Value deepest = out.take();
  change_page("scroll", deepest.view());
}

/// The visitor is here, or leaves.
void Engine::Core::note_sign(bool is_leaving) {
  visitor::note_sign(visit_->session, visit_->now, is_leaving);
  refresh_session_facts();
  settle();
  record_all();
}

void Engine::Core::refresh_product() {
  if (visit_->markup.view().size() == 0) return look_at(FactRoot::Product, visit_->viewed.view());
  set_fact(FactRoot::Product, sources::product_facts(visit_->markup.view(), visit_->viewed.view()));
}

void Engine::Core::refresh_told_facts() {
  refresh_product();
  look_at(FactRoot::Context, visit_->context.view());
}

}  // namespace waymark
