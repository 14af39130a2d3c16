// What happens in a simulated world, and how often.
#include <sqlite3.h>

#include "tests/sim/world.h"

namespace otmetka::sim {
namespace {

constexpr size_t clones_max = 2;
constexpr size_t settle_rounds_max = 4;
constexpr int disk_errors[] = {SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC, SQLITE_FULL,
                               SQLITE_IOERR_TRUNCATE};

uint64_t bytes_on(const CrashDisk& disk) {
  uint64_t bytes = 0;
  for (const auto& [path, content] : disk.files()) bytes += content.size();
  return bytes;
}

}  // namespace

struct World::Chance {
  double Mix::*share;
  void (World::*happen)(Machine&);
};

const std::vector<World::Chance>& World::box_events() {
  static const std::vector<Chance> events = {
      {&Mix::power_cut, &World::cut_power},
      {&Mix::power_cut_soon, &World::cut_power_soon},
      {&Mix::kiosk_restart, &World::restart_kiosk},
      {&Mix::daemon_restart, &World::restart_daemon},
      {&Mix::disk_error, &World::fail_disk_soon},
      {&Mix::disk_full, &World::fill_disk},
      {&Mix::clock_jump, &World::jump_clock},
      {&Mix::own_segments_lost, &World::lose_own_segments},
      {&Mix::receipts_lost, &World::lose_receipts},
      {&Mix::mirror_damaged, &World::damage_mirror},
      {&Mix::clone, &World::clone},
      {&Mix::older_disk, &World::put_older_disk},
      {&Mix::moved, &World::move_somewhere},
      {&Mix::device_key, &World::rotate_device_key},
  };
  return events;
}

const std::vector<World::Chance>& World::office_events() {
  static const std::vector<Chance> events = {
      {&Mix::office_cut, &World::cut_office},
      {&Mix::office_cut_soon, &World::cut_office_soon},
      {&Mix::office_restart, &World::restart_office},
      {&Mix::office_error, &World::fail_office_disk_soon},
      {&Mix::office_full, &World::fill_office_disk},
      {&Mix::office_older, &World::put_older_office},
      {&Mix::office_backup, &World::back_up_office},
      {&Mix::office_restored, &World::restore_office},
      {&Mix::erasure, &World::erase_somebody},
      {&Mix::new_programme, &World::publish_more},
      {&Mix::badge_revoked, &World::revoke_badge},
      {&Mix::old_request, &World::repeat_old_request},
      {&Mix::scope_key, &World::rotate_scope_key},
      {&Mix::badge_key, &World::rotate_badge_key},
      {&Mix::sign_key, &World::rotate_sign_key},
  };
  return events;
}

WorldOptions any_options(uint64_t seed) {
  test::Seeded random(seed ^ 0x5eed);
  WorldOptions options;
  const auto vary = [&](double& share) {
    share *= random.chance(0.5) ? 0 : 0.5 + random.unit() * 3;
  };
  for (const auto& event :
       {&Mix::power_cut,     &Mix::power_cut_soon,  &Mix::kiosk_restart,  &Mix::daemon_restart,
        &Mix::disk_error,    &Mix::disk_full,       &Mix::clock_jump,     &Mix::own_segments_lost,
        &Mix::receipts_lost, &Mix::mirror_damaged,  &Mix::clone,          &Mix::older_disk,
        &Mix::office_cut,    &Mix::office_cut_soon, &Mix::office_restart, &Mix::office_error,
        &Mix::office_full,   &Mix::office_backup,   &Mix::erasure,        &Mix::new_programme,
        &Mix::badge_revoked, &Mix::old_request,     &Mix::moved}) {
    vary(options.mix.*event);
  }
  for (const auto& fault :
       {&Climate::reconnect, &Climate::portal, &Climate::lose_request, &Climate::lose_answer,
        &Climate::twice, &Climate::cut_request, &Climate::cut_answer, &Climate::flip_request,
        &Climate::flip_answer, &Climate::slow}) {
    vary(options.climate.*fault);
  }
  return options;
}

void World::run(int64_t seconds) {
  const int64_t from_ms = time_.ms, end_ms = time_.ms + seconds * 1000;
  while (time_.ms < end_ms) step();
  const double hours = static_cast<double>(time_.ms - from_ms) / 3'600'000;
  device_hours_ += hours * static_cast<double>(machines_.size());
}

void World::step() {
  // Now and then nobody comes for an hour.
  const uint64_t pause_s = random_.chance(0.01) ? 3600 : random_.below(400);
  time_.pass_ms(pause_s * 1000 / machines_.size() + random_.below(1000));
  const size_t at = static_cast<size_t>(random_.below(machines_.size()));
  Machine& machine = *machines_[at];
  keep_office_up();
  keep_up(machine);
  for (const Chance& chance : box_events()) {
    if (random_.chance(options_.mix.*chance.share)) (this->*chance.happen)(machine);
  }
  for (const Chance& chance : office_events()) {
    if (random_.chance(options_.mix.*chance.share)) (this->*chance.happen)(machine);
  }
  if (machine.disk_is_full && random_.chance(0.1)) {
    machine.disk().set_capacity(0);
    machine.disk_is_full = false;
  }
  if (office_is_full_ && random_.chance(0.1)) {
    office_.disk().set_capacity(0);
    office_is_full_ = false;
  }
  if (random_.chance(0.5)) visitors(machine);
  if (random_.chance(0.4)) exchange(machine);
  if (machine.kiosk() && random_.chance(0.1)) (void)machine.kiosk()->journal().checkpoint();
  if (machine.mirror() && random_.chance(0.05)) {
    (void)machine.mirror()->db().checkpoint();
    (void)machine.daemon()->check_stored(8);
  }
  if (random_.chance(0.1)) go_on_erasing();
  if (office_.central() && random_.chance(0.03)) (void)office_.central()->checkpoint();
  settle_power(machine);
}

void World::visitors(Machine& machine) {
  for (uint64_t group = 1 + random_.below(4); group > 0 && machine.kiosk(); --group) {
    if (badges_.empty()) return;
    const PaperBadge badge = badges_[random_.below(badges_.size())];
    if (random_.chance(0.04)) {
      scan_nothing(machine);
    } else if (random_.chance(0.03)) {
      walk_in(machine);
    } else {
      scan(machine, badge);
      time_.pass_ms(random_.below(9000));
      if (random_.chance(0.15)) scan(machine, badge);  // was it green? once more, to be sure
    }
    time_.pass_ms(random_.below(9000));
  }
}

// ---- boxes ----

void World::cut_power(Machine& machine) { machine.disk().power_cut(); }
void World::cut_power_soon(Machine& machine) { machine.disk().cut_at(1 + random_.below(60)); }

void World::restart_kiosk(Machine& machine) {
  chronicle_.note("{}: kiosk restarts", machine.name());
  machine.stop_kiosk();
  keep_up(machine);
}

void World::restart_daemon(Machine& machine) {
  chronicle_.note("{}: daemon restarts", machine.name());
  machine.stop_daemon();
  keep_up(machine);
}

void World::fail_disk_soon(Machine& machine) {
  const int error = disk_errors[random_.below(std::size(disk_errors))];
  chronicle_.note("{}: disk error {} soon", machine.name(), error);
  machine.disk().fail_at(1 + random_.below(30), error);
}

void World::fill_disk(Machine& machine) {
  chronicle_.note("{}: disk full", machine.name());
  machine.disk().set_capacity(bytes_on(machine.disk()) + random_.below(20'000));
  machine.disk_is_full = true;
}

int64_t World::wrong_clock() {
  switch (random_.below(8)) {
    case 0:
      return -time_.s() + 100;  // 1970
    case 1:
      return 2'145'916'800 - time_.s();  // 2038
    case 2:
      return 4'070'908'800 - time_.s();  // 2099
    case 3:
      return static_cast<int64_t>(random_.below(86'400)) - 43'200;  // hours
    default:
      return static_cast<int64_t>(random_.below(5)) - 2;
  }
}

void World::jump_clock(Machine& machine) {
  machine.clock().set_wrong_by(wrong_clock());
  chronicle_.note("{}: its clock now says {}", machine.name(), machine.clock().wall_s());
}

void World::lose_own_segments(Machine& machine) {
  const auto identity = machine.identity();
  if (!identity) return;
  Db& db = machine.mirror()->db();
  const auto lose = [&]() -> Status {
    Transaction transaction = TRY(Transaction::begin(db));
    Query segments = db.query(
        "DELETE FROM segment WHERE epoch IN (SELECT h.id FROM held_epoch h JOIN log l ON "
        "l.id = h.log WHERE l.device = ?)");
    TRY(segments.bind(identity->device).run());
    Query epochs =
        db.query("DELETE FROM held_epoch WHERE log IN (SELECT id FROM log WHERE device = ?)");
    TRY(epochs.bind(identity->device).run());
    return transaction.commit();
  };
  if (lose()) chronicle_.note("{}: its mirror lost the own segments", machine.name());
}

void World::lose_receipts(Machine& machine) {
  if (!machine.mirror()) return;
  (void)machine.mirror()->db().query("DELETE FROM receipt").run();
  chronicle_.note("{}: its mirror lost the receipts", machine.name());
}

void World::damage_mirror(Machine& machine) {
  const auto identity = machine.identity();
  if (!identity) return;
  Db& db = machine.mirror()->db();
  machine.was_damaged = true;
  if (random_.chance(0.2)) {
    chronicle_.note("{}: a text in its mirror is damaged", machine.name());
    (void)db
        .query(
            "UPDATE detached SET bytes = zeroblob(90) WHERE hash = (SELECT max(hash) FROM "
            "detached)")
        .run();
    return;
  }
  Query find = db.query(
      "SELECT id, header, payload FROM segment ORDER BY id LIMIT 1 OFFSET "
      "abs(?) % max(1, (SELECT count(*) FROM segment))");
  find.bind(static_cast<int64_t>(random_.below(1'000'000)));
  const auto found = find.step();
  if (!found || !found.value()) return;
  const bool in_header = random_.chance(0.3);
  Bytes bytes = to_bytes(find.blob(in_header ? 1 : 2));
  bytes[random_.below(bytes.size())] ^= 0x10;
  const int64_t id = find.integer(0);
  Query put = db.query(in_header ? "UPDATE segment SET header = ? WHERE id = ?"
                                 : "UPDATE segment SET payload = ? WHERE id = ?");
  (void)put.bind(bytes).bind(id).run();
  chronicle_.note("{}: segment {} of its mirror is damaged", machine.name(), id);
}

void World::clone(Machine& machine) {
  const auto identity = machine.identity();
  if (!identity || !identity->complete || machine.disk().is_cut()) return;
  if (machines_.size() < options_.kiosks + clones_max) clone_of(machine);
}

// What was recorded since and had not reached central was on that disk alone.
void World::put_older_disk(Machine& machine) {
  const size_t at =
      static_cast<size_t>(std::find_if(machines_.begin(), machines_.end(),
                                       [&](const auto& other) { return other.get() == &machine; }) -
                          machines_.begin());
  const auto identity = machine.identity();
  if (!identity || !identity->complete || machine.disk().is_cut() || !office_.central()) return;
  if (!older_disks_[at].disk) {
    older_disks_[at] = machine.image();
    return;
  }
  for (Shown& shown : chronicle_.shown) {
    if (shown.box == machine.name()) shown.disk_was_lost = true;
  }
  for (const HeldEpoch& epoch : office_.central()->logs().epochs().value_or({})) {
    for (Shown& shown : chronicle_.shown) {
      const bool same = shown.epoch == to_text(epoch.epoch) && shown.scope == epoch.log.scope;
      if (same && shown.seq <= epoch.held) shown.disk_was_lost = false;
    }
  }
  disks_were_lost_ = true;
  copied_.insert(identity->device);
  machine.load(older_disks_[at]);
  machine.boot(wrong_clock());
  chronicle_.note("{}: an older image is put on its disk", machine.name());
}

void World::move_somewhere(Machine& machine) {
  if (!machine.kiosk() || machine.kiosk()->directory().venues().empty()) return;
  const auto& venues = machine.kiosk()->directory().venues();
  const auto chosen = std::next(venues.begin(), static_cast<int>(random_.below(venues.size())));
  (void)assign(machine, chosen->second.entry.name());
}

// ---- the office ----

void World::cut_office(Machine& /*machine*/) {
  office_.disk().power_cut();
  office_down_until_ms_ = time_.ms + static_cast<int64_t>(random_.below(600'000));
}

void World::cut_office_soon(Machine& /*machine*/) { office_.disk().cut_at(1 + random_.below(60)); }

void World::restart_office(Machine& /*machine*/) {
  office_.stop();
  keep_office_up();
}

void World::fail_office_disk_soon(Machine& /*machine*/) {
  const int error = disk_errors[random_.below(std::size(disk_errors))];
  chronicle_.note("office: disk error {} soon", error);
  office_.disk().fail_at(1 + random_.below(40), error);
}

void World::fill_office_disk(Machine& /*machine*/) {
  chronicle_.note("office: disk full");
  office_.disk().set_capacity(bytes_on(office_.disk()) + random_.below(40'000));
  office_is_full_ = true;
}

// A copy as an operator has it: of a moment at which it ran. What a box and central both lose is
// lost, so one world has one of the two.
void World::put_older_office(Machine& /*machine*/) {
  if (!office_.central() || office_.disk().is_cut() || disks_were_lost_) return;
  if (!older_office_) {
    older_office_ = office_.image();
    return;
  }
  begin_anew(*older_office_);
  older_office_.reset();
  wire_.archived.clear();  // that promise is about backups, of which the last is used
  chronicle_.note("office: put back from an older copy");
}

void World::begin_anew(const Office::Image& image) {
  office_.load(image);
  wire_.set_promised({});  // by the one that is gone
  for (const auto& machine : machines_) {
    // Codes of before are not known any more: the operator brings another.
    const auto identity = machine->identity();
    if (!identity || !identity->complete) machine->enrol_code.clear();
  }
  office_was_put_back_ = true;
}

void World::back_up_office(Machine& /*machine*/) { (void)office_.back_up(); }

// The disk broke: what was called archived is in the last backup, the rest comes from the boxes.
void World::restore_office(Machine& /*machine*/) {
  if (!office_.backup() || disks_were_lost_) return;
  begin_anew(*office_.backup());
  chronicle_.note("office: restored from its backup");
}

void World::publish_more(Machine& /*machine*/) {
  add_to_programme(package_, random_.next());
  publish();
}

void World::revoke_badge(Machine& /*machine*/) {
  if (!office_.central() || badges_.empty()) return;
  PaperBadge& badge = badges_[random_.below(badges_.size())];
  const PersonNumber person{static_cast<uint32_t>(badge.person)};
  if (badge.revoked || !office_.central()->revoke_badge(badge.cohort, person)) return;
  badge.revoked = true;
  chronicle_.note("office: the badge of {} is revoked", badge.person);
  const auto line = office_.central()->badges(badge.cohort, person);
  if (line) badges_.push_back({badge.cohort, badge.person, badge.name, line.value().front().code});
}

void World::repeat_old_request(Machine& /*machine*/) { wire_.deliver_again(random_.next()); }

// ---- keys ----

void World::rotate_scope_key(Machine& /*machine*/) {
  if (!office_.central()) return;
  const std::vector<Scope> scopes{office_scope, package_.name, venue_scope("hub"),
                                  venue_scope("lab")};
  const Scope& scope = scopes[random_.below(scopes.size())];
  const Status status = office_.central()->rotate_scope_key(scope);
  chronicle_.note("office: another key for {}: {}", scope, status ? "" : status.error().message);
}

void World::rotate_badge_key(Machine& /*machine*/) {
  if (!office_.central()) return;
  const Status status = office_.central()->rotate_badge_key();
  badge_key_rotated_ = true;
  chronicle_.note("office: another key of badges: {}", status ? "" : status.error().message);
}

void World::rotate_sign_key(Machine& /*machine*/) {
  if (!office_.central()) return;
  const Status status = office_.central()->rotate_signing_key();
  chronicle_.note("office: another signing key: {}", status ? "" : status.error().message);
  for (const auto& machine : machines_) {
    // Codes of before are made for the old one: the operator brings another.
    const auto identity = machine->identity();
    if (!identity || !identity->complete) machine->enrol_code.clear();
  }
}

void World::rotate_device_key(Machine& machine) {
  if (machine.renewal_code.empty()) (void)renew_key(machine);
}

// ---- the end ----

void World::heal() {
  chronicle_.note("all faults end");
  options_.faults = false;
  wire_.weather = nullptr;
  const auto mend = [](CrashDisk& disk) {
    disk.cut_at(0);
    disk.fail_at(0, SQLITE_OK);
    disk.set_capacity(0);
  };
  mend(office_.disk());
  office_down_until_ms_ = 0;
  keep_office_up();
  if (!office_.central()) return chronicle_.wrong("the office does not start");
  if (!over_ && !publish()) chronicle_.wrong("the office cannot publish");
  go_on_erasing();
  for (const auto& machine : machines_) {
    mend(machine->disk());
    settle_power(*machine);
    machine->down_until_ms = 0;
    keep_up(*machine);
    if (!machine->up()) chronicle_.wrong("{}: does not start", machine->name());
  }
}

void World::settle() {
  // What the daemon does once a minute, all at once: to the end, and then from the beginning.
  for (const auto& machine : machines_) {
    for (int turn = 0; turn < 2 && machine->daemon() && machine->was_damaged; ++turn) {
      if (machine->daemon()->check_stored(SIZE_MAX / 2)) continue;
      chronicle_.wrong("{}: cannot check its mirror", machine->name());
    }
  }
  // What is erased is heard of in one exchange, told in the second or, if the kiosk had to close a
  // cohort first, in the third.
  const size_t silence = over_ || !erased_.empty() ? 3 : 2;
  size_t quiet_rounds = 0;
  for (size_t round = 0; round < settle_rounds_max + silence && quiet_rounds < silence; ++round) {
    time_.pass_s(30);
    bool quiet = true;
    for (const auto& machine : machines_) {
      quiet = exchange(*machine) && quiet;
      if (machine->kiosk()) (void)machine->kiosk()->refresh();  // as the screen does each second
    }
    quiet_rounds = quiet ? quiet_rounds + 1 : 0;
  }
  if (quiet_rounds < silence) chronicle_.wrong("not settled after {} rounds", settle_rounds_max);
}

}  // namespace otmetka::sim
