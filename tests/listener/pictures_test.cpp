// Pictures come beside the exchange: each by itself, resumed where a line was cut.
#include "sync/daemon/pictures.h"

#include <filesystem>

#include "shared/store/files.h"
#include "tests/listener/served.h"

using namespace otmetka;
using namespace otmetka::test;

namespace {

/// Central's pictures, and a line that breaks after so many bytes of each answer.
class Shelf : public BlobSource {
 public:
  Status get(const std::string& path, uint64_t from, size_t max, Bytes& into) override {
    asked.push_back(path.substr(path.rfind('/') + 1) + " from " + std::to_string(from));
    if (away) return fail(Failure::offline, "nobody answers");
    const auto found = blobs.find(path);
    if (found == blobs.end()) return fail(Failure::absent, "is not held there");
    const size_t end = std::min({found->second.size(), from + max, from + cut_after});
    for (size_t i = from; i < end; ++i) into.push_back(found->second[i]);
    if (end < std::min(found->second.size(), from + max)) return fail(Failure::offline, "cut off");
    return done();
  }
  payload::Media put(uint8_t fill, size_t size) {
    payload::Media media;
    const Bytes bytes(size, fill);
    media.set_hash(std::string(as_text(hash({bytes}))));
    media.set_size(size);
    media.set_name("picture of " + std::to_string(fill));
    blobs[path_of(media)] = bytes;
    return media;
  }
  static std::string path_of(const payload::Media& media) {
    return "/sync/v1/blob/" + to_hex(as_bytes(media.hash()));
  }

  std::map<std::string, Bytes> blobs;
  std::vector<std::string> asked;
  size_t cut_after = 1u << 30;
  bool away = false;
};

struct Room {
  Folder folder;
  SetClock clock;
  Seeded random{3};
  Shelf shelf;
  Pictures pictures{folder.path(), clock, random};

  std::vector<std::string> fetch_later() {
    clock.pass(301);
    shelf.asked.clear();
    return pictures.fetch(shelf);
  }
  bool here(const payload::Media& media) {
    return read_file(folder / to_hex(as_bytes(media.hash())), 1 << 20).value_or({}) ==
           shelf.blobs[Shelf::path_of(media)];
  }
  size_t files() {
    return static_cast<size_t>(std::distance(std::filesystem::directory_iterator(folder.path()),
                                             std::filesystem::directory_iterator()));
  }
};

}  // namespace

TEST_CASE("a picture that is lost or damaged keeps no other, and is told once", "[pictures]") {
  Room room;
  const payload::Media lost = room.shelf.put(1, 10), damaged = room.shelf.put(2, 20),
                       good = room.shelf.put(3, 30);
  room.pictures.want({lost, damaged, good});
  room.shelf.blobs.erase(Shelf::path_of(lost));
  room.shelf.blobs[Shelf::path_of(damaged)][7] ^= 1;
  CHECK(room.pictures.fetch(room.shelf).size() == 2);
  CHECK(room.here(good));
  CHECK(room.files() == 1);
  CHECK(room.fetch_later().empty());
  CHECK(room.shelf.asked.size() == 2);
  room.shelf.put(1, 10);
  room.shelf.put(2, 20);
  CHECK(room.fetch_later().empty());
  CHECK((room.here(lost) && room.here(damaged)));
  CHECK(room.fetch_later().empty());
  CHECK(room.shelf.asked.empty());
}

TEST_CASE("a picture that was cut off is gone on with where it was cut", "[pictures]") {
  Room room;
  const payload::Media picture = room.shelf.put(5, 1000);
  const std::string name = to_hex(as_bytes(picture.hash()));
  room.pictures.want({picture});
  room.shelf.cut_after = 400;
  CHECK(room.pictures.fetch(room.shelf).size() == 1);
  CHECK(MUST(read_file(room.folder / (name + ".part"), 1000)).size() == 400);
  CHECK(room.fetch_later().empty());
  CHECK(room.shelf.asked == std::vector<std::string>{name + " from 400"});
  CHECK(room.fetch_later().empty());
  CHECK(room.shelf.asked == std::vector<std::string>{name + " from 800"});
  CHECK(room.here(picture));
  CHECK(room.files() == 1);
}

TEST_CASE("a part of something else is thrown away, and the picture comes whole", "[pictures]") {
  Room room;
  const payload::Media picture = room.shelf.put(6, 1000);
  const std::string part = room.folder / (to_hex(as_bytes(picture.hash())) + ".part");
  const size_t size = GENERATE(size_t{400}, size_t{1000}, size_t{5000});
  REQUIRE(write_file(part, Bytes(size, 9)).ok());
  room.pictures.want({picture});
  (void)room.pictures.fetch(room.shelf);
  (void)room.fetch_later();
  CHECK(room.here(picture));
  CHECK_FALSE(file_exists(part));
}

TEST_CASE("a central that is away is not asked for every picture, nor at once again",
          "[pictures]") {
  Room room;
  std::vector<payload::Media> many;
  for (uint8_t i = 0; i < 20; ++i) many.push_back(room.shelf.put(i, 10));
  room.pictures.want(many);
  room.shelf.away = true;
  CHECK(room.pictures.fetch(room.shelf).size() == offline_in_a_row_max);
  CHECK(room.pictures.fetch(room.shelf).empty());
  CHECK(room.shelf.asked.size() == offline_in_a_row_max);
  room.shelf.away = false;
  CHECK(room.fetch_later().empty());
  CHECK(room.files() == many.size());
}
