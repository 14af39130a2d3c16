// Every screen, in every state of the gallery, language and size: all words are there whole, apart
// from one another, and large enough. Nothing is painted, so no display is needed.
#include <catch2/catch_test_macros.hpp>
#include <map>

#include "kiosk/platform/sheet.h"
#include "kiosk/ui/ui.h"
#include "kiosk/ui/widgets.h"
#include "tests/gallery/misfits.h"

using namespace otmetka;
using namespace otmetka::gallery;
using kiosk::Proof;

namespace {

const std::string package = std::string(OTMETKA_ASSETS_DIR) + "/programmes/exchange";

enum class Pictures { there, missing };

class Screens {
 public:
  Screens(const Size& size, const std::string& catalogue)
      : size_(size),
        sheet_(kiosk::Sheet::measured(size.width, size.height)),
        themes_(size),
        theme_(MUST(themes_.of({}))),
        catalogue_(MUST(Catalogue::load(catalogue))) {}

  /// What is wrong with a screen.
  std::vector<std::string> misfits(const kiosk::State& state, Pictures pictures) {
    const kiosk::PictureOf picture = [&](const std::string& hash) {
      const bool there = pictures == Pictures::there && !hash.empty();
      return there ? kiosk::Picture{1, 1500, 1000} : kiosk::Picture{};
    };
    const Proof proof = draw(state, picture);
    REQUIRE_FALSE(proof.lines.empty());
    return gallery::misfits(proof, size_, size_.density(state.access));
  }

  /// What was put where.
  Proof proof(const kiosk::State& state) {
    const kiosk::PictureOf picture = [](const std::string&) {
      return kiosk::Picture{1, 1500, 1000};
    };
    return draw(state, picture);
  }

  /// What is wrong with a line in a box of this size.
  std::vector<std::string> misfits_of_box(float width, float height, const std::string& words) {
    Proof proof;
    const kiosk::State state;
    const kiosk::PictureOf none = [](const std::string&) { return kiosk::Picture{}; };
    sheet_->frame([&] {
      const kiosk::Ui ui(state, *theme_, catalogue_, none, &proof);
      const kiosk::Rect box{100, 100, width, height};
      put_wrapped(ui.pen(), ui.theme().body, box, ui.colour().ink, words);
      put_in(ui.pen(), ui.theme().body, {100, 600, width, height}, ui.colour().ink, words);
    });
    return gallery::misfits(proof, size_);
  }

  /// Of the last frame.
  const kiosk::Theme& theme() const { return *theme_; }

 private:
  Proof draw(const kiosk::State& state, const kiosk::PictureOf& picture) {
    theme_ = MUST(themes_.of(state.access));
    Proof proof;
    sheet_->frame([&] { kiosk::draw_screen(state, *theme_, catalogue_, picture, &proof); });
    return proof;
  }

  Size size_;
  std::unique_ptr<kiosk::Sheet> sheet_;
  Themes themes_;
  const kiosk::Theme* theme_;
  Catalogue catalogue_;
};

void check_all(const Size& size, const std::string& catalogue, Pictures pictures) {
  const Sample sample = MUST(Sample::read(package));
  Screens screens(size, catalogue);
  for (Shot& shot : all_shots(sample)) {
    if (!size.shows(shot)) continue;
    for (const Language language : languages) {
      shot.state.language = language;
      for (const std::string& misfit : screens.misfits(shot.state, pictures)) {
        FAIL_CHECK(size.name() << " " << shot.screen << " " << shot.name << " "
                               << language_code(language) << ": " << misfit);
      }
    }
  }
}

}  // namespace

TEST_CASE("every screen of the kiosk fits in each language on a wide panel", "[gallery]") {
  check_all(sizes[0], OTMETKA_LOCALE_DIR, Pictures::there);
}
TEST_CASE("every screen of the kiosk fits in each language on a tall panel", "[gallery]") {
  check_all(sizes[1], OTMETKA_LOCALE_DIR, Pictures::there);
}
TEST_CASE("every screen of the kiosk fits in each language on a small panel", "[gallery]") {
  check_all(sizes[2], OTMETKA_LOCALE_DIR, Pictures::there);
}
TEST_CASE("every screen of the kiosk fits while its pictures have not come", "[gallery]") {
  for (const Size& size : sizes) check_all(size, OTMETKA_LOCALE_DIR, Pictures::missing);
}
TEST_CASE("every screen of the kiosk fits with texts that are 40 % longer", "[gallery]") {
  for (const Size& size : sizes) check_all(size, OTMETKA_LONGER_LOCALE_DIR, Pictures::there);
}

