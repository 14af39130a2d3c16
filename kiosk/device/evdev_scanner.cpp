#include "kiosk/device/evdev_scanner.h"

#include <glob.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <thread>

#include "kiosk/device/evdev_node.h"
#include "kiosk/device/monotonic.h"

namespace otmetka::kiosk {
namespace {

// The directory is watched; this is for what a watch does not tell: /dev/input/by-id comes and goes
// with its last entry, and a node held by another program becomes free without a word.
constexpr uint64_t rescan_every_ms = 3000;
// A rule of udev changes the owner of a node after it was made, so attributes count too.
constexpr uint32_t watched = IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB;

std::vector<std::string> paths_of(const std::string& pattern) {
  glob_t found{};
  std::vector<std::string> out;
  if (::glob(pattern.c_str(), 0, nullptr, &found) == 0)
    out.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  ::globfree(&found);
  return out;
}

std::string directory_of(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace

class EvdevScanner::Reader {
 public:
  Reader(std::vector<std::string> patterns, EvdevNode::Whole whole, ScannerListener listener)
      : patterns_(std::move(patterns)),
        whole_(std::move(whole)),
        listener_(std::move(listener)),
        stop_(::eventfd(0, EFD_CLOEXEC)),
        changes_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)),
        thread_([this] { run(); }) {}

  ~Reader() {
    const uint64_t one = 1;
    (void)!::write(stop_.get(), &one, sizeof one);
    thread_.join();
  }

 private:
  using Nodes = std::vector<std::unique_ptr<EvdevNode>>;

  void run() {
    for (;;) {
      const uint64_t now = monotonic_ms();
      if (now >= rescan_ms_) rescan(now);
      std::vector<pollfd> files{{stop_.get(), POLLIN, 0}, {changes_.get(), POLLIN, 0}};
      for (const auto& node : nodes_) files.push_back({node->poll_file(), POLLIN, 0});
      if (::poll(files.data(), files.size(), wait_ms(now)) < 0) continue;  // a signal
      if (files[0].revents != 0) return;
      // The nodes first: what a scanner sent before it was unplugged still counts.
      for (size_t i = nodes_.size(); i-- > 0;) serve(i, files[i + 2].revents != 0);
      if (files[1].revents != 0) hear_changes();
    }
  }

  int wait_ms(uint64_t now) const {
    uint64_t until = rescan_ms_;
    for (const auto& node : nodes_) until = std::min(until, node->silent_at_ms());
    return until > now ? static_cast<int>(until - now) : 0;
  }

  void serve(size_t index, bool readable) {
    EvdevNode& node = *nodes_[index];
    const uint64_t now = monotonic_ms();
    std::vector<ScannedCode> codes;
    if (!readable) {
      codes = node.silence(now);
    } else if (node.read(now, codes) == EvdevNode::Read::gone) {
      close(index);
    }
    for (ScannedCode& code : codes) listener_.code(std::move(code));
  }

  void close(size_t index) {
    note(nodes_[index]->path(), "gone");
    nodes_.erase(nodes_.begin() + static_cast<Nodes::difference_type>(index));
    tell_present();
  }

  void hear_changes() {
    alignas(inotify_event) char ignored[4096];
    while (::read(changes_.get(), ignored, sizeof ignored) > 0) continue;
    rescan_ms_ = 0;
  }

  void rescan(uint64_t now) {
    rescan_ms_ = now + rescan_every_ms;
    for (const std::string& pattern : patterns_)  // watched before it is listed: nothing is missed
      (void)::inotify_add_watch(changes_.get(), directory_of(pattern).c_str(), watched);
    for (size_t i = nodes_.size(); i-- > 0;) {
      if (!nodes_[i]->is_at(nodes_[i]->path())) close(i);
    }
    std::map<std::string, std::string> refused;
    for (const std::string& pattern : patterns_) {
      for (const std::string& path : paths_of(pattern)) take(path, refused);
    }
    refused_ = std::move(refused);
    tell_present();
  }

  void take(const std::string& path, std::map<std::string, std::string>& refused) {
    const bool held = std::any_of(nodes_.begin(), nodes_.end(),
                                  [&](const auto& node) { return node->is_at(path); });
    if (held) return;
    std::string why;
    auto node = EvdevNode::open(path, whole_, why);
    if (node) {
      nodes_.push_back(std::move(node));
      note(path, "found");
    } else if (!why.empty()) {
      // Said once, not at each rescan.
      const auto before = refused_.find(path);
      if (before == refused_.end() || before->second != why) note(path, why);
      refused[path] = why;
    }
  }

  void note(const std::string& path, const std::string& what) const {
    if (listener_.note) listener_.note(path + ": " + what);
  }

  void tell_present() {
    const int present = nodes_.empty() ? 0 : 1;
    if (told_ == present) return;
    told_ = present;
    listener_.present(present == 1);
  }

  std::vector<std::string> patterns_;
  EvdevNode::Whole whole_;
  ScannerListener listener_;
  Nodes nodes_;
  std::map<std::string, std::string> refused_;  // path → why, of the last rescan
  uint64_t rescan_ms_ = 0;
  int told_ = -1;
  Descriptor stop_, changes_;
  std::thread thread_;  // last: it uses everything above
};

EvdevScanner::EvdevScanner(std::vector<std::string> patterns,
                           std::function<bool(std::string_view)> whole, ScannerListener listener)
    : reader_(
          std::make_unique<Reader>(std::move(patterns), std::move(whole), std::move(listener))) {}
EvdevScanner::~EvdevScanner() = default;

}  // namespace otmetka::kiosk
