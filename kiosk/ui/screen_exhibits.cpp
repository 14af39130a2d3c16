// kiosk/ui/screen_exhibits.cpp - what there is to see: one exhibit large, with its numbers, and the
// way to the others.
#include "kiosk/ui/icons.h"
#include "kiosk/ui/parts.h"

namespace otmetka::kiosk {
namespace {

const payload::Hall* hall_of(const VenueView& venue, const payload::Exhibit& exhibit) {
  for (const auto& hall : venue.halls) {
    if (hall.name() == exhibit.hall()) return &hall;
  }
  return nullptr;
}

bool exhibit_row(const State& state, const Ui& ui, size_t index, const Rect& rect) {
  const Theme& theme = ui.theme();
  const payload::Exhibit& exhibit = state.venue->exhibits[index];
  const std::string id = "exhibit " + std::to_string(index);
  const Touch touch = touch_area(ui, id.c_str(), rect);
  const bool chosen = index == state.exhibit;
  ui.canvas().AddRectFilled({rect.x, rect.y}, {rect.right(), rect.bottom()},
                            chosen || touch.held ? colour::accent_soft : colour::card,
                            theme.radius_button);
  if (chosen) {
    ui.canvas().AddRect({rect.x, rect.y}, {rect.right(), rect.bottom()}, colour::accent_bright,
                        theme.radius_button, 0, std::max(2.0f, theme.mm(0.7f)));
  }
  Rect in = rect.inset(theme.mm(2.6f));
  picture_cover(ui, in.cut_left(in.h * 1.3f, theme.mm(4)), exhibit.picture(), theme.mm(3.6f),
                icon::collection);
  in.cut_right(theme.mm(2));
  const payload::Hall* hall = hall_of(*state.venue, exhibit);
  const std::string title = ui.say(exhibit.title()), where = hall ? ui.say(hall->title()) : "";
  const bool two = text_width(theme.body, title) > in.w;
  const Type& type = two                                     ? theme.caption
                     : text_width(theme.label, title) > in.w ? theme.body
                                                             : theme.label;
  const size_t lines = two ? 2 : 1;
  const bool with_hall = !where.empty() && where != title;
  const float height =
      line_height(type) * static_cast<float>(lines) + (with_hall ? line_height(theme.caption) : 0);
  Rect words = in.centred(in.w, std::min(in.h, height));
  words.cut_top(put_wrapped(ui.pen(), type, words, colour::ink, title, Align::left, lines));
  if (with_hall) put_in(ui.pen(), theme.caption, words, colour::muted, where);
  return touch.pressed;
}

// Two columns, unless a word would have to be broken or a number made smaller.
int columns_of(const Ui& ui, float width, const payload::Exhibit& exhibit) {
  if (exhibit.figures_size() < 2) return 1;
  const float column = (width - ui.theme().gap) / 2;
  for (const auto& each : exhibit.figures()) {
    if (widest_word(ui.theme().label, ui.say(each.label())) > column) return 1;
    if (figure_width(ui, each) > column) return 1;
  }
  return 2;
}

// Figures in one or two columns; those that find no room are not begun.
void figures(const Ui& ui, Rect in, const payload::Exhibit& exhibit) {
  const Theme& theme = ui.theme();
  const int count = exhibit.figures_size();
  const int columns = columns_of(ui, in.w, exhibit);
  const float width =
      (in.w - theme.gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  // The source is said with each figure while there is room; numbers come first.
  const int rows = (count + columns - 1) / columns;
  bool with_source = true;
  for (int pass = 0; pass < 2; ++pass) {
    float height = 0;
    for (int row = 0; row < rows; ++row) {
      float tallest = 0;
      for (int i = row * columns; i < std::min(count, (row + 1) * columns); ++i) {
        tallest = std::max(tallest, figure_height(ui, width, exhibit.figures(i), with_source));
      }
      height += tallest + theme.gap;
    }
    if (height - theme.gap <= in.h) break;
    with_source = false;
  }
  for (int row = 0; row < rows && in.h > theme.number.size; ++row) {
    float tallest = 0;
    for (int i = row * columns; i < std::min(count, (row + 1) * columns); ++i) {
      tallest = std::max(tallest, figure_height(ui, width, exhibit.figures(i), with_source));
    }
    if (tallest > in.h + 1) return;
    Rect line = in.cut_top(tallest, theme.gap);
    for (int i = row * columns; i < std::min(count, (row + 1) * columns); ++i) {
      figure(ui, line.cut_left(width, theme.gap), exhibit.figures(i), with_source);
    }
  }
}

float figures_height(const Ui& ui, float width, const payload::Exhibit& exhibit) {
  const int count = exhibit.figures_size(), columns = columns_of(ui, width, exhibit);
  const float each =
      (width - ui.theme().gap * static_cast<float>(columns - 1)) / static_cast<float>(columns);
  float height = 0;
  for (int i = 0; i < count; i += columns) {
    float tallest = figure_height(ui, each, exhibit.figures(i), true);
    if (columns == 2 && i + 1 < count)
      tallest = std::max(tallest, figure_height(ui, each, exhibit.figures(i + 1), true));
    height += tallest + (i > 0 ? ui.theme().gap : 0);
  }
  return height;
}

std::string whereabouts(const Ui& ui, const payload::Hall& hall) {
  return ui.say(hall.title()) + " · " +
         ui.text("venue.floor", {{"n", std::to_string(hall.floor())}});
}

// Title, hall and text from the top.
void words_of(const State& state, const Ui& ui, Rect in, const payload::Exhibit& exhibit) {
  const Theme& theme = ui.theme();
  const std::string title = ui.say(exhibit.title()), about = ui.say(exhibit.about());
  const Type& large = first_that_fits({&theme.headline, &theme.title},
                                      {0, 0, in.w, line_height(theme.headline)}, title);
  in.cut_top(put_wrapped(ui.pen(), large, in, colour::ink, title, Align::left, 2), theme.mm(1.5f));
  if (const payload::Hall* hall = hall_of(*state.venue, exhibit)) {
    in.cut_top(
        icon_row(ui, in, icon::room, theme.caption, colour::muted, whereabouts(ui, *hall), 1),
        theme.gap * 0.7f);
  }
  const Type& small =
      first_that_fits({&theme.lead, &theme.label, &theme.body, &theme.caption}, in, about);
  put_wrapped(ui.pen(), small, in, colour::ink, about);
}

float words_height(const State& state, const Ui& ui, float width, const payload::Exhibit& exhibit,
                   const Type& type) {
  const Theme& theme = ui.theme();
  const std::string title = ui.say(exhibit.title());
  const Type& large = first_that_fits({&theme.headline, &theme.title},
                                      {0, 0, width, line_height(theme.headline)}, title);
  float height = std::min(2.0f, wrapped_height(large, width, title) / line_height(large)) *
                     line_height(large) +
                 theme.mm(1.5f);
  if (hall_of(*state.venue, exhibit)) height += line_height(theme.caption) + theme.gap * 0.7f;
  return height + wrapped_height(type, width, ui.say(exhibit.about()));
}

// Side by side: words on the left, what is to be looked at on the right.
void wide_exhibit(const State& state, const Ui& ui, Rect in, const payload::Exhibit& exhibit,
                  bool pictured) {
  const Theme& theme = ui.theme();
  const bool counted = exhibit.figures_size() > 0;
  if (pictured || counted) {
    Rect side = in.cut_right(in.w * 0.46f, theme.gap * 1.4f);
    const float numbers =
        counted ? std::min(figures_height(ui, side.w, exhibit), side.h * (pictured ? 0.56f : 1.0f))
                : 0;
    if (pictured) {
      const float height = counted ? side.h - numbers - theme.gap : std::min(side.h, side.w);
      picture_cover(ui, side.cut_top(height, theme.gap), exhibit.picture(), theme.radius * 0.7f,
                    icon::collection);
    }
    if (counted) figures(ui, side, exhibit);
  }
  words_of(state, ui, in, exhibit);
}

// One below the other; the picture takes what words and numbers leave.
void tall_exhibit(const State& state, const Ui& ui, Rect in, const payload::Exhibit& exhibit,
                  bool pictured) {
  const Theme& theme = ui.theme();
  const bool counted = exhibit.figures_size() > 0;
  const float words = words_height(state, ui, in.w, exhibit, theme.body);
  const float numbers =
      counted ? std::min(figures_height(ui, in.w, exhibit), in.h * 0.4f) + theme.gap * 1.6f : 0;
  if (pictured) {
    const float height = std::clamp(in.h - words - numbers - theme.gap, in.h * 0.2f, in.w / 1.5f);
    picture_cover(ui, in.cut_top(height, theme.gap), exhibit.picture(), theme.radius * 0.7f,
                  icon::collection);
  }
  if (counted) {
    const Rect foot = in.cut_bottom(numbers - theme.gap * 1.6f, theme.gap * 1.6f);
    ui.canvas().AddLine({foot.x, foot.y - theme.gap * 0.8f},
                        {foot.right(), foot.y - theme.gap * 0.8f}, colour::line, 2);
    figures(ui, foot, exhibit);
  }
  words_of(state, ui, in, exhibit);
}

void exhibit_card(const State& state, const Ui& ui, const Rect& rect) {
  const Theme& theme = ui.theme();
  const payload::Exhibit& exhibit = state.venue->exhibits[state.exhibit];
  card(ui, rect);
  const Rect in = rect.inset(theme.pad);
  const bool pictured = ui.picture(exhibit.picture()).texture != 0;
  if (ui.portrait() || exhibit.figures_size() == 0) {
    tall_exhibit(state, ui, in, exhibit, pictured);
  } else {
    wide_exhibit(state, ui, in, exhibit, pictured);
  }
}

}  // namespace

Press draw_exhibits(const State& state, const Ui& ui, Rect in) {
  const Theme& theme = ui.theme();
  const auto& exhibits = state.venue->exhibits;
  if (exhibits.empty()) {
    card(ui, in);
    const Rect words = in.inset(theme.pad * 2);
    put_wrapped(ui.pen(), theme.title, words, colour::muted, ui.text("venue.empty"));
    return {};
  }
  const ListView list{exhibits.size(), state.list_page, list_row_height(ui)};
  const Rect side =
      ui.portrait() ? in.cut_bottom(in.h * 0.30f, theme.gap) : in.cut_left(in.w * 0.31f, theme.gap);
  exhibit_card(state, ui, in);
  return paged_list(ui, side, list, Press::What::exhibit, [&](size_t index, const Rect& rect) {
    return exhibit_row(state, ui, index, rect);
  });
}

}  // namespace otmetka::kiosk
