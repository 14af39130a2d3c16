// tests/fuzz/targets.h - the doors at which hostile bytes arrive. Each target takes any bytes at
// all, makes of them what would come through its door, and stops the program when a promise of that
// door is broken. Where a signature, a hash or a seal would end the visit at the door, the target
// signs, hashes or seals what it was given, as somebody who holds a valid key could.
#pragma once
#include <cstdio>
#include <cstdlib>
#include <span>

#include "shared/base/bytes.h"

namespace otmetka::fuzz {

/// What a scanner read: badge, label of a walk-in, row of a paper sheet, enrolment code.
void badge(ByteView input);
/// What an NFC card answers.
void card(ByteView input);
/// A stored row, and columns of many, which must have one form only.
void row(ByteView input);
/// Facts of anybody in any order, through every fold.
void facts(ByteView input);
/// A segment as bytes, and as one sealed and signed by a device of ours.
void segment(ByteView input);
/// The body of an exchange, as either side reads it, and what it carries: receipts and texts.
void frames(ByteView input);
/// Requests of an enrolled box to a central that holds a programme.
void central(ByteView input);
/// Both messages of enrolment.
void enrol(ByteView input);
/// The texts of a programme package.
void package(ByteView input);
/// The header of a picture.
void picture(ByteView input);
/// What somebody with all keys of central answers to the exchanges of a box.
void device(ByteView input);
/// The same to a box that is being enrolled.
void enrol_answer(ByteView input);
/// Bytes at the socket of the server.
void http(ByteView input);
/// What something at a printer's address answers.
void ipp(ByteView input);

struct Target {
  const char* name;
  void (*run)(ByteView input);
};
/// All of the above.
std::span<const Target> targets();

/// Hostile bytes, taken from the front. At the end everything is zero or empty, so that each input
/// says something.
class Input {
 public:
  explicit Input(ByteView bytes) : bytes_(bytes) {}
  bool empty() const { return bytes_.empty(); }
  uint8_t u8() {
    const ByteView one = take(1);
    return one.empty() ? uint8_t{0} : one[0];
  }
  uint64_t u64() {
    uint64_t value = 0;
    for (int i = 0; i < 8; ++i) value |= uint64_t{u8()} << (8 * i);
    return value;
  }
  /// Two bytes of length, and so many bytes, or as many as there are.
  ByteView part() {
    const size_t low = u8();
    return take(low | size_t{u8()} << 8);
  }
  ByteView rest() { return take(bytes_.size()); }

 private:
  ByteView take(size_t size) {
    const ByteView out = bytes_.first(size < bytes_.size() ? size : bytes_.size());
    bytes_ = bytes_.subspan(out.size());
    return out;
  }
  ByteView bytes_;
};

/// The other way round, for the corpus.
inline void write_part(ByteWriter& out, ByteView part) {
  out.u8(static_cast<uint8_t>(part.size() & 0xff)).u8(static_cast<uint8_t>(part.size() >> 8));
  out.raw(part);
}

inline void promise(bool kept, const char* what) {
  if (kept) return;
  std::fprintf(stderr, "a promise is broken: %s\n", what);
  std::abort();
}

}  // namespace otmetka::fuzz
