// Texts that are not held any more, and those that nobody may hold again.
#include <algorithm>

#include "shared/store/held_logs.h"

namespace otmetka {

Result<HeldLogs::Removed> HeldLogs::remove_detached(const Hash& name) {
  Removed out;
  for (const auto& [sql, any] :
       {std::pair("DELETE FROM detached WHERE hash=?", &out.small),
        std::pair("DELETE FROM detached_large WHERE hash=?", &out.large)}) {
    TRY(db_->query(sql).bind(name).run());
    *any = db_->changes() > 0;
  }
  return out;
}

Status HeldLogs::forget_detached(const Hash& name) {
  TRY(remove_detached(name));
  return done();
}

Status HeldLogs::erase(const std::vector<Hash>& names) {
  bool small = false, large = false;
  for (const Hash& name : names) {
    Query q = db_->query("INSERT OR IGNORE INTO erased(hash) VALUES(?)");
    TRY(q.bind(name).run());
    const Removed removed = TRY(remove_detached(name));
    small = small || removed.small;
    large = large || removed.large;
  }
  constexpr const char* columns =
      "(hash BLOB PRIMARY KEY, scope TEXT NOT NULL, bytes BLOB NOT NULL)";
  if (small) TRY(db_->rewrite_table("detached", std::string(columns) + " WITHOUT ROWID"));
  if (large) TRY(db_->rewrite_table("detached_large", columns));
  return done();
}

Result<std::vector<Hash>> HeldLogs::erase_others(const std::vector<Hash>& names) {
  std::vector<Hash> fresh;
  if (names.empty()) return fresh;
  const std::set<Hash> before = TRY(erased());
  std::copy_if(names.begin(), names.end(), std::back_inserter(fresh),
               [&](const Hash& name) { return !before.contains(name); });
  if (fresh.empty()) return fresh;
  Transaction transaction = TRY(Transaction::begin(*db_));
  TRY(erase(fresh));
  TRY(transaction.commit());
  return fresh;
}

// Who only reads may come before its writer has opened the file with this version.
Result<bool> HeldLogs::has_table(std::string_view name) {
  Query q = db_->query("SELECT 1 FROM sqlite_master WHERE type='table' AND name=?");
  q.bind(name);
  return q.step();
}

Result<std::set<Hash>> HeldLogs::erased() {
  if (!TRY(has_table("erased"))) return std::set<Hash>();
  Query q = db_->query("SELECT hash FROM erased");
  std::set<Hash> out;
  while (TRY(q.step())) out.insert(q.array<32>(0));
  return out;
}

Result<bool> HeldLogs::is_erased(const Hash& name) {
  Query q = db_->query("SELECT 1 FROM erased WHERE hash=?");
  q.bind(name);
  return q.step();
}

}  // namespace otmetka
