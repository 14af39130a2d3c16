#include "kiosk/device/evdev_node.h"

#include <fcntl.h>
#include <linux/input.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace otmetka::kiosk {
namespace {

// Whole events only, so that a read never cuts one.
constexpr size_t read_bytes = 128 * sizeof(input_event);

std::string reason(int error) {
  if (error == EACCES)
    return "may not be read; the kiosk's user must be in the group that owns it, on Debian input";
  if (error == EBUSY) return "is held by another program";
  return ::strerror(error);
}

// All the keys that a badge needs. A node without them is another face of the scanner, or no
// scanner at all.
bool has_letters_and_enter(int file) {
  constexpr size_t word_bits = 8 * sizeof(unsigned long);
  std::array<unsigned long, KEY_MAX / word_bits + 1> keys{};
  if (::ioctl(file, EVIOCGBIT(EV_KEY, sizeof keys), keys.data()) < 0) return false;
  const auto has = [&](size_t key) { return (keys[key / word_bits] >> key % word_bits & 1) != 0; };
  constexpr std::array needed{KEY_Q, KEY_W, KEY_E, KEY_R, KEY_T, KEY_Y, KEY_U, KEY_I, KEY_O,
                              KEY_P, KEY_A, KEY_S, KEY_D, KEY_F, KEY_G, KEY_H, KEY_J, KEY_K,
                              KEY_L, KEY_Z, KEY_X, KEY_C, KEY_V, KEY_B, KEY_N, KEY_M, KEY_ENTER};
  return std::all_of(needed.begin(), needed.end(), [&](int key) { return has(size_t(key)); });
}

// True: ours alone. `why` as EvdevNode::open() says it.
bool grab(int file, std::string& why) {
  int version = 0;
  if (::ioctl(file, EVIOCGVERSION, &version) < 0) {
    why = "is no input device";
    return false;
  }
  if (!has_letters_and_enter(file)) return false;
  if (::ioctl(file, EVIOCGRAB, 1) == 0) return true;
  why = reason(errno);
  return false;
}

bool same_node(const struct stat& one, const struct stat& other) {
  return one.st_dev == other.st_dev && one.st_ino == other.st_ino && one.st_rdev == other.st_rdev;
}

}  // namespace

std::unique_ptr<EvdevNode> EvdevNode::open(const std::string& path, Whole whole, std::string& why) {
  why.clear();
  struct stat about {};
  // Read and write for a FIFO: so opened it has no end between two writers. An input device may be
  // there to be read only.
  const bool fifo = ::stat(path.c_str(), &about) == 0 && S_ISFIFO(about.st_mode);
  Descriptor file(
      ::open(path.c_str(), (fifo ? O_RDWR : O_RDONLY) | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (file.get() < 0 || ::fstat(file.get(), &about) != 0) {
    why = reason(errno);
    return nullptr;
  }
  const bool stream = S_ISFIFO(about.st_mode) || S_ISREG(about.st_mode);
  if (!stream && !grab(file.get(), why)) return nullptr;
  return std::unique_ptr<EvdevNode>(new EvdevNode(path, std::move(whole), std::move(file), about));
}

EvdevNode::EvdevNode(std::string path, Whole whole, Descriptor file, const struct stat& about)
    : path_(std::move(path)),
      file_(std::move(file)),
      about_(about),
      // Keys come one by one, from some scanners at the pace of a typist.
      splitter_(std::move(whole), scanner_patience_ms) {}

EvdevNode::Read EvdevNode::read(uint64_t now_ms, std::vector<ScannedCode>& codes) {
  char buffer[read_bytes];
  const ssize_t size = ::read(file_.get(), buffer, sizeof buffer);
  if (size > 0) {
    fed_ms_ = now_ms;
    codes = splitter_.feed(decoder_.feed({buffer, static_cast<size_t>(size)}), now_ms);
    return Read::more;
  }
  if (size < 0) return errno == EAGAIN || errno == EINTR ? Read::more : Read::gone;
  if (!S_ISREG(about_.st_mode)) return Read::gone;
  ended_ = true;
  return Read::more;
}

std::vector<ScannedCode> EvdevNode::silence(uint64_t now_ms) {
  if (now_ms >= fed_ms_ + scanner_silence_ms) decoder_.forget_fragment();
  return splitter_.silence(now_ms);
}

uint64_t EvdevNode::silent_at_ms() const {
  uint64_t at = splitter_.waiting() ? splitter_.silent_at_ms() : UINT64_MAX;
  if (decoder_.has_fragment()) at = std::min(at, fed_ms_ + scanner_silence_ms);
  return at;
}

bool EvdevNode::is_at(const std::string& path) const {
  struct stat about {};
  return ::stat(path.c_str(), &about) == 0 && same_node(about, about_);
}

}  // namespace otmetka::kiosk
