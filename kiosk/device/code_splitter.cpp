#include "kiosk/device/code_splitter.h"

#include "shared/base/limits.h"

namespace otmetka::kiosk {

std::vector<ScannedCode> CodeSplitter::feed(std::string_view bytes, uint64_t now_ms) {
  std::vector<ScannedCode> out;
  if (!bytes.empty()) fed_ms_ = now_ms;
  for (const char byte : bytes) {
    if (byte == '\n' || byte == '\r') {
      end_code(out);
      continue;
    }
    const bool printable = byte >= 0x20 && byte < 0x7f;
    if (!printable || text_.size() == scanned_code_bytes_max) spoiled_ = true;
    // What is spoiled is kept no longer: its end is all that matters.
    if (spoiled_) {
      text_.clear();
    } else {
      text_.push_back(byte);
    }
  }
  return out;
}

std::vector<ScannedCode> CodeSplitter::silence(uint64_t now_ms) {
  std::vector<ScannedCode> out;
  if (waiting() && now_ms >= silent_at_ms()) end_code(out);
  return out;
}

void CodeSplitter::end_code(std::vector<ScannedCode>& out) {
  if (spoiled_) {
    const bool told = !out.empty() && !out.back().readable;
    if (!told) out.push_back({"", false});
  } else if (!text_.empty()) {
    out.push_back({std::move(text_), true});
  }
  text_.clear();
  spoiled_ = false;
}

}  // namespace otmetka::kiosk
