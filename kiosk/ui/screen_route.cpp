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

Press draw_route(const OnwardView& onward, const Ui& ui) {
  const Theme& theme = ui.theme();
  dim_what_is_beneath(ui);
  const Rect screen = ui.screen();
  const Rect rect =
      screen.centred(std::min(screen.w - theme.pad * 2, theme.mm(380)),
                     std::min(screen.h - theme.pad * 2, theme.mm(ui.portrait() ? 330 : 200)));
  card(ui, rect);
  Rect in = rect.inset(theme.pad * 1.2f);
  const Rect foot = in.cut_bottom(theme.touch() * 1.15f, theme.gap);
  const bool closed =
      big_button(ui, "close", foot, icon::check, ui.text("common.done"), Look::secondary);
  if (onward.on_map()) {
    const float side = ui.portrait() ? std::min(in.w, in.h * 0.52f) : std::min(in.h, in.w * 0.45f);
    const Rect place = ui.portrait() ? in.cut_top(side, theme.gap) : in.cut_left(side, theme.gap);
    qr_code(ui, place.centred(side, side), map_link(onward));
  }
  const std::string title = onward_words(onward, ui), address = ui.say(onward.address),
                    scan = onward.on_map() ? ui.text("route.scan") : "";
  for (const std::string& told : {title, address}) ui.tell(told);
  const float lower = (address.empty() ? 0 : icon_row_height(ui, in.w, theme.label, address)) +
                      wrapped_height(theme.body, in.w, scan) + theme.gap * 2;
  const Type& large = first_that_fits({&theme.headline, &theme.title, &theme.label},
                                      {0, 0, in.w, in.h - lower}, title);
  const float heading = wrapped_height(large, in.w, title);
  Rect block = in.centred(in.w, std::min(in.h, heading + lower));
  block.cut_top(put_heading(ui.pen(), large, block, ui.colour().ink, title), theme.gap);
  if (!address.empty())
    block.cut_top(icon_row(ui, block, icon::place, theme.label, ui.colour().ink, address),
                  theme.gap);
  if (!scan.empty()) put_wrapped(ui.pen(), theme.body, block, ui.colour().muted, scan);
  return closed ? Press{Press::What::route} : Press{};
}

}  // namespace otmetka::kiosk
