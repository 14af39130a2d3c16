// tests/kiosk/key_presses.h - what a scanner that is a keyboard makes of a text: the events that
// the kernel would give for it.
#pragma once
#include <linux/input.h>

#include <catch2/catch_all.hpp>
#include <string>
#include <string_view>

namespace otmetka::test {

inline std::string event(int type, int code, int value) {
  static uint64_t tick = 0;
  input_event made{};
  made.input_event_sec = 1763778000;
  made.input_event_usec = static_cast<decltype(made.input_event_usec)>(++tick % 1'000'000);
  made.type = static_cast<uint16_t>(type);
  made.code = static_cast<uint16_t>(code);
  made.value = value;
  return {reinterpret_cast<const char*>(&made), sizeof made};
}

inline std::string report() { return event(EV_SYN, SYN_REPORT, 0); }
inline std::string down(int key) {
  return event(EV_MSC, MSC_SCAN, 0x70000 + key) + event(EV_KEY, key, 1) + report();
}
inline std::string up(int key) { return event(EV_KEY, key, 0) + report(); }
inline std::string stroke(int key) { return down(key) + up(key); }

struct Place {
  int key;
  bool shift;
};

/// Where a character is on a US keyboard, spelled out key by key.
inline Place place_of(char c) {
  constexpr int letters[] = {KEY_A, KEY_B, KEY_C, KEY_D, KEY_E, KEY_F, KEY_G, KEY_H, KEY_I,
                             KEY_J, KEY_K, KEY_L, KEY_M, KEY_N, KEY_O, KEY_P, KEY_Q, KEY_R,
                             KEY_S, KEY_T, KEY_U, KEY_V, KEY_W, KEY_X, KEY_Y, KEY_Z};
  constexpr int digits[] = {KEY_0, KEY_1, KEY_2, KEY_3, KEY_4, KEY_5, KEY_6, KEY_7, KEY_8, KEY_9};
  if (c >= 'A' && c <= 'Z') return {letters[c - 'A'], true};
  if (c >= 'a' && c <= 'z') return {letters[c - 'a'], false};
  if (c >= '0' && c <= '9') return {digits[c - '0'], false};
  switch (c) {
    case ' ':
      return {KEY_SPACE, false};
    case '$':
      return {KEY_4, true};
    case '%':
      return {KEY_5, true};
    case '*':
      return {KEY_8, true};
    case '+':
      return {KEY_EQUAL, true};
    case '-':
      return {KEY_MINUS, false};
    case '.':
      return {KEY_DOT, false};
    case '/':
      return {KEY_SLASH, false};
    case ':':
      return {KEY_SEMICOLON, true};
    default:
      FAIL("no key for " << c);
      return {0, false};
  }
}

inline std::string type(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const Place place = place_of(c);
    out += place.shift ? down(KEY_LEFTSHIFT) + stroke(place.key) + up(KEY_LEFTSHIFT)
                       : stroke(place.key);
  }
  return out;
}

inline std::string type_line(std::string_view text) { return type(text) + stroke(KEY_ENTER); }

}  // namespace otmetka::test
