// Key files: what goes in comes out, and what others might have read is not used.
#include "shared/store/keys.h"

#include <sys/stat.h>

#include <fstream>

#include "shared/store/files.h"
#include "tests/seeded.h"
#include "tests/store/folder.h"

using namespace otmetka;
using namespace otmetka::test;

namespace {

Keys some_keys(Seeded& random) {
  Keys keys;
  keys.sign = SigningKey::make(random);
  keys.badge = SigningKey::make(random);
  keys.box = random.bytes<32>();
  keys.box_for["exchange"] = random.bytes<32>();
  keys.box_for["mayors.2026"] = random.bytes<32>();
  keys.add_scope("exchange", random.bytes<32>());
  keys.add_scope("venue:university", random.bytes<32>());
  keys.add_scope("exchange", random.bytes<32>());  // the cohort's key was changed once
  return keys;
}

mode_t mode_of(const std::string& path) {
  struct stat found {};
  REQUIRE(::stat(path.c_str(), &found) == 0);
  return found.st_mode & 07777;
}

void write_text(const std::string& path, const std::string& text) {
  std::ofstream(path) << text;
  std::filesystem::permissions(path, std::filesystem::perms(0600));
}

}  // namespace

TEST_CASE("keys come back from their text, the last of a scope still sealing", "[keys]") {
  Seeded random(1);
  const Keys keys = some_keys(random);
  const Keys back = MUST(Keys::from_text(keys.to_text()));
  CHECK(back.to_text() == keys.to_text());
  CHECK(back.sign->public_key() == keys.sign->public_key());
  CHECK(back.badge->public_key() == keys.badge->public_key());
  CHECK(back.box == keys.box);
  CHECK(back.box_for == keys.box_for);
  REQUIRE(back.sealing_key("exchange") != nullptr);
  CHECK(*back.sealing_key("exchange") == keys.scopes[2].key);
  const ScopeKey& first = keys.scopes[0];
  CHECK(*back.opening_key(first.scope, scope_key_id(first.key)) == first.key);
  CHECK(back.opening_key("another", scope_key_id(first.key)) == nullptr);
  CHECK(back.sealing_key("office") == nullptr);
  CHECK(back.opening_key(first.scope, KeyId{}) == nullptr);
}

TEST_CASE("a key that is there already is not added again", "[keys]") {
  Seeded random(1);
  Keys keys = some_keys(random);
  keys.add_scope("exchange", keys.scopes[0].key);
  CHECK(keys.scopes.size() == 3);
}

TEST_CASE("a key file is its owner's alone, and comes back", "[keys]") {
  Seeded random(2);
  const Folder folder;
  const Keys keys = some_keys(random);
  REQUIRE(save_keys(folder / "key", keys).ok());
  CHECK(mode_of(folder / "key") == 0600);
  CHECK(MUST(load_keys(folder / "key")).to_text() == keys.to_text());
  REQUIRE(save_keys(folder / "key", Keys{}).ok());
  CHECK(MUST(load_keys(folder / "key")).to_text().empty());
  CHECK_FALSE(file_exists(folder / "key.new"));
}

TEST_CASE("a key file that others may read is refused, and says what to do", "[keys]") {
  Seeded random(3);
  const Folder folder;
  REQUIRE(save_keys(folder / "key", some_keys(random)).ok());
  const unsigned mode = GENERATE(0640u, 0604u, 0660u, 0610u, 0601u);
  CAPTURE(mode);
  std::filesystem::permissions(folder / "key", std::filesystem::perms(mode));
  const auto keys = load_keys(folder / "key");
  REQUIRE_FALSE(keys.ok());
  CHECK(keys.error().failure == Failure::refused);
  CHECK(keys.error().message.find("chmod 600") != std::string::npos);
}

TEST_CASE("no key file is a state, a broken one an error that names it", "[keys]") {
  const Folder folder;
  CHECK(load_keys(folder / "key").error().failure == Failure::absent);
  const std::string hex(64, 'a');
  struct Row {
    std::string text;
    Failure failure;
  };
  const Row row = GENERATE_COPY(values<Row>({
      {"sign " + hex, Failure::corrupt},                   // cut short before the line's end
      {"sign " + hex.substr(2) + "\n", Failure::corrupt},  // 31 bytes
      {"sign " + hex + "aa\n", Failure::corrupt},
      {"sign " + std::string(64, 'g') + "\n", Failure::corrupt},
      {"sign\n", Failure::corrupt},
      {"\x01\x02\x03\n", Failure::corrupt},
      {std::string("sign ") + hex + "\n" + std::string(40, '\0') + "\n", Failure::corrupt},
      {"moon " + hex + "\n", Failure::newer_version},
      {"scope " + hex + "\n", Failure::newer_version},  // of no scope
  }));
  CAPTURE(row.text);
  write_text(folder / "key", row.text);
  const auto keys = load_keys(folder / "key");
  REQUIRE_FALSE(keys.ok());
  CHECK(keys.error().failure == row.failure);
  CHECK(keys.error().message.find("/key: ") != std::string::npos);
}

TEST_CASE("empty lines in a key file mean nothing", "[keys]") {
  Seeded random(4);
  const Keys keys = some_keys(random);
  CHECK(MUST(Keys::from_text("\n" + keys.to_text() + "\n\n")).to_text() == keys.to_text());
}
