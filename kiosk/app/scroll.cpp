#include "kiosk/app/scroll.h"

#include <algorithm>
#include <cmath>

namespace otmetka::kiosk {
namespace {

float within(float row, float most) {
  const float end = std::isfinite(most) ? std::max(0.0f, most) : 0;
  return std::isfinite(row) ? std::clamp(row, 0.0f, end) : 0;
}

void glide(Scroll& list, float to, float pace_ms, uint64_t now_ms) {
  list.gliding = true;
  list.from = list.at;
  list.to = to;
  list.pace_ms = pace_ms;
  list.since_ms = now_ms;
  pass_time(list, now_ms);
}

}  // namespace

bool moves(const Scroll& list) { return list.gliding || (list.held && list.dragged); }

void grab(Scroll& list) {
  list.held = true;
  // Who stops a list wants to read it, not to press what happens to lie under the finger.
  list.dragged = list.gliding;
  list.gliding = false;
}

void drag(Scroll& list, float rows, float most) {
  list.dragged = true;
  list.gliding = false;
  list.at = within(list.at + rows, most);
}

void let_go(Scroll& list, float rows_per_s, float most, uint64_t now_ms) {
  list.held = false;
  if (!list.dragged) return;
  list.at = within(list.at, most);
  const float speed = std::isfinite(rows_per_s)
                          ? std::clamp(rows_per_s, -fastest_rows_per_s, fastest_rows_per_s)
                          : 0;
  // It would come to rest at the end of this way, and does at the row that is nearest to that.
  const float to = within(std::round(list.at + speed * glide_ms / 1000), std::floor(most));
  glide(list, to, std::abs(to - list.at) < 1 ? settle_ms : glide_ms, now_ms);
}

void turn_to_row(Scroll& list, float row, uint64_t now_ms) {
  glide(list, within(row, row), settle_ms, now_ms);
}

void put_row_first(Scroll& list, float row) {
  list.gliding = false;
  list.at = within(row, row);
}

void pass_time(Scroll& list, uint64_t now_ms) {
  if (!list.gliding) return;
  const auto gone = static_cast<float>(now_ms > list.since_ms ? now_ms - list.since_ms : 0);
  const float left = (list.to - list.from) * std::exp(-gone / list.pace_ms);
  list.at = list.to - left;
  if (std::abs(left) > rest_rows) return;
  list.at = list.to;
  list.gliding = false;
}

}  // namespace otmetka::kiosk
