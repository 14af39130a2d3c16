// A person is erased in the middle of everything; in the end nobody holds anything of theirs.
#include <algorithm>

#include "tests/sim/world.h"

namespace otmetka::sim {
namespace {

bool has_bytes(const CrashDisk& disk, std::string_view words) {
  for (const auto& [path, content] : disk.files()) {
    if (std::search(content.begin(), content.end(), words.begin(), words.end()) != content.end())
      return true;
  }
  return false;
}

}  // namespace

void World::erase_somebody(Machine& /*machine*/) {
  if (!office_.central()) return;
  if (random_.chance(0.3) && !walk_ins_.empty()) {
    const PaperBadge walk_in = walk_ins_[random_.below(walk_ins_.size())];
    FactId id;
    for (const HeldEpoch& epoch : office_.central()->logs().epochs().value_or({})) {
      const std::string place = fmt::format("{}/{}/{}/", to_text(epoch.log.device), epoch.log.scope,
                                            to_text(epoch.epoch));
      if (!walk_in.cohort.starts_with(place)) continue;
      id = {epoch.log.device, epoch.log.scope, epoch.epoch,
            std::stoull(walk_in.cohort.substr(place.size()))};
    }
    // Known only once the fact has come.
    if (id.seq > 0) begin_erasure({package_.name, Subject(id), walk_in.name});
    return;
  }
  if (badges_.empty()) return;
  const PaperBadge badge = badges_[random_.below(badges_.size())];
  if (badge.cohort != package_.name || package_.people.size() < 5) return;
  std::erase_if(package_.people, [&](const Package::Person& person) {
    return person.family + " " + person.given == badge.name;
  });
  begin_erasure({badge.cohort, Subject(static_cast<uint32_t>(badge.person)), badge.name});
}

void World::begin_erasure(const Erased& erased) {
  if (is_erased(erased.name)) return;
  chronicle_.note("office: {} is to be erased", erased.name);
  erased_.push_back(erased);
  go_on_erasing();
}

bool World::is_erased(const std::string& name) const {
  return std::any_of(erased_.begin(), erased_.end(),
                     [&](const Erased& each) { return each.name == name; });
}

// An operator whose command failed gives it again.
void World::go_on_erasing() {
  Central* central = office_.central();
  for (Erased& each : erased_) {
    if (!central || each.said) continue;
    const auto now = central->erase(each.cohort, each.who, payload::PayloadErased::REQUEST);
    each.said = now.ok();
    if (!now && now.error().failure == Failure::absent) each.said = each.lost = true;
    chronicle_.note("office: {}: {}", each.name,
                    now ? fmt::format("{} texts erased", now.value().texts) : now.error().message);
  }
  if (central && over_ && !central->directory().ended().contains(package_.name))
    (void)central->forget_cohort(package_.name);
  if (central) office_.keep_erasure_list();
}

void World::end_cohort() {
  chronicle_.note("office: {} is over", package_.name);
  over_ = true;
  go_on_erasing();
}

// Kiosks have nothing left that names anybody of it or opens its logs; central has what it had.
void World::check_ended() {
  for (const auto& machine : machines_) {
    const auto texts = machine->mirror()->logs().detached_names(package_.name);
    if (!texts || !texts.value().empty())
      chronicle_.wrong("{}: its mirror has texts of the cohort", machine->name());
    if (machine->daemon_key_file().find(" " + package_.name + " ") != std::string::npos)
      chronicle_.wrong("{}: its key file opens the cohort's logs", machine->name());
    auto journal = machine->open_journal();
    for (const auto& text : journal&& journal.value()
                                ? journal.value()->detached_names().value_or({})
                                : std::vector<JournalReader::DetachedName>()) {
      if (text.scope == package_.name)
        chronicle_.wrong("{}: its journal has texts of the cohort", machine->name());
    }
    for (const PaperBadge& walk_in : walk_ins_) {
      if (has_bytes(machine->disk(), walk_in.name))
        chronicle_.wrong("{}: the disk still has {}", machine->name(), walk_in.name);
    }
    if (machine->kiosk() && machine->kiosk()->directory().cohort(package_.name))
      chronicle_.wrong("{}: it shows people of the cohort", machine->name());
  }
  const CohortEntry* entry = office_.central()->directory().cohort(package_.name);
  if (!entry || std::none_of(entry->people.begin(), entry->people.end(),
                             [](const auto& person) { return person.second.named(); }))
    chronicle_.wrong("central forgot the cohort too");
}

// Invariant 12, by the texts' names and by the raw bytes of who wrote them down himself.
void World::check_erased() {
  Central& central = *office_.central();
  if (!central.finish_erasures().value_or(false)) chronicle_.wrong("central goes on erasing");
  std::set<DeviceId> here;
  for (const auto& machine : machines_) {
    if (machine->identity()) here.insert(machine->identity()->device);
  }
  for (const ErasureState& state : central.erasures()) {
    for (const Hash& text : state.erasure.texts) check_nowhere(text);
    for (const DeviceId& device : state.waiting) {
      if (here.contains(device))
        chronicle_.wrong("{} did not tell that it has erased", to_text(device));
    }
  }
  for (const Erased& each : erased_) {
    if (!each.who.reference() || each.lost) continue;
    for (const auto& machine : machines_) {
      if (has_bytes(machine->disk(), each.name))
        chronicle_.wrong("{}: the disk still has {}", machine->name(), each.name);
    }
  }
}

void World::check_nowhere(const Hash& text) {
  if (office_.central()->logs().has_detached(text).value_or(true))
    chronicle_.wrong("central still has an erased text");
  for (const auto& machine : machines_) {
    if (machine->mirror()->logs().has_detached(text).value_or(true))
      chronicle_.wrong("{}: its mirror still has an erased text", machine->name());
    auto journal = machine->open_journal();
    if (journal && journal.value() && journal.value()->detached(text).value_or(Bytes()))
      chronicle_.wrong("{}: its journal still has an erased text", machine->name());
  }
}

}  // namespace otmetka::sim
