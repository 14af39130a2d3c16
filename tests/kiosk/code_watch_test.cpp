// A badge in hundreds of pictures is one scan, and pictures that say nothing new cost nothing.
#include "kiosk/device/code_watch.h"
#include "shared/base/limits.h"
#include "tests/kiosk/camera_scene.h"

using namespace otmetka;
using namespace otmetka::kiosk;
using namespace otmetka::test;

namespace {

using Texts = std::vector<std::string>;

// A camera of ten pictures a second, as long as a scene lasts.
class Camera {
 public:
  std::vector<ScannedCode> watch(const CameraScene& scene, uint64_t for_ms) {
    std::vector<ScannedCode> out;
    for (const uint64_t end = now_ms_ + for_ms; now_ms_ < end; now_ms_ += look_every_ms) {
      for (ScannedCode& code : watch_.see(scene.view(), now_ms_)) out.push_back(std::move(code));
    }
    return out;
  }
  uint64_t looks() const { return watch_.looks(); }

 private:
  CodeWatch watch_;
  uint64_t now_ms_ = 5000;
};

CameraScene nobody() { return CameraScene(640, 480); }
CameraScene somebody(uint64_t number, double degrees = 0) {
  CameraScene scene(640, 480);
  scene.hold_up_badge(badge_text(number), {220, degrees, 320, 240});
  return scene;
}
std::vector<ScannedCode> scans(std::initializer_list<uint64_t> numbers) {
  std::vector<ScannedCode> out;
  for (const uint64_t number : numbers) out.push_back({badge_text(number), true});
  return out;
}

}  // namespace

TEST_CASE("a code that stays in view is told once") {
  CodeHold hold;
  CHECK(hold.see({"A"}, 0) == Texts{"A"});
  for (uint64_t ms = 100; ms <= 60'000; ms += 100) REQUIRE(hold.see({"A"}, ms).empty());
}

TEST_CASE("a code is told again after it was away for 1.5 s, not before") {
  CodeHold hold;
  CHECK(hold.see({"A"}, 0) == Texts{"A"});
  CHECK(hold.see({}, 100).empty());
  CHECK(hold.see({"A"}, 1499).empty());
  CHECK(hold.see({}, 1600).empty());
  CHECK(hold.see({"A"}, 2999) == Texts{"A"});
}

TEST_CASE("a scene that stands still holds what was in view, found again or not") {
  CodeHold hold;
  CHECK(hold.see({"A"}, 0) == Texts{"A"});
  for (uint64_t ms = 100; ms <= 9000; ms += 100) REQUIRE(hold.see({}, ms, true).empty());
  CHECK(hold.see({"A"}, 9100).empty());
  CHECK(hold.see({}, 9200).empty());
  CHECK(hold.see({}, 9300, true).empty());
  CHECK(hold.see({"A"}, 10'600, true) == Texts{"A"});
}

TEST_CASE("of two badges that are held up each is told once, and the next one at once") {
  CodeHold hold;
  CHECK(hold.see({"A"}, 0) == Texts{"A"});
  CHECK(hold.see({"B", "A"}, 100) == Texts{"B"});
  CHECK(hold.see({"A", "C"}, 200) == Texts{"C"});
  CHECK(hold.see({"B"}, 300).empty());
}

TEST_CASE("of a film of codes the one seen longest ago is forgotten first") {
  CodeHold hold;
  for (size_t i = 0; i <= held_codes_max; ++i) CHECK(hold.see({std::to_string(i)}, i).size() == 1);
  CHECK(hold.see({"1"}, 100).empty());
  CHECK(hold.see({"0"}, 100) == Texts{"0"});
}

TEST_CASE("a badge held before the camera for ten seconds is one scan") {
  Camera camera;
  CHECK(camera.watch(nobody(), 3000).empty());
  CHECK(camera.watch(somebody(1), 10'000) == scans({1}));
}

TEST_CASE("a badge that is taken away and held up again is a second scan") {
  Camera camera;
  CHECK(camera.watch(somebody(1), 3000) == scans({1}));
  CHECK(camera.watch(nobody(), 500).empty());
  CHECK(camera.watch(somebody(1, 20), 3000).empty());
  CHECK(camera.watch(nobody(), 2000).empty());
  CHECK(camera.watch(somebody(1), 3000) == scans({1}));
}

TEST_CASE("a queue of visitors is one scan each") {
  Camera camera;
  for (uint64_t visitor = 1; visitor <= 10; ++visitor)
    CHECK(camera.watch(somebody(visitor, 13.0 * static_cast<double>(visitor)), 400) ==
          scans({visitor}));
}

TEST_CASE("a scene that nothing happens in is looked at once a second") {
  Camera camera;
  CHECK(camera.watch(nobody(), 2000).empty());
  const uint64_t settled = camera.looks();
  CHECK(camera.watch(nobody(), 60'000).empty());
  CHECK(camera.looks() - settled <= 60);
  // And a badge that comes then is seen in the first picture it is in.
  CHECK(camera.watch(somebody(1), look_every_ms) == scans({1}));
}

TEST_CASE("the camera's own noise is no change of the scene") {
  Camera camera;
  for (uint64_t i = 0; i < 200; ++i) {
    CameraScene scene(640, 480);
    camera.watch(scene.noise(15, i + 1), look_every_ms);
  }
  CHECK(camera.looks() <= 10 + 20);
}

TEST_CASE("whatever the camera's rate, a code is looked for ten times a second at most") {
  CodeWatch watch;
  const CameraScene scenes[] = {CameraScene(320, 240).light_falls_to(0.5), CameraScene(320, 240)};
  for (uint64_t ms = 0; ms < 10'000; ms += 8) watch.see(scenes[ms / 8 % 2].view(), ms);
  CHECK(watch.looks() <= 100);
  CHECK(watch.looks() >= 90);
}

TEST_CASE("a code that no badge could be is told as unreadable, once") {
  const std::string text =
      GENERATE(std::string("Привет"), std::string(scanned_code_bytes_max + 1, 'A'));
  CameraScene scene(1280, 1000);
  scene.hold_up(text, {800, 0, 640, 500});
  Camera camera;
  CHECK(camera.watch(scene, 3000) == std::vector<ScannedCode>{{"", false}});
}
