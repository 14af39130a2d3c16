// tests/kiosk/kiosk.h - a kiosk without a window: events in, screens and effects out.
#pragma once
#include <string_view>

#include "kiosk/app/update.h"

namespace otmetka::kiosk {

inline std::shared_ptr<const VenueView> university() {
  auto venue = std::make_shared<VenueView>();
  venue->entry.set_name("university");
  venue->offered = {Language::ru, Language::tt, Language::en, Language::ky};
  venue->halls.resize(3);
  venue->exhibits.resize(4);
  return venue;
}

inline VerdictView view_of(Verdict verdict, std::optional<Language> language = Language::tt) {
  VerdictView view;
  view.verdict = verdict;
  view.language = language;
  if (verdict == Verdict::green) {
    view.name = "Гөлнара Ш.";
    view.leaving = Leaving{"exchange", PersonNumber{7}, SessionNumber{2}};
  }
  return view;
}

inline SearchView two_found() {
  SearchView view;
  view.answer = SearchAnswer::found;
  view.people = {{"exchange", PersonNumber{7}, "Гөлнара Ш.", {}, false},
                 {"exchange", PersonNumber{8}, "Гөлшат Ш.", {}, true}};
  return view;
}

struct Kiosk {
  State state;
  uint64_t ms = 1'000'000;
  Effects effects;

  explicit Kiosk(bool enrolled = true) { world(enrolled); }
  Kiosk& happens(Happening what) {
    effects = update(state, {ms, static_cast<int64_t>(ms / 1000), std::move(what)});
    return *this;
  }
  Kiosk& world(bool enrolled, std::string reason = "") {
    return happens(
        WorldRead{enrolled, false, enrolled ? university() : nullptr, {0, std::move(reason)}});
  }
  Kiosk& scans(const std::string& code) { return happens(CodeScanned{code, true}); }
  Kiosk& is_told(VerdictView view) { return happens(Recorded{std::move(view)}); }
  Kiosk& touches(Press::What what, int value = 0) {
    happens(Touched{});
    return happens(Pressed{{what, value}});
  }
  Kiosk& types(std::u32string_view letters) {
    for (const char32_t letter : letters) touches(Press::What::letter, static_cast<int>(letter));
    return *this;
  }
  /// "Is this you?" is asked of the nth of those found.
  Kiosk& chooses(int nth) {
    touches(Press::What::search).types(U"Шәр");
    happens(NamesFound{state.identify.typed, two_found()});
    return touches(Press::What::candidate, nth);
  }
  /// As the shell does: wakes whenever something changes by itself.
  Kiosk& waits(uint64_t how_long_ms) {
    const uint64_t end = ms + how_long_ms;
    for (uint64_t next = next_change_ms(state); next <= end; next = next_change_ms(state)) {
      ms = next;
      happens(Tick{});
    }
    ms = end;
    return happens(Tick{});
  }
};

inline constexpr const char* enrol_code = "OTM1:ABC";

}  // namespace otmetka::kiosk
