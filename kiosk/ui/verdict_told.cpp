#include "kiosk/ui/verdict_told.h"

#include "kiosk/ui/icons.h"
#include "kiosk/ui/parts.h"

namespace otmetka::kiosk {
namespace {

const char* refusal_key(Refusal refusal) {
  if (refusal == Refusal::replaced) return "verdict.replaced";
  return refusal == Refusal::withdrawn ? "verdict.withdrawn" : "verdict.other_programme";
}

// Where and when somebody is expected; the card beneath names the place.
std::string amber_headline(const VerdictView& view, const Ui& ui) {
  if (!view.then) return ui.text("verdict.amber_title");
  // "Expected now at another venue" is true of today only.
  if (view.elsewhere == Elsewhere::other_venue && ui.is_today(view.then->start_s))
    return ui.text("verdict.wrong_venue");
  const std::string room = ui.say(view.then->room);
  if (ui.is_today(view.then->start_s) && !room.empty()) {
    return ui.text("verdict.nothing_now", {{"time", ui.clock(view.then->start_s)}, {"room", room}});
  }
  return ui.text("verdict.wrong_time",
                 {{"day", ui.day(view.then->start_s)}, {"time", ui.clock(view.then->start_s)}});
}

// Whoever declined is called by number.
std::string called(const VerdictView& view, const Ui& ui) {
  const bool by_number = view.who && view.consent == false;
  if (by_number) return ui.text("person.number", {{"n", number_of(view.who->person)}});
  return ui.language() == Language::en && !view.latin.empty() ? view.latin : view.name;
}

std::string amber_message(const VerdictView& view, const Ui& ui) {
  if (!view.then) return ui.text("verdict.none_ahead");
  if (view.agreed_now) return ui.text("consent.saved");
  const std::string name = called(view, ui);
  return name.empty() ? ui.text("verdict.amber_title")
                      : ui.text("verdict.amber_saved", {{"name", name}});
}

std::string green_headline(const VerdictView& view, const Ui& ui) {
  const std::string name = called(view, ui);
  if (name.empty()) return ui.text("verdict.amber_title");
  return ui.text("verdict.ok", {{"name", name}});
}

std::string green_message(const State& state, const Ui& ui) {
  const VerdictView& view = *state.verdict;
  if (view.agreed_now) return ui.text("consent.saved");
  if (view.came_s != 0) return ui.text("verdict.back", {{"time", ui.clock(view.came_s)}});
  if (view.verdict == Verdict::already) return ui.text("verdict.again");
  const std::string room = view.session ? ui.say(view.session->room) : "";
  if (!room.empty() && state.now_s > view.session->start_s)
    return ui.text("verdict.late", {{"room", room}});
  return ui.text("sync.saved");
}

// Nobody may walk away from a rehearsal in the belief that they are checked in.
Told rehearsed(const State& state, const Ui& ui, Told real) {
  const Verdict verdict = state.verdict->verdict;
  const bool counts = verdict == Verdict::green || verdict == Verdict::already ||
                      verdict == Verdict::guest || verdict == Verdict::amber;
  if (!state.rehearsal || !counts) return real;
  real.ground = {ui.colour().drill_deep, ui.colour().drill};
  real.strong = ui.colour().drill;
  real.glyph = icon::rehearsal;
  // Where an amber one leads is worth rehearsing.
  real.message = verdict == Verdict::amber ? real.headline : called(*state.verdict, ui);
  real.headline = ui.text("verdict.rehearsal");
  return real;
}

Told told_in_earnest(const State& state, const Ui& ui) {
  const VerdictView& view = *state.verdict;
  const Gradient green{ui.colour().ok_deep, ui.colour().ok},
      calm{ui.colour().calm_deep, ui.colour().calm};
  switch (view.verdict) {
    case Verdict::green:
    case Verdict::already:
      return {icon::check, green, ui.colour().ok, green_headline(view, ui),
              green_message(state, ui)};
    case Verdict::guest:
      return {icon::verified, green, ui.colour().ok, ui.text("verdict.guest_title"),
              ui.text("verdict.guest")};
    case Verdict::amber:
      return {icon::clock,
              {ui.colour().warn_deep, ui.colour().warn},
              ui.colour().warn,
              amber_headline(view, ui),
              amber_message(view, ui)};
    case Verdict::refused:
      return {icon::support, calm, ui.colour().calm, ui.text("verdict.refused_title"),
              ui.text(refusal_key(view.refusal))};
    case Verdict::not_saved:
      return {icon::warning,
              {ui.colour().bad_deep, ui.colour().bad},
              ui.colour().bad,
              ui.text("verdict.not_saved_title"),
              view.of_check_out ? ui.text("checkout.failed") : ui.text("error.not_saved")};
    case Verdict::not_a_badge:
      break;
  }
  return {icon::scanner, calm, ui.colour().calm, ui.text("verdict.unreadable_title"),
          ui.text("verdict.not_a_badge")};
}

}  // namespace

Told told(const State& state, const Ui& ui) {
  return rehearsed(state, ui, told_in_earnest(state, ui));
}

}  // namespace otmetka::kiosk
