#include "kiosk/ui/widgets.h"

namespace otmetka::kiosk {
namespace {

ImVec2 top_left(const Rect& rect) { return {std::floor(rect.x), std::floor(rect.y)}; }
ImVec2 bottom_right(const Rect& rect) {
  return {std::floor(rect.right()), std::floor(rect.bottom())};
}

ImU32 mix(ImU32 a, ImU32 b, float part) {
  const ImVec4 first = ImGui::ColorConvertU32ToFloat4(a),
               second = ImGui::ColorConvertU32ToFloat4(b);
  const auto between = [&](float x, float y) { return x + (y - x) * part; };
  return ImGui::ColorConvertFloat4ToU32({between(first.x, second.x), between(first.y, second.y),
                                         between(first.z, second.z), between(first.w, second.w)});
}

struct ButtonColours {
  ImU32 ground, words, edge;
};

ButtonColours button_colours(const Ui& ui, Look look, bool held) {
  switch (look) {
    case Look::primary:
      return {held ? ui.colour().accent_held : ui.colour().accent, ui.colour().on_accent, 0};
    case Look::secondary:
      return {held ? ui.colour().accent_soft : ui.colour().card, ui.colour().ink, ui.colour().edge};
    case Look::on_dark:
      return {held ? colour::rgb(0xFFFFFF, 80) : colour::rgb(0xFFFFFF, 38), ui.colour().white,
              colour::rgb(0xFFFFFF, 110)};
    case Look::quiet:
      return {held ? ui.colour().line : ui.colour().sunken, ui.colour().ink, 0};
  }
  return {};
}

float icon_gap(const Ui& ui) { return ui.theme().mm(3.4f); }
float row_icon_size(const Type& type) { return std::floor(type.size * 1.1f); }

// A button as high as a card: the icon above the words.
// False: there is no room for one.
bool tall_face(const Ui& ui, const Rect& rect, const char* glyph, const std::string& label,
               ImU32 colour) {
  const Theme& theme = ui.theme();
  const Rect in = rect.inset(theme.mm(3), theme.mm(4));
  const Rect room{0, 0, in.w, in.h - theme.icon_medium.size - theme.gap * 0.7f};
  if (rect.h <= theme.touch() * 2.2f || !fits(theme.caption, room, label)) return false;
  const Type type = shrunk(theme.label, room, label, theme.caption.size / theme.label.size);
  const float words = wrapped_height(type, in.w, label);
  Rect block = in.centred(in.w, std::min(in.h, theme.icon_medium.size + theme.gap * 0.7f + words));
  icon_in(ui, theme.icon_medium, block.cut_top(theme.icon_medium.size, theme.gap * 0.7f), colour,
          glyph);
  put_wrapped(ui.pen(), type, block, colour, label, Align::centre);
  return true;
}

}  // namespace

void outline(const Ui& ui, const Rect& rect, float radius) {
  if (!ui.colour().plain) return;
  const float thick = std::max(3.0f, std::floor(ui.theme().mm(1)));
  const Rect middle = rect.inset(thick / 2);  // nothing of it lies beside what it surrounds
  ui.canvas().AddRect({middle.x, middle.y}, {middle.right(), middle.bottom()}, ui.colour().edge,
                      std::max(0.0f, radius - thick / 2), 0, thick);
}

void shadow(const Ui& ui, const Rect& rect, float strength) {
  if (ui.colour().plain) return;
  const Theme& theme = ui.theme();
  const float blur = theme.mm(7), drop = theme.mm(2.1f);
  const float outer = blur, inner = std::min({blur, rect.w / 2, rect.h / 2});
  const ImVec4 uv = theme.shadow_uv;
  const float x[] = {rect.x - outer, rect.x + inner, rect.right() - inner, rect.right() + outer};
  const float y[] = {rect.y - outer + drop, rect.y + inner + drop, rect.bottom() - inner + drop,
                     rect.bottom() + outer + drop};
  const float u[] = {uv.x, uv.x + (uv.z - uv.x) * 0.5f, uv.x + (uv.z - uv.x) * 0.5f, uv.z};
  const float v[] = {uv.y, uv.y + (uv.w - uv.y) * 0.5f, uv.y + (uv.w - uv.y) * 0.5f, uv.w};
  const ImU32 tint = IM_COL32(15, 35, 60, static_cast<int>(46 * strength));
  const ImTextureID atlas = ImGui::GetIO().Fonts->TexID;
  for (int row = 0; row < 3; ++row) {
    for (int column = 0; column < 3; ++column) {
      if (row == 1 && column == 1) continue;  // under the card itself nothing is seen
      ui.canvas().AddImage(atlas, {x[column], y[row]}, {x[column + 1], y[row + 1]},
                           {u[column], v[row]}, {u[column + 1], v[row + 1]}, tint);
    }
  }
}

void card(const Ui& ui, const Rect& rect, ImU32 colour) {
  shadow(ui, rect);
  ui.canvas().AddRectFilled(top_left(rect), bottom_right(rect), colour, ui.theme().radius);
  outline(ui, rect, ui.theme().radius);
}

void card(const Ui& ui, const Rect& rect) { card(ui, rect, ui.colour().card); }

void gradient(const Ui& ui, const Rect& rect, Gradient colours) {
  if (ui.colour().plain)
    return ui.canvas().AddRectFilled(top_left(rect), bottom_right(rect), colours.from);
  const ImU32 middle = mix(colours.from, colours.to, 0.42f);
  ui.canvas().AddRectFilledMultiColor(top_left(rect), bottom_right(rect), colours.from,
                                      mix(colours.from, colours.to, 0.85f), colours.to, middle);
}

void backdrop(const Ui& ui, const Rect& rect, Gradient colours) {
  gradient(ui, rect, colours);
  if (ui.colour().plain) return;
  ui.canvas().PushClipRect(top_left(rect), bottom_right(rect), true);
  const float size = std::min(rect.w, ui.screen().h);
  ui.canvas().AddCircleFilled({rect.right() - size * 0.08f, rect.y + size * 0.02f}, size * 0.30f,
                              colour::rgb(0xFFFFFF, 11), 96);
  ui.canvas().AddCircleFilled({rect.right() - size * 0.34f, rect.y + size * 0.34f}, size * 0.34f,
                              colour::rgb(0xFFFFFF, 9), 96);
  ui.canvas().PopClipRect();
}

void dim_what_is_beneath(const Ui& ui) {
  const Rect screen = ui.screen();
  const ImU32 dark = ui.colour().plain ? colour::rgb(0x000000, 170) : colour::rgb(0x0F172A, 120);
  ui.canvas().AddRectFilled(top_left(screen), bottom_right(screen), dark);
  if (Proof* proof = ui.proof()) ++proof->layer;
}

void field_frame(const Ui& ui, const Rect& rect) {
  const Theme& theme = ui.theme();
  const ImVec2 from{std::floor(rect.x), std::floor(rect.y)},
      to{std::floor(rect.right()), std::floor(rect.bottom())};
  ui.canvas().AddRectFilled(from, to, ui.colour().card, theme.radius_button);
  ui.canvas().AddRect(from, to, ui.colour().accent_bright, theme.radius_button, 0,
                      std::max(3.0f, theme.mm(0.9f)));
  outline(ui, rect, theme.radius_button);
}

void caret(const Ui& ui, float x, float middle_y, float letter_size) {
  const float half = letter_size * 0.42f, left = std::floor(x);
  ui.canvas().AddRectFilled({left, middle_y - half},
                            {left + std::max(2.0f, ui.theme().mm(0.7f)), middle_y + half},
                            ui.colour().accent);
}

// A list may change under a finger: what it came down on is what it presses, or nothing is. A key
// stays the same one when the case of its letter changes.
bool is_what_was_touched(const char* id, const Label& label) {
  if (label.role == Label::Role::key) return true;
  const auto said = static_cast<int>(std::hash<std::string>()(label.words));
  ImGuiStorage& touched = *ImGui::GetStateStorage();
  if (ImGui::IsItemActivated()) touched.SetInt(ImGui::GetID(id), said);
  return touched.GetInt(ImGui::GetID(id)) == said;
}

Touch touch_area(const Ui& ui, const char* id, const Rect& rect, const Label& label) {
  if (rect.w < 1 || rect.h < 1) return {};
  Proof* proof = ui.proof();
  if (proof) proof->targets.push_back({id, rect, proof->layer, label, proof->row});
  Touch touch;
  if (!ui.is_looked_at()) {
    ImGui::SetCursorScreenPos(top_left(rect));
    const bool released = ImGui::InvisibleButton(id, {rect.w, rect.h});
    const bool same = is_what_was_touched(id, label);
    touch.pressed = released && same;
    touch.held = same && ImGui::IsItemActive() && ImGui::IsItemHovered();
  }
  const Focused* focused = ui.focused();
  if (proof && focused && focused->pressed && focused->is(proof->targets.back()))
    touch.pressed = true;
  return touch;
}

void focus_ring(const Ui& ui) {
  Proof* proof = ui.proof();
  if (!proof || !ui.focused()) return;
  const Theme& theme = ui.theme();
  for (const Proof::Target& target : proof->targets) {
    if (!ui.focused()->is(target)) continue;
    // A bright band between two dark ones: on any ground one of the two stands out.
    const float band = std::max(3.0f, std::floor(theme.mm(1.8f))), edge = band * 0.5f;
    const float half = band / 2 + edge;
    const Rect wide{target.rect.x - half, target.rect.y - half, target.rect.w + half * 2,
                    target.rect.h + half * 2};
    const Rect room = ui.screen().inset(half);
    const float x = std::max(wide.x, room.x), y = std::max(wide.y, room.y);
    const Rect ring{x, y, std::min(wide.right(), room.right()) - x,
                    std::min(wide.bottom(), room.bottom()) - y};
    const float radius = std::min(theme.radius_button + half, std::min(ring.w, ring.h) / 2);
    const auto line = [&](ImU32 colour, float thick) {
      ui.canvas().AddRect(top_left(ring), bottom_right(ring), colour, radius, 0, thick);
    };
    line(ui.colour().focus_edge, half * 2);
    line(ui.colour().focus, band);
    proof->ring = ring;
    proof->ring_thick = band;
  }
}

bool big_button(const Ui& ui, const char* id, const Rect& rect, const char* glyph,
                const std::string& label, Look look, const std::string& said) {
  const Touch touch = touch_area(ui, id, rect, {label.empty() ? said : label});
  const ButtonColours colours = button_colours(ui, look, touch.held);
  const float radius = std::min(ui.theme().radius_button, rect.h / 2);
  if (look == Look::primary && !touch.held) shadow(ui, rect, 0.8f);
  ui.canvas().AddRectFilled(top_left(rect), bottom_right(rect), colours.ground, radius);
  if (colours.edge)
    ui.canvas().AddRect(top_left(rect), bottom_right(rect), colours.edge, radius, 0,
                        std::max(2.0f, ui.theme().mm(0.5f)));
  outline(ui, rect, radius);
  if (glyph && tall_face(ui, rect, glyph, label, colours.words)) return touch.pressed;
  const Type& icon_type = ui.theme().icon_small;
  Rect inner = rect.inset(ui.theme().mm(4), 0);
  const float icon_part = glyph ? icon_type.size + icon_gap(ui) : 0;
  const float words = std::min(text_width(ui.theme().label, label), inner.w - icon_part);
  const bool two_lines = text_width(ui.theme().label, label) > inner.w - icon_part;
  float x = inner.x + (inner.w - icon_part - words) / 2;
  if (glyph) icon_in(ui, icon_type, {x, rect.y, icon_type.size, rect.h}, colours.words, glyph);
  const Rect place{x + icon_part, rect.y, words + 1, rect.h};
  if (!two_lines) {
    put_in(ui.pen(), ui.theme().label, place, colours.words, label);
  } else {
    const Type& type = first_that_fits({&ui.theme().label, &ui.theme().caption}, place, label);
    const float height = std::min(wrapped_height(type, place.w, label), place.h);
    put_wrapped(ui.pen(), type, place.centred(place.w, height), colours.words, label);
  }
  return touch.pressed;
}

bool icon_button(const Ui& ui, const char* id, const Rect& rect, const char* glyph, Look look,
                 ImU32 words, const std::string& said) {
  const bool pressed = big_button(ui, id, rect, nullptr, "", look, said);
  icon_in(ui, ui.theme().icon_medium, rect, words, glyph);
  return pressed;
}

float button_width(const Ui& ui, const char* glyph, const std::string& label) {
  const float icon_part = glyph ? ui.theme().icon_small.size + icon_gap(ui) : 0;
  return std::ceil(ui.theme().mm(8) * 2 + icon_part + text_width(ui.theme().label, label));
}

float chip_height(const Ui& ui) { return std::floor(ui.theme().caption.size * 1.7f); }

float chip_width(const Ui& ui, const char* glyph, const std::string& label) {
  const Type& type = ui.theme().caption;
  const float icon_part = glyph ? type.size * 1.15f + ui.theme().mm(1.8f) : 0;
  return std::ceil(type.size * 1.3f + icon_part + text_width(type, label));
}

float chip(const Ui& ui, float x, float y, const char* glyph, const std::string& label,
           ChipColours colours) {
  const Type& type = ui.theme().caption;
  const Rect rect{std::floor(x), std::floor(y), chip_width(ui, glyph, label), chip_height(ui)};
  ui.canvas().AddRectFilled(top_left(rect), bottom_right(rect), colours.ground, rect.h / 2);
  Rect inner = rect.inset(type.size * 0.65f, 0);
  if (glyph) {
    const Type small{ui.theme().icon_small.font, std::floor(type.size * 1.15f)};
    icon_in(ui, small, inner.cut_left(small.size, ui.theme().mm(1.8f)), colours.words, glyph);
  }
  put_in(ui.pen(), type, {inner.x, inner.y, inner.w + 2, inner.h}, colours.words, label);
  return rect.w;
}

namespace {

Rect inside_tall_chip(const Ui& ui, const Rect& rect) {
  return rect.inset(ui.theme().caption.size * 0.65f, ui.theme().caption.size * 0.27f);
}

}  // namespace

float tall_chip_height(const Ui& ui, float width, const std::string& label) {
  const Rect inside = inside_tall_chip(ui, {0, 0, width, 0});
  return wrapped_height(ui.theme().caption, inside.w, label) + ui.theme().caption.size * 0.54f;
}

void tall_chip(const Ui& ui, const Rect& rect, const std::string& label, ChipColours colours) {
  ui.canvas().AddRectFilled(top_left(rect), bottom_right(rect), colours.ground,
                            chip_height(ui) / 2);
  put_wrapped(ui.pen(), ui.theme().caption, inside_tall_chip(ui, rect), colours.words, label);
}

void icon_in(const Ui& ui, const Type& size, const Rect& in, ImU32 colour, const char* glyph) {
  const ImVec2 at{std::floor(in.x + (in.w - size.size) / 2),
                  std::floor(in.y + (in.h - size.size) / 2)};
  ui.canvas().AddText(size.font, size.size, at, colour, glyph);
  if (Proof* proof = ui.proof()) {
    const Rect ink = Rect{at.x, at.y, size.size, size.size}.inset(size.size * 0.14f);
    proof->lines.push_back({glyph, ink, size.size, true, Proof::Fault::none, proof->layer});
  }
}

void icon_tile(const Ui& ui, const Rect& rect, const Type& size, const char* glyph, ImU32 ground,
               ImU32 colour) {
  ui.canvas().AddRectFilled(top_left(rect), bottom_right(rect), ground, rect.h * 0.3f);
  icon_in(ui, size, rect, colour, glyph);
}

float icon_row(const Ui& ui, const Rect& in, const char* glyph, const Type& type, ImU32 colour,
               const std::string& words, size_t lines_max) {
  Type icon_type{ui.theme().icon_small.font, row_icon_size(type)};
  Rect rest = in;
  const Rect place = rest.cut_left(icon_type.size, icon_gap(ui));
  icon_in(ui, icon_type, {place.x, place.y, place.w, line_height(type)}, colour, glyph);
  return put_wrapped(ui.pen(), type, rest, colour, words, Align::left, lines_max);
}

float icon_row_height(const Ui& ui, float width, const Type& type, const std::string& words,
                      size_t lines_max) {
  const float room = width - row_icon_size(type) - icon_gap(ui);
  return std::min(wrapped_height(type, room, words),
                  line_height(type) * static_cast<float>(lines_max));
}

void progress(const Ui& ui, const Rect& rect, float part, ImU32 ground, ImU32 colour) {
  ui.canvas().AddRectFilled(top_left(rect), bottom_right(rect), ground, rect.h / 2);
  if (part <= 0) return;
  Rect done = rect;
  done.w = std::max(rect.h, rect.w * std::clamp(part, 0.0f, 1.0f));
  ui.canvas().AddRectFilled(top_left(done), bottom_right(done), colour, rect.h / 2);
}

}  // namespace otmetka::kiosk
