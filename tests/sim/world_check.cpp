// What must be true once the faults have ended, judged over what both ends hold.
#include <algorithm>

#include "shared/log/detached.h"
#include "tests/sim/world.h"

namespace otmetka::sim {
namespace {

constexpr uint64_t same_act_s = 60;

uint64_t number_of(const Subject& subject) { return subject.number() ? *subject.number() : 0; }

/// Everything of a cohort that a screen could show, as text.
std::vector<std::string> roster_of(const CohortEntry& cohort) {
  std::vector<std::string> out;
  for (const auto& [number, person] : cohort.people) {
    out.push_back(fmt::format("person {} {} {} {} {} {}", static_cast<uint32_t>(number),
                              person.name.family(), person.name.given(), person.entry.role(),
                              person.entry.language(), person.entry.delegation()));
  }
  for (const auto& [number, session] : cohort.sessions) {
    out.push_back(fmt::format("session {} {} at {} from {} to {}", static_cast<uint32_t>(number),
                              session.entry.name(), static_cast<uint32_t>(session.venue),
                              session.entry.start(), session.entry.end()));
  }
  for (const auto& [number, issue] : cohort.revoked) {
    out.push_back(fmt::format("revoked {} {}", static_cast<uint32_t>(number), issue));
  }
  return out;
}

}  // namespace

struct World::CentralRow {
  std::string device, scope, epoch;
  uint64_t seq = 0;
  std::string kind;
  uint64_t person = 0, session = 0, venue = 0, boot_s = 0;
  std::string method;
  int64_t wall = 0;
  bool guest = false;
  std::string boot;

