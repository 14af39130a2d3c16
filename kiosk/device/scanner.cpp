#include "kiosk/device/scanner.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <thread>

#include "kiosk/device/monotonic.h"

namespace otmetka::kiosk {
namespace {

// A scanner that was pulled out is usually back within seconds; asking for it costs next to
// nothing.
constexpr int reopen_first_ms = 200;
constexpr int reopen_last_ms = 3000;
constexpr size_t read_bytes = 4096;

// Raw: no echo, no line editing, no byte with a meaning of its own.
void make_raw(int file) {
  termios settings{};
  if (tcgetattr(file, &settings) != 0) return;
  cfmakeraw(&settings);
  settings.c_cflag |= CLOCAL | CREAD;
  settings.c_cc[VMIN] = 1;
  settings.c_cc[VTIME] = 0;
  tcsetattr(file, TCSANOW, &settings);
}

// Read and write even though nothing is written: a FIFO opened so has no end of file between two
// writers, and opening never waits for one.
int open_scanner(const std::string& path) {
  const int file = open(path.c_str(), O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (file < 0) return -1;
  struct stat about {};
  const bool stream =
      fstat(file, &about) == 0 && (S_ISFIFO(about.st_mode) || S_ISCHR(about.st_mode));
  if (!stream) {
    close(file);
    return -1;
  }
  if (isatty(file)) make_raw(file);
  return file;
}

}  // namespace

class Scanner::Reader {
 public:
  Reader(std::string path, std::function<bool(std::string_view)> whole, ScannerListener listener)
      : path_(std::move(path)),
        whole_(std::move(whole)),
        splitter_(whole_),
        listener_(std::move(listener)),
        stop_(eventfd(0, EFD_CLOEXEC)),
        thread_([this] { run(); }) {}

  ~Reader() {
    const uint64_t one = 1;
    (void)!write(stop_, &one, sizeof one);
    thread_.join();
    close(stop_);
  }

 private:
  void run() {
    int wait_ms = reopen_first_ms;
    for (;;) {
      const int file = open_scanner(path_);
      if (file >= 0) {
        tell_present(true);
        const bool stopped = !read_until_gone(file, wait_ms);
        close(file);
        if (stopped) return;
      }
      tell_present(false);
      if (wait_for_stop(wait_ms)) return;
      wait_ms = std::min(wait_ms * 2, reopen_last_ms);
    }
  }

  // False when the program ends; true when the scanner went away.
  bool read_until_gone(int file, int& wait_ms) {
    char buffer[read_bytes];
    for (;;) {
      pollfd files[] = {{file, POLLIN, 0}, {stop_, POLLIN, 0}};
      const int ready =
          poll(files, 2, splitter_.waiting() ? static_cast<int>(scanner_silence_ms) : -1);
      if (ready < 0 && errno != EINTR) return true;
      if (files[1].revents != 0) return false;
      if (files[0].revents == 0) {
        tell(splitter_.silence(monotonic_ms()));
        continue;
      }
      const ssize_t size = read(file, buffer, sizeof buffer);
      if (size > 0) {
        wait_ms = reopen_first_ms;  // it works, so the next loss is a new one
        tell(splitter_.feed({buffer, static_cast<size_t>(size)}, monotonic_ms()));
      } else if (size == 0 || (errno != EAGAIN && errno != EINTR)) {
        // Half a code of a scanner that is gone must not become the head of the next one.
        splitter_ = CodeSplitter(whole_);
        return true;
      }
    }
  }

  bool wait_for_stop(int wait_ms) {
    pollfd file{stop_, POLLIN, 0};
    return poll(&file, 1, wait_ms) > 0;
  }

  void tell(const std::vector<ScannedCode>& codes) {
    for (const ScannedCode& code : codes) listener_.code(code);
  }

  void tell_present(bool present) {
    if (told_ == (present ? 1 : 0)) return;
    told_ = present ? 1 : 0;
    listener_.present(present);
  }

  std::string path_;
  std::function<bool(std::string_view)> whole_;
  CodeSplitter splitter_;
  ScannerListener listener_;
  int told_ = -1;
  int stop_;
  std::thread thread_;  // last: it uses everything above
};

Scanner::Scanner(std::string path, std::function<bool(std::string_view)> whole,
                 ScannerListener listener)
    : reader_(std::make_unique<Reader>(std::move(path), std::move(whole), std::move(listener))) {}
Scanner::~Scanner() = default;

}  // namespace otmetka::kiosk
