// tests/fuzz/town.h - one box and its central, and what must hold of both whatever the box was
// told.
#pragma once
#include <map>

#include "tests/sim/machine.h"
#include "tests/sim/raw_box.h"

namespace otmetka::fuzz {

/// A programme is published, and a neighbour's box stands in the same venue. The same from the
/// first byte on whenever it is made.
struct Town {
  /// The box has its roster; of what it recorded central has about half.
  enum class Box { enrolled, fresh };
  explicit Town(Box state);

  Central& central() { return *office.central(); }
  EnrolCode code() const;

  sim::TrueTime time;
  sim::Chronicle chronicle{time};
  sim::Office office;
  sim::Wire wire{office, time, chronicle};
  sim::Machine box;
  sim::RawBox neighbour;
  std::vector<std::string> badges;
};

using Place = std::pair<LogId, Epoch>;

/// What the box has recorded, as it stands in its journal.
struct Recorded {
  struct Log {
    std::vector<Bytes> rows;
    std::vector<Link> links;  // after so many rows; the first is that of none
    bool operator==(const Log&) const = default;
  };
  std::map<Place, Log> logs;
  std::vector<JournalReader::DetachedName> texts;

  static Recorded of(sim::Machine& box);
};

/// What a box had before it was told anything.
struct Kept {
  explicit Kept(Town& town);
  /// `told`: how far it was told, in truth or not, that central has what it recorded.
  void check(Town& town, const std::map<Place, Seq>& told) const;

  Recorded recorded;
  std::vector<HeldEpoch> own;  // in the mirror
  Keys keys;
};

/// Both programs of the box start again, and the kiosk still records.
void check_it_starts(Town& town);
/// The true central gets all that the box recorded.
void check_delivered(Town& town);

}  // namespace otmetka::fuzz
