#include "kiosk/device/evdev_decoder.h"

#include <linux/input.h>

#include <array>
#include <cstring>

namespace otmetka::kiosk {
namespace {

struct Key {
  char plain = 0, shifted = 0;  // zero: types nothing
};
using Layout = std::array<Key, 128>;

constexpr void put_row(Layout& keys, size_t first, std::string_view plain,
                       std::string_view shifted) {
  for (size_t i = 0; i < plain.size(); ++i) keys[first + i] = {plain[i], shifted[i]};
}

// The kernel numbers keys by their place, so a row of the keyboard is a row here.
constexpr Layout make_us_layout() {
  Layout keys{};
  put_row(keys, KEY_1, "1234567890-=", "!@#$%^&*()_+");
  put_row(keys, KEY_Q, "qwertyuiop[]", "QWERTYUIOP{}");
  put_row(keys, KEY_A, "asdfghjkl;'`", "ASDFGHJKL:\"~");
  put_row(keys, KEY_BACKSLASH, "\\zxcvbnm,./", "|ZXCVBNM<>?");
  put_row(keys, KEY_SPACE, " ", " ");
  put_row(keys, KEY_102ND, "<", ">");
  // The keypad means its digits whatever Num Lock and Shift say.
  put_row(keys, KEY_KP7, "789-456+1230.", "789-456+1230.");
  put_row(keys, KEY_KPASTERISK, "*", "*");
  put_row(keys, KEY_KPSLASH, "/", "/");
  put_row(keys, KEY_KPEQUAL, "=", "=");
  put_row(keys, KEY_KPCOMMA, ",", ",");
  for (const int end : {KEY_ENTER, KEY_KPENTER, KEY_TAB})
    keys[static_cast<size_t>(end)] = {'\n', '\n'};
  return keys;
}
constexpr Layout us_layout = make_us_layout();

constexpr uint8_t shift_bits = 0x03, control_bits = 0x0c, other_bits = 0xf0;

uint8_t modifier_bit(uint16_t key) {
  switch (key) {
    case KEY_LEFTSHIFT:
      return 0x01;
    case KEY_RIGHTSHIFT:
      return 0x02;
    case KEY_LEFTCTRL:
      return 0x04;
    case KEY_RIGHTCTRL:
      return 0x08;
    case KEY_LEFTALT:
      return 0x10;
    case KEY_RIGHTALT:
      return 0x20;
    case KEY_LEFTMETA:
      return 0x40;
    case KEY_RIGHTMETA:
      return 0x80;
    default:
      return 0;
  }
}

// Some scanners send control characters as Control and a letter, their line end too.
char control(char byte) {
  if (byte == '\n') return byte;
  if (byte < '@') return evdev_lost;
  const char out = static_cast<char>(byte & 0x1f);
  return out == '\t' ? '\n' : out;
}

// What the kernel writes looks like this; other bytes hardly ever do.
bool is_event(const input_event& event) {
  constexpr uint64_t seconds_end = uint64_t{1} << 34;  // half a millennium
  if (static_cast<uint64_t>(event.input_event_sec) >= seconds_end) return false;
  if (static_cast<uint64_t>(event.input_event_usec) >= 1'000'000) return false;
  if (event.type == EV_KEY) return event.code <= KEY_MAX && event.value >= 0 && event.value <= 2;
  if (event.type == EV_SYN) return event.code <= SYN_MAX && event.value >= 0 && event.value <= 1;
  return event.type <= EV_MAX && event.code <= KEY_MAX;
}

void lose(std::string& out) {
  if (!out.ends_with(evdev_lost)) out.push_back(evdev_lost);
}

}  // namespace

std::string EvdevDecoder::feed(std::string_view bytes) {
  std::string out;
  fragment_.append(bytes);
  size_t at = 0;
  while (fragment_.size() - at >= sizeof(input_event)) {
    input_event event;
    std::memcpy(&event, fragment_.data() + at, sizeof event);
    if (is_event(event)) {
      take(event, out);
      at += sizeof event;
    } else {
      lose(out);
      ++at;
    }
  }
  fragment_.erase(0, at);
  return out;
}

void EvdevDecoder::take(const input_event& event, std::string& out) {
  if (event.type == EV_SYN && event.code == SYN_DROPPED) {
    overflowed_ = true;
    held_ = 0;  // a Shift whose release was lost must not change the codes that follow
    lose(out);
  }
  if (event.type == EV_SYN && event.code == SYN_REPORT) overflowed_ = false;
  if (event.type != EV_KEY || overflowed_) return;
  if (const uint8_t bit = modifier_bit(event.code); bit != 0) {
    held_ = static_cast<uint8_t>(event.value == 0 ? held_ & ~bit : held_ | bit);
  } else if (event.value == 1) {
    press(event.code, out);
  }
}

void EvdevDecoder::press(uint16_t key, std::string& out) const {
  if (key >= us_layout.size()) return;
  const Key& typed = us_layout[key];
  if (typed.plain == 0) return;
  if ((held_ & other_bits) != 0) return lose(out);
  const char byte = (held_ & shift_bits) != 0 ? typed.shifted : typed.plain;
  if ((held_ & control_bits) == 0) {
    out.push_back(byte);
  } else if (control(byte) == evdev_lost) {
    lose(out);
  } else {
    out.push_back(control(byte));
  }
}

}  // namespace otmetka::kiosk
