// kiosk/ui/list_hand.h - from where a finger is in each frame to what it does to a list. Pure.
#pragma once
#include <deque>
#include <vector>

#include "kiosk/app/event.h"
#include "kiosk/ui/proof.h"

namespace otmetka::kiosk {

// A finger that presses rolls by less than this; one that went further drags.
inline constexpr float drag_mm = 4;

/// A finger, or a mouse's button, as one frame sees it.
struct FingerSeen {
  float x = 0, y = 0;
  bool down = false;
  uint64_t at_ms = 0;  // when it came there, by any steady clock
};

class ListHand {
 public:
  explicit ListHand(float pixels_per_mm) : slop_(drag_mm * pixels_per_mm) {}

  /// `list`: of the frame that the finger aims at; none: there is nothing to be dragged.
  std::vector<Scrolled> see(const FingerSeen& finger, const std::optional<Proof::List>& list);

 private:
  std::optional<Scrolled> moved_to(const FingerSeen& finger);
  float speed(const FingerSeen& let_go) const;

  float slop_;
  bool down_ = false;              // in the last frame
  std::optional<Proof::List> on_;  // what the finger lies on
  bool drags_ = false;
  FingerSeen start_;
  float y_ = 0;                   // up to where the list has followed it
  std::deque<FingerSeen> trail_;  // of late
};

}  // namespace otmetka::kiosk
