// kiosk/ui/parts.h - parts that more than one screen shows.
#pragma once
#include "kiosk/ui/widgets.h"

namespace otmetka::kiosk {

/// A session on a card: a chip with what it is to the visitor, when, what, where.
void session_card(const Ui& ui, const Rect& rect, const SessionView& session,
                  const std::string& label, bool strong);
/// With room for a title of two lines.
float session_card_height(const Ui& ui);
/// "Visit", "Masterclass"; empty for a type of a later version.
std::string session_type(const Ui& ui, const std::string& type);
std::string role_name(const Ui& ui, const std::string& role);

Press draw_overview(const State& state, const Ui& ui, Rect in);
Press draw_halls(const State& state, const Ui& ui, Rect in);
Press draw_exhibits(const State& state, const Ui& ui, Rect in);
Press draw_today(const State& state, const Ui& ui, Rect in);

/// A list that turns pages where it is longer than its place. `draw_row` draws the nth and says if
/// it was pressed.
struct ListView {
  size_t count = 0, page = 0;
  float row_height = 0;
};
/// Of a row with a title of two lines and a caption.
float list_row_height(const Ui& ui);
Press paged_list(const Ui& ui, Rect in, const ListView& list, Press::What what,
                 const std::function<bool(size_t, const Rect&)>& draw_row);

}  // namespace otmetka::kiosk
