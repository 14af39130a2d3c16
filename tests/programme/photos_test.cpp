// Photos of people: read as carefully as pictures, made small portraits, published only where they
// differ, and taken away when the package no longer has them.
#include <stb/stb_image.h>
#include <stb/stb_image_write.h>

#include <catch2/catch_test_macros.hpp>
#include <functional>

#include "shared/base/limits.h"
#include "sync/programme/portrait.h"
#include "sync/programme/publish.h"
#include "tests/programme/tiny_package.h"
#include "tests/seeded.h"

using namespace otmetka;
using namespace otmetka::test;
using programme::portrait_of;

namespace {

using Colour = std::array<uint8_t, 4>;
constexpr Colour red{220, 20, 20, 255}, green{20, 200, 20, 255}, blue{20, 20, 220, 255},
    white{255, 255, 255, 255}, clear{0, 0, 0, 0};
using Paint = std::function<Colour(int x, int y)>;

std::string painted(int width, int height, bool png, const Paint& paint) {
  std::vector<uint8_t> pixels;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const Colour colour = paint(x, y);
      pixels.insert(pixels.end(), colour.begin(), colour.end());
    }
  }
  std::string out;
  const auto put = [](void* to, void* data, int size) {
    static_cast<std::string*>(to)->append(static_cast<const char*>(data),
                                          static_cast<size_t>(size));
  };
  if (png)
    stbi_write_png_to_func(put, &out, width, height, 4, pixels.data(), width * 4);
  else
    stbi_write_jpg_to_func(put, &out, width, height, 4, pixels.data(), 95);
  return out;
}

std::string photo(Colour colour = green, int width = 300, int height = 400) {
  return painted(width, height, false, [&](int, int) { return colour; });
}

struct Seen {
  int width = 0, height = 0;
  std::vector<uint8_t> rgb;
  bool is(int x, int y, const Colour& colour) const {
    const auto at = static_cast<size_t>(y * width + x) * 3;
    for (size_t c = 0; c < 3; ++c) {
      if (std::abs(int{rgb[at + c]} - int{colour[c]}) > 24) return false;
    }
    return true;
  }
};

Seen seen(ByteView jpeg) {
  Seen out;
  int channels = 0;
  stbi_uc* pixels = stbi_load_from_memory(jpeg.data(), static_cast<int>(jpeg.size()), &out.width,
                                          &out.height, &channels, 3);
  REQUIRE(pixels != nullptr);
  out.rgb.assign(pixels, pixels + static_cast<size_t>(out.width * out.height) * 3);
  stbi_image_free(pixels);
  return out;
}

/// The block goes where cameras put it, right behind the first marker.
std::string with_block(const std::string& jpeg, const std::string& block) {
  const auto length = block.size() + 2;
  return jpeg.substr(0, 2) + "\xFF\xE1" + static_cast<char>(length >> 8) +
         static_cast<char>(length & 0xFF) + block + jpeg.substr(2);
}

std::string exif(char orientation, bool little) {
  const std::string head("Exif\0\0", 6), zero(2, '\0');
  if (little) {
    return head + std::string("II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0", 18) + orientation +
           std::string(7, '\0') + "SECRET PLACE";
  }
  return head + std::string("MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0", 19) + orientation +
         std::string(6, '\0') + "SECRET PLACE";
}

TinyPackage& with_photo(TinyPackage& package, const std::string& bytes,
                        const std::string& name = "a.jpg") {
  package.replace(people_toml, "service_since = 2024-02-01",
                  "service_since = 2024-02-01\nphoto = \"" + name + "\"");
  package.put("photos/" + name, bytes);
  return package;
}

/// Central as far as photos go: what it published, and the texts it holds.
struct PhotoCentral {
  Publication load(const TinyPackage& package) {
    const PackageCheck check = package.read();
    for (const Mistake& mistake : check.mistakes) FAIL_CHECK(to_text(mistake));
    Publication done = MUST(publish(
        check.package, std::nullopt, directory,
        [&](NumberKind kind, uint32_t count) -> Result<uint32_t> {
          return std::exchange(next[kind], next[kind] + count);
        },
        [&](const Hash& name) {
          const auto found = texts.find(name);
          return found == texts.end() ? std::nullopt : std::optional(found->second);
        }));
    for (const ChannelDraft& draft : done.drafts) append(draft);
    return done;
  }
  void append(const ChannelDraft& draft) {
    PlacedFact placed;
    placed.id.scope = draft.scope;
    placed.id.seq = ++seq;
    placed.fact = draft.fact;
    const bool is_photo = draft.fact.kind == Kind::person_photo;
    if (draft.text) placed.fact.detached = hash({*draft.text, as_bytes(std::to_string(seq))});
    if (draft.text && is_photo) texts[*placed.fact.detached] = *draft.text;
    directory.apply({placed, is_photo ? std::nullopt : draft.text});
  }
  const std::map<PersonNumber, Hash>& photos() const {
    return directory.cohort("tiny.2026")->photos;
  }

