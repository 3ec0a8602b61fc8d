#pragma once
#include <memory>
#include <string>
#include <string_view>
#include "base/list.h"

#include "campaigns/campaign.h"
#include "engine/journey.h"
#include "rules/program.h"
#include "sources/sources.h"
#include "visitor/session.h"

namespace waymark::engine {

struct Segment {
  std::string_view id;
  std::string_view name;
  rules::NodeIndex node = rules::kNoNode;  // kNoNode: disabled
};

/// A campaign document, compiled. It owns its source, into which everything else points, so it stays where it was made.
struct Document {
  Value source;
  double revision = 0;
  visitor::SessionPolicy session;
  sources::Asked sources;
  rules::Program program;
  List<Segment> segments;
  /// Numbers of segments by node, in the order of the nodes.
  struct Named {
    rules::NodeIndex node;
    std::uint32_t segment;
  };
  List<Named> segments_by_node;
  Rfm rfm;
  List<Stage> stages;
  /// Which changes become events: `site.track`.
  bool tracks_segments = false;
  bool tracks_stages = false;
  List<campaigns::Campaign> campaigns;
  /// Whether their contents were looked at: that needs the second part of the core.
  bool are_contents_checked = false;
  campaigns::Parts parts;            // of the campaigns, one after another
  List<campaigns::Cap> global_caps;  // of the document
  /// What was wrong with single campaigns and segments.
  List<Failure> problems;
};

/// `[ { "code", "path", "detail" } ]`
void write(codec::JsonWriter& out, const List<Failure>& problems);

/// Compiles a document text. Errors: json-syntax, json-depth, too-large, bad-document.
[[nodiscard]] Result<std::unique_ptr<Document>> read_document(std::string_view json);

}  // namespace waymark::engine
