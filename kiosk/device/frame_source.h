// kiosk/device/frame_source.h - the seam to a camera: where pictures come from.
#pragma once
#include <memory>
#include <string>

#include "kiosk/device/grey.h"
#include "shared/base/result.h"

namespace otmetka::kiosk {

/// All is called on one thread, and nothing of it waits for a picture.
class FrameSource {
 public:
  virtual ~FrameSource() = default;
  /// What a person calls it: a path.
  virtual std::string name() const = 0;
  /// A failure's message is for a person who sets up the kiosk. After close() it may be opened
  /// again, and again.
  virtual Status open() = 0;
  /// To wait on with poll() while it is open.
  virtual int poll_file() const = 0;
  /// The newest picture; older ones are dropped. False: there is none yet, or it came damaged. A
  /// failure: the camera is gone.
  virtual Result<bool> take(GreyImage& picture) = 0;
  virtual void close() = 0;
};

/// A camera of the kernel's Video4Linux, such as /dev/video0 or a name in /dev/v4l/by-id.
std::unique_ptr<FrameSource> v4l2_source(std::string path);

}  // namespace otmetka::kiosk
