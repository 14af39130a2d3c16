// Streams into the kernel's buffers, mapped here. What a camera offers is asked, never assumed.
#include <fcntl.h>
#include <linux/videodev2.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include <cerrno>
#include <cstring>

#include "kiosk/device/frame_pixels.h"
#include "kiosk/device/frame_source.h"
#include "shared/store/descriptor.h"

namespace otmetka::kiosk {
namespace {

// A badge 3 cm wide, a hand's breadth before a wide lens, still has five pixels a module; the
// camera takes the nearest size it has.
constexpr uint32_t wanted_width = 1280, wanted_height = 720;
// One is filled while others wait; more would only hold older pictures.
constexpr uint32_t buffers_wanted = 4;
// More than any camera offers: the list of a broken one must end.
constexpr uint32_t formats_asked_max = 64;
constexpr uint32_t type_capture = V4L2_BUF_TYPE_VIDEO_CAPTURE;

class Mapping {
 public:
  Mapping(int file, const v4l2_buffer& buffer) : size_(buffer.length) {
    void* at = ::mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_SHARED, file,
                      static_cast<off_t>(buffer.m.offset));
    if (at != MAP_FAILED) bytes_ = static_cast<const uint8_t*>(at);
  }
  Mapping(Mapping&& other) noexcept
      : bytes_(std::exchange(other.bytes_, nullptr)), size_(other.size_) {}
  Mapping& operator=(Mapping&&) = delete;
  ~Mapping() {
    if (bytes_ != nullptr) ::munmap(const_cast<uint8_t*>(bytes_), size_);
  }
  bool ok() const { return bytes_ != nullptr; }
  std::span<const uint8_t> bytes(size_t used) const { return {bytes_, std::min(used, size_)}; }

 private:
  const uint8_t* bytes_ = nullptr;
  size_t size_;
};

v4l2_buffer capture_buffer(uint32_t index) {
  v4l2_buffer buffer{};
  buffer.type = type_capture;
  buffer.memory = V4L2_MEMORY_MMAP;
  buffer.index = index;
  return buffer;
}

class V4l2Source : public FrameSource {
 public:
  explicit V4l2Source(std::string path) : path_(std::move(path)) {}
  ~V4l2Source() override { V4l2Source::close(); }

  std::string name() const override { return path_; }
  int poll_file() const override { return file_.get(); }

  Status open() override {
    const Status opened = start();
    if (!opened.ok()) close();
    return opened;
  }

  // Streaming ends with the descriptor; the maps go first, since they hold the device.
  void close() override {
    buffers_.clear();
    file_ = Descriptor();
  }

  Result<bool> take(GreyImage& picture) override {
    std::optional<v4l2_buffer> newest;
    for (;;) {
      v4l2_buffer buffer = capture_buffer(0);
      if (!ask(VIDIOC_DQBUF, &buffer)) {
        if (errno == EAGAIN) break;
        return fault("gone");
      }
      if (newest && !ask(VIDIOC_QBUF, &*newest)) return fault("takes no buffer back");
      newest = buffer;
    }
    if (!newest) return false;
    const bool whole = (newest->flags & V4L2_BUF_FLAG_ERROR) == 0 &&
                       newest->index < buffers_.size() &&
                       grey_of(buffers_[newest->index].bytes(newest->bytesused), shape_, picture);
    if (!ask(VIDIOC_QBUF, &*newest)) return fault("takes no buffer back");
    return whole;
  }

 private:
  bool ask(unsigned long request, void* argument) {
    int result = 0;
    do {
      result = ::ioctl(file_.get(), request, argument);
    } while (result < 0 && errno == EINTR);
    return result == 0;
  }

  Error fault(const std::string& what) const {
    return fail(errno == EBUSY ? Failure::busy : Failure::io,
                what + " (" + std::strerror(errno) + ")");
  }

  Status start() {
    file_ = Descriptor(::open(path_.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC));
    if (file_.get() < 0) {
      if (errno == EACCES) return fault("may not be read: the user must be in the group video");
      return fault("cannot be opened");
    }
    v4l2_capability about{};
    if (!ask(VIDIOC_QUERYCAP, &about)) return fault("is no camera");
    const uint32_t can =
        (about.capabilities & V4L2_CAP_DEVICE_CAPS) != 0 ? about.device_caps : about.capabilities;
    if ((can & V4L2_CAP_VIDEO_CAPTURE) == 0 || (can & V4L2_CAP_STREAMING) == 0)
      return fail(Failure::bad_input, "gives no pictures; a camera often has a second node");
    TRY(choose_format());
    TRY(map_buffers());
    uint32_t type = type_capture;
    if (!ask(VIDIOC_STREAMON, &type)) return fault("does not start");
    return done();
  }

  Status choose_format() {
    uint32_t chosen = 0;
    std::optional<PixelLayout> layout;
    for (uint32_t i = 0; i < formats_asked_max; ++i) {
      v4l2_fmtdesc offered{};
      offered.index = i;
      offered.type = type_capture;
      if (!ask(VIDIOC_ENUM_FMT, &offered)) break;
      const auto its = layout_of(offered.pixelformat);
      if (!its || (layout && rank_of(*its) >= rank_of(*layout))) continue;
      layout = its;
      chosen = offered.pixelformat;
    }
    if (!layout) return fail(Failure::bad_input, "has no pixel format that is read here");
    v4l2_format format{};
    format.type = type_capture;
    format.fmt.pix.width = wanted_width;
    format.fmt.pix.height = wanted_height;
    format.fmt.pix.pixelformat = chosen;
    format.fmt.pix.field = V4L2_FIELD_NONE;
    if (!ask(VIDIOC_S_FMT, &format)) return fault("takes no format");
    const v4l2_pix_format& given = format.fmt.pix;
    layout = layout_of(given.pixelformat);  // it may have taken another one
    if (!layout) return fail(Failure::bad_input, "insists on a pixel format not read here");
    if (given.width > frame_side_pixels_max || given.height > frame_side_pixels_max)
      return fail(Failure::bad_input, "insists on a picture that is too large");
    shape_ = {*layout, static_cast<int>(given.width), static_cast<int>(given.height),
              given.bytesperline};
    return done();
  }

  Status map_buffers() {
    v4l2_requestbuffers wanted{};
    wanted.count = buffers_wanted;
    wanted.type = type_capture;
    wanted.memory = V4L2_MEMORY_MMAP;
    if (!ask(VIDIOC_REQBUFS, &wanted)) return fault("gives no buffers");
    if (wanted.count == 0) return fail(Failure::io, "gives no buffers");
    for (uint32_t i = 0; i < wanted.count; ++i) {
      v4l2_buffer buffer = capture_buffer(i);
      if (!ask(VIDIOC_QUERYBUF, &buffer)) return fault("gives no buffers");
      buffers_.emplace_back(file_.get(), buffer);
      if (!buffers_.back().ok()) return fault("its buffers cannot be mapped");
      if (!ask(VIDIOC_QBUF, &buffer)) return fault("takes no buffer");
    }
    return done();
  }

  std::string path_;
  FrameShape shape_;
  Descriptor file_;
  std::vector<Mapping> buffers_;  // end before the descriptor
};

}  // namespace

std::unique_ptr<FrameSource> v4l2_source(std::string path) {
  return std::make_unique<V4l2Source>(std::move(path));
}

}  // namespace otmetka::kiosk
