#include "kiosk/ui/page_frame.h"

#include <algorithm>

#include "kiosk/ui/parts.h"

namespace otmetka::kiosk {
namespace {

float report_button_width(const Ui& ui, const HeadReport::Button& button) {
  return button.sign_alone ? ui.theme().touch() : button_width(ui, button.glyph, button.label);
}

float report_buttons_width(const Ui& ui, const HeadReport& report) {
  float wide = 0;
  for (const HeadReport::Button& button : report.buttons)
    wide += report_button_width(ui, button) + (wide > 0 ? ui.theme().gap : 0);
  return wide;
}

Press report_buttons(const Ui& ui, Rect in, const HeadReport& report) {
  Press press;
  for (const HeadReport::Button& button : report.buttons) {
    const Rect place = in.cut_right(report_button_width(ui, button), ui.theme().gap);
    const bool pressed =
        button.sign_alone
            ? icon_button(ui, button.id, place, button.glyph, Look::on_dark, ui.colour().white,
                          button.label)
            : big_button(ui, button.id, place, button.glyph, button.label, Look::on_dark);
    if (pressed) press = {button.what};
  }
  return press;
}

// Where the words of a report stand, without its ground and sign.
Rect words_place(const Ui& ui, const Rect& place) {
  const Theme& theme = ui.theme();
  Rect in = place.inset(theme.mm(3), 0);
  in.cut_left(theme.icon_small.size, theme.mm(2.4f));
  return {0, 0, in.w, in.h};
}

// The longest that fit.
const std::string& words_for(const Ui& ui, const HeadReport& report, const Rect& place) {
  for (const std::string& words : report.words) {
    if (fits(ui.theme().caption, words_place(ui, place), words)) return words;
  }
  return report.words.back();
}

void report_in(const Ui& ui, const Rect& place, const HeadReport& report) {
  const Theme& theme = ui.theme();
  ui.canvas().AddRectFilled({place.x, place.y}, {place.right(), place.bottom()},
                            report.failed ? ui.colour().bad_deep : ui.colour().calm_deep,
                            theme.radius_button);
  outline(ui, place, theme.radius_button);
  Rect in = place.inset(theme.mm(3), 0);
  icon_in(ui, theme.icon_small, in.cut_left(theme.icon_small.size, theme.mm(2.4f)),
          ui.colour().white, report.failed ? icon::warning : icon::check);
  const Rect room{0, 0, in.w, in.h};
  const std::string& words = words_for(ui, report, place);
  ui.tell(words);
  const Type& type = first_that_fits({&theme.label, &theme.body, &theme.caption}, room, words);
  const float height = std::min(in.h, wrapped_height(type, in.w, words));
  put_wrapped(ui.pen(), type, in.centred(in.w, height), ui.colour().white, words);
}

// The way back and the languages, or what a report has in their place; what is left of the row is
// for a title, what is left of the languages' place for a report.
Press ways(const State& state, const Ui& ui, Rect& row, const std::string& title,
           const WayBack& way, const HeadReport* report, Rect& rest, float title_lines = 2) {
  const Theme& theme = ui.theme();
  const std::string back = ui.text(way.key);
  const float chips = language_chips_width(state, ui);
  Rect languages = row.cut_right(chips, theme.gap);
  // Beside four language names and a long title there is room for the arrow alone.
  const float wide = button_width(ui, way.glyph, back);
  const bool roomy =
      ui.portrait()
          ? wide <= row.w
          : fits(theme.label,
                 {0, 0, row.w - wide - theme.gap, line_height(theme.label) * title_lines}, title);
  const float size = roomy ? wide : std::min(row.w, theme.touch());
  const Rect button = way.apart ? row.cut_right(size, theme.gap) : row.cut_left(size, theme.gap);
  // Beside "undo" nothing may end what one is at.
  const bool hidden = report && way.apart && !report->buttons.empty();
  const bool back_pressed =
      !hidden && big_button(ui, way.id, button, way.glyph, roomy ? back : "", Look::on_dark, back);
  Press press;
  if (!report) {
    press = language_chips(state, ui, languages, true);
  } else if (const float needed = report_buttons_width(ui, *report); needed <= languages.w) {
    if (needed > 0) press = report_buttons(ui, languages.cut_right(needed, theme.gap), *report);
    rest = languages;
  } else {  // where few languages are offered their place is none
    press = report_buttons(ui, row.cut_right(needed, theme.gap), *report);
  }
  return back_pressed ? Press{way.what} : press;
}

void title_in(const Ui& ui, Rect in, const std::string& title, const HeadNote& note) {
  const Theme& theme = ui.theme();
  const float clock = note.clock.empty() ? 0 : text_width(theme.title, note.clock) + 1;
  const Rect beside{0, 0, in.w - clock - theme.gap, line_height(theme.label) * 2};
  if (clock > 0 && fits(theme.label, beside, title))
    put_in(ui.pen(), theme.title, in.cut_right(clock, theme.gap), ui.colour().white, note.clock,
           Align::right);
  const float line = line_height(theme.caption) + theme.mm(1);
  const float room = note.glyph ? in.h - line : line_height(theme.title);
  const Type& type = first_that_fits({&theme.title, &theme.label}, {0, 0, in.w, room}, title);
  const float height = wrapped_height(type, in.w, title);
  const bool noted = note.glyph && height + line <= in.h;
  const float second = noted ? line : 0;
  Rect lines = in.centred(in.w, std::min(in.h, height + second));
  put_wrapped(ui.pen(), type, lines.cut_top(std::min(lines.h, height)), ui.colour().white, title);
  if (!noted) return;
  lines = lines.cut_bottom(line_height(theme.caption));
  const Type sign{theme.icon_small.font, theme.caption.size};
  icon_in(ui, sign, lines.cut_left(sign.size, theme.mm(2)), ui.colour().white, note.glyph);
  const bool whole = text_width(theme.caption, note.words) <= lines.w;
  put_in(ui.pen(), theme.caption, lines, ui.colour().white, whole ? note.words : note.shorter);
}

Press time_out_card(const State& state, const Ui& ui, float bottom) {
  const Theme& theme = ui.theme();
  const Rect screen = ui.screen();
  dim_what_is_beneath(ui);
  const uint64_t left = timeout_seconds_left(state);
  const std::string words = ui.plural("timeout.warn", left), more = ui.text("timeout.extend");
  const float bar = theme.mm(2.4f), least = theme.touch() * 1.2f;
  const float width = std::min(screen.w - theme.pad * 2, theme.mm(ui.portrait() ? 300 : 340));
  const float inside = width - theme.pad * 2.4f, button = button_width(ui, icon::more_time, more);
  // Words beside the button, or above it where that would press them together.
  const Rect beside{0, 0, inside - button - theme.gap, line_height(theme.title) * 2};
  const bool one_row = !ui.portrait() && fits(theme.title, beside, words);
  const float text = wrapped_height(theme.title, one_row ? beside.w : inside, words);
  const float height = theme.pad * 2 + bar + theme.gap * 0.8f +
                       (one_row ? std::max(least, text) : text + theme.gap + least);
  const Rect rect{screen.middle_x() - width / 2, bottom - height - theme.gap * 1.5f, width, height};
  card(ui, rect);
  ui.tell_once(words);
  Rect in = rect.inset(theme.pad * 1.2f, theme.pad);
  const float part = static_cast<float>(left) * 1000.0f / static_cast<float>(warned_ms);
  progress(ui, in.cut_bottom(bar, theme.gap * 0.8f), part, ui.colour().line, ui.colour().accent);
  const Rect place = one_row ? in.cut_right(button, theme.gap) : in.cut_bottom(least, theme.gap);
  const bool pressed = big_button(ui, "more time", place, icon::more_time, more, Look::primary);
  put_wrapped(ui.pen(), theme.title, in.centred(in.w, std::min(in.h, text)), ui.colour().ink,
              words);
  return pressed ? Press{Press::What::more_time} : Press{};
}

}  // namespace

// Where two grounds are the same black.
void edge_line(const Ui& ui, float y) {
  if (ui.colour().plain)
    ui.canvas().AddLine({0, y}, {ui.screen().w, y}, ui.colour().edge,
                        std::max(2.0f, ui.theme().mm(0.7f)));
}

float page_header_height(const Ui& ui) {
  const Theme& theme = ui.theme();
  const float name = line_height(theme.label) * 2;  // a long one has two lines
  return ui.low()        ? theme.mm(8) + name
         : ui.portrait() ? theme.touch() + theme.mm(8) + name
                         : std::max(theme.touch(), name) + theme.mm(6.4f);
}

Press page_header(const State& state, const Ui& ui, const Rect& band, const std::string& title,
                  const WayBack& back, const HeadNote& note, const HeadReport* told) {
  const Theme& theme = ui.theme();
  // Between words and the way back there is room for the signs alone where these are long.
  HeadReport shorter;
  const HeadReport* report = told;
  if (told && back.apart && !ui.portrait() &&
      report_buttons_width(ui, *told) > language_chips_width(state, ui) / 2) {
    shorter = *told;
    for (HeadReport::Button& button : shorter.buttons) button.sign_alone = true;
    report = &shorter;
  }
  backdrop(ui, band, {ui.colour().deep, ui.colour().deep_end});
  edge_line(ui, band.bottom());
  Rect in = band.inset(theme.pad * 1.3f, theme.mm(3));
  Press press;
  Rect beside{};  // left over of the languages' place
  // Of a report there may be more to say than of a title.
  const auto say = [&](Rect place) {
    if (!report) return title_in(ui, place, title, note);
    place = {place.x, place.y - theme.mm(1.6f), place.w, place.h + theme.mm(3.2f)};
    report_in(ui, place, *report);
  };
  if (ui.low()) {
    say(in);
  } else if (ui.portrait()) {
    Rect row = in.cut_top(theme.touch(), theme.mm(2));
    press = ways(state, ui, row, title, back, report, beside);
    say(in);
  } else {
    Rect row = in.centred(in.w, theme.touch());
    press = ways(state, ui, row, title, back, report, beside, note.glyph ? 1 : 2);
    const Rect place{row.x, in.y, row.w, in.h};
    const Rect other{beside.x, in.y, beside.w, in.h};
    if (report && back.apart && other.w > place.w) {
      title_in(ui, place, title, note);
      say(other);
    } else if (report && !back.apart && beside.w > 0) {
      say({place.x, place.y, beside.right() - place.x, place.h});
    } else {
      say(place);
    }
  }
  return press;
}

Press low_strip(const State& state, const Ui& ui, const Rect& strip, bool with_access,
                const WayBack& back, const HeadReport* report) {
  const Theme& theme = ui.theme();
  backdrop(ui, strip, {ui.colour().deep, ui.colour().deep_end});
  edge_line(ui, strip.y);
  Rect row = strip.inset(theme.pad * (with_access ? 0.8f : 1.3f), theme.mm(3));
  const Press access = with_access ? access_button(ui, row, Look::on_dark) : Press{};
  Rect rest{};
  const Press way = ways(state, ui, row, "", back, report, rest);
  return access.what != Press::What::none ? access : way;
}

Press page_that_times_out(const State& state, const Ui& ui, float bottom,
                          const std::function<Press()>& draw) {
  // While the time-out is announced, what lies beneath is only looked at.
  const bool warned = warns_of_timeout(state);
  ui.begin_looked_at(warned);
  const Press press = draw();
  ui.end_looked_at();
  return warned ? time_out_card(state, ui, bottom) : press;
}

}  // namespace otmetka::kiosk
