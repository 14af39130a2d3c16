// kiosk/ui/screen_route.cpp - the way to the next venue: where, when, and a code that takes it
// along on a phone. Lies above the page that led here.
#include "kiosk/ui/icons.h"
#include "kiosk/ui/page_frame.h"
#include "kiosk/ui/parts.h"
#include "kiosk/ui/qr.h"

namespace otmetka::kiosk {

std::string onward_words(const OnwardView& onward, const Ui& ui) {
  std::string time = ui.clock(onward.session.start_s);
  if (!ui.is_today(onward.session.start_s)) time = ui.day(onward.session.start_s) + ", " + time;
  return ui.text("route.next", {{"venue", ui.say(onward.session.venue_title)}, {"time", time}});
}

namespace {

struct Row {
  const char* glyph;
  std::string words;
};

// How to get there first, where that was written: the bus does not wait for who reads on.
void words(const OnwardView& onward, const Ui& ui, const Rect& in) {
  const Theme& theme = ui.theme();
  const std::string how = ui.say(onward.how), next = onward_words(onward, ui),
                    scan = onward.on_map() ? ui.text("route.scan") : "";
  const std::string& title = how.empty() ? next : how;
  std::vector<Row> rows;
  if (!how.empty()) rows.push_back({icon::clock, next});
  if (const std::string address = ui.say(onward.address); !address.empty())
    rows.push_back({icon::place, address});
  struct Sizes {
    const Type *rows, *scan;
  };
  Sizes sizes{};
  float lower = 0;
  for (const Sizes& each : {Sizes{&theme.label, &theme.body}, Sizes{&theme.body, &theme.caption},
                            Sizes{&theme.caption, &theme.caption}}) {
    sizes = each;
    lower = scan.empty() ? 0 : wrapped_height(*each.scan, in.w, scan);
    for (const Row& row : rows)
      lower += icon_row_height(ui, in.w, *each.rows, row.words) + theme.gap * 0.7f;
    if (fits(theme.title, {0, 0, in.w, in.h - lower - theme.gap}, title)) break;
  }
  const Rect room{0, 0, in.w, in.h - lower - theme.gap};
  const Type& large =
      first_that_fits({&theme.headline, &theme.title, &theme.label, &theme.body}, room, title);
  const float heading = wrapped_height(large, in.w, title);
  ui.tell(title);
  for (const Row& row : rows) ui.tell(row.words);
  Rect block = in.centred(in.w, std::min(in.h, heading + theme.gap + lower));
  block.cut_top(put_heading(ui.pen(), large, block, ui.colour().ink, title), theme.gap);
  for (const Row& row : rows)
    block.cut_top(icon_row(ui, block, row.glyph, *sizes.rows, ui.colour().ink, row.words),
                  theme.gap * 0.7f);
  if (!scan.empty()) put_wrapped(ui.pen(), *sizes.scan, block, ui.colour().muted, scan);
}

}  // namespace

Press draw_route(const OnwardView& onward, const Ui& ui) {
  const Theme& theme = ui.theme();
  dim_what_is_beneath(ui);
  const Rect screen = ui.screen();
  const Rect rect =
      screen.centred(std::min(screen.w - theme.pad * 2, theme.mm(380)),
                     std::min(screen.h - theme.pad * 2, theme.mm(ui.portrait() ? 380 : 220)));
  card(ui, rect);
  Rect in = rect.inset(theme.pad * 1.2f);
  const Rect foot = in.cut_bottom(theme.touch() * 1.15f, theme.gap);
  const bool closed =
      big_button(ui, "close", foot, icon::check, ui.text("common.done"), Look::primary);
  if (onward.on_map()) {
    const float side = ui.portrait()
                           ? std::min(in.w, in.h * 0.52f)
                           : std::min(in.h, in.w * (ui.theme().scale < 0.8f ? 0.36f : 0.45f));
    const Rect place = ui.portrait() ? in.cut_top(side, theme.gap) : in.cut_left(side, theme.gap);
    qr_code(ui, place.centred(side, side), map_link(onward));
  }
  words(onward, ui, in);
  return closed ? Press{Press::What::route} : Press{};
}

}  // namespace otmetka::kiosk