  Directory directory;
  std::map<Hash, Bytes> texts;
  std::map<NumberKind, uint32_t> next = {{NumberKind::person, 1},
                                         {NumberKind::session, 1},
                                         {NumberKind::venue, 1},
                                         {NumberKind::cohort, 1}};
  uint64_t seq = 0;
};

/// "photo 1" or "gone 1" for each draft; others by their kinds.
std::vector<std::string> told(const Publication& publication) {
  std::vector<std::string> out;
  for (const ChannelDraft& draft : publication.drafts) {
    if (draft.fact.kind != Kind::person_photo) {
      out.push_back(kind_name(draft.fact.kind));
      continue;
    }
    out.push_back((draft.text ? "photo " : "gone ") +
                  std::to_string(draft.fact.person.number() ? *draft.fact.person.number() : 0));
  }
  return out;
}

using Told = std::vector<std::string>;

}  // namespace

TEST_CASE("a portrait is the middle of the photo, 3:4 and small", "[programme][photo]") {
  const struct {
    int width, height, portrait_width, portrait_height;
  } rows[] = {{2048, 2048, 240, 320}, {600, 400, 240, 320}, {400, 700, 240, 320},
              {120, 160, 120, 160},   {160, 120, 90, 120},  {240, 240, 180, 240}};
  for (const auto& row : rows) {
    INFO(row.width << " × " << row.height);
    const double keep = row.portrait_width / static_cast<double>(row.portrait_height);
    const double left = (row.width - std::min<double>(row.width, row.height * keep)) / 2,
                 top = (row.height - std::min<double>(row.height, row.width / keep)) / 2;
    const std::string bytes = painted(row.width, row.height, false, [&](int x, int y) {
      const bool inside = x >= left && x < row.width - left && y >= top && y < row.height - top;
      return inside ? green : red;
    });
    const Bytes portrait = MUST(portrait_of(as_bytes(bytes)));
    CHECK(portrait.size() <= portrait_bytes_max);
    const Seen small = seen(portrait);
    CHECK(small.width == row.portrait_width);
    CHECK(small.height == row.portrait_height);
    CHECK(small.is(small.width / 2, small.height / 2, green));
    CHECK(small.is(6, 6, green));
    CHECK(small.is(small.width - 7, small.height - 7, green));
    CHECK(MUST(portrait_of(as_bytes(bytes))) == portrait);
  }
}

TEST_CASE("a photo of a turned camera stands upright, and says nothing beside its pixels",
          "[programme][photo]") {
  // Exif 2.3: which side of the scene the stored first row and first column are.
  const struct {
    char orientation, row, column;
  } rows[] = {{1, 't', 'l'}, {2, 't', 'r'}, {3, 'b', 'r'}, {4, 'b', 'l'},
              {5, 'l', 't'}, {6, 'r', 't'}, {7, 'r', 'b'}, {8, 'l', 'b'}};
  const auto scene = [](bool right, bool below) {
    return below ? (right ? white : blue) : (right ? green : red);
  };
  for (const bool little : {true, false}) {
    for (const auto& row : rows) {
      INFO(int{row.orientation} << (little ? " II" : " MM"));
      const bool lies = row.row == 'l' || row.row == 'r';
      const int width = lies ? 320 : 240, height = lies ? 240 : 320;
      const std::string stored = painted(width, height, false, [&](int x, int y) {
        const bool late_column = x >= width / 2, late_row = y >= height / 2;
        const auto beyond = [&](char first, char last) {
          if (row.row == first) return late_row;
          if (row.row == last) return !late_row;
          return row.column == first ? late_column : !late_column;
        };
        return scene(beyond('l', 'r'), beyond('t', 'b'));
      });
      const std::string bytes = with_block(stored, exif(row.orientation, little));
      REQUIRE(programme::orientation_of(as_bytes(bytes)) == row.orientation);
      const Bytes portrait = MUST(portrait_of(as_bytes(bytes)));
      CHECK(as_text(portrait).find("SECRET") == std::string_view::npos);
      CHECK(as_text(portrait).find("Exif") == std::string_view::npos);
      const Seen upright = seen(portrait);
      CHECK(upright.is(60, 80, red));
      CHECK(upright.is(180, 80, green));
      CHECK(upright.is(60, 240, blue));
      CHECK(upright.is(180, 240, white));
    }
  }
}

