// kiosk/ui/widgets_content.cpp - the parts that show what programmes are made of: pictures,
// figures, languages, the state of the network.
#include "kiosk/ui/icons.h"
#include "kiosk/ui/widgets.h"

namespace otmetka::kiosk {
namespace {

ImVec2 corner(float x, float y) { return {std::floor(x), std::floor(y)}; }
ImTextureID texture_of(const Picture& picture) {
  return reinterpret_cast<ImTextureID>(static_cast<uintptr_t>(picture.texture));
}

// What stands where a picture is missing: quiet, and obviously meant so.
void calm_area(const Ui& ui, const Rect& rect, float radius, const char* glyph) {
  ImDrawList& canvas = ui.canvas();
  canvas.AddRectFilled(corner(rect.x, rect.y), corner(rect.right(), rect.bottom()),
                       ui.colour().accent_soft, radius);
  const Theme& theme = ui.theme();
  const Type& type = rect.h > theme.icon_large.size * 3       ? theme.icon_large
                     : rect.h > theme.icon_medium.size * 1.3f ? theme.icon_medium
                                                              : theme.icon_small;
  icon_in(ui, type, rect, colour::faint(ui.colour().accent, ui.colour().plain ? 255 : 120), glyph);
}

std::string figure_value(const Ui& ui, const payload::Figure& figure) {
  return ui.number(figure.value());
}

// "about" and "over" stand before the number in small type; the languages put them there as whole
// phrases.
std::string figure_prefix(const Ui& ui, const payload::Figure& figure) {
  const std::string mark = "\x01";
  std::string phrase;
  if (figure.approximate()) phrase = ui.text("venue.about_figure", {{"value", mark}});
  if (figure.at_least()) phrase = ui.text("venue.at_least_figure", {{"value", mark}});
  const size_t at = phrase.find(mark);
  if (at == std::string::npos) return "";
  phrase.erase(at, mark.size());
  while (!phrase.empty() && phrase.back() == ' ') phrase.pop_back();
  return phrase;
}

Type number_type(const Ui& ui, float part) {
  Type type = ui.theme().number;
  type.size = std::floor(type.size * part);
  return type;
}

// Beside small numbers words stand closer together.
Type figure_label(const Ui& ui, float number_part) {
  Type type = ui.theme().label;
  if (number_part < 0.7f) type.leading = 1.0f;
  return type;
}

float unit_gap(const Ui& ui) { return ui.theme().mm(3.2f); }

}  // namespace

std::string figure_source(const Ui& ui, const payload::Figure& figure) {
  return ui.text("venue.figure_source",
                 {{"source", ui.say(figure.source())}, {"date", ui.as_of(figure.as_of())}});
}

void picture_cover(const Ui& ui, const Rect& rect, const std::string& hash, float radius,
                   const char* glyph) {
  const Picture picture = ui.picture(hash);
  if (picture.texture == 0 || rect.h < 1) return calm_area(ui, rect, radius, glyph);
  const float shown = rect.w / rect.h;
  const float whole = static_cast<float>(picture.width) / static_cast<float>(picture.height);
  float u = 0, v = 0;
  if (whole > shown) {
    u = (1 - shown / whole) / 2;
  } else {
    v = (1 - whole / shown) / 2;
  }
  ui.canvas().AddImageRounded(texture_of(picture), corner(rect.x, rect.y),
                              corner(rect.right(), rect.bottom()), {u, v}, {1 - u, 1 - v},
                              colour::rgb(0xFFFFFF), radius);
}

void person_photo(const Ui& ui, const Rect& rect, const std::string& name) {
  const Theme& theme = ui.theme();
  const float edge = std::max(2.0f, std::floor(theme.mm(0.9f)));
  const float radius = theme.radius * 0.7f;
  ui.canvas().AddRectFilled(corner(rect.x, rect.y), corner(rect.right(), rect.bottom()),
                            ui.colour().white, radius + edge);
  const Rect inside = rect.inset(edge);
  picture_cover(ui, inside, name, radius, icon::person);
  if (ui.proof() && ui.picture(name).texture != 0) ui.proof()->photo = inside;
}

float person_photo_height(const Ui& ui, float room) {
  constexpr float least_mm = 37, most_mm = 74;
  const Theme& theme = ui.theme();
  const float least = std::max(theme.mm(least_mm), least_mm * theme.pixels_per_mm);
  return std::floor(std::clamp(room, least, std::max(least, theme.mm(most_mm))));
}

Rect picture_whole(const Ui& ui, const Rect& rect, const std::string& hash, float radius) {
  const Picture picture = ui.picture(hash);
  if (picture.texture == 0) return rect;
  const float factor = std::min(rect.w / static_cast<float>(picture.width),
                                rect.h / static_cast<float>(picture.height));
  const Rect place = rect.centred(std::floor(static_cast<float>(picture.width) * factor),
                                  std::floor(static_cast<float>(picture.height) * factor));
  ui.canvas().AddImageRounded(texture_of(picture), corner(place.x, place.y),
                              corner(place.right(), place.bottom()), {0, 0}, {1, 1},
                              colour::rgb(0xFFFFFF), radius);
  return place;
}

float figure_width(const Ui& ui, const payload::Figure& figure, float number_part) {
  const Theme& theme = ui.theme();
  const std::string prefix = figure_prefix(ui, figure);
  const float before = prefix.empty() ? 0 : text_width(theme.label, prefix) + theme.mm(2);
  return before + text_width(number_type(ui, number_part), figure_value(ui, figure));
}

namespace {

// "about" beside its number would leave that no room.
bool prefix_above(const Ui& ui, float width, const payload::Figure& figure, float number_part) {
  return figure_width(ui, figure, number_part) > width && !figure_prefix(ui, figure).empty();
}

}  // namespace

std::string figure_words(const Ui& ui, const payload::Figure& figure) {
  std::string out;
  for (const std::string& part : {figure_prefix(ui, figure), figure_value(ui, figure),
                                  ui.say(figure.unit()), ui.say(figure.label())}) {
    if (!part.empty()) out += (out.empty() ? "" : " ") + part;
  }
  return out;
}

float figure_height(const Ui& ui, float width, const payload::Figure& figure,
                    const FigureLook& look) {
  const Theme& theme = ui.theme();
  const Type label = figure_label(ui, look.number_part);
  const bool above = prefix_above(ui, width, figure, look.number_part);
  const float number = above
                           ? text_width(number_type(ui, look.number_part), figure_value(ui, figure))
                           : figure_width(ui, figure, look.number_part);
  const float beside = number + unit_gap(ui) + text_width(theme.label, ui.say(figure.unit()));
  float height = above ? wrapped_height(theme.label, width, figure_prefix(ui, figure)) : 0;
  height += number_type(ui, look.number_part).size * 1.08f +
            wrapped_height(label, width, ui.say(figure.label()));
  // A unit without room beside its number stands under it.
  if (beside > width + theme.mm(1)) height += line_height(label);
  if (look.with_source)
    height += theme.mm(1.5f) + wrapped_height(theme.caption, width, figure_source(ui, figure));
  return std::ceil(height);
}

void figure(const Ui& ui, const Rect& rect, const payload::Figure& figure, const FigureLook& look) {
  const Theme& theme = ui.theme();
  const Type label = figure_label(ui, look.number_part);
  Type type = number_type(ui, look.number_part);
  Rect rest = rect;
  std::string prefix = figure_prefix(ui, figure);
  const std::string value = figure_value(ui, figure);
  if (prefix_above(ui, rect.w, figure, look.number_part)) {
    const Rect lines = rest.cut_top(wrapped_height(theme.label, rect.w, prefix));
    put_wrapped(ui.pen(), theme.label, lines, ui.colour().muted, prefix);
    prefix.clear();
  }
  const Rect line = rest.cut_top(type.size * 1.08f);
  // Words and digits stand on one base line.
  const float base = line.y + type.size * 0.93f;
  float x = line.x;
  if (!prefix.empty()) {
    x += put_line(ui.pen(), theme.label, x, base - theme.label.size * 0.93f, ui.colour().muted,
                  prefix) +
         theme.mm(2);
  }
  // A long number on a narrow card is set smaller rather than cut.
  const float room = line.right() - x;
  const float wide = text_width(type, value);
  if (wide > room) type.size = std::floor(type.size * room / wide);
  x += put_line(ui.pen(), type, x, base - type.size * 0.93f, ui.colour().accent, value) +
       unit_gap(ui);
  const std::string unit = ui.say(figure.unit());
  const float unit_width = text_width(theme.label, unit);
  if (x + unit_width <= line.right() + theme.mm(1)) {
    put_line(ui.pen(), theme.label, x, base - theme.label.size * 0.93f, ui.colour().ink, unit);
  } else {
    put_in(ui.pen(), label, rest.cut_top(line_height(label)), ui.colour().ink, unit);
  }
  const float used = put_wrapped(ui.pen(), label, rest, ui.colour().ink, ui.say(figure.label()));
  rest.cut_top(used, theme.mm(1.5f));
  if (look.with_source)
    put_wrapped(ui.pen(), theme.caption, rest, ui.colour().muted, figure_source(ui, figure));
}

namespace {

std::string language_name(const Ui& ui, Language language) {
  switch (language) {
    case Language::ru:
      return ui.text("language.ru");
    case Language::tt:
      return ui.text("language.tt");
    case Language::ky:
      return ui.text("language.ky");
    case Language::en:
      return ui.text("language.en");
  }
  return "";
}

std::vector<Language> offered(const State& state) {
  if (state.venue && !state.venue->offered.empty()) return state.venue->offered;
  return {std::begin(languages), std::end(languages)};
}

float language_chip_width(const Ui& ui, Language language) {
  const float words = text_width(ui.theme().label, language_name(ui, language)) + ui.theme().mm(10);
  return std::floor(std::max(words, ui.theme().touch()));
}

}  // namespace

float language_chips_width(const State& state, const Ui& ui) {
  float width = 0;
  for (const Language language : offered(state))
    width += language_chip_width(ui, language) + ui.theme().mm(2);
  return width - ui.theme().mm(2);
}

Press language_chips(const State& state, const Ui& ui, const Rect& in, bool on_dark) {
  const Theme& theme = ui.theme();
  Press press;
  float x = in.right() - language_chips_width(state, ui);
  for (const Language language : offered(state)) {
    const float width = language_chip_width(ui, language);
    // What is seen is slimmer than what is hit: neighbours never overlap, and thumbs are thick.
    const Rect target{x, in.middle_y() - theme.touch() / 2, width, theme.touch()};
    const Rect seen = target.inset(0, target.h * 0.14f);
    const std::string id = "language " + language_code(language);
    const Touch touch = touch_area(
        ui, id.c_str(), target,
        {language_name(ui, language), Label::Role::choice, language == state.language, language});
    const bool chosen = language == state.language;
    ImU32 ground = on_dark ? colour::rgb(0xFFFFFF, 40) : ui.colour().sunken;
    ImU32 words = on_dark ? ui.colour().white : ui.colour().ink;
    if (chosen) {
      ground = on_dark ? ui.colour().white : ui.colour().accent;
      words = on_dark ? ui.colour().on_white : ui.colour().on_accent;
    }
    if (touch.held) ground = on_dark ? ui.colour().accent_light : ui.colour().dim;
    if (touch.held && on_dark) words = ui.colour().deep;
    ui.canvas().AddRectFilled(corner(seen.x, seen.y), corner(seen.right(), seen.bottom()), ground,
                              seen.h / 2);
    outline(ui, seen, seen.h / 2);
    put_in(ui.pen(), theme.label, seen, words, language_name(ui, language), Align::centre);
    if (touch.pressed) press = {Press::What::language, static_cast<int>(language)};
    x += width + theme.mm(2);
  }
  return press;
}

namespace {

struct StatusWords {
  const char* glyph;
  std::string words;
  ChipColours colours;
};

std::vector<StatusWords> status_words(const State& state, const Ui& ui) {
  const ChipColours calm{colour::rgb(0xFFFFFF, 34), ui.colour().white};
  std::vector<StatusWords> out;
  // Before the kiosk is somebody's it keeps nothing, and must not say that it does.
  if (state.enrolled && state.sync.online()) {
    const std::string when =
        ui.is_today(state.sync.at_s) ? ui.clock(state.sync.at_s) : ui.date(state.sync.at_s);
    out.push_back({icon::cloud_done, ui.text("sync.last", {{"when", when}}), calm});
  } else if (state.enrolled) {
    out.push_back({icon::cloud_off, ui.text("status.offline"), calm});
  }
  if (state.health.scanner_missing)
    out.push_back({icon::no_link,
                   ui.text("status.scanner_missing"),
                   {ui.colour().warn_soft, ui.colour().warn_deep}});
  return out;
}

// Goes through the chips line by line; returns the height of all lines.
float each_status(const State& state, const Ui& ui, float width,
                  const std::function<void(const StatusWords&, const Rect&)>& place) {
  const float between = ui.theme().mm(2);
  const std::vector<StatusWords> all = status_words(state, ui);
  float x = 0, y = 0, height = all.empty() ? 0 : chip_height(ui);
  for (const StatusWords& each : all) {
    const float wide = chip_width(ui, each.glyph, each.words);
    if (x > 0 && x + wide > width) {
      x = 0;
      y += height + between;
      height = chip_height(ui);
    }
    // Longer than the screen is wide: a chip of several lines.
    if (wide > width) height = tall_chip_height(ui, width, each.words);
    place(each, Rect{x, y, std::min(wide, width), height});
    x += wide + between;
  }
  return y + height;
}

}  // namespace

void status_chips(const State& state, const Ui& ui, const Rect& in) {
  each_status(state, ui, in.w, [&](const StatusWords& each, const Rect& place) {
    const Rect rect{in.x + place.x, in.y + place.y, place.w, place.h};
    if (rect.h <= chip_height(ui)) {
      chip(ui, rect.x, rect.y, each.glyph, each.words, each.colours);
    } else {
      tall_chip(ui, rect, each.words, each.colours);
    }
  });
}

float status_height(const State& state, const Ui& ui, float width) {
  return each_status(state, ui, width, [](const StatusWords&, const Rect&) {});
}

}  // namespace otmetka::kiosk
