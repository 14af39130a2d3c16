#include "kiosk/ui/ui.h"

#include "kiosk/ui/widgets.h"

namespace otmetka::kiosk {

namespace {

float strip_height(const Theme& theme) { return std::floor(theme.caption.size * 1.7f); }

// What staff must not forget while it holds, and visitors must know of a rehearsal; null: nothing.
const char* strip_key(const State& state) {
  if (state.rehearsal) return "staff.rehearsal";
  const bool told = state.screen == Screen::staff && state.health.out_of_service;
  return told ? "staff.out_of_service" : nullptr;
}

}  // namespace

Ui::Ui(const State& state, const Theme& theme, const Catalogue& catalogue,
       const PictureOf& pictures, Proof* proof, const Focused* focused)
    : theme_(theme),
      palette_(state.access.high_contrast ? contrast_palette : standard_palette),
      catalogue_(catalogue),
      pictures_(pictures),
      language_(state.language),
      zone_(state.venue ? state.venue->entry.zone() : ""),
      now_s_(state.now_s),
      screen_{0, 0, ImGui::GetIO().DisplaySize.x, ImGui::GetIO().DisplaySize.y},
      low_(state.access.low_controls && theme.high),
      canvas_(*ImGui::GetWindowDrawList()),
      proof_(proof),
      focused_(focused) {
  if (!is_zone(zone_)) zone_ = "UTC";
  if (strip_key(state)) screen_.cut_top(strip_height(theme));
}

void Ui::put_told(Proof::Told told) const {
  if (!proof_ || told.words.empty()) return;
  told.layer = proof_->layer;
  proof_->told.push_back(std::move(told));
}

// From a chair people reach 1,100 mm, and a tall panel stands on some 700 mm (EN 301 549); on one
// that is not so tall, its lower half is more comfortable still.
Rect Ui::reach() const {
  constexpr float reached_mm = 400, part = 0.55f;
  if (!low_) return screen_;
  Rect rest = screen_;
  return rest.cut_bottom(std::min(screen_.h * part, reached_mm * theme_.pixels_per_mm));
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

namespace {

// Above the screen, in a colour that no other band has.
void draw_strip(const State& state, const Ui& ui) {
  const char* key = strip_key(state);
  if (!key) return;
  const Theme& theme = ui.theme();
  const Palette& colour = ui.colour();
  const Rect strip{0, 0, ui.screen().w, strip_height(theme)};
  ui.canvas().AddRectFilled({strip.x, strip.y}, {strip.right(), strip.bottom()},
                            state.rehearsal ? colour.drill : colour.bad);
  const std::string words = ui.text(key);
  put_in(ui.pen(), shrunk(theme.caption, strip.inset(theme.gap, 0), words, 0.8f),
         strip.inset(theme.gap, 0), colour.plain ? colour.drill_deep : colour.white, words,
         Align::centre);
}

Press draw_what_is_on(const State& state, const Ui& ui) {
  switch (state.screen) {
    case Screen::enrol:
      return draw_enrol(state, ui);
    case Screen::attract:
      return draw_attract(state, ui);
    case Screen::identify:
      return draw_identify(state, ui);
    case Screen::verdict:
      return draw_verdict(state, ui);
    case Screen::venue:
      return draw_venue(state, ui);
    case Screen::sign_in:
      return draw_sign_in(state, ui);
    case Screen::staff:
      return draw_staff(state, ui);
    case Screen::idea:
      return draw_idea(state, ui);
  }
  return {};
}

}  // namespace

Press draw_screen(const State& state, const Theme& theme, const Catalogue& catalogue,
                  const PictureOf& pictures, Proof* proof, const Focused* focused) {
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(size);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::Begin("kiosk", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground |
                   ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoScrollWithMouse);
  const Ui ui(state, theme, catalogue, pictures, proof, focused);
  if (ui.colour().plain) ui.canvas().AddRectFilled({0, 0}, size, ui.colour().page);
  // Under the card of the switches everything is only looked at; a time-out is more urgent.
  const bool asked = state.access_asked && !warns_of_timeout(state);
  ui.begin_looked_at(asked);
  Press press = draw_what_is_on(state, ui);
  ui.end_looked_at();
  if (asked) press = draw_access(state, ui);
  draw_strip(state, ui);
  focus_ring(ui);
  ImGui::End();
  ImGui::PopStyleVar(2);
  return press;
}

}  // namespace otmetka::kiosk
