// tests/kiosk/kiosk.h - a kiosk without a window: events in, screens and effects out.
#pragma once
#include <string_view>

#include "kiosk/app/photo.h"
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
    view.leaving = Leaving{"exchange", Subject(7u), SessionNumber{2}};
  }
  return view;
}

/// Two in three of the roster have one.
inline std::string photo_in_roster(const Subject& person) {
  if (!person.number() || *person.number() % 3 == 0) return "";
  Hash text{};
  text[0] = static_cast<uint8_t>(*person.number());
  return photo_name(text);
}

inline SearchView two_found() {
  SearchView view;
  view.answer = SearchAnswer::found;
  view.people = {{"exchange", PersonNumber{7}, "Гөлнара Ш.", {}, false},
                 {"exchange", PersonNumber{8}, "Гөлшат Ш.", {}, true}};
  return view;
}

inline Shift some_shift(uint64_t duties = 7) {
  return {PersonNumber{9001}, "Алсу Х.", (duties & 1) != 0, (duties & 2) != 0, (duties & 4) != 0};
}

/// Two delegations: three people of Kazan, of whom `missing` have not come, and one of Tula.
inline BoardView staff_board(uint64_t missing) {
  BoardView board;
  board.sessions.resize(2);
  for (SessionChoice& each : board.sessions) each.cohort = "exchange";
  board.sessions[0].session.number = SessionNumber{2};
  board.sessions[1].session.number = SessionNumber{3};
  board.rows.resize(2);
  board.rows[0].group.number = 1;
  board.rows[1].group.number = 2;
  for (uint32_t i = 0; i < 3; ++i) {
    const Expected state = i < missing ? Expected::missing : Expected::arrived;
    board.rows[0].people.push_back({Subject(11 + i), "Ким Ольга", state, false});
  }
  board.rows[1].people.push_back({Subject(21u), "Ли Анна", Expected::arrived, true});
  return board;
}

/// The same people in two teams.
inline BoardView board_of_teams(uint64_t missing) {
  BoardView board = staff_board(missing);
  board.by = Grouping::teams;
  board.has_teams = true;
  for (BoardRowView& row : board.rows) row.group.of = BoardGroup::Of::team;
  std::swap(board.rows[0].people, board.rows[1].people);
  return board;
}

inline const FactId walk_in_fact{{1}, "exchange", Epoch{1}, 7};

/// The same, and two walk-ins: one is here, one was registered for another session.
inline BoardView board_with_walk_ins(uint64_t missing) {
  BoardView board = staff_board(missing);
  FactId other = walk_in_fact;
  other.seq = 9;
  BoardRowView row;
  row.group = all_walk_ins;
  row.counts.arrived = 1;
  row.people = {{Subject(walk_in_fact), "Салимов Азат", Expected::arrived, false},
                {Subject(other), "Абаев Нур", Expected::missing, false}};
  board.rows.push_back(std::move(row));
  return board;
}

inline StaffPersonView staff_person(const Subject& who, Expected state) {
  StaffPersonView person;
  person.cohort = "exchange";
  person.who = who;
  person.name = "Ким Ольга";
  person.session.number = SessionNumber{2};
  person.state = state;
  if (person.walk_in()) person.badge = BadgeWords{"Салимов Азат", "Экопарк", "W1:CODE", {}};
  if (state != Expected::missing) person.standing.push_back({{1}, "exchange", Epoch{1}, 5});
  return person;
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
  Kiosk& types_digits(std::string_view digits) {
    for (const char digit : digits) touches(Press::What::digit, digit - '0');
    return *this;
  }
  /// Somebody of the staff signs in and sees the board.
  Kiosk& staff(uint64_t duties = 7, uint64_t missing = 2) {
    touches(Press::What::staff).types_digits("604").touches(Press::What::sign_in);
    types_digits("123456");
    happens(PinChecked{state.guard.attempts, some_shift(duties)});
    return happens(BoardRead{staff_board(missing)});
  }
  /// The only effect of a kind among those of the last event; null: there is none.
  template <typename Wanted>
  const Wanted* wanted() const {
    for (const Effect& effect : effects) {
      if (const auto* found = std::get_if<Wanted>(&effect)) return found;
    }
    return nullptr;
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
