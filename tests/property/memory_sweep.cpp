// Memory that runs out at the n-th request, for each n of a visit: the core stops at once (WebAssembly: a trap, which the host sees to), and
// never goes on with what it has not got. `waymark_sweep [first] [step]`; WAYMARK_STEP is the step otherwise.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <new>
#include <sstream>
#include <string>
#include <vector>

#include "fuzz/engine.h"

namespace {

long requests = 0;
long last_granted = -1;  // less than 0: all are

bool is_granted() { return ++requests <= last_granted || last_granted < 0; }

}  // namespace

extern "C" {
// The linker has the core's calls come here (CMakeLists.txt).
void* __real_malloc(std::size_t size);
void* __real_realloc(void* at, std::size_t size);
void* __wrap_malloc(std::size_t size) { return is_granted() ? __real_malloc(size) : nullptr; }
void* __wrap_realloc(void* at, std::size_t size) { return is_granted() ? __real_realloc(at, size) : nullptr; }
}

// Without exceptions, as Emscripten's.
void* operator new(std::size_t size) {
  void* const made = is_granted() ? __real_malloc(size) : nullptr;
  if (!made) std::abort();
  return made;
}
void operator delete(void* at) noexcept { std::free(at); }
void operator delete(void* at, std::size_t) noexcept { std::free(at); }

namespace {

std::vector<std::string> texts_in(const std::string& folder) {
  std::vector<std::string> texts;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path());
    std::ostringstream text;
    text << file.rdbuf();
    texts.push_back(text.str());
  }
  return texts;
}

void live(const std::vector<std::string>& documents, const std::vector<std::string>& visits) {
  waymark::Engine engine;
  for (const std::string& document : documents) static_cast<void>(engine.load(document, waymark::fuzz::kEnvironment));
  static_cast<void>(engine.load(waymark::fuzz::kDocument, waymark::fuzz::kEnvironment));
  for (const std::string& visit : visits) static_cast<void>(engine.dispatch(visit));
}

/// How the process ended that was refused everything beyond so many requests: 0 by itself, else the signal.
int end_with(long granted, const std::vector<std::string>& documents, const std::vector<std::string>& visits) {
  const pid_t child = fork();
  if (child == 0) {
    last_granted = granted;
    requests = 0;
    live(documents, visits);
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

int main(int count, char** arguments) {
  const std::string corpus = std::string(WAYMARK_TESTS_DIR) + "/fuzz/corpus/";
  const std::vector<std::string> documents = texts_in(corpus + "document");
  const std::vector<std::string> visits = texts_in(corpus + "dispatch");
  requests = 0;
  live(documents, visits);
  const long all = requests;
  const char* const given = std::getenv("WAYMARK_STEP");
  const long first = count > 1 ? std::atol(arguments[1]) : 0;
  const long step = count > 2 ? std::atol(arguments[2]) : given ? std::atol(given) : 7;
  long swept = 0;
  int failures = 0;
  for (long granted = first; granted < all; granted += step, ++swept) {
    const int end = end_with(granted, documents, visits);
    if (end == SIGABRT) continue;
    std::printf("refused after %ld requests: %s\n", granted, end == 0 ? "went on as if nothing had happened" : strsignal(end));
    if (++failures == 10) break;
  }
  std::printf("%ld requests for memory, %ld of them refused, each in a process of its own: %d did not stop at once\n", all, swept, failures);
  return failures == 0 ? 0 : 1;
}
