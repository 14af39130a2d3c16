// kiosk/app/scroll.h - a list that is longer than its place: how it moves under a finger, goes on
// by itself and comes to rest, always on whole rows. Pure, and a matter of time alone: frames that
// come seldom show less of the same way.
#pragma once
#include <cstdint>

namespace otmetka::kiosk {

// What is left of the way falls to a third in this time. The first is what hands know from their
// telephones; a page that was turned, or a row that is put straight, needs less.
inline constexpr float glide_ms = 325, settle_ms = 110;
// Nobody sees a list move by less than this part of a row.
inline constexpr float rest_rows = 0.02f;
// As often as anybody sees a frame of it.
inline constexpr uint64_t glide_frame_ms = 10;
// No finger is faster; a clock that jumped must not send a list away.
inline constexpr float fastest_rows_per_s = 200;

/// Counted in rows: what stands at the top, and the part of it that is above the edge.
struct Scroll {
  float at = 0;
  bool held = false;  // a finger lies on it
  bool dragged =
      false;  // that finger, or the last one, has moved or stopped it: it presses nothing
  bool gliding = false;
  float from = 0, to = 0, pace_ms = glide_ms;  // while it glides
  uint64_t since_ms = 0;
};

/// Whether it may stand between rows.
bool moves(const Scroll& list);

/// A finger has come down on it.
void grab(Scroll& list);
/// By so many rows, towards later ones; `most`: the last that may come first.
void drag(Scroll& list, float rows, float most);
void let_go(Scroll& list, float rows_per_s, float most, uint64_t now_ms);
/// Glides there.
void turn_to_row(Scroll& list, float row, uint64_t now_ms);
/// Stands there at once.
void put_row_first(Scroll& list, float row);
void pass_time(Scroll& list, uint64_t now_ms);

}  // namespace otmetka::kiosk
