#include "kiosk/device/camera.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <thread>

#include "kiosk/device/code_watch.h"
#include "kiosk/device/monotonic.h"
#include "shared/store/descriptor.h"

namespace otmetka::kiosk {
namespace {

// As for scanners: back within seconds, and asking costs next to nothing.
constexpr int reopen_first_ms = 200;
constexpr int reopen_last_ms = 3000;

}  // namespace

class Camera::Watcher {
 public:
  Watcher(std::unique_ptr<FrameSource> source, ScannerListener listener, uint64_t patience_ms)
      : source_(std::move(source)),
        listener_(std::move(listener)),
        patience_ms_(patience_ms),
        stop_(::eventfd(0, EFD_CLOEXEC)),
        thread_([this] { run(); }) {}

  ~Watcher() {
    const uint64_t one = 1;
    (void)!::write(stop_.get(), &one, sizeof one);
    thread_.join();
  }

 private:
  void run() {
    for (;;) {
      const Status opened = source_->open();
      if (opened.ok()) {
        const bool stopped = !watch_until_gone();
        source_->close();
        if (stopped) return;
      } else {
        note(opened.error().message);
      }
      tell_present(false);
      if (stopped_within(reopen_ms_)) return;
      reopen_ms_ = std::min(reopen_ms_ * 2, reopen_last_ms);
    }
  }

  // False when the program ends; true when the camera went away. Between two looks nothing is
  // read, so that pictures nobody looks at cost nothing; the source drops them.
  bool watch_until_gone() {
    uint64_t next_ms = 0, pictured_ms = monotonic_ms();
    for (;;) {
      const uint64_t now = monotonic_ms();
      if (now < next_ms && stopped_within(static_cast<int>(next_ms - now))) return false;
      pollfd files[] = {{stop_.get(), POLLIN, 0}, {source_->poll_file(), POLLIN, 0}};
      const int ready = ::poll(files, 2, static_cast<int>(patience_ms_));
      if (ready < 0 && errno != EINTR) return true;
      if (files[0].revents != 0) return false;
      const uint64_t started = monotonic_ms();
      next_ms = started + look_every_ms;
      const Result<bool> taken = source_->take(picture_);
      if (!taken.ok()) {
        note(taken.error().message);
        return true;
      }
      if (taken.value()) {
        pictured_ms = started;
        look(started);
        // Never more than half of a processor, however slow it is.
        const uint64_t ended = monotonic_ms();
        next_ms = std::max(next_ms, ended + (ended - started));
      } else if (started >= pictured_ms + patience_ms_) {
        note("gives no pictures");
        return true;
      }
    }
  }

  void look(uint64_t now) {
    if (told_present_ != true) note("found");
    tell_present(true);
    reopen_ms_ = reopen_first_ms;  // it works, so the next loss is a new one
    for (ScannedCode& code : watch_.see(picture_.view(), now)) listener_.code(std::move(code));
  }

  bool stopped_within(int wait_ms) {
    pollfd file{stop_.get(), POLLIN, 0};
    return ::poll(&file, 1, wait_ms) > 0;
  }

  // Said once, not at each attempt.
  void note(const std::string& what) {
    if (what == noted_) return;
    noted_ = what;
    if (listener_.note) listener_.note(source_->name() + ": " + what);
  }

  void tell_present(bool present) {
    if (told_present_ == present) return;
    told_present_ = present;
    listener_.present(present);
  }

  std::unique_ptr<FrameSource> source_;
  ScannerListener listener_;
  uint64_t patience_ms_;
  CodeWatch watch_;
  GreyImage picture_;
  int reopen_ms_ = reopen_first_ms;
  std::optional<bool> told_present_;
  std::string noted_;
  Descriptor stop_;
  std::thread thread_;  // last: it uses everything above
};

Camera::Camera(std::unique_ptr<FrameSource> source, ScannerListener listener, uint64_t patience_ms)
    : watcher_(std::make_unique<Watcher>(std::move(source), std::move(listener), patience_ms)) {}
Camera::~Camera() = default;

}  // namespace otmetka::kiosk
