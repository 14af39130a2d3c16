// kiosk/device/code_hold.h - a badge that is held up is one scan, however many pictures it is in.
// Pure: times come in.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace otmetka::kiosk {

// A hand that trembles loses the code for some pictures; who wants a second scan takes the badge
// away.
inline constexpr uint64_t hold_away_ms = 1500;
// Held up at once and shortly before. Beyond it the one seen longest ago is forgotten.
inline constexpr size_t held_codes_max = 8;

class CodeHold {
 public:
  /// The codes of one picture; gives those that were not seen for hold_away_ms. `still`: the scene
  /// is that of the call before, so what was in view is, whether it was found again or not.
  std::vector<std::string> see(const std::vector<std::string>& codes, uint64_t now_ms,
                               bool still = false);

 private:
  struct Held {
    std::string code;
    uint64_t seen_ms;
    bool in_view;  // at the last see()
  };
  void forget_longest_away();

  std::vector<Held> held_;
};

}  // namespace otmetka::kiosk