  std::string place() const { return fmt::format("{}/{}/{}/{}", device, scope, epoch, seq); }
};

void World::check() {
  if (!office_.central()) return;
  const std::vector<CentralRow> rows = central_rows();
  check_promises();
  check_shown(rows);
  check_nothing_else(rows);
  check_repeats(rows);
  check_folds(rows);
  check_times();
  check_chains();
  if (over_) {
    check_ended();
  } else {
    check_rosters();
  }
  check_numbers();
  check_texts();
  check_alarms();
  check_erased();
  const auto quarantined = office_.central()->logs().quarantined();
  if (!quarantined || quarantined.value() != 0) chronicle_.wrong("something is in quarantine");
}

// Facts of boxes, without those of the office.
std::vector<World::CentralRow> World::central_rows() {
  std::vector<CentralRow> rows;
  Central& central = *office_.central();
  for (const HeldEpoch& epoch : central.logs().epochs().value_or({})) {
    if (epoch.log.device == central.id()) continue;
    const auto opened = central.logs().facts(epoch, central.keys());
    if (!opened || opened.value().sealed != 0 || opened.value().facts.size() != epoch.held) {
      chronicle_.wrong("central cannot read {}/{}", epoch.log.scope, to_text(epoch.epoch));
      continue;
    }
    std::string boot;
    uint64_t seq = 0;
    for (const OpenedFact& found : opened.value().facts) {
      const Fact& fact = found.fact;
      if (fact.kind == Kind::opened) {
        payload::Opened said;
        said.ParseFromArray(fact.payload.data(), static_cast<int>(fact.payload.size()));
        boot = to_hex(as_bytes(said.boot()));
      }
      rows.push_back({to_text(epoch.log.device), epoch.log.scope, to_text(epoch.epoch), ++seq,
                      kind_name(fact.kind), number_of(fact.person), number_of(fact.session),
                      number_of(fact.venue), fact.boot_s, std::string(method_name(fact.method)),
                      fact.wall_s, (fact.flags & flag::guest) != 0, boot});
    }
  }
  return rows;
}

// A receipt is signed after the flush, so central's own power cut takes nothing back.
void World::check_promises() {
  check_archived();
  Central& central = *office_.central();
  for (const auto& [place, promise] : wire_.promised()) {
    const auto held = central.logs().epoch(promise.log, promise.epoch);
    if (!held || (promise.durable > 0 && !held.value())) {
      chronicle_.wrong("central signed for {}/{} and does not know it", std::get<1>(place),
                       std::get<2>(place));
      continue;
    }
    if (promise.durable == 0) continue;
    const auto link = central.logs().link_at(*held.value(), promise.durable, central.keys());
    if (held.value()->held < promise.durable || !link || link.value() != promise.link) {
      chronicle_.wrong("central signed for {}/{}/{} and holds {}", std::get<1>(place),
                       std::get<2>(place), promise.durable, held.value()->held);
    }
  }
}

// Boxes may delete what was called archived: from then on central alone has it.
void World::check_archived() {
  for (const auto& [place, promise] : wire_.archived) {
    if (promise.durable == 0) continue;
    const auto held = office_.central()->logs().epoch(promise.log, promise.epoch);
    if (!held && office_.disk().is_cut()) return;  // asked again when there is power
    const Seq reach = held && held.value() ? held.value()->held : 0;
    if (reach < promise.durable)
      chronicle_.wrong("central called {}/{}/{} archived and holds {}", std::get<1>(place),
                       std::get<2>(place), promise.durable, reach);
  }
}

void World::check_shown(const std::vector<CentralRow>& rows) {
  std::map<std::string, std::vector<const CentralRow*>> by_place;
  for (const CentralRow& row : rows) by_place[row.place()].push_back(&row);
  for (const Shown& shown : chronicle_.shown) {
    const auto& found = by_place[shown.place()];
    if (found.empty() && shown.disk_was_lost) continue;
    if (found.size() != 1) {
      chronicle_.wrong("{} of {} at {} was shown and is at central {} times", shown.kind,
                       shown.person, shown.place(), found.size());
      continue;
    }
    const CentralRow& row = *found.front();
    const bool same = row.kind == shown.kind && row.person == shown.person &&
                      row.session == shown.session && row.venue == shown.venue &&
                      (same_wall(row.wall, shown.wall) || !shown.wall_known);
    if (!same) {
      chronicle_.wrong("{} was shown as {} of {}, central has {} of {}", shown.place(), shown.kind,
                       shown.person, row.kind, row.person);
    }
  }
}

// What was not shown may be there only if its scan failed half way.
void World::check_nothing_else(const std::vector<CentralRow>& rows) {
  std::set<std::string> known;
  for (const Shown& shown : chronicle_.shown) known.insert(shown.place());
  std::vector<Unsure> unsure = chronicle_.unsure;
  for (const CentralRow& row : rows) {
    if (row.kind != "check-in" && row.kind != "refused-scan") continue;
    if (known.contains(row.place())) continue;
    const auto found = std::find_if(unsure.begin(), unsure.end(), [&](const Unsure& scan) {
      return scan.device == row.device && scan.person == row.person &&
             same_wall(row.wall, scan.wall);
    });
    if (found == unsure.end()) {
      chronicle_.wrong("central has a {} of {} at {} that nobody made", row.kind, row.person,
                       row.place());
    } else {
      unsure.erase(found);
    }
  }
}

void World::check_repeats(const std::vector<CentralRow>& rows) {
  std::map<std::tuple<std::string, std::string, uint64_t, uint64_t>, std::vector<uint64_t>> acts;
  for (const CentralRow& row : rows) {
    if (row.kind != "check-in") continue;
    acts[{row.boot, row.scope, row.person, row.session}].push_back(row.boot_s);
  }
  for (auto& [act, seconds] : acts) {
    std::sort(seconds.begin(), seconds.end());
    for (size_t i = 1; i < seconds.size(); ++i) {
      if (seconds[i] - seconds[i - 1] >= same_act_s) continue;
      chronicle_.wrong("{} has two check-ins within a minute", std::get<2>(act));
    }
  }
}

// The same sums made in another way, from plain rows in another order.
void World::check_folds(const std::vector<CentralRow>& rows) {
  using Key = std::tuple<std::string, uint64_t, uint64_t>;  // cohort, person, session
  struct Sum {
    uint64_t check_ins = 0;
    int64_t first = 0;
    bool guest = true;
    auto operator<=>(const Sum&) const = default;
  };
  std::map<Key, Sum> expected, told;
  for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
    if (row->kind != "check-in") continue;
    Sum& sum = expected[{row->scope, row->person, row->session}];
    sum.first = sum.check_ins == 0 ? row->wall : std::min(sum.first, row->wall);
    sum.guest = sum.guest && row->guest;
    ++sum.check_ins;
  }
  const auto again = office_.central()->fold_again();
  const Attendance folded = office_.central()->folded();
  if (!again || !(again.value() == folded)) chronicle_.wrong("the fold is not what is stored");
  for (const Presence& presence : folded.presences) {
    told[{presence.cohort, number_of(presence.person), number_of(presence.session)}] = {
        presence.check_ins, presence.first_wall_s, presence.guest};
  }
  if (expected != told) {
    chronicle_.wrong("attendance: {} presences expected, {} told, or others", expected.size(),
                     told.size());
  }
}

