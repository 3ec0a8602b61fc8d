// The browser's and Node's own RegExp, lower case and numbers.
#include "waymark/platform.h"

#include <emscripten.h>

#include <string>

namespace {

enum Question { kCompile = 0, kCompileIgnoringCase = 1, kTest = 2, kSameIgnoringCase = 3 };

}  // namespace

// `regex` counts from 1 in the list of those compiled so far. Two texts come as one, with U+0000 between them. Less than 0 bytes: the text
// of the question before. The function itself keeps what is known, numbers by `/pattern/`.
EM_JS(int, waymark_platform, (int question, int regex, const char* at, int bytes), {
  var self = waymark_platform;
  var all = self.all || (self.decoder = new TextDecoder(), self.all = []);
  var text = bytes < 0 ? self.text || "" : (self.text = self.decoder.decode(HEAPU8.subarray(at, at + bytes)));
  if (question == 2) return all[regex - 1].test(text);
  if (question == 3) return (text = text.toLowerCase().split(String.fromCharCode(0)), text[0] == text[1]);
  try {
    var made = new RegExp(text, question ? "i" : "");
    return self[made] || (self[made] = all.push(made));
  } catch (error) {
    return 0;
  }
});

EM_JS(double, waymark_number, (const char* at), {
  var text = "";
  while (HEAPU8[at]) text += String.fromCharCode(HEAPU8[at++]);
  return +text;
});

EM_JS(int, waymark_number_text, (double value, char* at), {
  var text = "" + value;
  for (var i = 0; i < text.length; i++) HEAPU8[at + i] = text.charCodeAt(i);
  return text.length;
});

namespace waymark::platform {
namespace {

/// Rules ask for several patterns in one text: it crosses once.
int ask(Question question, std::uint32_t regex, std::string_view text) {
  static std::string last;
  const bool is_same = text == last;
  if (!is_same) last = text;
  return waymark_platform(question, static_cast<int>(regex), text.data(), is_same ? -1 : static_cast<int>(text.size()));
}

}  // namespace

std::uint32_t compile_regex(std::string_view pattern, bool ignores_case) {
  return static_cast<std::uint32_t>(ask(ignores_case ? kCompileIgnoringCase : kCompile, 0, pattern));
}

bool matches_regex(std::uint32_t regex, std::string_view text) { return ask(kTest, regex, text) != 0; }

bool is_same_ignoring_case(std::string_view a, std::string_view b) {
  if (a == b) return true;
  std::string both(a);
  both += '\0';
  both += b;
  return ask(kSameIgnoringCase, 0, both) != 0;
}

double number_of(const char* text) { return waymark_number(text); }

std::size_t text_of(double value, char (&into)[kNumberBytes]) { return static_cast<std::size_t>(waymark_number_text(value, into)); }

}  // namespace waymark::platform
