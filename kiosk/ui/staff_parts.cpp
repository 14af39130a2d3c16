#include "kiosk/ui/staff_parts.h"

#include "kiosk/ui/icons.h"
#include "shared/base/limits.h"

namespace otmetka::kiosk {

std::string state_words(const Ui& ui, Expected state, const SessionView& session, int64_t now_s) {
  switch (state) {
    case Expected::missing:
      return ui.text(now_s < session.start_s + late_after_s ? "staff.not_yet" : "staff.absent");
    case Expected::arrived:
      return ui.text("staff.present");
    case Expected::late:
      return ui.text("staff.late");
    case Expected::excused:
      return ui.text("staff.excused");
  }
  return "";
}

const char* state_icon(Expected state) {
  switch (state) {
    case Expected::missing:
      return icon::waiting;
    case Expected::arrived:
      return icon::check;
    case Expected::late:
      return icon::clock;
    case Expected::excused:
      return icon::excused;
  }
  return icon::person;
}

ImU32 state_colour(const Ui& ui, Expected state) {
  switch (state) {
    case Expected::missing:
    case Expected::late:
      return ui.colour().warn;
    case Expected::arrived:
      return ui.colour().ok;
    case Expected::excused:
      return ui.colour().muted;
  }
  return ui.colour().ink;
}

void nothing_here(const Ui& ui, const Rect& in, const char* glyph, const std::string& words) {
  ui.tell(words);
  const Theme& theme = ui.theme();
  const float wide = std::min(in.w, theme.mm(220)), side = theme.mm(30);
  const Type& type = first_that_fits({&theme.lead, &theme.body, &theme.caption},
                                     {0, 0, wide, in.h - side - theme.gap}, words);
  const float lines = wrapped_height(type, wide, words);
  Rect block = in.centred(wide, std::min(in.h, side + theme.gap + lines));
  icon_tile(ui, block.cut_top(side, theme.gap).centred(side, side), theme.icon_medium, glyph,
            ui.colour().accent_soft, ui.colour().accent);
  put_wrapped(ui.pen(), type, block, ui.colour().muted, words, Align::centre);
}

}  // namespace otmetka::kiosk
