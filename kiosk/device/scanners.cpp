#include "kiosk/device/scanners.h"

#include <algorithm>

namespace otmetka::kiosk {
namespace {

constexpr std::string_view evdev_prefix = "evdev:";
constexpr std::string_view camera_prefix = "camera:";
constexpr std::string_view nfc_prefix = "nfc:";
constexpr std::string_view by_id = "/dev/input/by-id/";

std::string evdev_pattern(std::string_view source) {
  const std::string path(source.substr(evdev_prefix.size()));
  return path.find('/') == std::string::npos ? std::string(by_id) + path : path;
}

std::string reader_pattern(std::string_view source) {
  const std::string_view name = source.substr(nfc_prefix.size());
  return name.empty() ? "*" : std::string(name);
}

}  // namespace

Scanners::Scanners(const std::vector<std::string>& sources,
                   std::function<bool(std::string_view)> whole, ScannerListener listener)
    : listener_(std::move(listener)) {
  std::vector<std::string> paths, cameras, patterns, readers;
  for (const std::string& source : sources) {
    if (source.starts_with(evdev_prefix)) {
      patterns.push_back(evdev_pattern(source));
    } else if (source.starts_with(camera_prefix)) {
      cameras.push_back(source.substr(camera_prefix.size()));
    } else if (source.starts_with(nfc_prefix)) {
      readers.push_back(reader_pattern(source));
    } else {
      paths.push_back(source);
    }
  }
  // Before the first thread starts, since each writes here.
  present_.resize(paths.size() + cameras.size() + (patterns.empty() ? 0 : 1) +
                  (readers.empty() ? 0 : 1));
  size_t source = 0;
  for (const std::string& path : paths)
    texts_.push_back(std::make_unique<Scanner>(path, whole, listener_of(source++)));
  for (const std::string& camera : cameras)
    cameras_.push_back(std::make_unique<Camera>(v4l2_source(camera), listener_of(source++)));
  if (!readers.empty())
    cards_ = std::make_unique<NfcScanner>(std::move(readers), listener_of(source++));
  if (!patterns.empty()) {
    keyboards_ = std::make_unique<EvdevScanner>(std::move(patterns), std::move(whole),
                                                listener_of(source++));
  }
}

ScannerListener Scanners::listener_of(size_t source) {
  return {listener_.code, [this, source](bool present) { seen(source, present); }, listener_.note};
}

void Scanners::seen(size_t source, bool present) {
  const std::lock_guard lock(mutex_);
  present_[source] = present;
  const auto known_as = [](bool wanted) {
    return [wanted](const std::optional<bool>& one) { return one == wanted; };
  };
  const bool any = std::any_of(present_.begin(), present_.end(), known_as(true));
  const bool all_missing = std::all_of(present_.begin(), present_.end(), known_as(false));
  if ((!any && !all_missing) || told_ == any) return;
  told_ = any;
  listener_.present(any);
}

}  // namespace otmetka::kiosk
