// kiosk/device/evdev_decoder.h - what the key codes of a scanner mean, whatever layout the system
// has: a scanner presses the keys of a US keyboard, and under any other layout its text would be
// garbled. Pure: bytes in, bytes out.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

struct input_event;

namespace otmetka::kiosk {

/// A byte that no code has. Put where something was lost, so that CodeSplitter calls the code
/// unreadable instead of believing the rest of it.
inline constexpr char evdev_lost = '\x18';

/// Decodes one device. Two devices need two decoders: each has its own Shift.
class EvdevDecoder {
 public:
  /// `bytes`: the next of a stream of `struct input_event`, cut anywhere. Returns what was typed,
  /// for CodeSplitter: Enter and Tab are \n. Locks, repeats and keys that type nothing are nothing.
  /// Bytes that are no event are skipped until one begins, and leave one evdev_lost.
  std::string feed(std::string_view bytes);
  /// True: the last event is not whole yet.
  bool has_fragment() const { return !fragment_.empty(); }
  /// To be asked when the source was silent: an event is written at once, so its rest will not
  /// come.
  void forget_fragment() { fragment_.clear(); }

 private:
  void take(const input_event& event, std::string& out);
  void press(uint16_t key, std::string& out) const;

  std::string fragment_;
  uint8_t held_ = 0;         // modifiers, a bit each
  bool overflowed_ = false;  // the kernel's queue: what comes up to the next report is no use
};

}  // namespace otmetka::kiosk
