// The browser's and Node's own RegExp and lower case.
#include "waymark/platform.h"

#include <emscripten.h>

#include <string>

namespace {

enum Question { kCompile = 0, kCompileIgnoringCase = 1, kTest = 2, kSameIgnoringCase = 3 };

}  // namespace

// `regex` counts from 1 in the list of those compiled so far. Two texts come as one, with U+0000 between them.
EM_JS(int, waymark_platform, (int question, int regex, const char* at, int bytes), {
  var text = new TextDecoder().decode(HEAPU8.subarray(at, at + bytes));
  var all = waymark_platform.all || (waymark_platform.all = []);
  if (question == 2) return all[regex - 1].test(text);
  if (question == 3) return (text = text.toLowerCase().split(String.fromCharCode(0)), text[0] == text[1]);
  try {
    var made = new RegExp(text, question ? "i" : "");
    var same = all.findIndex(function(one) { return "" + one == made; });
    return same < 0 ? all.push(made) : same + 1;
  } catch (error) {
    return 0;
  }
});

namespace waymark::platform {

std::uint32_t compile_regex(std::string_view pattern, bool ignores_case) {
  return static_cast<std::uint32_t>(waymark_platform(ignores_case ? kCompileIgnoringCase : kCompile, 0, pattern.data(), static_cast<int>(pattern.size())));
}

bool matches_regex(std::uint32_t regex, std::string_view text) {
  return waymark_platform(kTest, static_cast<int>(regex), text.data(), static_cast<int>(text.size())) != 0;
}

bool is_same_ignoring_case(std::string_view a, std::string_view b) {
  if (a == b) return true;
  std::string both(a);
  both += '\0';
  both += b;
  return waymark_platform(kSameIgnoringCase, 0, both.data(), static_cast<int>(both.size())) != 0;
}

}  // namespace waymark::platform
