// kiosk/ui/long_list.cpp - the one list of a page: whole rows at rest, with a clear word on which
// of how many they are.
#include "kiosk/ui/icons.h"
#include "kiosk/ui/parts.h"

namespace otmetka::kiosk {
namespace {

constexpr float roomy_row = 1.25f;

float row_gap(const Ui& ui) { return ui.theme().mm(2.4f); }

struct Window {
  size_t count = 0, rows = 0;  // of all; that are seen at once
  float at = 0;                // the row at the top
  size_t items = 0, columns = 1;
  size_t most() const { return count - rows; }
  size_t first() const { return static_cast<size_t>(std::lround(at)); }
};

std::string range(const Ui& ui, size_t from, size_t to, size_t count) {
  return ui.text(
      "list.range",
      {{"a", std::to_string(from)}, {"b", std::to_string(to)}, {"n", std::to_string(count)}});
}

// The widest that is to be expected.
float range_width(const Ui& ui, size_t count) {
  return text_width(ui.theme().caption, range(ui, count, count, count)) + 2;
}

// "6–10 of 13"
void range_words(const Ui& ui, const Rect& in, const Window& window) {
  const std::string words =
      range(ui, window.first() * window.columns + 1,
            std::min(window.items, (window.first() + window.rows) * window.columns), window.items);
  ui.tell(words);
  const Theme& theme = ui.theme();
  const Rect line{0, 0, in.w, line_height(theme.label)};
  put_in(ui.pen(), first_that_fits({&theme.label, &theme.body, &theme.caption}, line, words), in,
         ui.colour().ink, words, Align::centre);
}

// At the ends the arrows turn round: a visitor never meets a dead button.
Press turn_buttons(const Ui& ui, const Rect& up, const Rect& down, const Window& window) {
  const size_t at = window.first();
  const size_t before = at == 0 ? window.most() : at - std::min(at, window.rows),
               after = at >= window.most() ? 0 : std::min(window.most(), at + window.rows);
  Press press;
  if (big_button(ui, "list up", up, icon::up, "", Look::quiet, ui.text("voice.list_up")))
    press = {Press::What::list_page, static_cast<int>(before)};
  if (big_button(ui, "list down", down, icon::down, "", Look::quiet, ui.text("voice.list_down")))
    press = {Press::What::list_page, static_cast<int>(after)};
  return press;
}

// Where the buttons stand: beneath a list, or beside one that is wide, where height is dear.
bool beside(const Ui& ui, const Rect& in) {
  return !ui.portrait() && in.w > ui.theme().touch() * 8;
}

Rect cut_off_buttons(const Ui& ui, Rect& in, size_t count) {
  if (!beside(ui, in)) return in.cut_bottom(ui.theme().touch(), row_gap(ui));
  return in.cut_right(std::max(ui.theme().touch() * 1.2f, range_width(ui, count)), ui.theme().gap);
}

Press buttons(const Ui& ui, Rect place, bool is_beside, const Window& window) {
  const Theme& theme = ui.theme();
  const float gap = row_gap(ui), words = range_width(ui, window.items);
  if (is_beside) {
    const float high =
        std::min((place.h - line_height(theme.label) - gap * 2) / 2, theme.touch() * 1.6f);
    const Rect up = place.cut_top(high, gap), down = place.cut_bottom(high, gap);
    range_words(ui, place, window);
    return turn_buttons(ui, up, down, window);
  }
  const bool roomy = place.w >= words + (theme.touch() * 1.4f + gap) * 2;
  const float wide =
      roomy ? std::min((place.w - words - gap * 2) / 2, theme.touch() * 3) : (place.w - gap) / 2;
  const Rect up = place.cut_left(wide, gap), down = place.cut_right(wide, gap);
  if (roomy) range_words(ui, place, window);
  return turn_buttons(ui, up, down, window);
}

// Where one is, beside the list.
void indicator(const Ui& ui, const Rect& view, const Window& window) {
  const Theme& theme = ui.theme();
  const float wide = std::max(3.0f, theme.mm(1.4f)), x = view.right() + theme.gap * 0.3f;
  const auto count = static_cast<float>(window.count), rows = static_cast<float>(window.rows);
  const float high = std::max(theme.mm(8), view.h * rows / count);
  const float y = view.y + (view.h - high) * window.at / (count - rows);
  const auto bar = [&](float top, float height, ImU32 colour) {
    ui.canvas().AddRectFilled({x, top}, {x + wide, top + height}, colour, wide / 2);
  };
  bar(view.y, view.h, ui.colour().line);
  bar(y, high, ui.colour().accent);
}

// The rows that are seen; between two rests one stands half out at each end.
std::optional<size_t> draw_rows(const Ui& ui, const Rect& view, const Window& window, float pitch,
                                const std::function<bool(size_t, const Rect&)>& draw_row) {
  const auto top = static_cast<size_t>(window.at);
  const float above = (window.at - static_cast<float>(top)) * pitch;
  const size_t end = std::min(window.count, top + window.rows + (above > 0 ? 1 : 0));
  std::optional<size_t> pressed;
  for (size_t i = top; i < end; ++i) {
    if (Proof* proof = ui.proof()) proof->row = i;
    const float y = std::floor(view.y + static_cast<float>(i - top) * pitch - above);
    const auto columns = static_cast<float>(window.columns);
    const float wide = (view.w - row_gap(ui) * (columns - 1)) / columns;
    Rect line{view.x, y, view.w, pitch - row_gap(ui)};
    const size_t last = std::min(window.items, (i + 1) * window.columns);
    for (size_t item = i * window.columns; item < last; ++item) {
      if (draw_row(item, line.cut_left(wide, row_gap(ui)))) pressed = item;
    }
  }
  if (Proof* proof = ui.proof()) proof->row.reset();
  return pressed;
}

// Rows that are on their way are cut by the edges of the list; their shadows lie beside it.
std::optional<size_t> draw_moving_rows(const Ui& ui, const Rect& view, const Window& window,
                                       float pitch,
                                       const std::function<bool(size_t, const Rect&)>& draw_row) {
  const float beside = ui.theme().gap;
  ImGui::PushClipRect({view.x - beside, view.y}, {view.right() + beside, view.bottom()}, true);
  const auto pressed = draw_rows(ui, view, window, pitch, draw_row);
  ImGui::PopClipRect();
  return pressed;
}

}  // namespace

Press long_list(const Ui& ui, Rect in, const ListView& list, Press::What what,
                const std::function<bool(size_t, const Rect&)>& draw_row) {
  const float gap = row_gap(ui);
  const auto rows_in = [&](float height) {
    return static_cast<size_t>(
        std::max(1.0f, std::floor((height + gap) / (list.row_height + gap))));
  };
  const auto press_of = [&](std::optional<size_t> row) {
    return row ? Press{what, static_cast<int>(*row)} : Press{};
  };
  const size_t lines = (list.count + list.columns - 1) / list.columns;
  if (lines <= rows_in(in.h))
    return press_of(draw_rows(ui, in, {lines, lines, 0, list.count, list.columns},
                              list.row_height + gap, draw_row));
  const bool is_beside = beside(ui, in);
  Rect bar = cut_off_buttons(ui, in, list.count);
  Window window{lines, rows_in(in.h), 0, list.count, list.columns};
  window.at = std::min(list.scroll.at, static_cast<float>(window.most()));
  // A list that has changed under a finger must not stand between two rows for ever.
  if (!moves(list.scroll)) window.at = std::round(window.at);
  // What is left of the place is the rows' to share.
  const auto rows = static_cast<float>(window.rows);
  const float pitch = std::min((list.row_height * roomy_row) + gap, (in.h + gap) / rows);
  const Rect view{in.x, in.y, in.w, rows * pitch - gap};
  if (is_beside) {
    bar.h = std::max(view.h, ui.theme().touch() * 2.6f);
    bar.cut_top(std::max(0.0f, ui.reach().y - bar.y));
  }
  const Press turned = buttons(ui, bar, is_beside, window);
  indicator(ui, view, window);
  if (Proof* proof = ui.proof())
    proof->list = {view, pitch, window.count, window.rows, window.first(), proof->layer};
  // The touch that has moved the list presses nothing in it.
  ui.begin_looked_at(list.scroll.dragged);
  const auto row = moves(list.scroll) ? draw_moving_rows(ui, view, window, pitch, draw_row)
                                      : draw_rows(ui, view, window, pitch, draw_row);
  ui.end_looked_at();
  return row ? press_of(row) : turned;
}

}  // namespace otmetka::kiosk
