#include "kiosk/ui/parts.h"

#include "kiosk/ui/icons.h"

namespace otmetka::kiosk {

void session_card(const Ui& ui, const Rect& rect, const SessionView& session,
                  const std::string& label, bool strong) {
  const Theme& theme = ui.theme();
  card(ui, rect);
  Rect inner = rect.inset(theme.pad, theme.pad * 0.85f);
  Rect top = inner.cut_top(chip_height(ui), theme.gap * 0.6f);
  const ChipColours colours = strong ? ChipColours{colour::accent, colour::white}
                                     : ChipColours{colour::accent_soft, colour::accent};
  const float used = chip(ui, top.x, top.y, nullptr, label, colours);
  top.cut_left(used, theme.gap * 0.7f);
  put_in(ui.pen(), theme.label, top, colour::ink, ui.when(session));
  const std::string where = ui.say(session.room);
  if (!where.empty()) {
    const Rect foot = inner.cut_bottom(line_height(theme.body), theme.mm(2));
    const Rect line{0, 0, foot.w - theme.body.size * 1.5f, line_height(theme.body)};
    icon_row(ui, foot, icon::room, first_that_fits({&theme.body, &theme.caption}, line, where),
             colour::muted, where, 1);
  }
  const std::string title = ui.say(session.title);
  const Type& type = first_that_fits({&theme.title, &theme.label}, inner, title);
  put_wrapped(ui.pen(), type, inner, colour::ink, title);
}

float session_card_height(const Ui& ui) {
  const Theme& theme = ui.theme();
  return theme.pad * 1.7f + chip_height(ui) + theme.gap * 0.6f + line_height(theme.label) * 2 +
         line_height(theme.body) + theme.mm(4);
}

float list_row_height(const Ui& ui) {
  return std::max(ui.theme().touch(),
                  std::floor(line_height(ui.theme().caption) * 3 + ui.theme().mm(3)));
}

std::string session_type(const Ui& ui, const std::string& type) {
  if (type == "visit") return ui.text("session.visit");
  if (type == "lecture") return ui.text("session.lecture");
  if (type == "masterclass") return ui.text("session.masterclass");
  if (type == "networking") return ui.text("session.networking");
  if (type == "project") return ui.text("session.project");
  if (type == "defence") return ui.text("session.defence");
  if (type == "test") return ui.text("session.test");
  if (type == "ceremony") return ui.text("session.ceremony");
  if (type == "presentation") return ui.text("session.presentation");
  return "";
}

std::string role_name(const Ui& ui, const std::string& role) {
  if (role == "participant") return ui.text("role.participant");
  if (role == "host") return ui.text("role.host");
  if (role == "speaker") return ui.text("role.speaker");
  if (role == "moderator") return ui.text("role.moderator");
  if (role == "jury") return ui.text("role.jury");
  if (role == "staff") return ui.text("role.staff");
  return "";
}

Press paged_list(const Ui& ui, Rect in, const ListView& list, Press::What what,
                 const std::function<bool(size_t, const Rect&)>& draw_row) {
  const Theme& theme = ui.theme();
  const float gap = theme.mm(2.4f);
  const auto rows_in = [&](float height) {
    return static_cast<size_t>(
        std::max(1.0f, std::floor((height + gap) / (list.row_height + gap))));
  };
  Press press;
  size_t rows = rows_in(in.h);
  size_t page = 0;
  if (list.count > rows) {
    Rect bar = in.cut_bottom(theme.touch(), gap);
    rows = rows_in(in.h);
    const size_t pages = (list.count + rows - 1) / rows;
    page = std::min(list.page, pages - 1);
    const Rect up = bar.cut_left((bar.w - gap) / 2, gap);
    // At the ends the arrows turn round: a visitor never meets a dead button.
    if (big_button(ui, "list up", up, icon::up, "", Look::quiet)) {
      press = {Press::What::list_page, static_cast<int>((page + pages - 1) % pages)};
    }
    if (big_button(ui, "list down", bar, icon::down, "", Look::quiet)) {
      press = {Press::What::list_page, static_cast<int>((page + 1) % pages)};
    }
  }
  for (size_t i = page * rows; i < std::min(list.count, (page + 1) * rows); ++i) {
    if (draw_row(i, in.cut_top(list.row_height, gap))) press = {what, static_cast<int>(i)};
  }
  return press;
}

}  // namespace otmetka::kiosk