TEST_CASE("each screen of the kiosk has the way to its switches in the lower right corner",
          "[gallery]") {
  const Sample sample = MUST(Sample::read(package));
  for (const Size& size : sizes) {
    Screens screens(size, OTMETKA_LOCALE_DIR);
    const auto width = static_cast<float>(size.width), height = static_cast<float>(size.height);
    for (const Shot& shot : all_shots(sample)) {
      if (!size.shows(shot)) continue;
      const std::vector<Proof::Target> targets = screens.proof(shot.state).targets;
      const auto found = std::find_if(targets.begin(), targets.end(),
                                      [](const auto& target) { return target.name == "access"; });
      INFO(size.name() << " " << shot.screen << " " << shot.name);
      REQUIRE(found != targets.end());
      CHECK(found->rect.right() > width - screens.theme().touch());
      CHECK(found->rect.bottom() > height - screens.theme().touch());
    }
  }
}

TEST_CASE("with lower controls everything that is pressed on a high panel is reached from a chair",
          "[gallery]") {
  // A high panel stands on some 700 mm, and 1,100 mm are reached (EN 301 549).
  constexpr float stands_at_mm = 700, reached_mm = 1100;
  const Sample sample = MUST(Sample::read(package));
  for (const Size& size : sizes) {
    if (size.small()) continue;
    const auto height = static_cast<float>(size.height);
    Screens screens(size, OTMETKA_LOCALE_DIR);
    for (Shot& shot : all_shots(sample)) {
      shot.state.access.low_controls = true;
      const float density = size.density(shot.state.access);
      for (const Language language : languages) {
        shot.state.language = language;
        for (const Proof::Target& target : screens.proof(shot.state).targets) {
          const float up = height - target.rect.y;
          INFO(size.name() << " " << shot.screen << " " << shot.name << " "
                           << language_code(language) << ", button '" << target.name << "'");
          CHECK(stands_at_mm + up / density <= reached_mm + 1);
          CHECK(up <= height * 0.55f + 1);
        }
      }
    }
  }
}

namespace {

// In a look that a visitor may choose, also with texts that are longer.
void check_look(const std::function<void(kiosk::Access&)>& choose) {
  const Sample sample = MUST(Sample::read(package));
  for (const Size& size : sizes) {
    if (size.small()) continue;
    for (const char* catalogue : {OTMETKA_LOCALE_DIR, OTMETKA_LONGER_LOCALE_DIR}) {
      Screens screens(size, catalogue);
      for (Shot& shot : all_shots(sample)) {
        choose(shot.state.access);
        for (const Language language : languages) {
          shot.state.language = language;
          for (const std::string& misfit : screens.misfits(shot.state, Pictures::there)) {
            FAIL_CHECK(size.name() << " " << shot.screen << " " << shot.name << " "
                                   << language_code(language) << ": " << misfit);
          }
        }
      }
    }
  }
}

}  // namespace

TEST_CASE("every screen of the kiosk fits with lower controls", "[gallery]") {
  check_look([](kiosk::Access& access) {
    access.low_controls = true;
    access.larger_text = false;
  });
}
TEST_CASE("every screen of the kiosk fits with larger text", "[gallery]") {
  check_look([](kiosk::Access& access) {
    access.larger_text = true;
    access.low_controls = false;
  });
}

