// The camera's thread with pictures that a test gives it: what it tells, and what it does when the
// camera fails. Nothing here needs a device.
#include "kiosk/device/camera.h"

#include <poll.h>
#include <stb/stb_image_write.h>
#include <sys/eventfd.h>

#include <condition_variable>
#include <deque>
#include <mutex>

#include "kiosk/device/camera_decode.h"
#include "kiosk/device/frame_pixels.h"
#include "kiosk/device/scanners.h"
#include "shared/store/descriptor.h"
#include "tests/kiosk/camera_scene.h"
#include "tests/store/folder.h"

using namespace otmetka;
using namespace otmetka::kiosk;
using namespace otmetka::test;

namespace {

// Nobody waits that long but a test that fails.
constexpr auto patience = std::chrono::seconds(60);
using Texts = std::vector<std::string>;

// What the camera told, to be waited for.
class Heard {
 public:
  ScannerListener listener() {
    return {[this](ScannedCode code) { put(codes_, code.readable ? code.text : "?"); },
            [this](bool present) { put(told_, std::string(present ? "present" : "missing")); },
            [this](const std::string& note) { put(notes_, note); }};
  }
  Texts codes(size_t count) { return wait(codes_, count); }
  Texts told(size_t count) { return wait(told_, count); }
  Texts notes(size_t count) { return wait(notes_, count); }

 private:
  void put(Texts& texts, std::string text) {
    const std::lock_guard lock(mutex_);
    texts.push_back(std::move(text));
    changed_.notify_all();
  }
  Texts wait(const Texts& texts, size_t count) {
    std::unique_lock lock(mutex_);
    REQUIRE(changed_.wait_for(lock, patience, [&] { return texts.size() >= count; }));
    return texts;
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  Texts codes_, told_, notes_;
};

// A camera whose cable the test holds. It shows one scene until it is given another.
class Cable {
 public:
  void plug(const CameraScene& scene) {
    const std::lock_guard lock(mutex_);
    scene_ = scene.picture();
    in_ = true;
    // Readable for ever: there is always a newer picture.
    (void)!::write(file_.get(), &one_, sizeof one_);
    changed_.notify_all();
  }
  void unplug() {
    std::unique_lock lock(mutex_);
    in_ = false;
    REQUIRE(changed_.wait_for(lock, patience, [&] { return !open_; }));
  }
  void wait_attempts(int count) {
    std::unique_lock lock(mutex_);
    REQUIRE(changed_.wait_for(lock, patience, [&] { return attempts_ >= count; }));
  }
  void damage(bool damaged) {
    const std::lock_guard lock(mutex_);
    damaged_ = damaged;
  }
  void wait_taken(int more) {
    std::unique_lock lock(mutex_);
    const int until = taken_ + more;
    REQUIRE(changed_.wait_for(lock, patience, [&] { return taken_ >= until; }));
  }
  std::unique_ptr<FrameSource> source();

 private:
  class Source;
  std::mutex mutex_;
  std::condition_variable changed_;
  GreyImage scene_;
  bool in_ = false, open_ = false, damaged_ = false;
  int attempts_ = 0, taken_ = 0;
  uint64_t one_ = 1;
  Descriptor file_{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
};

class Cable::Source : public FrameSource {
 public:
  explicit Source(Cable& cable) : cable_(cable) {}
  std::string name() const override { return "cable"; }
  int poll_file() const override { return cable_.file_.get(); }
  Status open() override {
    const std::lock_guard lock(cable_.mutex_);
    ++cable_.attempts_;
    cable_.changed_.notify_all();
    if (!cable_.in_) return fail(Failure::absent, "not there");
    cable_.open_ = true;
    return done();
  }
  Result<bool> take(GreyImage& picture) override {
    const std::lock_guard lock(cable_.mutex_);
    ++cable_.taken_;
    cable_.changed_.notify_all();
    if (!cable_.in_) return fail(Failure::io, "gone");
    if (cable_.damaged_) return false;
    picture = cable_.scene_;
    return true;
  }
  void close() override {
    const std::lock_guard lock(cable_.mutex_);
    cable_.open_ = false;
    cable_.changed_.notify_all();
  }