TEST_CASE("whatever a photo says of its orientation does no harm", "[programme][photo]") {
  const std::string whole = with_block(photo(), exif(6, true));
  for (size_t size = 0; size < 60; ++size) {
    const int said = programme::orientation_of(as_bytes(whole.substr(0, size)));
    CHECK((said == 1 || said == 6));
  }
  Seeded random{7};
  for (int round = 0; round < 2000; ++round) {
    std::string bytes = whole;
    for (int i = 0; i < 6; ++i) bytes[random.below(64)] = static_cast<char>(random.below(256));
    const int said = programme::orientation_of(as_bytes(bytes));
    CHECK((said >= 1 && said <= 8));
  }
}

TEST_CASE("noise fits into a portrait, and what is clear is white", "[programme][photo]") {
  Seeded random{3};
  const auto any = [&] { return static_cast<uint8_t>(random.below(256)); };
  const std::string noise = painted(240, 320, true, [&](int, int) {
    return Colour{any(), any(), any(), 255};
  });
  CHECK(MUST(portrait_of(as_bytes(noise))).size() <= portrait_bytes_max);
  const std::string cut_out =
      painted(240, 320, true, [](int x, int) { return x < 120 ? clear : blue; });
  const Seen shown = seen(MUST(portrait_of(as_bytes(cut_out))));
  CHECK(shown.is(40, 100, white));
  CHECK(shown.is(200, 100, blue));
}

TEST_CASE("a photo that is none, is cut off or does not fit is told", "[programme][photo]") {
  const std::string none =
      "is neither a JPEG nor a PNG, whatever its name says; save the picture again as one of them";
  const struct {
    std::string why, bytes, told;
  } rows[] = {
      {"a page", "<!doctype html>", none},
      {"nothing", "", none},
      {"a PNG", tiny_png(300, 400), "is a PNG with the name of a JPEG; name it .png"},
      {"a header without pixels", tiny_jpeg(300, 400),
       "cannot be read as a picture; copy it again, or save it again"},
      {"half a file", photo().substr(0, 300),
       "is cut off or damaged; copy it again, or save it again"},
      {"too large to look at", tiny_jpeg(2049, 2000),
       "has 2049 × 2000 pixels; make it at most 2048 pixels a side"},
      {"a stamp", photo(green, 119, 200),
       "has 119 × 200 pixels; take one of at least 120 pixels a side"},
      {"a strip", photo(green, 500, 240),
       "has 500 × 240 pixels and is no portrait; crop it to 3:4"},
      {"too much", photo() + std::string(512u << 10, ' '),
       "is larger than 512 KiB; make it smaller"},
  };
  for (const auto& row : rows) {
    INFO(row.why);
    TinyPackage package;
    CHECK(with_photo(package, row.bytes).mistakes() == "photos/a.jpg: error: " + row.told + "\n");
  }
  TinyPackage package;
  CHECK(with_photo(package, painted(200, 200, true, [](int, int) { return red; }), "a.png")
            .mistakes() == "");
}

TEST_CASE("every cut of a photo's bytes is judged without harm", "[programme][photo]") {
  const std::string png = painted(130, 130, true, [](int x, int) { return x % 7 ? red : blue; });
  for (const std::string& whole : {photo(red, 130, 150), png}) {
    for (size_t size = 0; size < whole.size(); size += 1 + whole.size() / 97) {
      TinyPackage package;
      with_photo(package, whole.substr(0, size), whole[1] == 'P' ? "a.png" : "a.jpg");
      CHECK(package.read().mistakes.size() == 1);
    }
    Seeded random{size_t{whole.size()}};
    for (int round = 0; round < 200; ++round) {
      std::string bytes = whole;
      for (int i = 0; i < 4; ++i)
        bytes[random.below(bytes.size())] = static_cast<char>(random.below(256));
      const auto portrait = portrait_of(as_bytes(bytes));
      CHECK((!portrait || portrait.value().size() <= portrait_bytes_max));
    }
  }
}

