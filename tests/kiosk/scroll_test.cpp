// How a list moves, without a screen: positions, speeds and times in, positions out.
#include "kiosk/app/scroll.h"

#include <catch2/catch_all.hpp>
#include <limits>

#include "tests/kiosk/kiosk.h"

using namespace otmetka;
using namespace otmetka::kiosk;

namespace {

constexpr float most = 40;
constexpr uint64_t start_ms = 5000;

Scroll thrown(float rows_per_s) {
  Scroll list;
  put_row_first(list, 10);
  grab(list);
  drag(list, 0.3f, most);
  let_go(list, rows_per_s, most, start_ms);
  return list;
}

/// Where it is after so long, seen in frames of this length.
float after(Scroll list, uint64_t ms, uint64_t frame_ms) {
  for (uint64_t gone = frame_ms; gone < ms; gone += frame_ms) pass_time(list, start_ms + gone);
  pass_time(list, start_ms + ms);
  return list.at;
}

bool whole(float row) { return row == std::round(row); }

}  // namespace

TEST_CASE("a list follows the finger, and not beyond its ends", "[scroll]") {
  Scroll list;
  grab(list);
  drag(list, 2.5f, most);
  CHECK(list.at == 2.5f);
  CHECK(moves(list));
  drag(list, -9, most);
  CHECK(list.at == 0);
  drag(list, 1000, most);
  CHECK(list.at == most);
}

TEST_CASE("a list that was let go glides on, slower and slower, to a whole row", "[scroll]") {
  for (const float speed : {-60.0f, -8.0f, -0.4f, 0.0f, 0.7f, 8.0f, 60.0f, 5000.0f}) {
    INFO(speed << " rows a second");
    Scroll list = thrown(speed);
    float last = list.at, step = std::numeric_limits<float>::infinity();
    uint64_t ms = 0;
    while (moves(list) && ms < 10'000) {
      pass_time(list, start_ms + (ms += 20));
      const float moved = std::abs(list.at - last);
      CHECK(moved <= step + 0.05f);
      step = std::max(moved, 0.0f);
      last = list.at;
    }
    CHECK(ms < 2600);
    CHECK(whole(list.at));
    CHECK(list.at >= 0);
    CHECK(list.at <= most);
    if (speed > 5) CHECK(list.at > 11);
    if (speed < -5) CHECK(list.at < 9);
    if (std::abs(speed) < 1) CHECK(std::abs(list.at - 10.3f) <= 1);
  }
}

TEST_CASE("how many frames show a list on its way changes nothing of its way", "[scroll]") {
  for (const uint64_t ms : {30u, 90u, 333u, 700u, 1500u}) {
    const float often = after(thrown(30), ms, 3);
    CHECK(after(thrown(30), ms, 16) == Catch::Approx(often));
    CHECK(after(thrown(30), ms, 250) == Catch::Approx(often));
  }
}

TEST_CASE("a touch stops a list, and is no press", "[scroll]") {
  Scroll list = thrown(30);
  pass_time(list, start_ms + 100);
  const float at = list.at;
  grab(list);
  CHECK(list.dragged);
  pass_time(list, start_ms + 900);
  CHECK(list.at == at);
  let_go(list, 0, most, start_ms + 1000);
  pass_time(list, start_ms + 3000);
  CHECK(whole(list.at));
  CHECK(std::abs(list.at - at) <= 0.5f);
  // The next one is a press again.
  grab(list);
  CHECK_FALSE(list.dragged);
  let_go(list, 0, most, start_ms + 3100);
  CHECK_FALSE(moves(list));
}

TEST_CASE("no number that a broken clock or screen gives sends a list away", "[scroll]") {
  const float bad[] = {std::numeric_limits<float>::quiet_NaN(),
                       std::numeric_limits<float>::infinity(),
                       -std::numeric_limits<float>::infinity(), -7};
  for (const float each : bad) {
    Scroll list = thrown(each);
    drag(list, each, each);
    CHECK(list.at == 0);
    let_go(list, each, each, start_ms);
    pass_time(list, 0);
    pass_time(list, start_ms + 10'000);
    CHECK(list.at == 0);
    CHECK_FALSE(moves(list));
  }
}

TEST_CASE("a kiosk draws a list only while it moves", "[scroll]") {
  Kiosk kiosk;
  kiosk.staff().touches(Press::What::board_row, -1);
  const uint64_t before = next_change_ms(kiosk.state);
  kiosk.happens(Scrolled{Scrolled::How::grabbed, 0, 9});
  kiosk.happens(Scrolled{Scrolled::How::dragged, 2.4f, 9});
  CHECK(next_change_ms(kiosk.state) == before);
  kiosk.happens(Scrolled{Scrolled::How::let_go, 6, 9});
  CHECK(next_change_ms(kiosk.state) == kiosk.ms + glide_frame_ms);
  int frames = 0;
  while (moves(kiosk.state.list)) {
    kiosk.ms = next_change_ms(kiosk.state);
    kiosk.happens(Tick{});
    ++frames;
  }
  CHECK(frames > 20);
  CHECK(kiosk.state.list.at == 4);
  CHECK(next_change_ms(kiosk.state) > kiosk.ms + 10'000);
  CHECK(kiosk.state.desk.touched_ms == kiosk.ms - static_cast<uint64_t>(frames) * glide_frame_ms);
}

TEST_CASE("a list is read from its beginning on another page and by the next visitor", "[scroll]") {
  Kiosk kiosk;
  kiosk.touches(Press::What::about).touches(Press::What::page, 3);
  kiosk.touches(Press::What::list_page, 5).waits(1000);
  CHECK(kiosk.state.list.at == 5);
  kiosk.touches(Press::What::page, 2);
  CHECK(kiosk.state.list.at == 0);
  kiosk.touches(Press::What::list_row, 3);
  CHECK(kiosk.state.list.at == 3);
  kiosk.is_told(view_of(Verdict::green));
  CHECK(kiosk.state.list.at == 0);
}
