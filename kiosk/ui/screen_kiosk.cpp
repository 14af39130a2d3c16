// kiosk/ui/screen_kiosk.cpp - how the machine itself is: what must be right before it leaves the
// office, and what tells that nothing was lost when it comes back.
#include <fmt/format.h>

#include <algorithm>

#include "kiosk/ui/icons.h"
#include "kiosk/ui/staff_parts.h"

namespace otmetka::kiosk {
namespace {

struct Reading {
  const char* glyph;
  std::string title, value;
  bool good;
  Press opens = {};
};

// How it stands; where it stands well, what became of the last order.
std::string printer_state(const State& state, const Ui& ui) {
  const PrinterView& printer = state.printer;
  const auto words = [&](PrinterReason reason) {
    return ui.text(std::string(printer_words(reason)).c_str());
  };
  if (printer.sight.reason != PrinterReason::none) return words(printer.sight.reason);
  if (printer.waiting > 0) return ui.text("kiosk.printing");
  return printer.last ? words(printer.last->reason) : ui.text("kiosk.scanner_ready");
}

constexpr Press to_venues{Press::What::staff_page, static_cast<int>(StaffPage::venues)};

bool may_move(const State& state) { return state.desk.kiosk.venues.size() > 1; }

std::vector<Reading> readings(const State& state, const Ui& ui) {
  const KioskView& kiosk = state.desk.kiosk;
  const auto of = [](size_t n, size_t m) { return fmt::format("{} / {}", n, m); };
  std::vector<Reading> out;
  if (state.health.out_of_service)
    out.push_back(
        {icon::warning, ui.text("service.title"), ui.text("service.not_recorded"), false});
  if (may_move(state)) {
    // Too high for a chair, the row only tells; a button below does the same.
    out.push_back({icon::place, ui.say(state.venue->entry.title()),
                   ui.text(ui.low() ? "kiosk.stands_here" : "kiosk.venue"), true,
                   ui.low() ? Press{} : to_venues});
  }
  const char* scanner = !kiosk.has_scanner             ? "kiosk.scanner_types"
                        : state.health.scanner_missing ? "kiosk.scanner_missing"
                                                       : "kiosk.scanner_ready";
  out.push_back(
      {icon::scanner, ui.text("kiosk.scanner"), ui.text(scanner), !state.health.scanner_missing});
  out.push_back({icon::people, ui.text("kiosk.roster"), of(kiosk.named, kiosk.people),
                 kiosk.people > 0 && kiosk.named == kiosk.people});
  if (kiosk.pictures > 0)
    out.push_back({icon::collection, ui.text("kiosk.pictures"), of(kiosk.fetched, kiosk.pictures),
                   kiosk.fetched == kiosk.pictures});
  const std::string time = ui.date(state.now_s) + ", " + ui.clock(state.now_s);
  out.push_back({icon::clock, time,
                 ui.text(kiosk.anchored ? "kiosk.clock_good" : "kiosk.clock_doubted"),
                 kiosk.anchored});
  out.push_back({icon::cloud_done,
                 ui.text("sync.received", {{"n", std::to_string(kiosk.received)},
                                           {"m", std::to_string(kiosk.recorded)}}),
                 contact_words(state, ui), kiosk.received == kiosk.recorded});
  if (state.printer.configured) {
    const bool good = state.printer.sight.reason == PrinterReason::none;
    out.push_back({icon::print, ui.text("kiosk.printer"), printer_state(state, ui), good});
  }
  const double gib = static_cast<double>(kiosk.disk_free_bytes) / (1u << 30);
  const std::string free =
      ui.text("kiosk.disk_free", {{"n", ui.number(std::floor(gib * 10) / 10)}});
  const bool refuses = state.health.disk_refuses;
  out.push_back({icon::saved, ui.text("kiosk.disk"),
                 refuses ? ui.text("service.not_recorded") + " · " + free : free,
                 !refuses && kiosk.disk_free_bytes >= disk_low_bytes});
  // What keeps attendance from being recorded must not lie below the fold.
  if (refuses) std::rotate(out.begin(), out.end() - 1, out.end());
  return out;
}

bool reading_row(const Ui& ui, const Rect& rect, const Reading& reading) {
  const Theme& theme = ui.theme();
  const bool opens = reading.opens.what != Press::What::none;
  Touch touch;
  if (opens) {
    touch = touch_area(ui, "stands at", rect, {reading.title + ", " + reading.value});
  } else {
    ui.tell(reading.title);
    ui.tell(reading.value);
  }
  row_ground(ui, rect, false, touch.held);
  Rect in = rect.inset(theme.mm(4), theme.mm(1));
  icon_in(ui, theme.icon_small, in.cut_left(theme.icon_small.size, theme.gap * 0.6f),
          ui.colour().accent, reading.glyph);
  icon_in(ui, theme.icon_small, in.cut_right(theme.icon_small.size, theme.gap * 0.6f),
          reading.good ? ui.colour().ok : ui.colour().warn,
          opens          ? icon::forward
          : reading.good ? icon::check
                         : icon::warning);
  row_words(ui, in, reading.title, reading.value);
  return touch.pressed;
}

// Whether all is well, first.
void headline(const Ui& ui, const Rect& in, const std::vector<Reading>& all) {
  const auto bad = std::count_if(all.begin(), all.end(), [](const auto& r) { return !r.good; });
  const bool ready = bad == 0;
  const Theme& theme = ui.theme();
  const std::string words =
      ready ? ui.text("kiosk.ready") : ui.text("kiosk.not_ready", {{"n", std::to_string(bad)}});
  const Type& type =
      first_that_fits({&theme.title, &theme.label, &theme.body, &theme.caption}, in, words);
  const float height = std::min(in.h, wrapped_height(type, in.w, words));
  ui.tell(words);
  put_wrapped(ui.pen(), type, in.centred(in.w, height), ready ? ui.colour().ok : ui.colour().warn,
              words);
}

struct Button {
  Press press;
  const char* id;
  const char* glyph;
  std::string label;
  Look look;
};

std::vector<Button> buttons(const State& state, const Ui& ui) {
  std::vector<Button> out;
  if (ui.low() && may_move(state))
    out.push_back(
        {to_venues, "stands at", icon::place, ui.text("kiosk.other_venue"), Look::secondary});
  if (state.shift->technician && !state.desk.kiosk.anchored)
    out.push_back({{Press::What::set_clock},
                   "set clock",
                   icon::clock,
                   ui.text("kiosk.clock_check"),
                   Look::secondary});
  if (state.printer.configured)
    out.push_back({{Press::What::print_sheet},
                   "print sheet",
                   icon::print,
                   ui.text("kiosk.print_sheet"),
                   Look::secondary});
  out.push_back({{Press::What::service},
                 "service",
                 state.health.out_of_service ? icon::done : icon::close,
                 ui.text(state.health.out_of_service ? "kiosk.service_begin" : "kiosk.service_end"),
                 state.health.out_of_service ? Look::primary : Look::secondary});
  if (state.shift->manager)
    out.push_back({{Press::What::rehearsal},
                   "rehearsal",
                   icon::rehearsal,
                   ui.text(state.rehearsal ? "kiosk.rehearsal_end" : "kiosk.rehearsal_begin"),
                   state.rehearsal ? Look::primary : Look::secondary});
  return out;
}

float column_width(const Ui& ui, float width, size_t columns) {
  const auto count = static_cast<float>(columns);
  return (width - ui.theme().gap * 0.6f * (count - 1)) / count;
}

// Side by side on a wide panel, in which height is dear, while their words have room.
size_t columns_of(const Ui& ui, float width, const std::vector<Button>& all) {
  const Theme& theme = ui.theme();
  if (ui.portrait()) return 1;
  const float beside = theme.mm(8) + theme.icon_small.size + theme.mm(3.4f);
  const Rect room{0, 0, column_width(ui, width, all.size()) - beside, theme.touch() * 1.1f};
  const bool roomy = std::all_of(all.begin(), all.end(), [&](const Button& each) {
    return fits(theme.caption, room, each.label);
  });
  return roomy ? all.size() : (all.size() + 1) / 2;
}

}  // namespace

Press draw_kiosk(const State& state, const Ui& ui, Rect in) {
  const Theme& theme = ui.theme();
  const auto all = readings(state, ui);
  const auto below = buttons(state, ui);
  Press press;
  const float button = theme.touch() * 1.1f, gap = theme.gap * 0.6f;
  const size_t columns = columns_of(ui, in.w, below);
  const auto lines = static_cast<float>((below.size() + columns - 1) / columns);
  const float wide = column_width(ui, in.w, columns);
  Rect rows = in.cut_bottom((button + gap) * lines - gap, gap), row;
  for (size_t i = 0; i < below.size(); ++i) {
    if (i % columns == 0) row = rows.cut_top(button, gap);
    const Button& each = below[i];
    if (big_button(ui, each.id, row.cut_left(wide, gap), each.glyph, each.label, each.look))
      press = each.press;
  }
  headline(ui, in.cut_top(line_height(theme.title), theme.gap * 0.6f), all);
  const ListView list{all.size(), state.list, list_row_height(ui, 2.4f)};
  const Press turned =
      long_list(ui, in, list, Press::What::none, [&](size_t index, const Rect& rect) {
        if (reading_row(ui, rect, all[index])) press = all[index].opens;
        return false;
      });
  return turned.what != Press::What::none ? turned : press;
}

}  // namespace otmetka::kiosk
