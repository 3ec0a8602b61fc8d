#include "base/path.h"

#include "catch.h"

namespace waymark {

TEST_CASE("a path is a JSON pointer") {
  const Path root;
  const Path campaigns = root / "campaigns";
  const Path third = campaigns / std::size_t{3};
  CHECK(root.pointer() == "");
  CHECK((third / "trigger").pointer() == "/campaigns/3/trigger");
}

TEST_CASE("slashes and tildes in a key are escaped") {
  const Path root;
  CHECK((root / "a/b").pointer() == "/a~1b");
  CHECK((root / "a~b").pointer() == "/a~0b");
  CHECK((root / "~1").pointer() == "/~01");
}

TEST_CASE("an empty key is not an index") {
  const Path root;
  CHECK((root / std::string_view("")).pointer() == "/");
}

TEST_CASE("a failure carries its code, its path and its detail") {
  const Path root;
  const Failure failure = (root / "site").fail("bad-site", "needs an object");
  CHECK(failure->code == std::string("bad-site"));
  CHECK(failure->path == "/site");
  CHECK(failure->detail == "needs an object");
}

}  // namespace waymark
