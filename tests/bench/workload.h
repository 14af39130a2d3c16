// tests/bench/workload.h - the days that everything is measured on: deterministic, and as busy as
// the busiest.
//
// Shares and shapes are those of the measured peers (40 kiosks, 4 a venue; 6 sessions a venue and
// day; 50,000 facts a day; arrivals N(-8 min, 6 min) around the start, outs and scores after the
// end; in 78, out 15, score 6, correction 1 %; qr 85, search 12, manual 3 %; staff 19 %; a note
// 2 %), so that ratios may be compared. The person is drawn uniformly from 20,000, which is the
// worst case: real groups are more predictable.
#pragma once
#include <vector>

#include "shared/log/row.h"

namespace otmetka::bench {

inline constexpr uint32_t people = 20'000, staff = 30, kiosks = 40;
inline constexpr uint32_t facts_of_a_kiosk_and_day = 1'250;

/// A fact and, for an ideal coder, the choices that made it.
struct MadeFact {
  Fact fact;
  int note = -1;  // which of the notes there are; -1: none
};
inline constexpr int notes = 24 * 120;

/// The first `count` facts of one kiosk's cohort log after `opened`, in one boot, and the rows that
/// the product's journal makes of them. A machine's two clocks count whole seconds that do not
/// begin together.
struct KioskLog {
  LogId log;
  Epoch epoch{};
  std::vector<MadeFact> facts;
  std::vector<Bytes> rows;
  Link link{};  // of `opened`
};
KioskLog make_log(uint32_t kiosk, size_t count);

}  // namespace otmetka::bench
