#include "base/path.h"

namespace waymark {

Failure fail(std::string_view code, std::string_view path, std::string_view detail) {
  return std::make_unique<Error>(Error{code, std::string(path), std::string(detail)});
}

std::string Path::pointer() const {
  if (!parent_) return {};
  std::string out = parent_->pointer() + '/';
  if (!key_.data()) return out += std::to_string(index_);
  for (const char c : key_) {
    if (c == '~') out += "~0";
    else if (c == '/') out += "~1";
    else out += c;
  }
  return out;
}

Failure Path::fail(std::string_view code, std::string_view detail) const { return waymark::fail(code, pointer(), detail); }

}  // namespace waymark
