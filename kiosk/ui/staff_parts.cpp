#include "kiosk/ui/staff_parts.h"

#include "kiosk/ui/icons.h"
#include "shared/base/limits.h"

namespace otmetka::kiosk {

StateLook state_look(const State& state, const Ui& ui, const Standing& standing,
                     const SessionView& session) {
  if (standing.left_s != 0)
    return {ui.text("person.left", {{"time", ui.clock(standing.left_s)}}), icon::leave,
            ui.colour().muted};
  switch (standing.state) {
    case Expected::missing:
      if (standing.who.reference())
        return {ui.text("staff.no_entry"), icon::person, ui.colour().muted};
      return {
          ui.text(state.now_s < session.start_s + late_after_s ? "staff.not_yet" : "staff.absent"),
          icon::waiting, ui.colour().warn};
    case Expected::arrived:
      return {ui.text("staff.present"), icon::check, ui.colour().ok};
    case Expected::late:
      return {ui.text("staff.late"), icon::clock, ui.colour().warn};
    case Expected::excused:
      return {ui.text("staff.excused"), icon::excused, ui.colour().muted};
  }
  return {"", icon::person, ui.colour().ink};
}

std::string count_words(const State& state, const Ui& ui, const BoardCounts& counts) {
  const std::string n = std::to_string(counts.arrived), m = std::to_string(counts.expected);
  if (counts.expected == 0 && counts.arrived > 0)
    return ui.text(counts.left == 0 ? "board.here" : "board.came", {{"n", n}});
  if (state.rehearsal) return ui.text("board.rehearsed", {{"n", n}, {"m", m}});
  return ui.text(counts.left == 0 ? "staff.count" : "board.came_of", {{"n", n}, {"m", m}});
}

std::string left_words(const Ui& ui, const BoardCounts& counts) {
  if (counts.left == 0) return "";
  return ui.text("board.left",
                 {{"n", std::to_string(counts.here())}, {"m", std::to_string(counts.left)}});
}

size_t list_columns(const Ui& ui, float width) {
  return !ui.portrait() && width >= ui.theme().touch() * 17 ? 2 : 1;
}

std::string contact_words(const State& state, const Ui& ui) {
  if (state.sync.at_s == 0) return ui.text("kiosk.no_contact");
  std::string when = ui.clock(state.sync.at_s);
  if (!ui.is_today(state.sync.at_s)) when = ui.day(state.sync.at_s) + ", " + when;
  return ui.text("sync.last", {{"when", when}});
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

float question_width(const Ui& ui, float wide_mm) {
  const Theme& theme = ui.theme();
  return std::min(ui.screen().w - theme.pad * 2, theme.mm(wide_mm)) - theme.pad * 2.4f;
}

Rect question_card(const Ui& ui, float wide_mm, float content_height) {
  const Theme& theme = ui.theme();
  dim_what_is_beneath(ui);
  const float around = theme.pad * 2.4f;
  const Rect rect =
      ui.reach().centred(question_width(ui, wide_mm) + around,
                         std::min(content_height + around, ui.screen().h - theme.pad));
  card(ui, rect);
  return rect.inset(theme.pad * 1.2f);
}

}  // namespace otmetka::kiosk