 private:
  Cable& cable_;
};

std::unique_ptr<FrameSource> Cable::source() { return std::make_unique<Source>(*this); }

CameraScene somebody(uint64_t number) {
  CameraScene scene(640, 480);
  scene.hold_up_badge(badge_text(number), {220, 17, 320, 240});
  return scene;
}

// The pixels of a scene as a camera lays them out, with room at the end of each row.
std::vector<uint8_t> laid_out(const CameraScene& scene, const FrameShape& shape) {
  std::vector<uint8_t> bytes(shape.row_bytes * static_cast<size_t>(shape.height), 128);
  const size_t step = shape.layout == PixelLayout::luma_rows ? 1 : 2;
  const size_t first = shape.layout == PixelLayout::uyvy ? 1 : 0;
  for (int y = 0; y < shape.height; ++y) {
    for (int x = 0; x < shape.width; ++x) {
      bytes[static_cast<size_t>(y) * shape.row_bytes + static_cast<size_t>(x) * step + first] =
          scene.view().row(y)[x];
    }
  }
  return bytes;
}

std::vector<uint8_t> jpeg_of(const CameraScene& scene) {
  std::vector<uint8_t> out;
  const auto append = [](void* to, void* bytes, int size) {
    const auto* from = static_cast<const uint8_t*>(bytes);
    static_cast<std::vector<uint8_t>*>(to)->insert(static_cast<std::vector<uint8_t>*>(to)->end(),
                                                   from, from + size);
  };
  const GreyImage& picture = scene.picture();
  REQUIRE(stbi_write_jpg_to_func(append, &out, picture.width, picture.height, 1,
                                 picture.pixels.data(), 80) != 0);
  return out;
}

}  // namespace

TEST_CASE("a badge held up to a camera is told, and the next one after it") {
  Cable cable;
  Heard heard;
  cable.plug(somebody(1));
  const Camera camera(cable.source(), heard.listener());
  CHECK(heard.codes(1) == Texts{badge_text(1)});
  cable.wait_taken(5);
  cable.plug(somebody(2));
  CHECK(heard.codes(2) == Texts{badge_text(1), badge_text(2)});
  CHECK(heard.told(1) == Texts{"present"});
  CHECK(heard.notes(1) == Texts{"cable: found"});
}

TEST_CASE("a camera that is plugged in later is found") {
  Cable cable;
  Heard heard;
  const Camera camera(cable.source(), heard.listener());
  CHECK(heard.told(1) == Texts{"missing"});
  cable.wait_attempts(3);
  cable.plug(somebody(1));
  CHECK(heard.codes(1) == Texts{badge_text(1)});
  CHECK(heard.told(2) == Texts{"missing", "present"});
  CHECK(heard.notes(2) == Texts{"cable: not there", "cable: found"});
}

TEST_CASE("a camera that is unplugged and comes back reads again") {
  Cable cable;
  Heard heard;
  cable.plug(somebody(1));
  const Camera camera(cable.source(), heard.listener());
  CHECK(heard.codes(1) == Texts{badge_text(1)});
  cable.unplug();
  CHECK(heard.told(2) == Texts{"present", "missing"});
  cable.plug(somebody(2));
  CHECK(heard.codes(2) == Texts{badge_text(1), badge_text(2)});
  CHECK(heard.told(3) == Texts{"present", "missing", "present"});
  const Texts notes = heard.notes(3);
  CHECK(notes.front() == "cable: found");
  CHECK(notes.back() == "cable: found");
  CHECK(std::count(notes.begin(), notes.end(), "cable: gone") == 1);
}

TEST_CASE("a camera that gives only damaged pictures is opened anew, and told as missing") {
  Cable cable;
  Heard heard;
  cable.damage(true);
  cable.plug(somebody(1));
  const Camera camera(cable.source(), heard.listener(), 300);
  CHECK(heard.told(1) == Texts{"missing"});
  CHECK(heard.notes(1) == Texts{"cable: gives no pictures"});
  cable.damage(false);
  CHECK(heard.codes(1) == Texts{badge_text(1)});
  CHECK(heard.told(2) == Texts{"missing", "present"});
}

TEST_CASE("a kiosk ends at once though its camera is missing or gives nothing") {
  const bool there = GENERATE(false, true);
  Cable cable;
  Heard heard;
  if (there) cable.plug(CameraScene(640, 480));
  const auto began = std::chrono::steady_clock::now();
  {
    const Camera camera(cable.source(), heard.listener());
    there ? cable.wait_taken(1) : cable.wait_attempts(1);
  }
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::milliseconds(camera_patience_ms));
}

TEST_CASE("what is no camera is said by its path, and a kiosk with it alone has no scanner") {
  const Folder folder;
  const bool there = GENERATE(true, false);
  const std::string path = there ? "/dev/null" : folder / "video0";
  const std::string why = there ? ": is no camera" : ": cannot be opened";
  Heard heard;
  const Scanners scanners({"camera:" + path}, {}, heard.listener());
  CHECK(heard.told(1) == Texts{"missing"});
  CHECK(heard.notes(1).front().starts_with(path + why));
}

TEST_CASE("a badge is read from every layout of pixels that is taken from a camera") {
  const CameraScene scene = somebody(3);
  const auto layout = GENERATE(PixelLayout::luma_rows, PixelLayout::yuyv, PixelLayout::uyvy);
  const FrameShape shape{layout, 640, 480, 2 * 640 + 32};
  GreyImage picture;
  REQUIRE(grey_of(laid_out(scene, shape), shape, picture));
  CHECK(picture.pixels == scene.picture().pixels);
}

TEST_CASE("a badge is read from a camera that gives JPEG only") {
  GreyImage picture;
  REQUIRE(grey_of(jpeg_of(somebody(3)), {PixelLayout::jpeg, 0, 0, 0}, picture));
  CHECK(qr_codes(picture.view()) == Texts{badge_text(3)});
}

TEST_CASE("a frame that is shorter than its shape is no picture") {
  const FrameShape shape{GENERATE(PixelLayout::luma_rows, PixelLayout::yuyv, PixelLayout::uyvy),
                         640, 480, 1280};
  const size_t used = shape.layout == PixelLayout::luma_rows ? 640 : 1280;
  const std::vector<uint8_t> bytes(479 * 1280 + used, 7);
  GreyImage picture;
  CHECK(grey_of(bytes, shape, picture));
  CHECK_FALSE(grey_of(std::span(bytes).first(bytes.size() - 1), shape, picture));
  CHECK_FALSE(grey_of({}, shape, picture));
  for (const FrameShape& wrong :
       {FrameShape{shape.layout, 0, 480, 1280}, FrameShape{shape.layout, 640, -1, 1280},
        FrameShape{shape.layout, 640, 480, used - 1}, FrameShape{shape.layout, 640, 480, SIZE_MAX},
        FrameShape{shape.layout, 1 << 30, 1 << 30, SIZE_MAX}}) {
    CHECK_FALSE(grey_of(bytes, wrong, picture));
  }
}

TEST_CASE("a JPEG with any damage is a picture or none, and never more") {
  const std::vector<uint8_t> whole = jpeg_of(somebody(3));
  Seeded random(9);
  for (int round = 0; round < 300; ++round) {
    std::vector<uint8_t> bytes = whole;
    for (int i = 0; i < 4; ++i)
      bytes[random.below(round % 2 == 0 ? 600 : bytes.size())] =
          static_cast<uint8_t>(random.below(256));
    bytes.resize(random.below(bytes.size() + 1));
    GreyImage picture;
    if (!grey_of(bytes, {PixelLayout::jpeg, 0, 0, 0}, picture)) continue;
    REQUIRE(picture.width <= frame_side_pixels_max);
    REQUIRE(picture.pixels.size() == static_cast<size_t>(picture.width * picture.height));
  }
}
