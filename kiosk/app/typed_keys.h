// kiosk/app/typed_keys.h - tells the keys of a person from those of a scanner that types. Pure:
// times come in. A scanner types a code in one burst; whoever presses keys rests between them.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

namespace otmetka::kiosk {

/// What a key of a keyboard or keypad is for.
enum class Key : uint8_t {
  letter,    // none of those below: it only types
  enter,     // presses what has the focus
  next,      // Tab and the arrows move the focus
  previous,  //
  left,      //
  right,     //
  up,        //
  down,      //
  back,      // Esc
  erase,     // Backspace
  voice,     // on and off
  again,     // say it once more
  louder,    //
  softer,    //
};

/// One key that went down. Keys of a number pad both move and type.
struct Stroke {
  Key key = Key::letter;
  char32_t letter = 0;  // what it types; 0: nothing
  bool operator==(const Stroke&) const = default;
};

// Fingers that hurry need some 80 ms from key to key; scanners 1 to 30.
inline constexpr uint64_t hand_gap_ms = 80;
// Of letters that came together: a scanner's from here on. Two may also have waited in a queue.
inline constexpr size_t burst_letters = 3;
// The display server may pause inside a burst; what comes within this time after it is still its.
inline constexpr uint64_t burst_patience_ms = 400;

class TypedKeys {
 public:
  /// What a person pressed, as far as that can be said. A key that types is held back until the
  /// silence after it tells whose it was; others are told at once unless a burst is under way.
  std::vector<Stroke> feed(const std::vector<Stroke>& strokes, uint64_t now_ms);
  /// To be asked when no key came.
  std::vector<Stroke> silence(uint64_t now_ms);
  /// The program was busy until now: what could not be heard does not count as silence.
  void was_deaf_until(uint64_t now_ms);
  bool waiting() const { return !run_.empty(); }
  /// When silence() is worth asking.
  uint64_t silent_at_ms() const { return last_ms_ + hand_gap_ms; }

  /// A code, or what looked like one, is over. True: a scanner had a part in it.
  bool code_over();

 private:
  bool burst_at(uint64_t now_ms) const;
  std::vector<Stroke> settle();

  std::vector<Stroke> run_;  // letters that wait for their silence
  uint64_t last_ms_ = 0;     // of the last letter, or later: what was not listened to
  uint64_t heard_ms_ = 0;    // when it was asked last
  std::optional<uint64_t> burst_ms_;
  bool scanner_typed_ = false;
};

}  // namespace otmetka::kiosk
