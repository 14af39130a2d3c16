// kiosk/ui/screen_exhibits.cpp - what there is to see: one exhibit large, with its numbers, and the
// way to the others.
#include "kiosk/ui/figure_table.h"
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
  const bool chosen = index == state.exhibit;
  const payload::Hall* hall = hall_of(*state.venue, exhibit);
  const std::string title = ui.say(exhibit.title()), where = hall ? ui.say(hall->title()) : "";
  const Touch touch =
      touch_area(ui, id.c_str(), rect,
                 {where.empty() ? title : title + ", " + where, Label::Role::choice, chosen});
  row_ground(ui, rect, chosen, touch.held);
  Rect in = rect.inset(theme.mm(2.6f));
  // Words are worth more than a small picture.
  const float thumb = in.h * (ui.portrait() ? 1.4f : 1.15f), words = in.w - thumb - theme.mm(6);
  if (words > theme.touch() * 3.4f && has_room_beside(ui, title, words)) {
    picture_cover(ui, in.cut_left(thumb, theme.mm(4)), exhibit.picture(), theme.mm(3.6f),
                  icon::collection);
    in.cut_right(theme.mm(2));
  } else {
    in = in.inset(theme.mm(2), 0);
  }
  row_words(ui, in, title, where);
  return touch.pressed;
}

std::string whereabouts(const Ui& ui, const payload::Hall& hall) {
  return ui.say(hall.title()) + " · " +
         ui.text("venue.floor", {{"n", std::to_string(hall.floor())}});
}

// What stands beside the words: a picture of the exhibit, else where in the house it is.
class Sight {
 public:
  Sight(const State& state, const Ui& ui, const payload::Exhibit& exhibit)
      : state_(state), ui_(ui), exhibit_(exhibit), hall_(hall_of(*state.venue, exhibit)) {
    pictured_ = ui.picture(exhibit.picture()).texture != 0;
    any_ = pictured_ || can_show_on_plan(state, ui, hall_);
  }
  bool any() const { return any_; }
  bool pictured() const { return pictured_; }
  void draw(const Rect& in) const {
    if (pictured_)
      return picture_cover(ui_, in, exhibit_.picture(), ui_.theme().radius * 0.7f,
                           icon::collection);
    show_on_plan(state_, ui_, in, *hall_);
  }

 private:
  const State& state_;
  const Ui& ui_;
  const payload::Exhibit& exhibit_;
  const payload::Hall* hall_;
  bool pictured_ = false, any_ = false;
};

// Title, hall and text.
class Words {
 public:
  Words(const State& state, const Ui& ui, const payload::Exhibit& exhibit)
      : ui_(ui), title_(ui.say(exhibit.title())), about_(ui.say(exhibit.about())) {
    if (const payload::Hall* hall = hall_of(*state.venue, exhibit)) where_ = whereabouts(ui, *hall);
  }

  void leave_out_hall() { where_.clear(); }
  float height(float width, const Type& type) const {
    return head_height(width) + wrapped_height(type, width, about_);
  }
  bool fit(const Rect& in, const Type& type) const {
    return fits(type, {0, 0, in.w, in.h - head_height(in.w)}, about_);
  }
  void draw(Rect in) const {
    const Theme& theme = ui_.theme();
    for (const std::string& told : {title_, where_, about_}) ui_.tell(told);
    in.cut_top(put_wrapped(ui_.pen(), title_type(in.w), in, ui_.colour().ink, title_),
               theme.mm(1.5f));
    if (!where_.empty()) {
      in.cut_top(icon_row(ui_, in, icon::room, theme.caption, ui_.colour().muted, where_),
                 theme.gap * 0.7f);
    }
    const Type& type =
        first_that_fits({&theme.lead, &theme.reading, &theme.text, &theme.caption}, in, about_);
    put_wrapped(ui_.pen(), type, in, ui_.colour().ink, about_);
  }

 private:
  Type title_type(float width) const {
    const Theme& theme = ui_.theme();
    if (fits(theme.headline, {0, 0, width, line_height(theme.headline)}, title_))
      return theme.headline;
    return first_that_fits({&theme.title, &theme.label},
                           {0, 0, width, line_height(theme.title) * 2}, title_);
  }
  float head_height(float width) const {
    const Theme& theme = ui_.theme();
    float height = wrapped_height(title_type(width), width, title_) + theme.mm(1.5f);
    if (!where_.empty())
      height += icon_row_height(ui_, width, theme.caption, where_) + theme.gap * 0.7f;
    return height;
  }

  const Ui& ui_;
  std::string title_, about_, where_;
};

// Tried in this order; about a half each looks best.
constexpr float side_parts[] = {0.46f, 0.43f, 0.40f, 0.37f, 0.34f, 0.49f,
                                0.52f, 0.55f, 0.58f, 0.61f, 0.64f, 0.67f};

float side_gap(const Ui& ui) { return ui.theme().gap * 1.4f; }

