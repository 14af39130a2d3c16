// kiosk/device/code_splitter.h - cuts what a scanner sends into codes. Pure: times come in, nothing
// is read here. A scanner is hostile input: no byte sequence may stop it, grow it, or spoil the
// code that comes after.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace otmetka::kiosk {

// Scanners send a code in one burst; people notice nothing below a tenth of a second.
inline constexpr uint64_t scanner_silence_ms = 50;
// Keys go through the display server, which may pause while it draws; a code that cannot be whole
// yet is waited for.
inline constexpr uint64_t scanner_patience_ms = 400;

struct ScannedCode {
  std::string text;
  bool readable = true;  // false: too long, or bytes that no code has; the text is then empty
  bool by_card = false;  // it was on an NFC card
  bool operator==(const ScannedCode&) const = default;
};

/// A text that came whole, as CodeSplitter would take it, so that a code means the same by whatever
/// it was read.
ScannedCode as_scanned(std::string text);

class CodeSplitter {
 public:
  /// `whole` knows a code that is complete. With it, a code that follows noise without a line end
  /// between them is still found, and silence ends an incomplete one only after `patience_ms`.
  explicit CodeSplitter(std::function<bool(std::string_view)> whole = {},
                        uint64_t patience_ms = scanner_silence_ms)
      : whole_(std::move(whole)), patience_ms_(patience_ms) {}

  /// Codes that end within these bytes, at \n, \r or \r\n. Empty lines are nothing. Unreadable
  /// codes that follow one another in one burst are told once.
  std::vector<ScannedCode> feed(std::string_view bytes, uint64_t now_ms);
  /// To be asked when the source had nothing to give: a code without a line end is then over once
  /// it has been silent for scanner_silence_ms. Never judged by feed(), since bytes that waited in
  /// a queue while this program was busy were not silent.
  std::vector<ScannedCode> silence(uint64_t now_ms);
  /// The program was busy until now: what could not be heard does not count as silence.
  void was_deaf_until(uint64_t now_ms) { fed_ms_ = now_ms; }
  bool waiting() const { return spoiled_ || !text_.empty(); }
  /// When silence() is worth asking.
  uint64_t silent_at_ms() const;

 private:
  void end_code(std::vector<ScannedCode>& out);
  std::string_view code_after_noise() const;

  std::function<bool(std::string_view)> whole_;
  uint64_t patience_ms_;
  std::string text_;  // once spoiled: the end of it, without a byte that no code has
  bool spoiled_ = false;
  uint64_t fed_ms_ = 0;
};

}  // namespace otmetka::kiosk