// Central's clock is honest here, so where an anchor is known the truth is inside.
void World::check_times() {
  Central& central = *office_.central();
  TimeFold fold;
  std::map<std::string, PlacedFact> facts;
  for (const HeldEpoch& epoch : central.logs().epochs().value_or({})) {
    if (epoch.log.device == central.id()) continue;
    const auto opened = central.logs().facts(epoch, central.keys());
    if (!opened) continue;
    Seq seq = 0;
    for (const OpenedFact& found : opened.value().facts) {
      const PlacedFact placed{{epoch.log.device, epoch.log.scope, epoch.epoch, ++seq}, found.fact};
      fold.add(placed);
      facts.emplace(to_text(placed.id), placed);
    }
  }
  for (const Shown& shown : chronicle_.shown) {
    const auto placed = facts.find(shown.place());
    const auto interval =
        placed == facts.end() || !shown.wall_known ? std::nullopt : fold.of(placed->second);
    if (!interval) continue;
    if (interval->contradicted || shown.truth < interval->earliest_s ||
        shown.truth > interval->latest_s) {
      chronicle_.wrong("{} was at {}, central says {} … {}{}", shown.place(), shown.truth,
                       interval->earliest_s, interval->latest_s,
                       interval->contradicted ? " (contradicted)" : "");
    }
  }
}

// Links made anew from the stored bytes, from the first fact on.
void World::check_chains() {
  const auto check_held = [&](const std::string& whose, HeldLogs logs, const Keys& keys) {
    for (const HeldEpoch& epoch : logs.epochs().value_or({})) {
      const auto opened = logs.facts(epoch, keys);
      if (!opened) {
        chronicle_.wrong("{}: {}/{} does not open: {}", whose, epoch.log.scope,
                         to_text(epoch.epoch), opened.error().message);
        continue;
      }
      if (opened.value().sealed != 0) continue;  // another box's `device` log, say
      Link link = first_link(epoch.log, epoch.epoch);
      for (const OpenedFact& found : opened.value().facts) link = next_link(link, found.row);
      if (opened.value().facts.size() != epoch.held || link != epoch.link) {
        chronicle_.wrong("{}: the chain of {}/{} is broken", whose, epoch.log.scope,
                         to_text(epoch.epoch));
      }
    }
  };
  check_held("central", office_.central()->logs(), office_.central()->keys());
  for (const auto& machine : machines_) {
    if (!machine->up()) continue;
    check_held(machine->name(), machine->mirror()->logs(), machine->daemon_keys());
    check_journal_chain(*machine);
  }
}

void World::check_journal_chain(Machine& machine) {
  const auto opened = machine.open_journal();
  if (!opened || !opened.value()) return chronicle_.wrong("{}: no journal", machine.name());
  JournalReader journal =
      MUST(JournalReader::open("/data/kiosk/journal.db", {machine.disk().name()}));
  for (const JournalEpoch& epoch : journal.epochs().value_or({})) {
    Link link = first_link(epoch.log, epoch.epoch);
    Seq seq = 0;
    for (const JournalRow& row : journal.rows(epoch.row_id, 1, SIZE_MAX / 2).value_or({})) {
      link = next_link(link, row.bytes);
      if (row.seq != ++seq || row.link != link) {
        chronicle_.wrong("{}: the journal is broken at {}", machine.name(), row.seq);
        break;
      }
    }
    if (seq != epoch.last) chronicle_.wrong("{}: the journal ends at {}", machine.name(), seq);
  }
}

void World::check_rosters() {
  for (const auto& machine : machines_) {
    if (!machine->kiosk()) continue;
    (void)machine->kiosk()->refresh();
    const CohortEntry* ours = machine->kiosk()->directory().cohort(package_.name);
    const CohortEntry* theirs = office_.central()->directory().cohort(package_.name);
    if (!ours || !theirs || roster_of(*ours) != roster_of(*theirs)) {
      chronicle_.wrong("{}: its roster is not central's: {} and {} lines", machine->name(),
                       ours ? roster_of(*ours).size() : 0, theirs ? roster_of(*theirs).size() : 0);
    } else {
      check_photos(*machine, *ours, *theirs);
    }
    // What the venue shows has come too, wherever the box was moved to.
    const VenueEntry* here = machine->kiosk()->venue();
    const VenueEntry* there =
        here ? office_.central()->directory().venue(here->entry.name()) : nullptr;
    if (!there || there->entry.SerializeAsString() != here->entry.SerializeAsString() ||
        there->halls.size() != here->halls.size())
      chronicle_.wrong("{}: its venue is not as central says", machine->name());
  }
}

