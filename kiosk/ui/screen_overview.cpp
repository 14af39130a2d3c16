// kiosk/ui/screen_overview.cpp - the venue at a glance: its picture, what it is, its largest
// numbers.
#include "kiosk/ui/icons.h"
#include "kiosk/ui/parts.h"

namespace otmetka::kiosk {
namespace {

struct Highlight {
  const payload::Figure* figure;
  size_t exhibit;
};

// The first figure of each exhibit: what the venue is proud of, one number a thing.
std::vector<Highlight> highlights(const VenueView& venue, size_t most) {
  std::vector<Highlight> out;
  for (size_t i = 0; i < venue.exhibits.size() && out.size() < most; ++i) {
    if (venue.exhibits[i].figures_size() > 0) out.push_back({&venue.exhibits[i].figures(0), i});
  }
  return out;
}

// Under the words: the largest numbers, and where there are few of them, what happens here.
struct Foot {
  std::vector<Highlight> shown;
  std::vector<SessionCard> sessions;
};

Foot foot_of(const State& state, const Ui& ui, float width) {
  constexpr size_t most = 2;
  Foot foot{highlights(*state.venue, most), {}};
  const Theme& theme = ui.theme();
  for (const SessionCard& each : sessions_now_and_next(state, ui)) {
    // Beside a number there must be room for its longest word.
    const float room = width * 0.58f - theme.pad * 2 - theme.caption.size * 2.2f;
    const bool fit = widest_word(theme.caption, ui.say(each.session->room)) <= room &&
                     widest_word(theme.label, ui.say(each.session->title)) <= room;
    if (foot.shown.size() + foot.sessions.size() == most || !fit) break;
    foot.sessions.push_back(each);
    break;
  }
  return foot;
}

void drop_last(Foot& foot) {
  if (foot.sessions.empty()) return foot.shown.pop_back();
  foot.sessions.pop_back();
}

// Of a number and of a session, which is longer to tell.
struct Widths {
  float number = 0, session = 0;
};

Widths widths(const Ui& ui, float width, const Foot& foot) {
  const float half = (width - ui.theme().gap) / 2;
  if (foot.sessions.empty()) return {foot.shown.size() == 1 ? width : half, 0};
  if (foot.shown.empty()) return {0, width};
  const float number = std::floor((width - ui.theme().gap) * 0.42f);
  return {number, width - ui.theme().gap - number};
}

float numbers_height(const Ui& ui, float width, const Foot& foot) {
  float height = 0;
  for (const Highlight& each : foot.shown)
    height = std::max(height, figure_height(ui, width - ui.theme().pad * 1.8f, *each.figure, {}));
  return height;
}

float foot_height(const Ui& ui, float width, const Foot& foot) {
  const Widths part = widths(ui, width, foot);
  float height =
      foot.shown.empty() ? 0 : numbers_height(ui, part.number, foot) + ui.theme().pad * 2;
  for (const SessionCard& each : foot.sessions)
    height = std::max(height, session_card_height(ui, part.session, each));
  return height;
}

Press draw_foot(const Ui& ui, Rect row, const Foot& foot) {
  const Theme& theme = ui.theme();
  const Widths part = widths(ui, row.w, foot);
  // All numbers of a row stand on one line.
  const float height = numbers_height(ui, part.number, foot);
  Press press;
  for (const Highlight& highlight : foot.shown) {
    const Rect rect = row.cut_left(part.number, theme.gap);
    const std::string id = "figure " + std::to_string(highlight.exhibit);
    const Touch touch = touch_area(ui, id.c_str(), rect, {figure_words(ui, *highlight.figure)});
    card(ui, rect, touch.held ? ui.colour().accent_soft : ui.colour().card);
    const Rect in = rect.inset(theme.pad * 0.9f, theme.pad * 0.8f);
    figure(ui, in.centred(in.w, std::min(in.h, height)), *highlight.figure, {});
    if (touch.pressed) press = {Press::What::exhibit, static_cast<int>(highlight.exhibit)};
  }
  for (const SessionCard& each : foot.sessions) session_card(ui, row, each);
  return press;
}

void picture_card(const State& state, const Ui& ui, const Rect& rect) {
  const Theme& theme = ui.theme();
  const VenueView& venue = *state.venue;
  shadow(ui, rect);
  picture_cover(ui, rect, venue.entry.picture(), theme.radius, icon::museum);
  const std::string address = ui.say(venue.entry.address());
  if (address.empty()) return;
  const float sign = theme.body.size, most = rect.w - theme.gap * 2 - theme.mm(11) - sign;
  const std::vector<std::string> lines = wrap(theme.caption, most, address, 2);
  float wide = 0;
  for (const std::string& line : lines) wide = std::max(wide, text_width(theme.caption, line));
  const float height = line_height(theme.caption) * static_cast<float>(lines.size()) + theme.mm(4);
  const Rect plate{rect.x + theme.gap, rect.bottom() - theme.gap - height,
                   wide + theme.mm(11) + sign, height};
  ui.canvas().AddRectFilled({plate.x, plate.y}, {plate.right(), plate.bottom()}, ui.colour().plate,
                            std::min(plate.h / 2, theme.mm(6.5f)));
  Rect in = plate.inset(theme.mm(4.4f), theme.mm(2));
  icon_in(ui, {theme.icon_small.font, sign}, in.cut_left(sign, theme.mm(2)), ui.colour().white,
          icon::place);
  put_wrapped(ui.pen(), theme.caption, {in.x, in.y, in.w + 2, in.h}, ui.colour().white, address,
              Align::left, 2);
}

void about_card(const State& state, const Ui& ui, const Rect& rect) {
  const Theme& theme = ui.theme();
  const std::string about = ui.say(state.venue->entry.about());
  card(ui, rect);
  const Rect in = rect.inset(theme.pad * 1.1f);
  const std::string words = about.empty() ? ui.text("venue.empty") : about;
  ui.tell(words);
  const Type& type =
      first_that_fits({&theme.lead, &theme.reading, &theme.text, &theme.caption}, in, words);
  const float height = std::min(in.h, wrapped_height(type, in.w, words));
  put_wrapped(ui.pen(), type, in.centred(in.w, height), ui.colour().ink, words);
}

// In the smallest type that words are read in.
float about_height(const State& state, const Ui& ui, float width) {
  const float pad = ui.theme().pad * 1.1f;
  const std::string about = ui.say(state.venue->entry.about());
  return wrapped_height(ui.theme().text, width - pad * 2, about) + pad * 2 + 1;
}

}  // namespace

Press draw_overview(const State& state, const Ui& ui, Rect in) {
  const Theme& theme = ui.theme();
  Press press;
  const float invite = idea_button_height(ui, in.w / 2);
  if (ui.portrait()) {
    const Press idea = idea_button(ui, in.cut_bottom(invite, theme.gap));
    Foot foot = foot_of(state, ui, in.w);
    const float reached = in.bottom() - ui.reach().y;
    while (ui.low() && foot_height(ui, in.w, foot) > reached) drop_last(foot);
    const float height = foot_height(ui, in.w, foot), feet = height > 0 ? height + theme.gap : 0;
    // Long words take of the picture's height.
    const float words = about_height(state, ui, in.w);
    const float most = std::min(in.w / 1.5f, in.h * 0.45f), least = in.h * 0.2f;
    const float left = in.h - feet - theme.gap - words;
    picture_card(state, ui, in.cut_top(std::clamp(left, least, most), theme.gap));
    if (height > 0) press = draw_foot(ui, in.cut_bottom(height, theme.gap), foot);
    about_card(state, ui, in);
    return idea.what != Press::What::none ? idea : press;
  }
  Rect left = in.cut_left((in.w - theme.gap) * 0.5f, theme.gap);
  const Press idea = idea_button(ui, left.cut_bottom(invite, theme.gap));
  Foot foot = foot_of(state, ui, in.w);
  // Words come first: beside long ones only numbers are shown, and very long ones have their side
  // to themselves.
  const auto words_fit = [&](const Type& type) {
    const float height = in.h - foot_height(ui, in.w, foot) - theme.gap;
    return fits(type, Rect{0, 0, in.w, height}.inset(theme.pad * 1.1f),
                ui.say(state.venue->entry.about()));
  };
  if (!words_fit(theme.reading) && !foot.shown.empty()) foot.sessions.clear();
  if (const float height = foot_height(ui, in.w, foot); height > 0) {
    const bool under_words = words_fit(theme.text) || height > left.h * 0.45f;
    press = draw_foot(ui, (under_words ? in : left).cut_bottom(height, theme.gap), foot);
  }
  picture_card(state, ui, left);
  about_card(state, ui, in);
  return idea.what != Press::What::none ? idea : press;
}

}  // namespace otmetka::kiosk
