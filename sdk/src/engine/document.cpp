#include "engine/document.h"

#include "base/part.h"
#include "base/sort.h"
#include "base/time.h"
#include "base/try.h"
#include "codec/json_reader.h"
#include "waymark/limits.h"
#include "base/text.h"

namespace waymark::engine {
namespace {

using rules::SegmentSource;

void read_segments(Document& document, const List<SegmentSource>& sources, rules::Compiler& compiler, Problems& problems) {
  for (std::size_t i = 0; i < sources.size(); ++i) {
    Segment segment{.id = sources[i].id, .name = sources[i].source["name"].string()};
    if (segment.id.empty() || is(segment.id, "everyone")) problems.add(sources[i].source, "id", "bad-segment", "needs an id of its own");
    else segment.node = compiler.segment(i);
    document.segments.push_back(segment);
  }
}

void read_campaigns(Document& document, ValueView sources, rules::Compiler& compiler, Problems& problems) {
  for (const ValueView source : sources.elements()) {
    const std::size_t before = problems.size();
    const campaigns::Campaign campaign = campaigns::read_campaign(source, compiler, problems, document.parts);
    for (const campaigns::Campaign& other : document.campaigns)
      if (other.id == campaign.id) problems.add(source, "id", "bad-campaign", "another campaign has this id");
    if (problems.size() == before) document.campaigns.push_back(campaign);
  }
}

void read_session_policy(Document& document, ValueView session, Problems& problems) {
  const auto read = [&](const char* name, Duration& into) {
    const ValueView value = session[name];
    if (!value.exists()) return;
    const auto duration = parse_duration(value.string());
    if (duration && *duration > 0) into = *duration;
    else problems.add(value, "bad-duration", "needs a duration such as \"30m\"");
  };
  read("idle", document.session.idle);
  read("maximum", document.session.maximum);
}

void check_shape(ValueView source, Problems& problems) {
  if (!source.is_object()) return problems.add(source, "bad-document", "needs an object");
  if (source["version"].number() != 1) problems.add(source, "version", "bad-document", "needs the version 1");
  if (source["groups"].exists() && !source["groups"].is_object()) problems.add(source, "groups", "bad-document", "needs an object");
  for (const char* list : {"segments", "campaigns"})
    if (source[list].exists() && !source[list].is_array()) problems.add(source, list, "bad-document", "needs an array");
}

void read_tracked(Document& document, ValueView list, Problems& problems) {
  for (const ValueView one : list.elements()) {
    if (one.is("segments")) document.tracks_segments = true;
    else if (one.is("stages")) document.tracks_stages = true;
    else problems.add(one, "bad-track", "needs segments or stages");
  }
}

/// Has the evaluation tell when a segment's node flips.
void watch_segments(Document& document) {
  for (std::uint32_t i = 0; i < document.segments.size(); ++i) {
    const rules::NodeIndex node = document.segments[i].node;
    if (node == rules::kNoNode) continue;
    document.program.is_watched[node] = 1;
    document.segments_by_node.push_back({node, i});
  }
  sort(document.segments_by_node,
       [](const Document::Named& a, const Document::Named& b) { return a.node != b.node ? a.node < b.node : a.segment < b.segment; });
}

}  // namespace

void write(codec::JsonWriter& out, const List<Failure>& problems) {
  out.begin_array();
  for (const Failure& problem : problems) {
    out.begin_object();
    out.member("code", problem->code);
    out.member("path", problem->path);
    out.member("detail", problem->detail);
    out.end_object();
  }
  out.end_array();
}

Result<std::unique_ptr<Document>> read_document(std::string_view json) {
  if (json.size() > limits::kDocumentBytes) return fail("too-large", "", "the document is larger than 8 MiB");
  auto document = std::make_unique<Document>();
  WAYMARK_TRY(value, codec::read_json(json));
  document->source = std::move(value);
  const ValueView source = document->source.view();
  Problems problems(source);
  check_shape(source, problems);
  if (problems.size() > 0) return std::move(problems.take()[0]);
  document->revision = source["revision"].number();
  read_session_policy(*document, source["site"]["session"], problems);
  document->sources = sources::read_asked(source["site"], problems);

  read_tracked(*document, source["site"]["track"], problems);
  List<SegmentSource> segments;
  HashIndex ids;
  for (const ValueView segment : source["segments"].elements()) {
    const auto next = static_cast<std::uint32_t>(segments.size());
    const bool is_known = ids.insert(hash_of(segment["id"]), next) != next;
    // A second segment of the same id has no name of its own: it is reported as one without.
    segments.push_back({is_known ? std::string_view() : segment["id"].string(), segment});
  }
  for (const auto [name, values] : source["groups"].members())
    if (!values.is_array()) problems.add(values, "bad-group", "needs an array of values");
  rules::Compiler compiler(document->program, segments, problems, source["groups"]);
  read_segments(*document, segments, compiler, problems);
  read_campaigns(*document, source["campaigns"], compiler, problems);
  document->are_contents_checked = can_draw();
  document->rfm = read_rfm(source["rfm"], compiler, document->program, problems);
  document->stages = read_stages(source, compiler, document->program, problems);
  compiler.finish();
  watch_segments(*document);
  campaigns::read_caps(source["pressure"]["caps"], problems, document->global_caps);
  document->problems = problems.take();
  return document;
}

}  // namespace waymark::engine
