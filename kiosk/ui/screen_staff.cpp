// kiosk/ui/screen_staff.cpp - what is around the staff's pages: whose shift it is, the way from
// page to page, and what was just done.
#include "kiosk/ui/icons.h"
#include "kiosk/ui/page_frame.h"
#include "kiosk/ui/staff_parts.h"
#include "kiosk/ui/tab_bar.h"

namespace otmetka::kiosk {
namespace {

std::vector<Tab> tabs(const State& state, const Ui& ui) {
  const StaffPage page = state.desk.page;
  const bool of_machine = page == StaffPage::kiosk || page == StaffPage::venues;
  const bool on_board =
      page == StaffPage::board || page == StaffPage::people || page == StaffPage::person;
  const auto tab = [&](StaffPage to, const char* glyph, const char* key, bool chosen) {
    return Tab{static_cast<int>(to), glyph, ui.text(key), chosen};
  };
  std::vector<Tab> all;
  if (state.shift->sees_people()) {
    all = {tab(StaffPage::board, icon::board, "staff.board", on_board),
           tab(StaffPage::inside, icon::people, "staff.inside", page == StaffPage::inside),
           tab(StaffPage::walk_in, icon::person_add, "staff.walk_in", page == StaffPage::walk_in)};
  }
  if (state.shift->sees_machine())
    all.push_back(tab(StaffPage::kiosk, icon::settings, "staff.kiosk", of_machine));
  return all;
}

Press page(const State& state, const Ui& ui, const Rect& in) {
  switch (state.desk.page) {
    case StaffPage::board:
      return draw_board(state, ui, in);
    case StaffPage::people:
      return draw_people(state, ui, in);
    case StaffPage::person:
      return draw_person(state, ui, in);
    case StaffPage::inside:
      return draw_inside(state, ui, in);
    case StaffPage::walk_in:
      return draw_walk_in(state, ui, in);
    case StaffPage::kiosk:
      return draw_kiosk(state, ui, in);
    case StaffPage::venues:
      return draw_venues(state, ui, in);
  }
  return {};
}

std::string title(const State& state, const Ui& ui) {
  switch (state.desk.page) {
    case StaffPage::inside:
      return ui.text("staff.roll_call");
    case StaffPage::walk_in:
      return ui.text("staff.walk_in");
    case StaffPage::kiosk:
      return ui.text("staff.kiosk");
    case StaffPage::venues:
      return ui.text("kiosk.other_venue");
    case StaffPage::people:
    case StaffPage::person:
      // Which session it is that somebody is checked in for.
      if (const SessionChoice* on = session_on(state.desk.board))
        return ui.when(on->session) + " · " + ui.say(on->session.title);
      [[fallthrough]];
    default:
      return ui.text("staff.shift", {{"name", state.shift->name}});
  }
}

// How old what is seen here may be, and what time it is.
HeadNote contact(const State& state, const Ui& ui) {
  const std::string words = contact_words(state, ui);
  const std::string now = ui.clock(state.now_s);
  if (state.sync.at_s == 0) return {icon::cloud_off, words, ui.text("common.no"), now};
  const std::string when =
      ui.is_today(state.sync.at_s) ? ui.clock(state.sync.at_s) : ui.day(state.sync.at_s);
  return {state.sync.online() ? icon::cloud_done : icon::cloud_off, words, when, now};
}

}  // namespace

Press draw_staff(const State& state, const Ui& ui) {
  const Theme& theme = ui.theme();
  Rect rest = ui.screen();
  const Rect band = rest.cut_top(page_header_height(ui));
  const Rect bar = rest.cut_bottom(tab_bar_height(ui));
  const Rect strip = ui.low() ? rest.cut_bottom(theme.touch() + theme.mm(6)) : bar;
  constexpr WayBack shift_end{icon::leave, "staff.end_shift", Press::What::end_shift, "end shift",
                              true};
  const WayBack way = is_first_page(state) ? shift_end : back_to_start;
  const Rect body = rest.inset(theme.pad * 0.8f, theme.gap * 0.7f);
  const auto told = staff_report(state, ui);
  const HeadReport* report = told ? &*told : nullptr;
  const Desk& desk = state.desk;
  const bool asked = desk.correcting != Correcting::none || desk.sets_clock || desk.moves_to ||
                     desk.asks != Asks::nothing;
  const auto drawn = [&]() -> Press {
    ui.begin_looked_at(asked);
    Press press = page(state, ui, body);
    for (const Press& each :
         {page_header(state, ui, band, title(state, ui), way, contact(state, ui), report),
          ui.low() ? low_strip(state, ui, strip, false, way, report) : Press{},
          tab_bar(ui, bar, tabs(state, ui), Press::What::staff_page)}) {
      if (each.what != Press::What::none) press = each;
    }
    ui.end_looked_at();
    if (desk.sets_clock) return draw_clock(state, ui);
    if (desk.moves_to) return draw_move(state, ui);
    if (desk.asks != Asks::nothing) return draw_question(state, ui);
    return asked ? draw_reasons(state, ui) : press;
  };
  const bool rests = state.now_ms < desk.opens_ms;
  return page_that_times_out(state, ui, strip.y, [&] {
    const size_t targets = ui.proof() ? ui.proof()->targets.size() : 0;
    ui.begin_looked_at(rests);
    const Press press = drawn();
    ui.end_looked_at();
    if (rests && ui.proof()) ui.proof()->targets.resize(targets);
    return press;
  });
}

}  // namespace otmetka::kiosk
