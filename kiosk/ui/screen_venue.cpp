// kiosk/ui/screen_venue.cpp - about this venue: its four pages and the bar that leads to them.
#include "kiosk/ui/icons.h"
#include "kiosk/ui/page_frame.h"
#include "kiosk/ui/parts.h"
#include "kiosk/ui/tab_bar.h"

namespace otmetka::kiosk {
namespace {

std::vector<Tab> tabs(const State& state, const Ui& ui) {
  const auto tab = [&](VenuePage page, const char* glyph, const char* key) {
    return Tab{static_cast<int>(page), glyph, ui.text(key), state.page == page};
  };
  std::vector<Tab> all{tab(VenuePage::overview, icon::info, "venue.overview"),
                       tab(VenuePage::halls, icon::map, "venue.halls"),
                       tab(VenuePage::exhibits, icon::collection, "venue.exhibits"),
                       tab(VenuePage::today, icon::today, "venue.today")};
  // Whoever came from their own verdict may see what they were at; nobody else.
  if (state.visitor) all.push_back(tab(VenuePage::mine, icon::person_checked, "mine.tab"));
  return all;
}

std::string page_title(const State& state, const Ui& ui) {
  switch (state.page) {
    case VenuePage::overview:
      return ui.say(state.venue->entry.title());
    case VenuePage::halls:
      return ui.text("venue.halls");
    case VenuePage::exhibits:
      return ui.text("venue.exhibits");
    case VenuePage::today:
      return ui.text("venue.today");
    case VenuePage::mine:
      return ui.text("mine.tab");
  }
  return "";
}

Press page(const State& state, const Ui& ui, const Rect& in) {
  switch (state.page) {
    case VenuePage::overview:
      return draw_overview(state, ui, in);
    case VenuePage::halls:
      return draw_halls(state, ui, in);
    case VenuePage::exhibits:
      return draw_exhibits(state, ui, in);
    case VenuePage::today:
      return draw_today(state, ui, in);
    case VenuePage::mine:
      return draw_mine(state, ui, in);
  }
  return {};
}

}  // namespace

Press draw_venue(const State& state, const Ui& ui) {
  if (state.consent != ConsentStep::none) return draw_consent(state, ui);
  const Theme& theme = ui.theme();
  Rect rest = ui.screen();
  const Rect band = rest.cut_top(page_header_height(ui));
  const bool small = theme.scale < 0.8f;
  const Rect bar = rest.cut_bottom(tab_bar_height(ui));
  // With lower controls the way back and the languages stand on the tabs.
  const Rect strip = ui.low() ? rest.cut_bottom(theme.touch() + theme.mm(6)) : bar;
  const Rect body = rest.inset(theme.pad * 1.1f, theme.pad * (small ? 0.7f : 0.9f));
  const OnwardView* onward = state.shows_route ? way_on(state) : nullptr;
  const bool needs_badge = state.idea.step == IdeaStep::needs_badge;
  return page_that_times_out(state, ui, strip.y, [&] {
    ui.begin_looked_at(onward != nullptr || needs_badge);
    ui.tell(page_title(state, ui));
    Press press = page(state, ui, body);
    const Press from_header = page_header(state, ui, band, ui.say(state.venue->entry.title()));
    const Press from_strip = ui.low() ? low_strip(state, ui, strip, false) : Press{};
    const Press from_tabs = tab_bar(ui, bar, tabs(state, ui), Press::What::page);
    ui.end_looked_at();
    if (onward) return draw_route(*onward, ui);
    if (needs_badge) return draw_idea_needs_badge(ui);
    for (const Press& each : {from_header, from_strip, from_tabs}) {
      if (each.what != Press::What::none) press = each;
    }
    return press;
  });
}

}  // namespace otmetka::kiosk
