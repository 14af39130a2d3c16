// shared/store/held_presence.h - feeds the folds of presence, consent and ideas with what this
// kiosk holds: its own journal once, others' logs from the mirror as they come, each row once. What
// is damaged is left out until it has come again; the rest counts.
#pragma once
#include <map>
#include <set>
#include <string>

#include "shared/model/consent.h"
#include "shared/model/ideas.h"
#include "shared/model/presence.h"
#include "shared/store/held_logs.h"
#include "shared/store/journal.h"

namespace otmetka {

class HeldPresence {
 public:
  /// Everything that was written on this kiosk, by any of its lives. What cannot be read is left
  /// out, and `whole()` is false from then on.
  void read_journal(const std::string& path, const Disk& disk);
  /// What was just written on this kiosk.
  void add(const std::vector<PlacedFact>& written);

  /// The mirror has changed: looks again at what was damaged, too. `other_file`: it is another
  /// file, or opens with other keys, and is read from the start.
  void mirror_changed(bool other_file);
  /// Goes on with what others wrote, until `count_max` rows were read. True when there may be more.
  /// What this disk says no to is left for the next change of the mirror.
  bool read_mirror(HeldLogs logs, const Keys& keys, size_t count_max);

  const PresenceFold& fold() const { return fold_; }
  const ConsentFold& consents() const { return consents_; }
  const IdeaFold& ideas() const { return ideas_; }
  /// False: something that this kiosk holds could not be read.
  bool whole() const { return journal_whole_ && mirror_whole_; }

 private:
  struct Place {
    Seq read = 0;
    Seq gap = 0;  // the first that is missing; 0: none is
  };
  void add(const PlacedFact& fact);
  Status read_journal_epoch(JournalReader& journal, const JournalEpoch& epoch);
  Result<size_t> read_epoch(HeldLogs logs, const HeldEpoch& epoch, const Keys& keys,
                            size_t count_max);

  PresenceFold fold_;
  ConsentFold consents_;
  IdeaFold ideas_;
  std::set<std::pair<LogId, Epoch>> own_;  // known from the journal: not read again when sealed
  std::map<int64_t, Place> places_;        // by epoch of the mirror
  bool journal_whole_ = true, mirror_whole_ = true;
};

}  // namespace otmetka
