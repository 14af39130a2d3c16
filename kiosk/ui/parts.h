// kiosk/ui/parts.h - parts that more than one screen shows.
#pragma once
#include "kiosk/ui/widgets.h"

namespace otmetka::kiosk {

/// A session on a card: a chip with what it is to the visitor, when, what, where.
struct SessionCard {
  const SessionView* session = nullptr;
  std::string label;
  bool strong = false;
  bool large = false;  // alone on its row
};
void session_card(const Ui& ui, const Rect& rect, const SessionCard& card);
/// With its title on few lines.
float session_card_height(const Ui& ui, float width, const SessionCard& card);
/// What is on here and what comes next, today or later; none, one or both.
std::vector<SessionCard> sessions_now_and_next(const State& state, const Ui& ui);
/// Of a session that is on or about to begin: "now", or in how many minutes.
std::string now_or_soon(const State& state, const Ui& ui, const SessionView& session);
/// "Visit", "Masterclass"; empty for a type of a later version.
std::string session_type(const Ui& ui, const std::string& type);
std::string role_name(const Ui& ui, const std::string& role);

/// In place of the attract screen.
Press draw_emergency(const AnnouncementView& emergency, const State& state, const Ui& ui);
/// The same, while the kiosk is out of service.
Press draw_out_of_service(const State& state, const Ui& ui);
Press draw_overview(const State& state, const Ui& ui, Rect in);
Press draw_halls(const State& state, const Ui& ui, Rect in);
Press draw_exhibits(const State& state, const Ui& ui, Rect in);
Press draw_today(const State& state, const Ui& ui, Rect in);
Press draw_mine(const State& state, const Ui& ui, Rect in);
Press draw_route(const OnwardView& onward, const Ui& ui);
/// On a page of the venue: "this could work for us".
Press idea_button(const Ui& ui, const Rect& rect);
float idea_button_height(const Ui& ui, float width);
/// Who is not known yet shows the badge first. Lies above the page.
Press draw_idea_needs_badge(const Ui& ui);
/// A question of consent, or what follows from a no, in place of the screen it lies on.
Press draw_consent(const State& state, const Ui& ui);
/// On the page of one's own check-ins: what was answered, and the way to another answer.
Press own_answers(const Ui& ui, Rect in, const VisitView& visit);
float own_answers_height(const Ui& ui, float width, const VisitView& visit);
/// The verdict as one row, above what follows it.
void verdict_strip(const State& state, const Ui& ui, const Rect& rect);
float verdict_strip_height(const State& state, const Ui& ui, float width);
/// The session that it leads to. False: there is none, or no room for it.
bool verdict_place(const State& state, const Ui& ui, const Rect& in);
/// Something is done: a sign, a sentence and the way back, which is `press`.
Press told_card(const Ui& ui, const Rect& in, const char* glyph, const std::string& words,
                const Press& press);
/// "Next: the university, 14:30".
std::string onward_words(const OnwardView& onward, const Ui& ui);

/// The way to the switches for eyes and reach: the right end of the lowest row of every screen,
/// where a hand from a chair finds it. Cuts its place off the row.
Press access_button(const Ui& ui, Rect& row, Look look);
/// The way of the staff to their sign-in, beside it on the attract screen.
Press staff_button(const Ui& ui, Rect& row);
/// The lowest row of a dark screen, cut off it: network and scanner, and the way to the switches.
Press status_row(const State& state, const Ui& ui, Rect& rest, float gap, bool for_staff = false);

/// A list that a finger drags where it is longer than its place; buttons turn its pages for who
/// does not know that, and at a distance. `draw_row` draws the nth and says if it was pressed.
struct ListView {
  size_t count = 0;
  Scroll scroll;
  float row_height = 0;
  size_t columns = 1;  // that stand side by side, read line by line
};
/// Of a row with so many lines of the smallest type.
float list_row_height(const Ui& ui, float lines = 3);
/// The words of a row: what, and beneath it where, if there is room for all of it.
void row_words(const Ui& ui, const Rect& in, const std::string& title, const std::string& where);
/// The same with the first of these for which there is room.
void row_words(const Ui& ui, const Rect& in, const std::string& title,
               std::initializer_list<std::string> where);
/// Whether a picture may stand beside the words of a row, which then have so much width: no word
/// is broken for it, and larger text is larger there, too.
bool has_room_beside(const Ui& ui, const std::string& title, float width);
/// The ground of a row of a list.
void row_ground(const Ui& ui, const Rect& rect, bool chosen, bool held);

/// The venue's floor plan, or a quiet sheet on which halls still stand where they are. Returns
/// where it is.
Rect floor_plan(const State& state, const Ui& ui, const Rect& in);
/// Whether there is a picture of the plan to be shown with this hall on it.
bool can_show_on_plan(const State& state, const Ui& ui, const payload::Hall* hall);
void show_on_plan(const State& state, const Ui& ui, const Rect& in, const payload::Hall& hall);
Press long_list(const Ui& ui, Rect in, const ListView& list, Press::What what,
                const std::function<bool(size_t, const Rect&)>& draw_row);

}  // namespace otmetka::kiosk
