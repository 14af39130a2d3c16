// kiosk/ui/staff_parts.h - the pages of the staff's screen, and what they share.
#pragma once
#include "kiosk/app/staff.h"
#include "kiosk/ui/page_frame.h"
#include "kiosk/ui/parts.h"

namespace otmetka::kiosk {

Press draw_board(const State& state, const Ui& ui, Rect in);
Press draw_people(const State& state, const Ui& ui, Rect in);
Press draw_person(const State& state, const Ui& ui, Rect in);
Press draw_inside(const State& state, const Ui& ui, Rect in);
Press draw_walk_in(const State& state, const Ui& ui, Rect in);
Press draw_kiosk(const State& state, const Ui& ui, Rect in);
Press draw_venues(const State& state, const Ui& ui, Rect in);
/// Whether this kiosk moves to the venue that was chosen, above everything else.
Press draw_move(const State& state, const Ui& ui);
/// What the head of each page tells for a while; nothing: there is nothing to tell.
std::optional<HeadReport> staff_report(const State& state, const Ui& ui);
/// A question above everything else, its card so many millimetres wide where there is room, within
/// reach: how wide what is on it may be, and where that stands.
float question_width(const Ui& ui, float wide_mm);
Rect question_card(const Ui& ui, float wide_mm, float content_height);
/// What time it is, by somebody's watch, above everything else.
Press draw_clock(const State& state, const Ui& ui);
/// What is asked of the staff, above everything else.
Press draw_question(const State& state, const Ui& ui);
/// Why a correction is made, above everything else.
Press draw_reasons(const State& state, const Ui& ui);

/// How somebody stands at a session.
struct Standing {
  Subject who;
  Expected state = Expected::missing;
  int64_t left_s = 0;  // as BoardPerson
};
struct StateLook {
  std::string words;
  const char* icon;
  ImU32 colour;
};
/// "Late", "Left: 14:05"; who is missing before the session has begun is "not yet here". A walk-in
/// is never missing.
StateLook state_look(const State& state, const Ui& ui, const Standing& standing,
                     const SessionView& session);
/// Of participants, out of all; of walk-ins, whom nobody expects, how many. In a rehearsal it says
/// so; where some have left it counts who came.
std::string count_words(const State& state, const Ui& ui, const BoardCounts& counts);
/// Who of those who came is here now, and who has left; empty: nobody has.
std::string left_words(const Ui& ui, const BoardCounts& counts);
/// Of a list of people: wide rows are a waste where two have room side by side.
size_t list_columns(const Ui& ui, float width);
/// Whom a row of the board is of.
std::string group_title_of(const Ui& ui, const BoardRowView& row);
/// When the office was reached last.
std::string contact_words(const State& state, const Ui& ui);
/// What a page says that has nothing to show.
void nothing_here(const Ui& ui, const Rect& in, const char* glyph, const std::string& words);

}  // namespace otmetka::kiosk
