// What the office erased: it goes from the mirror at once, from the mirror's log as soon as nobody
// reads there. The journal's own texts are the kiosk's to erase, who tells when both are done.
#include <algorithm>

#include "sync/exchange/device_round.h"

namespace otmetka {

Status Device::take_erasures(const Directory& directory) {
  std::vector<Hash> names;
  erasures_.clear();
  for (const Erasure& erasure : directory.erasures()) {
    erasures_.insert(erasure.id);
    names.insert(names.end(), erasure.texts.begin(), erasure.texts.end());
  }
  for (const Hash& name : TRY(world_.mirror.logs().erase_others(names))) walk_in_texts_.erase(name);
  return finish_erasures();
}

Status Device::finish_erasures() {
  if (erasures_.empty()) return done();
  std::set<FactId> gone = TRY(world_.mirror.erasures_done());
  if (std::includes(gone.begin(), gone.end(), erasures_.begin(), erasures_.end())) return done();
  // A reader is at it, or the disk is: with the next exchange, or in a minute.
  if (!world_.mirror.db().checkpoint_whole()) return done();
  gone.insert(erasures_.begin(), erasures_.end());
  return world_.mirror.set_erasures_done(gone);
}

Status Device::drop_erased(Round& round) {
  const std::set<Hash> erased = TRY(world_.mirror.logs().erased());
  std::erase_if(round.own_detached, [&](const JournalReader::DetachedName& text) {
    return erased.contains(text.name);
  });
  return done();
}

}  // namespace otmetka