TEST_CASE("each photo is somebody's, and each person's is there", "[programme][photo]") {
  TinyPackage package;
  SECTION("nobody's") {
    package.put("photos/spare.jpg", photo());
    CHECK(package.mistakes() ==
          "photos/spare.jpg: error: is nobody's photo; name it as photo of a [[person]] in "
          "people.toml, or delete it\n");
  }
  SECTION("a slip of the keyboard") {
    with_photo(package, photo(), "anna.jpg");
    REQUIRE(package.replace(people_toml, "anna.jpg", "ana.jpg"));
    CHECK(package.mistakes().find("photo \"ana.jpg\" is not in photos/; did you mean "
                                  "\"anna.jpg\"?\n") != std::string::npos);
  }
  SECTION("two people's") {
    with_photo(package, photo());
    REQUIRE(package.replace(people_toml, "given = \"Роберт\"",
                            "given = \"Роберт\"\nphoto = \"a.jpg\""));
    CHECK(package.mistakes() ==
          "people.toml:25: error: photo \"a.jpg\" is somebody else's already; give each person a "
          "photo of their own\n");
  }
  SECTION("outside the package") {
    with_photo(package, photo());
    REQUIRE(package.replace(people_toml, "\"a.jpg\"", "\"../pictures/hub.jpg\""));
    CHECK(package.mistakes().find("photo \"../pictures/hub.jpg\" is a path; put the picture into "
                                  "photos/ and write its file name only\n") != std::string::npos);
  }
  SECTION("a link") {
    with_photo(package, photo());
    package.drop("photos/a.jpg");
    std::filesystem::create_symlink(package.at("pictures/hub.jpg"), package.at("photos/a.jpg"));
    CHECK(package.mistakes() ==
          "photos/a.jpg: error: is a symbolic link; put the file itself here: a package holds all "
          "that it needs\n");
  }
  SECTION("how they were made may lie beside them") {
    with_photo(package, photo());
    package.put("photos/source/draw.py", "x");
    CHECK(package.mistakes() == "");
  }
}

TEST_CASE("a photo is published after all names, sealed, and once", "[programme][photo]") {
  TinyPackage package;
  with_photo(package, photo());
  PhotoCentral central;
  const Publication first = central.load(package);
  CHECK(first.photos == 1);
  CHECK(first.blobs.size() == 3);  // it is no blob that anybody may fetch
  const Told all = told(first);
  const auto at = [&](const char* what) { return std::find(all.begin(), all.end(), what); };
  CHECK(at("photo 1") - std::find(all.rbegin(), all.rend(), "person").base() == 0);
  REQUIRE(central.photos().size() == 1);
  CHECK(seen(central.texts.begin()->second).height == 320);

  CHECK(told(central.load(package)).empty());
  SECTION("another photo") {
    package.put("photos/a.jpg", photo(blue));
    CHECK(told(central.load(package)) == Told{"photo 1"});
    CHECK(told(central.load(package)).empty());
  }
  SECTION("a change of the person leaves the photo") {
    REQUIRE(package.replace(people_toml, "ru = \"П\"", "ru = \"Пост\""));
    CHECK(told(central.load(package)) == Told{"person"});
    CHECK(central.photos().size() == 1);
  }
  SECTION("the photo has left the package") {
    REQUIRE(package.replace(people_toml, "photo = \"a.jpg\"\n", ""));
    package.drop("photos");
    CHECK(told(central.load(package)) == Told{"gone 1"});
    CHECK(central.photos().empty());
    CHECK(told(central.load(package)).empty());
  }
  SECTION("so has the person, who stays published without it") {
    std::string people = tiny_people;
    const size_t from = people.find("[[person]]"), to = people.find("[[person]]", from + 1);
    package.put("people.toml", people.erase(from, to - from));
    package.drop("photos");
    CHECK(told(central.load(package)) == Told{"gone 1"});
    CHECK(central.directory.cohort("tiny.2026")->people.size() == 3);
  }
  SECTION("a store that lost the text gets it back") {
    central.texts.clear();
    CHECK(told(central.load(package)) == Told{"photo 1"});
  }
}
