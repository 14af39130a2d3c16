// kiosk/ui/screen_walk_in.cpp - somebody who came without a badge, written down in half a minute.
#include "kiosk/ui/icons.h"
#include "kiosk/ui/keyboard.h"
#include "kiosk/ui/staff_parts.h"

namespace otmetka::kiosk {
namespace {

constexpr const char* field_keys[] = {"walk_in.family", "walk_in.given", "walk_in.organisation"};

bool field(const State& state, const Ui& ui, size_t index, const Rect& rect) {
  const Theme& theme = ui.theme();
  const WalkInForm& form = state.desk.form;
  const bool chosen = form.field == index;
  const Touch touch = touch_area(ui, ("field " + std::to_string(index)).c_str(), rect,
                                 {ui.text(field_keys[index]), Label::Role::choice, chosen});
  ui.canvas().AddRectFilled({rect.x, rect.y}, {rect.right(), rect.bottom()}, ui.colour().card,
                            theme.radius_button);
  ui.canvas().AddRect({rect.x, rect.y}, {rect.right(), rect.bottom()},
                      chosen ? ui.colour().accent_bright : ui.colour().edge, theme.radius_button, 0,
                      std::max(2.0f, theme.mm(chosen ? 0.9f : 0.5f)));
  if (!chosen) outline(ui, rect, theme.radius_button);
  Rect in = rect.inset(theme.mm(4), theme.mm(1));
  const std::string& typed = form.fields[index];
  const float label = line_height(theme.caption);
  Rect lines = in.centred(in.w, std::min(in.h, label + line_height(theme.label)));
  put_in(ui.pen(), theme.caption, lines.cut_top(label), ui.colour().muted,
         ui.text(field_keys[index]));
  const Type& type = first_that_fits({&theme.label, &theme.body, &theme.caption},
                                     {0, 0, lines.w - theme.mm(3), lines.h}, typed);
  // Of a long name its end is seen where the next letter comes, else its beginning.
  const float width = text_width(type, typed);
  ui.canvas().PushClipRect({lines.x, rect.y}, {lines.right(), rect.bottom()}, true);
  const float hidden = chosen ? std::max(0.0f, width - lines.w + theme.mm(3)) : 0;
  const float x = lines.x - hidden;
  if (!typed.empty())
    put_line({ui.canvas(), nullptr}, type, x, lines.middle_y() - line_height(type) / 2,
             ui.colour().ink, typed);
  if (chosen) {
    const float caret = std::floor(x + width + theme.mm(0.6f));
    ui.canvas().AddRectFilled({caret, lines.y + theme.mm(0.6f)},
                              {caret + std::max(2.0f, theme.mm(0.7f)), lines.bottom()},
                              ui.colour().accent);
  }
  ui.canvas().PopClipRect();
  return touch.pressed;
}

}  // namespace

Press draw_walk_in(const State& state, const Ui& ui, Rect in) {
  const Theme& theme = ui.theme();
  if (!session_on(state.desk.board)) {
    nothing_here(ui, in, icon::today, ui.text("board.no_session"));
    return {};
  }
  ui.tell(ui.text("staff.walk_in"));
  const WalkInForm& form = state.desk.form;
  const bool whole = !form.fields[0].empty() && !form.fields[1].empty();
  const float gap = theme.gap * 0.6f;
  const Rect keys = in.cut_bottom(keyboard_height(ui), gap);
  Press press;
  const std::string save = ui.text("walk_in.save");
  const auto save_button = [&](const Rect& rect) -> Press {
    ui.begin_looked_at(!whole);
    const bool pressed = big_button(ui, "register", rect, icon::person_add, save,
                                    whole ? Look::primary : Look::quiet);
    ui.end_looked_at();
    return pressed ? Press{Press::What::register_walk_in} : Press{};
  };
  const float button = theme.touch() * 1.05f;
  Rect row = in.cut_bottom(button, gap);
  if (!ui.portrait()) {
    const float wide = std::min(row.w * 0.4f, button_width(ui, icon::person_add, save));
    Rect place = row.cut_right(wide, theme.gap);
    press = save_button(place);
    const std::string how = ui.text("walk_in.how");
    ui.tell(how);
    put_wrapped(ui.pen(), theme.caption,
                row.centred(row.w, std::min(row.h, wrapped_height(theme.caption, row.w, how))),
                ui.colour().muted, how);
  } else {
    press = save_button(row);
  }
  const float line =
      std::max(theme.touch(), line_height(theme.caption) + line_height(theme.label) + theme.mm(2));
  const auto count = static_cast<float>(std::size(field_keys));
  if (ui.low()) in = in.cut_bottom(line);
  const bool in_a_row = !ui.portrait() || ui.low();
  const float wide = (in.w - gap * (count - 1)) / count;
  for (size_t i = 0; i < std::size(field_keys); ++i) {
    const Rect place = in_a_row ? in.cut_left(wide, gap) : in.cut_top(line, gap);
    const Rect box{place.x, place.y, place.w, std::min(place.h, line)};
    if (field(state, ui, i, box)) press = {Press::What::form_field, static_cast<int>(i)};
  }
  const bool latin = form.latin_keys != (ui.language() == Language::en);
  const Press typed = keyboard(ui, keys, {latin, true, form.sign_keys, types_capital(form)});
  return typed.what != Press::What::none ? typed : press;
}

}  // namespace otmetka::kiosk
