// kiosk/device/camera.h - a camera that reads badges: a scanner like the others. Looked at on its
// own thread; the camera may be unplugged and come back at any time.
#pragma once
#include <memory>

#include "kiosk/device/frame_source.h"
#include "kiosk/device/scanner.h"

namespace otmetka::kiosk {

// A camera that is open and gives no picture for so long is opened anew.
inline constexpr uint64_t camera_patience_ms = 5000;

class Camera {
 public:
  /// What a code is and how often it is told: CodeWatch. Present: it gave a picture and has not
  /// failed since; one that cannot be opened is tried again for ever.
  Camera(std::unique_ptr<FrameSource> source, ScannerListener listener,
         uint64_t patience_ms = camera_patience_ms);
  ~Camera();  // joins the thread
  Camera(const Camera&) = delete;
  Camera& operator=(const Camera&) = delete;

 private:
  class Watcher;
  std::unique_ptr<Watcher> watcher_;
};

}  // namespace otmetka::kiosk
