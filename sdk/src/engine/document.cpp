#include "engine/document.h"

#include "base/time.h"
#include "base/try.h"
#include "codec/json_reader.h"
#include "waymark/limits.h"
#include "base/text.h"

namespace waymark::engine {
namespace {

using rules::SegmentSource;

bool is_known_id(const List<SegmentSource>& segments, std::string_view id) {
  for (const SegmentSource& segment : segments)
    if (segment.id == id) return true;
  return false;
}

void read_segments(Document& document, const List<SegmentSource>& sources, rules::Compiler& compiler) {
  const Path root;
  const Path list = root / "segments";
  for (std::size_t i = 0; i < sources.size(); ++i) {
    Segment segment{.id = sources[i].id};
    if (segment.id.empty() || is(segment.id, "everyone"))
      document.problems.push_back((list / i / "id").fail("bad-segment", "needs an id of its own"));
    else segment.node = compiler.segment(i);
    document.segments.push_back(segment);
  }
}

void read_campaigns(Document& document, ValueView sources, rules::Compiler& compiler) {
  const Path root;
  const Path list = root / "campaigns";
  std::size_t i = 0;
  for (const ValueView source : sources.elements()) {
    const Path path = list / i++;
    auto campaign = campaigns::read_campaign(source, path, compiler, document.caps);
    if (!campaign) {
      document.problems.push_back(campaign.take_failure());
      continue;
    }
    bool is_taken = false;
    for (const campaigns::Campaign& other : document.campaigns) is_taken = is_taken || other.id == campaign->id;
    if (is_taken) document.problems.push_back((path / "id").fail("bad-campaign", "another campaign has this id"));
    else document.campaigns.push_back(*campaign);
  }
}

void read_session_policy(Document& document, ValueView session) {
  const Path root;
  const Path site = root / "site";
  const Path path = site / "session";
  const auto read = [&](std::string_view name, Duration& into) {
    if (!session[name].exists()) return;
    const auto duration = parse_duration(session[name].string());
    if (duration && *duration > 0) into = *duration;
    else document.problems.push_back((path / name).fail("bad-duration", "needs a duration such as \"30m\""));
  };
  read("idle", document.session.idle);
  read("maximum", document.session.maximum);
}

Failure check_shape(ValueView source) {
  const Path root;
  if (!source.is_object()) return root.fail("bad-document", "needs an object");
  if (source["version"].number() != 1) return (root / "version").fail("bad-document", "needs the version 1");
  for (const char* list : {"segments", "campaigns"})
    if (source[list].exists() && !source[list].is_array()) return (root / list).fail("bad-document", "needs an array");
  return {};
}

}  // namespace

Result<std::unique_ptr<Document>> read_document(std::string_view json) {
  if (json.size() > limits::kDocumentBytes) return fail("too-large", "", "the document is larger than 8 MiB");
  auto document = std::make_unique<Document>();
  WAYMARK_TRY(value, codec::read_json(json));
  document->source = std::move(value);
  const ValueView source = document->source.view();
  WAYMARK_CHECK(check_shape(source));
  document->revision = source["revision"].number();
  read_session_policy(*document, source["site"]["session"]);

  List<SegmentSource> segments;
  for (const ValueView segment : source["segments"].elements()) {
    const std::string_view id = segment["id"].string();
    // A second segment of the same id has no name of its own: it is reported as one without.
    segments.push_back({is_known_id(segments, id) ? std::string_view() : id, segment["when"]});
  }
  const Path root;
  const Path segment_list = root / "segments";
  rules::Compiler compiler(document->program, segments, segment_list, document->problems);
  read_segments(*document, segments, compiler);
  std::size_t i = 0;
  for (const ValueView segment : source["segments"].elements()) document->segments[i++].name = segment["name"].string();
  read_campaigns(*document, source["campaigns"], compiler);
  compiler.finish();

  const Path pressure = root / "pressure";
  if (Failure failure = campaigns::read_caps(source["pressure"]["caps"], pressure / "caps", document->global_caps))
    document->problems.push_back(std::move(failure));
  return document;
}

}  // namespace waymark::engine
