#include "kiosk/ui/ui.h"

namespace otmetka::kiosk {

Ui::Ui(const State& state, const Theme& theme, const Catalogue& catalogue,
       const PictureOf& pictures, Proof* proof)
    : theme_(theme),
      palette_(standard_palette),
      catalogue_(catalogue),
      pictures_(pictures),
      language_(state.language),
      zone_(state.venue ? state.venue->entry.zone() : ""),
      now_s_(state.now_s),
      screen_{0, 0, ImGui::GetIO().DisplaySize.x, ImGui::GetIO().DisplaySize.y},
      canvas_(*ImGui::GetWindowDrawList()),
      proof_(proof) {
  if (!is_zone(zone_)) zone_ = "UTC";
}

// A clock may say anything; a moment beyond the calendar is shown as its beginning.
LocalTime Ui::local(int64_t unix_s) const {
  return to_local(unix_s, zone_).value_or(LocalTime{1970, 1, 1, 0, 0, 4});
}

std::string Ui::clock(int64_t unix_s) const { return clock_text(local(unix_s)); }
std::string Ui::day(int64_t unix_s) const {
  return day_text(catalogue_, language_, local(unix_s), local(now_s_));
}
std::string Ui::date(int64_t unix_s) const { return date_text(language_, local(unix_s)); }
std::string Ui::weekday(int64_t unix_s) const { return weekday_text(language_, local(unix_s)); }

bool Ui::is_today(int64_t unix_s) const {
  const LocalTime then = local(unix_s), now = local(now_s_);
  return then.year == now.year && then.month == now.month && then.day == now.day;
}

std::string Ui::when(const SessionView& session) const {
  const std::string hours = clock(session.start_s) + "\u00a0–\u00a0" + clock(session.end_s);
  return is_today(session.start_s) ? hours : day(session.start_s) + ", " + hours;
}

std::string Ui::number(double value) const {
  // Figures come with at most a few digits after the point; as many are shown as it takes.
  int decimals = 0;
  for (double rest = value; decimals < 3 && std::abs(rest - std::round(rest)) > 1e-6; rest *= 10)
    ++decimals;
  return number_text(language_, value, decimals);
}

Press draw_screen(const State& state, const Theme& theme, const Catalogue& catalogue,
                  const PictureOf& pictures, Proof* proof) {
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(size);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::Begin("kiosk", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground |
                   ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoScrollWithMouse);
  const Ui ui(state, theme, catalogue, pictures, proof);
  Press press;
  switch (state.screen) {
    case Screen::enrol:
      press = draw_enrol(state, ui);
      break;
    case Screen::attract:
      press = draw_attract(state, ui);
      break;
    case Screen::identify:
      press = draw_identify(state, ui);
      break;
    case Screen::verdict:
      press = draw_verdict(state, ui);
      break;
    case Screen::venue:
      press = draw_venue(state, ui);
      break;
  }
  ImGui::End();
  ImGui::PopStyleVar(2);
  return press;
}

}  // namespace otmetka::kiosk
