#include "engine/core.h"

#include <algorithm>
#include <utility>

#include "codec/number_text.h"
#include "base/try.h"
#include "codec/json_reader.h"
#include "visitor/device.h"
#include "waymark/limits.h"
#include "base/part.h"

namespace waymark {

using engine::Document;
using visitor::Purpose;

namespace {

bool has_string(ValueView list, std::string_view text) {
  for (const ValueView element : list.elements())
    if (element.string() == text) return true;
  return false;
}

/// When what a peer tells of happened: now, or when its event was made.
Timestamp moment_of(ValueView peer) {
  const Timestamp now = peer["now"].integer();
  const Timestamp made = time_of_uuid7(peer["event"]["messageId"].string());
  return made < 0 ? now : std::min(made, now);
}

}  // namespace

Engine::Core::Core() : visit_(std::make_unique<engine::Visit>()) {
  document_ = std::make_unique<Document>();
  document_->program.parent_start.assign(1, 0);
  evaluate_afresh();
}

Result<std::string> Engine::Core::load(std::string_view document, std::string_view environment) {
  auto settings = codec::read_json(environment);
  if (!settings || !settings->view().is_object()) return fail("bad-environment", "/environment", "needs an object");
  WAYMARK_TRY(compiled, engine::read_document(document));
  unmount_all();
  if (auto remembered = codec::read_json(memories())) visit_->memories = std::move(*remembered);
  evaluation_.reset();
  document_ = std::move(compiled);
  evaluate_afresh();
  fired_.assign(document_->campaigns.size(), 0);
  idle_seen_.assign(document_->parts.triggers.size(), 0);
  slots_ = {};
  waiting_.clear();
  forget_unknown_segments();
  is_time_asked_ = std::any_of(document_->program.slots.begin(), document_->program.slots.end(),
                               [](const rules::FactSlot& slot) { return slot.root == FactRoot::Time; });

  const ValueView view = settings->view();
  random_.seed(view["entropy"].string());
  locale_ = view["locale"].string("en");
  has_display_ = view["display"].boolean();
  is_granted_by_default_ = view["consent"].is("granted");
  has_privacy_control_ = view["privacyControl"].boolean();
  consent_version_ = view["consentVersion"].string();
  keeps_personal_data_ = view["personalData"].is("keep");
  facts_.set(FactRoot::Device, visitor::device_facts(view["device"]));
  refresh_facts();
  refresh_told_facts();
  raised_ = 0;
  settle();
  record_all();

  codec::JsonWriter out;
  out.begin_object();
  out.member("segments", document_->segments.size());
  out.member("campaigns", document_->campaigns.size());
  out.member("revision", document_->revision);
  out.key("slots");
  out.begin_array();
  for (const campaigns::Campaign& campaign : document_->campaigns)
    if (const std::string_view selector = campaigns::inline_selector(campaign.slot); !selector.empty()) out.string(selector);
  out.end_array();
  out.key("problems"), engine::write(out, document_->problems);
  out.end_object();
  return std::string(out.text());
}

std::string_view Engine::Core::dispatch(std::string_view commands) {
  auto batch = commands.size() > limits::kDispatchBytes
                   ? Result<Value>(fail("too-large", "/commands", "a dispatch is larger than 1 MiB"))
                   : codec::read_json(commands);
  if (!batch) effects_.error({batch.error().code, "/commands", batch.error().detail});
  else if (!batch->view().is_array()) effects_.error({"bad-command", "/commands", "needs an array"});
  return carry_out(batch->view());
}

std::string_view Engine::Core::carry_out(ValueView commands) {
  commands_ = commands;
  for (const ValueView command : commands.elements()) run(command);
  need_drawing();
  send_what_is_due(false);
  effects_.remove(visit_->outbox.take_left());
  arm_timer();
  return effects_.finish();
}

/// Reports what is wrong with a member of a command.
void Engine::Core::refuse(ValueView command, const char* key, const char* code, const char* detail) {
  effects_.error({code, "/commands" + pointer_to(commands_, command, key), detail});
}

void Engine::Core::run(ValueView command) {
  raised_ = 0;
  const ValueView kind = command["kind"];
  if (!command["now"].is_number()) return refuse(command, "now", "bad-command", "needs a time");
  const int former_offset = visit_->utc_offset_min;
  if (command["utcOffsetMin"].is_number()) visit_->utc_offset_min = command["utcOffsetMin"].minutes();
  const auto now = command["now"].integer();
  if (kind.is("visitor")) {
    visit_->now = 0;
    // What happened meanwhile comes first.
    if (run_visitor(command)) return;
  }
  advance(std::max(kind.is("peer") ? moment_of(command) : now, visit_->now));
  if (visit_->utc_offset_min != former_offset) {
    refresh_time_facts();
    settle();
    record_all();
  }
  if (kind.is("visitor") || kind.is("elapsed")) return;
  if (kind.is("peer")) return run_peer(command);
  if (kind.is("lead")) {
    is_leading_ = command["is"].boolean();
    return;
  }
  if (kind.is("consent")) return run_consent(visitor::read_consent(command["purposes"]));
  if (kind.is("signal")) return run_signal(command);
  if (kind.is("ui")) return run_ui(command);
  if (kind.is("show")) return run_show(command);
  if (kind.is("slots")) return run_slots(command);
  // Nothing is on show, and nothing has been drawn for, without the part that draws.
  if (kind.is("drawn")) return can_draw() ? run_drawn(command) : void();
  if (kind.is("part")) return run_part(command);
  if (kind.is("sent")) return run_sent(command);
  if (kind.is("flush")) return send_what_is_due(true);
  if (kind.is("reset")) {
    run_reset(make_uuid7(visit_->now, random_));
    return effects_.tell({}, {}, visit_->identity.anonymous_id);
  }
  if (kind.is("query")) return run_query(command);
  if (kind.is("context")) return run_context(command);
  if (kind.is("markup")) return take_markup(command);
  if (kind.is("pushed")) return run_pushed(command);
  if (kind.is("device")) {
    set_fact(FactRoot::Device, visitor::device_facts(command["device"]));
    settle();
    return record_all();
  }
  run_event(command);
}

/// `returns`: the page is the same, and what is on show stays. Says whether events that the snapshot does not know were asked for.
bool Engine::Core::run_visitor(ValueView command) {
  pending_.clear();
  const std::unique_ptr<engine::Visit> former = std::exchange(visit_, std::make_unique<engine::Visit>());
  const bool returns = command["returns"].boolean();
  if (!returns) {
    is_here_ = false;
    std::fill(fired_.begin(), fired_.end(), 0);
    waiting_.clear();
  }
  const Timestamp now = command["now"].integer();
  if (command["utcOffsetMin"].is_number())
    visit_->utc_offset_min = command["utcOffsetMin"].minutes();
  if (const ValueView snapshot = command["snapshot"]; snapshot.is_object()) {
    auto visit = engine::read_snapshot(snapshot);
    if (visit) {
      const int offset = visit_->utc_offset_min;
      visit_ = std::move(*visit);
      if (command["utcOffsetMin"].is_number()) visit_->utc_offset_min = offset;
      random_.counter = std::max(random_.counter, static_cast<std::uint64_t>(snapshot["ids"].count()));
    } else {
      effects_.error(visit.error());
    }
  }
  // A clock that was days ahead has been set right: by its times nothing would go on before they have come.
  if (visit_->now > now + kDay) {
    forget_past();
    visit_->now = visit_->cart_changed = now;
    visit_->page_since = kNever;
    visit_->outbox.set_next_attempt(0);
    visit_->identity.first_seen = std::min(visit_->identity.first_seen, now);
  }
  find_identity(command["id"].string(), now);
  if (returns) {
    visit_->page = std::move(former->page);
    visit_->page_since = former->page_since;
    visit_->viewed = std::move(former->viewed);
    visit_->markup = std::move(former->markup);
  }
  if (!returns || visit_->identity.anonymous_id != former->identity.anonymous_id) unmount_all();
  // What was agreed to was another text; a refusal stands.
  if (visit_->consent_version != consent_version_ && visit_->consent.allows_anything()) visit_->consent = {};
  const bool is_default = !visit_->consent.is_decided && is_granted_by_default_;
  take_consent(is_default ? visitor::granted_consent() : visit_->consent);
  const ValueView known = command["snapshot"]["events"];
  List<std::string> unknown;
  for (const ValueView entry : command["outbox"].elements()) {
    if (known.is_array() && !has_string(known, entry["id"].string())) unknown.emplace_back(entry["id"].string());
    const std::string_view id = entry["id"].string();
    const Timestamp made = time_of_uuid7(id);
    visit_->outbox.restore({.id = std::string(id),
                           .bytes = entry["bytes"].count(),
                           .queued = made < 0 ? now : std::min(made, now)});
  }
  tell_storage();
  forget_unknown_segments();
  if (!returns) {
    forget_idle_triggers();
    pushed_ecommerce_ = {};
    copies_ = {};
  }
  evaluate_afresh();
  refresh_facts();
  refresh_told_facts();
  effects_.recall(unknown);
  if (!unknown.empty()) return true;
  settle();
  record_all();
  return false;
}

/// `told` is the id that a cookie has, which all of the site's subdomains share: theirs counts. Who has a name here and another id there has
/// logged out there.
void Engine::Core::find_identity(std::string_view told, Timestamp now) {
  visitor::Identity& identity = visit_->identity;
  if (!told.empty() && told != identity.anonymous_id && told.size() <= limits::kMessageIdBytes) {
    if (!identity.user_id.empty()) forget_person({}, now);
    identity.anonymous_id = told;
  }
  if (identity.first_seen == 0) {
    const Timestamp made = time_of_uuid7(identity.anonymous_id);
    identity.first_seen = made < 0 ? now : std::min(made, now);
  }
  if (now - identity.first_seen > limits::kVisitorAge) forget_person({}, now);
  if (identity.anonymous_id.empty()) identity.anonymous_id = make_uuid7(now, random_);
}

/// Rules are asked anew, with what the visit knows of the past.
void Engine::Core::evaluate_afresh() {
  if (evaluation_) evaluation_->start_over();
  else evaluation_ = std::make_unique<rules::Evaluation>(document_->program);
  evaluation_->session_changed(visit_->open_session());
  evaluation_->recall(visit_->history, visit_->memories.view());
  scores_ = {};
  stage_ = {};
  facts_.set(FactRoot::Rfm, {});
  facts_.set(FactRoot::Stage, {});
  is_unreported_ = true;
  is_listed_ = false;
  is_in_.assign(document_->segments.size(), 0);
  for (const std::string& id : visit_->segments)
    for (std::size_t i = 0; i < is_in_.size(); ++i)
      if (document_->segments[i].id == id) is_in_[i] = 1;
}

/// Segments that the document no longer has are left without a word. One without any says nothing about them: it may stand in
/// for one that could not be had.
void Engine::Core::forget_unknown_segments() {
  if (document_->segments.empty()) return;
  is_listed_ = false;
  erase_if(visit_->segments, [&](const std::string& id) {
    return std::none_of(document_->segments.begin(), document_->segments.end(),
                        [&](const engine::Segment& segment) { return segment.id == id; });
  });
}

/// Who has switched on Global Privacy Control is not sold or shared, whatever a page says: https://w3c.github.io/gpc/.
void Engine::Core::take_consent(visitor::Consent consent) {
  if (has_privacy_control_) consent.granted[static_cast<std::size_t>(Purpose::Marketing)] = false;
  visit_->consent = consent;
  visit_->consent_version = consent_version_;
}

void Engine::Core::run_consent(const visitor::Consent& consent) {
  const bool was_personal = visit_->consent.has(Purpose::Personalization);
  take_consent(consent);
  tell_storage();
  if (!consent.allows_events()) visit_->outbox.drop_all("consent");
  if (!consent.has(Purpose::Personalization)) unmount_all();
  else if (!was_personal) decide_fired();
  record_all();
}

void Engine::Core::run_signal(ValueView command) {
  const ValueView name = command["name"];
  if (name.is("scroll")) note_scroll(command["depth"].number());
  if (name.is("activity") || name.is("scroll")) {
    if (!visit_->session.is_over) visit_->session.last_activity = visit_->now;
    return note_sign(false);
  }
  if (name.is("visible")) {
    note_sign(false);
    return tell_all("visible");
  }
  if (name.is("exit")) {
    run_triggers(campaigns::TriggerKind::Exit);
    return record_all();
  }
  if (name.is("online")) {
    drawing_again_ = 0;
    return visit_->outbox.hurry();
  }
  if (!name.is("hidden")) return refuse(command, "name", "bad-command", "no signal of this name");
  note_sign(true);
  tell_all("hidden");
  if (!visit_->consent.allows_events()) return;
  const outbox::Batch batch = visit_->outbox.next_unload(visit_->now);
  if (!batch.ids.empty()) effects_.send(batch, true);
}

void Engine::Core::tell_storage() {
  const visitor::Consent& consent = visit_->consent;
  effects_.storage(consent.allows_state(), consent.allows_events(), consent.is_decided ? &visit_->identity.anonymous_id : nullptr);
}

void Engine::Core::run_reset(std::string anonymous_id) {
  unmount_all();
  forget_person(std::move(anonymous_id), visit_->now);
  tell_storage();
  evaluate_afresh();
  refresh_facts();
  refresh_told_facts();
  settle();
  record_all();
}

/// What is of the person goes; the page, what is in its cart, the queue and consent stay.
void Engine::Core::forget_person(std::string anonymous_id, Timestamp now) {
  visit_->identity = {std::move(anonymous_id), {}, {}, {}, now};
  visit_->kept.clear();
  forget_past();
}

/// What was reckoned from times.
void Engine::Core::forget_past() {
  visit_->session = {};
  visit_->history = {};
  visit_->event = {};
  visit_->memories = {};
  visit_->campaigns.clear();
}

void Engine::Core::run_sent(ValueView command) {
  const outbox::Answer answer = outbox::read_answer(static_cast<int>(command["status"].count()),
                                                    command["body"].string(), command["retryAfter"].string());
  const auto request = command["request"].count();
  visit_->outbox.answered(request, answer, visit_->now, random_);
  if (answer.verdict != outbox::Verdict::Pause) return;
  effects_.error({"collector-refused", "/collector",
                  "the collector answered " + codec::text_of(command["status"].number()) +
                      "; events are kept and tried again in an hour"});
}

/// Lives through everything that happens by time alone up to `now`, each at its own moment.
void Engine::Core::advance(Timestamp now) {
  hours_until_ = visit_->now + limits::kHourlyTime;
  hours_from_ = now - limits::kHourlyTime;
  for (Timestamp next = next_moment(); next <= now; next = next_moment()) pass(std::max(next, visit_->now));
  visit_->now = now;
  if (next_hour_ <= now) refresh_time_facts();
}

Timestamp Engine::Core::next_moment() const {
  if (!visit_->is_awake) return kNever;
  Timestamp next = std::min(evaluation_->next_flip(), visitor::end_of(visit_->session, document_->session));
  for (const Show& show : shows_) next = std::min(next, show.unmount_at == kNever ? show.widget->wakes_at() : show.unmount_at);
  for (std::size_t i = 0; i < document_->parts.triggers.size(); ++i) next = std::min(next, idle_at(i));
  return is_time_asked_ ? std::min(next, next_hour()) : next;
}

void Engine::Core::pass(Timestamp moment) {
  visit_->now = moment;
  by_time_ = 1;
  if (visitor::end_of(visit_->session, document_->session) <= moment) {
    visit_->session.is_over = true;
    evaluation_->session_changed(0);
    refresh_session_facts();
  }
  for (const Show& show : shows_)
    if (show.unmount_at <= moment) effects_.unmount(document_->campaigns[show.campaign].id);
  erase_if(shows_, [&](const Show& show) { return show.unmount_at <= moment; });
  if (next_hour() <= moment) refresh_time_facts();
  settle();
  for (Show& show : shows_)
    if (show.unmount_at == kNever && show.widget->wakes_at() <= moment) tell(show, {"elapsed", {}});
  run_idle_triggers();
  record_all();
  by_time_ = 0;
}

Timestamp Engine::Core::next_send() const {
  if (!visit_->consent.allows_events()) return kNever;
  const Timestamp due = visit_->outbox.due();
  return is_leading_ || due == kNever ? due : std::max(due + limits::kPatience, next_claim_);
}

void Engine::Core::send_what_is_due(bool is_forced) {
  if (!visit_->consent.allows_events()) return;
  if (!is_leading_) {
    if (next_send() > visit_->now) return;
    next_claim_ = visit_->now + limits::kPatience;
    return effects_.claim();
  }
  const outbox::Batch batch = visit_->outbox.next(visit_->now, is_forced);
  if (!batch.ids.empty()) effects_.send(batch, false);
}

void Engine::Core::arm_timer() {
  const Timestamp next = std::min(next_moment(), next_send());
  if (next == armed_at_) return;
  armed_at_ = next;
  effects_.timer(next);
}

}  // namespace waymark
