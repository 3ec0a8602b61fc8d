#include "base/problems.h"
#include "base/text.h"

#include <utility>

namespace waymark {

Failure fail(const char* code, std::string path, std::string detail) {
  return Failure(new Error{code, std::move(path), std::move(detail)});
}

void ErrorDeleter::operator()(Error* error) const { delete error; }

namespace {

void append_key(std::string& out, std::string_view key) {
  out += '/';
  for (const char c : key) {
    if (c == '~') out += "~0";
    else if (c == '/') out += "~1";
    else out += c;
  }
}

}  // namespace

std::string pointer_to(ValueView root, ValueView place) {
  std::string out;
  const ValueNode* at = root.node();
  const ValueNode* wanted = place.node();
  if (!at || wanted < at || wanted >= at + at->span) return out;
  while (at != wanted) {
    const bool is_object = at->type == ValueType::Object;
    const ValueNode* child = at + 1;
    std::size_t index = 0;
    while (true) {
      const ValueNode* key = child;
      if (is_object) ++child;
      if (wanted < child + child->span) {
        append_key(out, is_object ? std::string_view(key->text.data, key->text.length) : std::string_view(digits_of(index)));
        break;
      }
      child += child->span;
      ++index;
    }
    at = child;
    if (wanted < at) break;  // the key itself
  }
  return out;
}

std::string pointer_to(ValueView root, ValueView parent, const char* key) {
  std::string out = pointer_to(root, parent);
  append_key(out, key);
  return out;
}

void Problems::add(ValueView at, const char* code, const char* detail, std::string_view meant) {
  std::string text = detail;
  if (!meant.empty()) ((text += "; did you mean \"") += meant) += "\"?";
  list_.push_back(fail(code, pointer_to(root_, at), std::move(text)));
}

void Problems::add(ValueView parent, const char* key, const char* code, const char* detail) {
  list_.push_back(fail(code, pointer_to(root_, parent, key), detail));
}

}  // namespace waymark
