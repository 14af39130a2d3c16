// kiosk/ui/screen_staff.cpp - what is around the staff's pages: whose shift it is, the way from
// page to page, and what was just done with the way to take it back.
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

std::string report_words(const Ui& ui, const ActReport& report) {
  switch (report.what) {
    case ActReport::What::none:
      break;
    case ActReport::What::checked_in:
      return report.name.empty()
                 ? ui.text("report.checked_in", {{"n", std::to_string(report.count)}})
                 : ui.text("report.checked_in_one", {{"name", report.name}});
    case ActReport::What::excused:
      return ui.text("report.excused", {{"name", report.name}});
    case ActReport::What::absent:
      return ui.text("report.absent", {{"name", report.name}});
    case ActReport::What::taken_back:
      return ui.text("report.taken_back", {{"name", report.name}});
    case ActReport::What::walked_in:
      return ui.text("report.walked_in", {{"name", report.name}});
    case ActReport::What::undone:
      return ui.text("report.undone");
    case ActReport::What::time_confirmed:
      return ui.text("report.time_confirmed");
    case ActReport::What::moved:
      return ui.text("report.moved", {{"venue", ui.say(report.venue)}});
    case ActReport::What::unknown_paper:
      return ui.text("report.unknown_paper");
    case ActReport::What::not_saved:
      return ui.text("report.not_saved");
  }
  return "";
}

float report_height(const Ui& ui) { return ui.theme().touch() + ui.theme().mm(5); }

Press report_card(const State& state, const Ui& ui, const Rect& rect) {
  const Theme& theme = ui.theme();
  const ActReport& report = state.desk.report;
  const bool failed =
      report.what == ActReport::What::not_saved || report.what == ActReport::What::unknown_paper;
  card(ui, rect, failed ? ui.colour().bad_deep : ui.colour().calm_deep);
  Rect in = rect.inset(theme.mm(4), theme.mm(2.5f));
  Press press;
  if (!report.undo.empty()) {
    const std::string words = ui.text("report.undo");
    const float wide = std::min(in.w * 0.45f, button_width(ui, icon::undo, words));
    if (big_button(ui, "undo", in.cut_right(wide, theme.gap), icon::undo, words, Look::on_dark))
      press = {Press::What::undo};
  }
  const std::string words = report_words(ui, report);
  ui.tell(words);
  icon_in(ui, theme.icon_small, in.cut_left(theme.icon_small.size, theme.gap * 0.6f),
          ui.colour().white, failed ? icon::warning : icon::check);
  const Type& type = first_that_fits({&theme.label, &theme.body, &theme.caption}, in, words);
  const float height = std::min(in.h, wrapped_height(type, in.w, words));
  put_wrapped(ui.pen(), type, in.centred(in.w, height), ui.colour().white, words);
  return press;
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
    default:
      return ui.text("staff.shift", {{"name", state.shift->name}});
  }
}

}  // namespace

Press draw_staff(const State& state, const Ui& ui) {
  const Theme& theme = ui.theme();
  Rect rest = ui.screen();
  const Rect band = rest.cut_top(page_header_height(ui));
  const Rect bar = rest.cut_bottom(tab_bar_height(ui));
  const Rect strip = ui.low() ? rest.cut_bottom(theme.touch() + theme.mm(6)) : bar;
  const bool ends = state.desk.page == StaffPage::board ||
                    (state.desk.page == StaffPage::kiosk && tabs(state, ui).size() == 1);
  const WayBack way = ends ? WayBack{icon::leave, "staff.end_shift"} : back_to_start;
  Rect body = rest.inset(theme.pad * 0.8f, theme.gap * 0.7f);
  const bool reports =
      state.now_ms < state.desk.report_until_ms && state.desk.report.what != ActReport::What::none;
  const Rect told = reports ? body.cut_bottom(report_height(ui), theme.gap * 0.7f) : Rect{};
  const Desk& desk = state.desk;
  const bool asked = desk.correcting != Correcting::none || desk.sets_clock || desk.moves_to;
  return page_that_times_out(state, ui, strip.y, [&] {
    ui.begin_looked_at(asked);
    Press press = page(state, ui, body);
    for (const Press& each : {reports ? report_card(state, ui, told) : Press{},
                              page_header(state, ui, band, title(state, ui), way),
                              ui.low() ? low_strip(state, ui, strip, false, way) : Press{},
                              tab_bar(ui, bar, tabs(state, ui), Press::What::staff_page)}) {
      if (each.what != Press::What::none) press = each;
    }
    ui.end_looked_at();
    if (desk.sets_clock) return draw_clock(state, ui);
    if (desk.moves_to) return draw_move(state, ui);
    return asked ? draw_reasons(state, ui) : press;
  });
}

}  // namespace otmetka::kiosk