// The part of the width for what is looked at, such that words and numbers find room; 0: there is
// none.
float side_part(const Ui& ui, const Rect& in, const Words& words, const FigureTable& numbers) {
  const auto good = [&](float part, const Type& type, float number_part) {
    const Rect left{0, 0, in.w * (1 - part) - side_gap(ui), in.h};
    return words.fit(left, type) && numbers.fits(in.w * part, in.h, number_part);
  };
  if (numbers.empty() && good(0.56f, ui.theme().reading, 1)) return 0.56f;
  for (const float number_part : {0.8f, 0.6f, 0.0f}) {
    for (const Type* type : {&ui.theme().reading, &ui.theme().text, &ui.theme().caption}) {
      for (const float part : side_parts) {
        if (good(part, *type, number_part)) return part;
      }
    }
  }
  return 0;
}

// Side by side: words on the left, what is to be looked at on the right.
void wide_exhibit(const Ui& ui, Rect in, const Words& words, const FigureTable& numbers,
                  const Sight& sight, float part) {
  const Theme& theme = ui.theme();
  Rect side = in.cut_right(in.w * part, side_gap(ui));
  if (sight.any()) {
    const float most = side.w / (sight.pictured() ? 1.3f : 1.5f);
    const float room = numbers.empty() ? side.h : side.h - numbers.height(side.w) - theme.gap;
    // A sliver of a picture says nothing.
    if (room >= theme.mm(36)) sight.draw(side.cut_top(std::min(room, most), theme.gap));
  }
  numbers.draw(side);
  words.draw(in);
}

// One below the other; the picture takes what words and numbers leave.
void tall_exhibit(const Ui& ui, Rect in, const Words& words, const FigureTable& numbers,
                  const Sight& sight) {
  const Theme& theme = ui.theme();
  const float least = in.h * 0.2f, between = theme.gap * (theme.scale < 0.8f ? 1.0f : 1.6f);
  const float rest = in.h - words.height(in.w, theme.caption) - between;
  float foot = std::min(numbers.height(in.w), std::max(rest, theme.number.size));
  if (!numbers.empty()) foot += between;
  if (sight.any()) {
    float room = 0;
    for (const Type* type : {&theme.lead, &theme.reading, &theme.text, &theme.caption}) {
      room = in.h - words.height(in.w, *type) - foot - theme.gap;
      if (room >= least * 1.4f) break;
    }
    if (room >= least) sight.draw(in.cut_top(std::min(room, in.w / 1.5f), theme.gap));
  }
  if (!numbers.empty()) {
    const Rect place = in.cut_bottom(foot - between, between);
    ui.canvas().AddLine({place.x, place.y - between / 2}, {place.right(), place.y - between / 2},
                        ui.colour().line, 2);
    numbers.draw(place);
  }
  words.draw(in);
}

void exhibit_card(const State& state, const Ui& ui, const Rect& rect) {
  const payload::Exhibit& exhibit = state.venue->exhibits[state.exhibit];
  card(ui, rect);
  const Rect in = rect.inset(ui.theme().pad, ui.theme().pad * 0.85f);
  Words words(state, ui, exhibit);
  const FigureTable numbers(ui, exhibit);
  const Sight sight(state, ui, exhibit);
  const bool beside = !numbers.empty() || (sight.any() && !sight.pictured());
  float part = ui.portrait() || !beside ? 0 : side_part(ui, in, words, numbers);
  if (part == 0 && beside && !ui.portrait()) {
    // What it is comes before where it is.
    words.leave_out_hall();
    part = side_part(ui, in, words, numbers);
  }
  if (part == 0) {
    tall_exhibit(ui, in, words, numbers, sight);
  } else {
    wide_exhibit(ui, in, words, numbers, sight, part);
  }
  for (const payload::Figure& each : exhibit.figures()) ui.tell(figure_words(ui, each));
}

}  // namespace

Press draw_exhibits(const State& state, const Ui& ui, Rect in) {
  const Theme& theme = ui.theme();
  const auto& exhibits = state.venue->exhibits;
  if (exhibits.empty()) {
    card(ui, in);
    const bool has_any = !state.whole_venue->exhibits.empty();
    const std::string words = ui.text(has_any ? "venue.nothing_shown" : "venue.empty");
    ui.tell(words);
    put_wrapped(ui.pen(), theme.title, in.inset(theme.pad * 2), ui.colour().muted, words);
    return {};
  }
  const ListView list{exhibits.size(), state.list, list_row_height(ui)};
  // A small panel has room for names only.
  const float column = in.w * (in.w * 0.31f > theme.touch() * 6 ? 0.31f : 0.26f);
  Rect side = ui.portrait()
                  ? in.cut_bottom(std::min(in.h * 0.30f, in.bottom() - ui.reach().y), theme.gap)
                  : in.cut_left(column, theme.gap);
  side.cut_top(std::max(0.0f, ui.reach().y - side.y));
  exhibit_card(state, ui, in);
  // The list gives its room: it turns pages.
  const Press idea =
      idea_button(ui, side.cut_bottom(idea_button_height(ui, side.w), theme.gap * 0.7f));
  const Press press = long_list(
      ui, side, list, Press::What::exhibit,
      [&](size_t index, const Rect& rect) { return exhibit_row(state, ui, index, rect); });
  return idea.what != Press::What::none ? idea : press;
}

}  // namespace otmetka::kiosk
