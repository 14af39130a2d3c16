// Texts that are not held any more, and those that nobody may hold again.
#include "shared/store/held_logs.h"

namespace otmetka {

Status HeldLogs::forget_detached(const Hash& name) {
  for (const char* sql :
       {"DELETE FROM detached WHERE hash=?", "DELETE FROM detached_large WHERE hash=?"}) {
    Query q = db_->query(sql);
    TRY(q.bind(name).run());
  }
  return done();
}

Status HeldLogs::erase(const std::vector<Hash>& names) {
  bool small = false, large = false;
  for (const Hash& name : names) {
    Query q = db_->query("INSERT OR IGNORE INTO erased(hash) VALUES(?)");
    TRY(q.bind(name).run());
    for (const auto& [sql, any] : {std::pair("DELETE FROM detached WHERE hash=?", &small),
                                   std::pair("DELETE FROM detached_large WHERE hash=?", &large)}) {
      TRY(db_->query(sql).bind(name).run());
      *any = *any || db_->changes() > 0;
    }
  }
  constexpr const char* columns =
      "(hash BLOB PRIMARY KEY, scope TEXT NOT NULL, bytes BLOB NOT NULL)";
  if (small) TRY(db_->rewrite_table("detached", std::string(columns) + " WITHOUT ROWID"));
  if (large) TRY(db_->rewrite_table("detached_large", columns));
  return done();
}

// A file that its writer has not opened since there are erasures has no table of them.
Result<std::set<Hash>> HeldLogs::erased() {
  {
    Query table = db_->query("SELECT 1 FROM sqlite_master WHERE name='erased'");
    if (!TRY(table.step())) return std::set<Hash>();
  }
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
