#include "base/path.h"

namespace waymark {

Failure fail(const char* code, std::string path, std::string detail) {
  return Failure(new Error{code, std::move(path), std::move(detail)});
}

void ErrorDeleter::operator()(Error* error) const { delete error; }

Path Path::operator/(const char* key) const { return *this / std::string_view(key); }

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

Failure Path::fail(const char* code, const char* detail) const { return fail(code, std::string(detail)); }
Failure Path::fail(const char* code, const std::string& detail) const { return waymark::fail(code, pointer(), detail); }

}  // namespace waymark
