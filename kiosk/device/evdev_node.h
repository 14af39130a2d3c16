// kiosk/device/evdev_node.h - one input node that is open: its descriptor and what was read of it.
#pragma once
#include <sys/stat.h>

#include <memory>
#include <string>

#include "kiosk/device/code_splitter.h"
#include "kiosk/device/evdev_decoder.h"
#include "shared/store/descriptor.h"

namespace otmetka::kiosk {

class EvdevNode {
 public:
  using Whole = std::function<bool(std::string_view)>;
  enum class Read { more, gone };

  /// Opens and grabs: from then on nobody else, the window included, gets a key of it. A FIFO or a
  /// plain file is read as a stream of `struct input_event` and needs no grab. Null: not opened;
  /// `why` is then what to tell a person, or empty for a node that is no keyboard, such as the
  /// mouse that many scanners also claim to be.
  static std::unique_ptr<EvdevNode> open(const std::string& path, Whole whole, std::string& why);

  /// What there is to read, without waiting. `gone`: it was unplugged; half a code is forgotten
  /// with the node.
  Read read(uint64_t now_ms, std::vector<ScannedCode>& codes);
  /// To be asked when there was nothing to read; as CodeSplitter::silence().
  std::vector<ScannedCode> silence(uint64_t now_ms);
  /// When silence() is worth asking; UINT64_MAX: not before something is read.
  uint64_t silent_at_ms() const;
  /// True while `path` still leads to this node.
  bool is_at(const std::string& path) const;
  /// To wait on with poll(); negative once a plain file has ended: it is not read again.
  int poll_file() const { return ended_ ? -1 : file_.get(); }
  const std::string& path() const { return path_; }

 private:
  EvdevNode(std::string path, Whole whole, Descriptor file, const struct stat& about);

  std::string path_;
  Descriptor file_;
  struct stat about_;
  EvdevDecoder decoder_;
  CodeSplitter splitter_;
  uint64_t fed_ms_ = 0;
  bool ended_ = false;
};

}  // namespace otmetka::kiosk
