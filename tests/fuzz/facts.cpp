#include <algorithm>

#include "shared/log/row.h"
#include "shared/model/presence.h"
#include "tests/fuzz/fuzz_keys.h"
#include "tests/fuzz/targets.h"

namespace otmetka::fuzz {
namespace {

constexpr size_t facts_max = 40;  // enough to name each other, few enough to be quick

std::vector<ChannelFact> facts_of(ByteView input) {
  static const Scope scopes[] = {"exchange", device_scope, office_scope, "venue:university",
                                 "mayors.2026"};
  Input in(input);
  std::vector<ChannelFact> out;
  while (!in.empty() && out.size() < facts_max) {
    const uint8_t where = in.u8(), place = in.u8();
    const auto fact = decode_row(in.part());
    const bool has_text = where & 0x80;
    const ByteView text = has_text ? in.part() : ByteView();
    if (!fact) continue;
    ChannelFact next;
    next.placed.id = {filled<16>(where & 1 ? 0xd1 : 0xce), scopes[(where >> 1 & 7) % 5],
                      Epoch{where >> 4 & 3u}, place};
    next.placed.fact = fact.value();
    if (has_text) next.text = to_bytes(text);
    const auto same = [&](const ChannelFact& held) { return held.placed.id == next.placed.id; };
    // A place holds one fact: that is what the links are for.
    if (std::none_of(out.begin(), out.end(), same)) out.push_back(std::move(next));
  }
  return out;
}

void ask(const PresenceFold& presence, const Directory& directory) {
  for (const int64_t now_s : {int64_t{0}, int64_t{1'763'802'600}, INT64_MAX / 2}) {
    for (const auto& [number, venue] : directory.venues())
      (void)presence.who_is_inside(directory, number, now_s);
    for (const auto& [scope, cohort] : directory.cohorts()) {
      for (const auto& [number, session] : cohort.sessions) {
        const Board board = presence.board_of(cohort, number);
        const BoardCounts& total = board.total;
        promise(total.expected == total.arrived + total.missing + total.excused,
                "everybody on a board is in one column");
        (void)presence.board_of(cohort, number, Grouping::teams);
      }
      for (const Subject& person : presence.attendance().people(scope))
        (void)presence.visit_of(cohort, person, now_s);
    }
  }
}

}  // namespace

void facts(ByteView input) {
  const std::vector<ChannelFact> facts = facts_of(input);
  Directory directory;
  AttendanceFold forwards, backwards;
  TimeFold times, times_backwards;
  PresenceFold presence;
  for (const ChannelFact& fact : facts) {
    directory.apply(fact);
    forwards.add(fact.placed);
    times.add(fact.placed);
    presence.add(fact.placed);
  }
  for (auto fact = facts.rbegin(); fact != facts.rend(); ++fact) {
    for (int twice = 0; twice < 2; ++twice) {
      backwards.add(fact->placed);
      times_backwards.add(fact->placed);
    }
  }
  promise(forwards.result() == backwards.result(), "attendance does not depend on order");
  for (const ChannelFact& fact : facts)
    promise(times.of(fact.placed) == times_backwards.of(fact.placed),
            "times do not depend on order");
  ask(presence, directory);
}

}  // namespace otmetka::fuzz
