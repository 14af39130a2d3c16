#include "kiosk/device/code_splitter.h"

#include <algorithm>

#include "shared/base/limits.h"

namespace otmetka::kiosk {
namespace {

bool is_printable(char byte) { return byte >= 0x20 && byte < 0x7f; }

}  // namespace

ScannedCode as_scanned(std::string text) {
  const bool readable =
      text.size() <= scanned_code_bytes_max && std::all_of(text.begin(), text.end(), is_printable);
  return readable ? ScannedCode{std::move(text), true} : ScannedCode{"", false};
}

std::vector<ScannedCode> CodeSplitter::feed(std::string_view bytes, uint64_t now_ms) {
  std::vector<ScannedCode> out;
  if (!bytes.empty()) fed_ms_ = now_ms;
  for (const char byte : bytes) {
    if (byte == '\n' || byte == '\r') {
      end_code(out);
      continue;
    }
    const bool printable = is_printable(byte);
    if (!printable || text_.size() >= scanned_code_bytes_max) spoiled_ = true;
    if (!printable) {
      text_.clear();
      continue;
    }
    // Noise without end must not grow; its last bytes may already be the next badge.
    if (text_.size() >= 2 * scanned_code_bytes_max) text_.erase(0, scanned_code_bytes_max);
    text_.push_back(byte);
  }
  return out;
}

std::vector<ScannedCode> CodeSplitter::silence(uint64_t now_ms) {
  std::vector<ScannedCode> out;
  if (waiting() && now_ms >= silent_at_ms()) end_code(out);
  return out;
}

uint64_t CodeSplitter::silent_at_ms() const {
  const bool whole = whole_ && !spoiled_ && whole_(text_);
  return fed_ms_ + (whole ? scanner_silence_ms : patience_ms_);
}

void CodeSplitter::end_code(std::vector<ScannedCode>& out) {
  if (spoiled_) {
    const bool told = !out.empty() && !out.back().readable;
    if (!told) out.push_back({"", false});
    const std::string_view code = code_after_noise();
    if (!code.empty()) out.push_back({std::string(code), true});
  } else if (!text_.empty()) {
    out.push_back({std::move(text_), true});
  }
  text_.clear();
  spoiled_ = false;
}

std::string_view CodeSplitter::code_after_noise() const {
  if (!whole_) return {};
  const std::string_view all = text_;
  for (size_t from = all.size() - std::min(all.size(), scanned_code_bytes_max); from < all.size();
       ++from) {
    if (whole_(all.substr(from))) return all.substr(from);
  }
  return {};
}

}  // namespace otmetka::kiosk
