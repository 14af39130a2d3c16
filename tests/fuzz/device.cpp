// Answers of a central that has turned against its boxes, or whose keys were stolen.
#include "tests/fuzz/enemy.h"

namespace otmetka::fuzz {
namespace {

constexpr size_t acts_max = 4;

/// u8 what the box does next.
void act(Town& town, Enemy& enemy, const Kept& kept, uint8_t what) {
  switch (what % 4) {
    case 2:
      town.box.stop_daemon();
      promise(town.box.start_daemon(), "a daemon starts again");
      enemy.hang_up();
      break;
    case 3:
      town.time.pass_s(uint64_t{what} * 60);
      break;
    default:
      break;
  }
  enemy.begin();
  (void)town.box.daemon()->exchange(enemy);
  (void)MUST(town.box.daemon()->wait_call());
  MUST(town.box.daemon()->check_stored(16));
  kept.check(town, enemy.told());
}

}  // namespace

void device(ByteView input) {
  Input in(input);
  Town town(Town::Box::enrolled);
  Enemy enemy(town, in);
  const Kept kept(town);
  for (size_t i = 0; i < acts_max && !in.empty(); ++i) act(town, enemy, kept, in.u8());
  check_it_starts(town);
  // Who holds central's keys is central; what it says in central's name lasts.
  if (!enemy.spoke_as_central()) check_delivered(town);
}

void enrol_answer(ByteView input) {
  Input in(input);
  Town town(Town::Box::fresh);
  Enemy enemy(town, in);
  const Kept kept(town);
  for (size_t i = 0; i < acts_max && !in.empty(); ++i) {
    enemy.begin();
    (void)town.box.daemon()->enrol(enemy, town.code(), "hub");
  }
  kept.check(town, enemy.told());
  check_it_starts(town);
  if (enemy.spoke_as_central()) return;
  // The code is good until it has succeeded once.
  const auto identity = town.box.identity();
  if (!identity || !identity->complete)
    MUST(town.box.daemon()->enrol(town.box.network(), town.code(), "hub"));
  MUST(town.box.kiosk()->refresh());
  MUST(town.box.kiosk()->scan(town.badges.front()));
  check_delivered(town);
}

}  // namespace otmetka::fuzz
