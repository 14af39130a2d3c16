// shared/store/journal.h - the kiosk's own logs on disk: one writer, one transaction and one flush
// a fact. When append returns, the fact survives a power cut. Tables: FORMAT.md, "Database files".
#pragma once
#include <map>
#include <optional>
#include <vector>

#include "shared/log/segment.h"
#include "shared/model/time_fold.h"
#include "shared/seam/clock.h"
#include "shared/seam/random.h"
#include "shared/store/db.h"

namespace otmetka {

/// A kiosk and a central never share a directory; asked before anything is made in it.
Status check_not_centrals(const std::string& kiosk_data);
std::string journal_directory(const std::string& kiosk_data);
std::string journal_path(const std::string& kiosk_data);

/// A fact to be written. Times are filled in by the journal.
struct Draft {
  LogId log;
  Fact fact;
  std::optional<Bytes> salted;  // 16 random bytes ‖ text; its hash becomes the fact's `detached`
  /// The place, in the same append, of the draft whose fact made this one's person.
  std::optional<size_t> person_made_by = std::nullopt;
};

/// What an append came to.
struct Written {
  std::vector<FactId> ids;        // one a draft
  std::vector<PlacedFact> facts;  // as they are on disk, with the `opened` of epochs that began
};

/// When somebody was last recorded on this device.
struct Seen {
  FactId id;
  BootId boot{};
  uint64_t boot_s = 0;
};

class Journal {
 public:
  /// Opens or creates the file at `path`. Opens no epoch: that is the first append's act.
  static Result<Journal> open(const std::string& path, const Disk& disk, const Clock& clock,
                              Random& random, std::string software);

  /// Writes all drafts in one transaction. On failure nothing was recorded, and the next append
  /// opens new epochs, since what the disk holds after a failed commit is not known.
  Result<std::vector<FactId>> append(const std::vector<Draft>& drafts);
  Result<FactId> append(const Draft& draft);
  /// The same, for who keeps a picture of the journal.
  Result<Written> write(const std::vector<Draft>& drafts);

  /// By the name that stood in the fact.
  Result<std::optional<Seen>> last_seen(const Scope& scope, const Subject& person,
                                        const Subject& session, Kind kind);
  /// True time at boot second 0 of this boot, from the anchor facts recorded in it so far; nothing
  /// if there is none.
  Result<std::optional<TimeInterval>> anchor();
  /// Whether anything was recorded since this machine was started.
  Result<bool> written_in_this_boot();

  /// Where this kiosk was assigned to last, by name; nothing: it stands where it was enrolled.
  Result<std::optional<std::string>> assigned_venue() { return assigned_in(db_); }

  /// 16 random bytes ‖ text, of a text that was written on this kiosk.
  Result<std::optional<Bytes>> detached(const Hash& name) { return detached_in(db_, name); }

  /// Texts that were written here and that nobody may hold any more: nothing of them stays in the
  /// file or in its log. `busy`: a reader is at it, try again.
  Status erase(const std::vector<Hash>& names);
  /// Texts that were written here for one scope.
  Result<std::vector<Hash>> detached_names(const Scope& scope);

  /// Small local values that are no facts: requests to the daemon, public keys.
  Result<std::optional<Bytes>> local(const std::string& key) { return local_in(db_, key); }
  Status set_local(const std::string& key, ByteView value);

  /// For idle moments.
  Status checkpoint() { return db_.checkpoint(); }

 private:
  struct OpenEpoch {
    int64_t row_id = 0;
    Epoch epoch{};
    Seq last = 0;
    Link link{};
  };
  Journal(Db db, std::string path, const Disk& disk, const Clock& clock, Random& random,
          std::string software);
  std::optional<std::pair<uint64_t, uint64_t>> file_at_path() const;
  friend class JournalReader;
  static Result<std::optional<Bytes>> detached_in(Db& db, const Hash& name);
  static Result<std::optional<Bytes>> local_in(Db& db, const std::string& key);
  static Result<std::optional<std::string>> assigned_in(Db& db);
  Result<Written> write_here(const std::vector<Draft>& drafts);

  using OpenEpochs = std::map<LogId, OpenEpoch>;
  Status write_one(const Draft& draft, OpenEpochs& epochs, Written& written);
  Status open_epoch(const LogId& log, OpenEpochs& epochs, Written& written);
  Result<PlacedFact> write_row(const LogId& log, Fact fact, OpenEpoch& epoch);
  int64_t wall_s(uint64_t boot_s);
  Status note_seen(const FactId& id, const Fact& fact);
  Status forget_seen(const Fact& correction);
  Status note_anchor(const Fact& fact);
  Status note_assignment(const Fact& fact);

  Db db_;
  std::string path_;
  Disk disk_;
  std::optional<std::pair<uint64_t, uint64_t>> file_;
  const Clock* clock_;
  Random* random_;
  std::string software_;
  OpenEpochs epochs_;
  std::optional<int64_t> wall_at_boot_zero_s_;
};

struct JournalEpoch {
  int64_t row_id = 0;
  LogId log;
  Epoch epoch{};
  BootId boot{};
  Seq last = 0;
};

struct JournalRow {
  Seq seq = 0;
  Bytes bytes;
  Link link{};
};

/// The daemon's and the tools' view: read-only, on its own connection.
class JournalReader {
 public:
  /// `absent` when nobody has recorded anything yet.
  static Result<JournalReader> open(const std::string& path, const Disk& disk);

  /// In the order in which they were opened.
  Result<std::vector<JournalEpoch>> epochs();
  Result<std::vector<JournalRow>> rows(int64_t epoch_row_id, Seq from, size_t count);
  Result<std::optional<JournalRow>> row(int64_t epoch_row_id, Seq seq);
  /// Parent as fact 1 of the epoch names it.
  Result<std::optional<Parent>> parent(int64_t epoch_row_id);
  struct DetachedName {
    Hash name{};
    Scope scope;
  };
  Result<std::vector<DetachedName>> detached_names();
  /// 16 random bytes ‖ text.
  Result<std::optional<Bytes>> detached(const Hash& name) {
    return Journal::detached_in(db_, name);
  }
  Result<std::optional<Bytes>> local(const std::string& key) { return Journal::local_in(db_, key); }
  Result<std::optional<std::string>> assigned_venue() { return Journal::assigned_in(db_); }
  Result<int64_t> data_version() { return db_.data_version(); }

 private:
  explicit JournalReader(Db db) : db_(std::move(db)) {}
  Db db_;
};

Result<std::optional<Parent>> parent_of(const Fact& opened);

}  // namespace otmetka