TEST_CASE("larger text makes no words of the kiosk smaller than body type, nor small ones smaller",
          "[gallery]") {
  const Sample sample = MUST(Sample::read(package));
  const std::vector<Shot> shots = all_shots(sample);
  for (const Size& size : sizes) {
    if (size.small()) continue;
    Screens screens(size, OTMETKA_LOCALE_DIR);
    // The fonts are made anew for another look, so first all in the one, then all in the other.
    using Sizes = std::map<std::string, float>;
    const auto sizes_of = [&](bool larger) {
      std::vector<Sizes> all;
      for (Shot shot : shots) {
        shot.state.access.larger_text = larger;
        for (const Language language : languages) {
          shot.state.language = language;
          Sizes& lines = all.emplace_back();
          for (const Proof::Line& line : screens.proof(shot.state).lines) {
            if (!line.is_icon) lines[line.text] = std::max(lines[line.text], line.size);
          }
        }
      }
      return all;
    };
    const std::vector<Sizes> usual = sizes_of(false);
    const float body = screens.theme().body.size;
    const std::vector<Sizes> larger = sizes_of(true);
    for (size_t i = 0; i < usual.size(); ++i) {
      const Shot& shot = shots[i / std::size(languages)];
      for (const auto& [words, was] : usual[i]) {
        const auto now = larger[i].find(words);
        if (now == larger[i].end() || now->second >= std::min(was, body)) continue;
        FAIL_CHECK(size.name() << " " << shot.screen << " " << shot.name << " "
                               << language_code(languages[i % std::size(languages)]) << ": \""
                               << words << "\" " << was << " -> " << now->second);
      }
    }
  }
}

TEST_CASE("a text of the kiosk in too small a box is found", "[gallery]") {
  Screens screens(sizes[0], OTMETKA_LOCALE_DIR);
  const float roomy = screens.theme().mm(200), line = line_height(screens.theme().body);
  const std::string words = "Поднесите бейдж к сканеру";
  CHECK(screens.misfits_of_box(roomy, line, words).empty());
  CHECK_FALSE(screens.misfits_of_box(roomy, line / 3, words).empty());
  CHECK_FALSE(screens.misfits_of_box(roomy / 8, line, words).empty());
  CHECK_FALSE(screens.misfits_of_box(roomy / 40, line * 20, words).empty());
}

TEST_CASE("texts and buttons of the kiosk that lie on each other, or are too small, are found",
          "[gallery]") {
  const Size size = sizes[0];
  Proof proof;
  proof.lines.push_back({"one", {10, 10, 100, 30}, 40});
  CHECK(misfits(proof, size).empty());
  proof.lines.push_back({"above it all", {10, 10, 100, 30}, 40, false, Proof::Fault::none, 1});
  CHECK(misfits(proof, size).empty());
  proof.lines.push_back({"two", {90, 30, 100, 30}, 40});
  CHECK(misfits(proof, size).size() == 1);
  proof.lines.push_back({"beyond the edge", {1900, 500, 100, 30}, 40});
  CHECK(misfits(proof, size).size() == 2);
  proof.lines.push_back({"small print", {10, 700, 100, 10}, 12});
  CHECK(misfits(proof, size).size() == 3);
  proof.targets.push_back({"a button", {10, 10, 100, 100}});
  CHECK(misfits(proof, size).size() == 3);
  proof.targets.push_back({"on it", {90, 90, 100, 100}});
  CHECK(misfits(proof, size).size() == 4);
  proof.targets.push_back({"too thin", {500, 10, 200, 40}});
  CHECK(misfits(proof, size).size() == 5);
}

TEST_CASE("a line on the kiosk does not end in a short preposition", "[gallery]") {
  Screens screens(sizes[0], OTMETKA_LOCALE_DIR);
  const kiosk::Type& type = screens.theme().body;
  const auto lines = [&](const std::string& words, const std::string& as_wide_as) {
    return wrap(type, text_width(type, as_wide_as) + 1, words, 9);
  };
  using Lines = std::vector<std::string>;
  CHECK(lines("Поднесите бейдж к сканеру", "Поднесите бейдж к") ==
        Lines{"Поднесите бейдж", "к сканеру"});
  CHECK(lines("Zal, 2 нче кат", "Zal, 2") == Lines{"Zal,", "2 нче", "кат"});
  CHECK(lines("Одно – другое", "Одно – дру") == Lines{"Одно –", "другое"});
  // Where it would not fit before its word either, it may.
  CHECK(lines("к сканеру", "сканеру") == Lines{"к", "сканеру"});
}
