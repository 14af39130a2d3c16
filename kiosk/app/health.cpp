#include "kiosk/app/health.h"

#include <algorithm>

namespace otmetka::kiosk {
namespace {

// Of the kinds of news that only a fact on the disk brings.
bool is_kept(const Happening& what) {
  if (const auto* recorded = std::get_if<Recorded>(&what)) {
    const Verdict verdict = recorded->view.verdict;
    return recorded->view.fact && verdict != Verdict::already && verdict != Verdict::not_a_badge;
  }
  return std::holds_alternative<CheckedOut>(what) || std::holds_alternative<IdeaRecorded>(what) ||
         std::holds_alternative<ConsentRecorded>(what) ||
         std::holds_alternative<HealthRecorded>(what);
}

bool is_refused(const Happening& what) {
  const auto* done = std::get_if<ActDone>(&what);
  return std::holds_alternative<NotSaved>(what) ||
         (done && done->report.what == ActReport::What::not_saved);
}

}  // namespace

void note_disk(State& state, const Happening& what) {
  if (is_kept(what)) state.health.disk_refuses = false;
  if (!is_refused(what)) return;
  state.health.disk_refuses = true;
  ++state.health.not_saved;
}

bool is_out_of_service(const State& state) {
  return state.health.out_of_service || state.health.disk_refuses;
}

bool health_is_due(const State& state) {
  if (!state.enrolled || state.now_ms < state.health_tried_ms + health_change_every_ms)
    return false;
  const Health &now = state.health, &told = state.told_health;
  return now.disk_refuses || now.scanner_missing != told.scanner_missing ||
         now.printer != told.printer || now.out_of_service != told.out_of_service ||
         state.now_ms >= state.health_told_ms + health_every_ms;
}

void health_was_told(State& state, const Health& told) {
  const auto take = [](uint64_t& count, uint64_t taken) { count -= std::min(count, taken); };
  take(state.health.codes_not_badges, told.codes_not_badges);
  take(state.health.not_saved, told.not_saved);
  state.told_health = told;
  state.health_told_ms = state.now_ms;
}

}  // namespace otmetka::kiosk
