#include "kiosk/ui/list_hand.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace otmetka::kiosk {
namespace {

// How fast a finger was is told by its last part of a second; one that rested first was slow.
constexpr uint64_t trail_ms = 100, rested_ms = 80;
// Two places at one moment would be of any speed.
constexpr uint64_t least_ms = 8;

bool lies_in(const FingerSeen& finger, const Rect& rect) {
  return finger.x >= rect.x && finger.x < rect.right() && finger.y >= rect.y &&
         finger.y < rect.bottom();
}

float most_of(const Proof::List& list) { return static_cast<float>(list.count - list.rows); }

}  // namespace

std::vector<Scrolled> ListHand::see(const FingerSeen& finger,
                                    const std::optional<Proof::List>& list) {
  std::vector<Scrolled> out;
  const bool comes = !std::exchange(down_, finger.down) && finger.down;
  if (comes) {
    on_.reset();
    drags_ = false;
    if (!list || !lies_in(finger, list->view)) return out;
    on_ = list;
    start_ = finger;
    trail_ = {finger};
    out.push_back({Scrolled::How::grabbed, 0, most_of(*on_)});
    return out;
  }
  if (!on_) return out;
  if (list) on_ = list;
  if (const auto moved = moved_to(finger)) out.push_back(*moved);
  if (finger.down) return out;
  out.push_back({Scrolled::How::let_go, speed(finger), most_of(*on_)});
  on_.reset();
  return out;
}

std::optional<Scrolled> ListHand::moved_to(const FingerSeen& finger) {
  const FingerSeen& last = trail_.back();
  if (finger.x == last.x && finger.y == last.y) return std::nullopt;
  trail_.push_back(finger);
  while (trail_.front().at_ms + trail_ms < finger.at_ms) trail_.pop_front();
  if (!drags_) {
    if (std::hypot(finger.x - start_.x, finger.y - start_.y) <= slop_) return std::nullopt;
    drags_ = true;
    // What it took to be taken for a drag is not made up for by a jump.
    y_ = start_.y + std::clamp(finger.y - start_.y, -slop_, slop_);
  }
  const float rows = (y_ - finger.y) / on_->pitch;
  y_ = finger.y;
  return Scrolled{Scrolled::How::dragged, rows, most_of(*on_)};
}

float ListHand::speed(const FingerSeen& let_go) const {
  if (!drags_ || let_go.at_ms > trail_.back().at_ms + rested_ms) return 0;
  const uint64_t took = std::max(trail_.back().at_ms - trail_.front().at_ms, least_ms);
  const float rows = (trail_.front().y - trail_.back().y) / on_->pitch;
  return rows * 1000 / static_cast<float>(took);
}

}  // namespace otmetka::kiosk