// Each photo that holds has come, and none that was replaced is still there.
void World::check_photos(Machine& machine, const CohortEntry& ours, const CohortEntry& theirs) {
  Central& central = *office_.central();
  if (ours.photos != theirs.photos) chronicle_.wrong("{}: other photos", machine.name());
  std::set<Hash> current;
  for (const auto& [person, name] : theirs.photos) {
    current.insert(name);
    const auto here = machine.kiosk()->photo(name);
    const auto there = open_text(central.logs(), name, central.keys());
    if (!here || !there || !there.value() || here.value() != there.value())
      chronicle_.wrong("{}: the photo of {} is not central's", machine.name(),
                       static_cast<uint32_t>(person));
  }
  const Status read = each_channel_fact(
      machine.mirror()->logs(), central.id(), machine.daemon_keys(), [&](const ChannelFact& fact) {
        const Fact& row = fact.placed.fact;
        const bool replaced =
            row.kind == Kind::person_photo && row.detached && !current.contains(*row.detached);
        if (replaced && machine.mirror()->logs().has_detached(*row.detached).value_or(true))
          chronicle_.wrong("{}: a photo that was replaced is still there", machine.name());
        return done();
      });
  if (!read) chronicle_.wrong("{}: {}", machine.name(), read.error().message);
}

// A number names one thing for ever, and a thing has one number.
void World::check_numbers() {
  Central& central = *office_.central();
  std::map<std::string, std::string> named, numbered;
  const auto see = [&](const std::string& number, const std::string& name) {
    if (named.emplace(number, name).first->second != name) {
      chronicle_.wrong("{} is {} and {}", number, named[number], name);
    }
    if (numbered.emplace(name, number).first->second != number) {
      chronicle_.wrong("{} is {} and {}", name, numbered[name], number);
    }
  };
  std::vector<std::pair<uint64_t, uint64_t>> blocks;
  const Status read = each_channel_fact(
      central.logs(), central.id(), central.keys(), [&](const ChannelFact& channel) {
        const Fact& fact = channel.placed.fact;
        const int size = static_cast<int>(fact.payload.size());
        payload::PersonName name;
        payload::Session session;
        payload::Venue venue;
        payload::NumberBlock block;
        if (fact.kind == Kind::person && channel.text) {
          name.ParseFromArray(channel.text->data(), static_cast<int>(channel.text->size()));
          see(fmt::format("person {}", number_of(fact.person)), name.family());
        }
        if (fact.kind == Kind::session && session.ParseFromArray(fact.payload.data(), size)) {
          see(fmt::format("session {}", number_of(fact.session)), session.name());
        }
        if (fact.kind == Kind::venue && venue.ParseFromArray(fact.payload.data(), size)) {
          see(fmt::format("venue {}", number_of(fact.venue)), venue.name());
        }
        if (fact.kind == Kind::number_block && block.ParseFromArray(fact.payload.data(), size)) {
          for (const auto& [first, end] : blocks) {
            const uint64_t block_end = uint64_t{block.first()} + block.count();
            if (block.first() < end && first < block_end) chronicle_.wrong("number blocks overlap");
          }
          blocks.emplace_back(block.first(), uint64_t{block.first()} + block.count());
        }
        return done();
      });
  if (!read) chronicle_.wrong("central cannot read its channels: {}", read.error().message);
  for (const PaperBadge& badge : badges_) {
    if (is_erased(badge.name)) continue;
    const auto known = named.find(fmt::format("person {}", badge.person));
    if (known == named.end() || !badge.name.starts_with(known->second + " ")) {
      chronicle_.wrong("the badge of {} now names somebody else", badge.name);
    }
  }
}

// Names of walk-ins travel beside their facts.
void World::check_texts() {
  Central& central = *office_.central();
  std::set<std::string> lost;
  for (const Shown& shown : chronicle_.shown) {
    if (shown.disk_was_lost) lost.insert(shown.place());
  }
  for (const PaperBadge& walk_in : walk_ins_) {
    if (is_erased(walk_in.name)) continue;
    Hash name{};
    (void)from_hex_into(walk_in.code, name, "a hash");
    const auto opened = open_text(central.logs(), name, central.keys());
    if (opened && opened.value() && as_text(*opened.value()) == walk_in.name) continue;
    if (!lost.contains(walk_in.cohort)) {
      chronicle_.wrong("the name of walk-in {} is not at central", walk_in.cohort);
    }
  }
}

// None is a false one.
void World::check_alarms() {
  for (const Central::Alarm& alarm : office_.central()->alarms().value_or({})) {
    const bool of_central = alarm.kind == "restored";
    if (of_central ? office_was_put_back_ : copied_.contains(alarm.about)) continue;
    chronicle_.wrong("a false alarm: {} of {}", alarm.kind, to_text(alarm.about));
    for (const HeldEpoch& epoch : office_.central()->logs().epochs().value_or({})) {
      if (epoch.log.device != alarm.about) continue;
      chronicle_.note("{} {} of {} facts, after {}/{}", epoch.log.scope, to_text(epoch.epoch),
                      epoch.held, epoch.parent ? to_text(epoch.parent->epoch) : "nothing",
                      epoch.parent ? epoch.parent->seq : 0);
    }
  }
}

}  // namespace otmetka::sim
