// shared/model/paper_code.h - the code of a row of a paper sheet: who, of which cohort, at which
// session. Layout: FORMAT.md, "Row of a paper sheet". Signed by nobody, since the sheet lies at the
// staff's desk: whoever scans or types one in must be staff, and it never stands for a badge.
#pragma once
#include "shared/model/ids.h"

namespace otmetka {

struct PaperRow {
  CohortNumber cohort{};
  PersonNumber person{};
  SessionNumber session{};
  auto operator<=>(const PaperRow&) const = default;
};

// What staff may type of one, with spaces or hyphens between its letters.
inline constexpr size_t paper_code_bytes_max = 64;

/// `P1:` and 8 to 28 letters that are hard to confuse: capitals and digits without I, L, O and U.
std::string make_paper_code(const PaperRow& row);
/// As scanned or typed: small letters, I and L for 1, O for 0, spaces and hyphens after the prefix
/// are understood. `bad_input` for everything else, and for a slip of the fingers.
Result<PaperRow> read_paper_code(std::string_view code);
bool looks_like_paper_code(std::string_view code);

}  // namespace otmetka
