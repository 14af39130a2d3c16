#include "tests/sim/world.h"

#include "shared/log/detached.h"

namespace otmetka::sim {
namespace {

constexpr const char* venues[] = {"hub", "lab", "museum"};
constexpr int64_t opens_at_s = first_day * 86'400 + 5 * 3600;  // eight in the morning in Moscow
// What a second scan within this time of one boot may not make.
constexpr int64_t same_act_s = 60;

}  // namespace

World::World(uint64_t seed, const WorldOptions& options)
    : random_(seed), options_(options), office_(seed * 31 + 1, time_, chronicle_) {
  time_.ms = opens_at_s * 1000;
  package_ = small_programme(options.people);
  office_.start();
  if (!publish()) chronicle_.wrong("a new office cannot publish its programme");
  for (size_t i = 0; i < options.kiosks; ++i) add_machine(fmt::format("k{}", i + 1));
  if (options.faults) wire_.weather = [this] { return any_fault(options_.climate, random_); };
  // Every second world has its boxes enrolled in quiet, the others in the storm.
  if (options.faults && random_.chance(0.5)) return;
  const auto weather = std::exchange(wire_.weather, nullptr);
  for (const auto& machine : machines_) {
    keep_up(*machine);
    if (!enrol(*machine)) chronicle_.wrong("{}: not enrolled in quiet", machine->name());
  }
  wire_.weather = weather;
}

World::~World() {
  for (const auto& machine : machines_) {
    machine->stop_kiosk();
    machine->stop_daemon();
  }
  office_.stop();
}

Machine& World::add_machine(const std::string& name) {
  machines_.push_back(std::make_unique<Machine>(name, random_.next(), time_, chronicle_, wire_));
  older_disks_.emplace_back();
  return *machines_.back();
}

// ---- the office ----

bool World::publish() {
  for (const Package& package : {package_, other_programme()}) {
    if (!office_.central()) return false;
    const auto published = office_.central()->load_programme(package, std::nullopt);
    if (!published) {
      chronicle_.note("office: {} is not published: {}", package.name, published.error().message);
      return false;
    }
  }
  print_badges();
  chronicle_.note("office: {} people and {} sessions are published", package_.people.size(),
                  package_.sessions.size());
  return true;
}

void World::print_badges() {
  for (const auto& [scope, cohort] : office_.central()->directory().cohorts()) {
    for (const auto& [number, person] : cohort.people) {
      const uint64_t plain = static_cast<uint32_t>(number);
      const std::string name = person.name.family() + " " + person.name.given();
      if (!person.named()) continue;  // erased
      const auto printed = std::find_if(
          badges_.begin(), badges_.end(),
          [&](const PaperBadge& badge) { return badge.person == plain && badge.cohort == scope; });
      if (printed != badges_.end()) {
        if (printed->name != name && !is_erased(printed->name)) {
          chronicle_.wrong("person {} was {} and is {}", plain, printed->name, name);
        }
        continue;
      }
      const auto line = office_.central()->badges(scope, number);
      if (line) badges_.push_back({scope, plain, name, line.value().front().code});
    }
  }
}

void World::keep_office_up() {
  if (office_.disk().is_cut() && office_.central()) {
    office_.stop();
    chronicle_.note("office: no power");
  }
  if (office_.central() || time_.ms < office_down_until_ms_) return;
  if (office_.start()) check_promises();
}

// ---- boxes ----

void World::keep_up(Machine& machine) {
  if (machine.up() || time_.ms < machine.down_until_ms) return;
  if (machine.disk().is_cut()) {
    machine.boot(options_.faults ? wrong_clock() : 0);
    chronicle_.note("{}: boots", machine.name());
  }
  if (!machine.kiosk()) machine.start_kiosk();
  if (!machine.daemon()) machine.start_daemon();
  settle_power(machine);
}

void World::settle_power(Machine& machine) {
  if (!machine.disk().is_cut()) return;
  machine.stop_kiosk();
  machine.stop_daemon();
  if (machine.down_until_ms < time_.ms) {
    machine.down_until_ms = time_.ms + static_cast<int64_t>(random_.below(600'000));
    chronicle_.note("{}: no power", machine.name());
  }
}

bool World::enrol(Machine& machine) {
  if (!machine.daemon() || !office_.central()) return false;
  if (machine.enrol_code.empty()) {
    const size_t at = static_cast<size_t>(machine.name().back() - '1');
    const auto code = office_.central()->enrol_code({venues[at % 3], "http://127.0.0.1:1", {}});
    if (!code) return false;
    machine.enrol_code = code.value();
  }
  const EnrolCode code = MUST(read_enrol_code(machine.enrol_code));
  const Status status = machine.daemon()->enrol(machine.network(), code, machine.name());
  chronicle_.note("{}: enrols: {}", machine.name(), status ? "done" : status.error().message);
  // The code is this box's alone, and may be tried until it succeeds.
  if (!status && status.error().message.find("another box") != std::string::npos) {
    chronicle_.wrong("{}: its own code is refused", machine.name());
  }
  settle_power(machine);
  return status.ok();
}

bool World::renew_key(Machine& machine) {
  const auto identity = machine.identity();
  if (!identity || !identity->complete || !office_.central()) return false;
  if (machine.renewal_code.empty()) {
    EnrolTicket ticket{"", "http://127.0.0.1:1", {}};
    ticket.continues = identity->device;
    const auto code = office_.central()->enrol_code(ticket);
    if (!code) return false;
    machine.renewal_code = code.value();
  }
  EnrolCode code = MUST(read_enrol_code(machine.renewal_code));
  code.central = office_.central()->keys().sign->public_key();
  const Status status = machine.daemon()->renew_key(machine.network(), code);
  chronicle_.note("{}: renews its key: {}", machine.name(),
                  status ? "done" : status.error().message);
  if (!machine.daemon_keys().next) machine.renewal_code.clear();
  machine.network().hang_up();
  settle_power(machine);
  return status.ok();
}

bool World::exchange(Machine& machine) {
  if (!machine.daemon()) return false;
  if (!machine.renewal_code.empty()) return renew_key(machine);
  const auto identity = machine.identity();
  if (!identity || identity->central_id == DeviceId{}) return enrol(machine);
  // An operator whose first try was cut may try the same code again; the daemon just goes on.
  if (!identity->complete && random_.chance(0.3)) return enrol(machine);
  const auto result = machine.daemon()->exchange(machine.network());
  if (!result) machine.network().hang_up();
  chronicle_.note("{}: exchange: {}", machine.name(),
                  result ? fmt::format("done in {} requests", result.value().requests)
                         : result.error().message);
  if (result) {
    const auto waiting = machine.daemon()->waiting();
    if (waiting && waiting.value().all != 0) {
      chronicle_.wrong("{}: {} facts wait after a whole exchange", machine.name(),
                       waiting.value().all);
    }
  }
  (void)machine.mirror()->set_exchange_state(
      {result ? machine.clock().wall_s() : 0, result ? "" : result.error().message});
  settle_power(machine);
  return result.ok();
}

bool World::scan(Machine& machine, const PaperBadge& badge) {
  if (!machine.kiosk()) return false;
  (void)machine.kiosk()->refresh();  // as the screen does each second
  if (!machine.kiosk()->enrolled()) return false;
  const int64_t wall = machine.clock().wall_s();
  const auto result = machine.kiosk()->scan(badge.code);
  if (result) {
    keep_result(machine, badge, result.value());
  } else {
    chronicle_.note("{}: scan of {} fails: {}", machine.name(), badge.person,
                    result.error().message);
    chronicle_.unsure.push_back({to_text(machine.kiosk()->identity()->device), badge.person, wall});
  }
  settle_power(machine);
  return result.ok();
}

bool World::assign(Machine& machine, const std::string& venue) {
  if (!machine.kiosk()) return false;
  const auto assigned = machine.kiosk()->assign(venue, {});
  chronicle_.note("{}: to {}: {}", machine.name(), venue,
                  assigned ? "moved" : assigned.error().message);
  settle_power(machine);
  return assigned.ok();
}

void World::keep_result(Machine& machine, const PaperBadge& badge, const ScanResult& result) {
  const Verdict verdict = result.decision.verdict;
  if (!result.fact) {
    // A kiosk that starts over a damaged mirror knows as little as there is, until it has come
    // again.
    if (machine.was_damaged) return;
    // Nor can one that has been away know a new key of badges.
    if (badge_key_rotated_) return;
    chronicle_.wrong("{}: a badge of ours is called {}", machine.name(), verdict_name(verdict));
    return;
  }
  Shown shown;
  shown.device = to_text(result.fact->device);
  shown.scope = result.fact->scope;
  shown.epoch = to_text(result.fact->epoch);
  shown.seq = result.fact->seq;
  shown.kind = verdict == Verdict::refused ? "refused-scan" : "check-in";
  shown.person = badge.person;
  shown.method = "qr";
  shown.box = machine.name();
  shown.boot = to_hex(machine.clock().boot_id());
  shown.wall = machine.clock().wall_s();
  shown.truth = time_.s();
  if (result.decision.session) {
    shown.session = static_cast<uint32_t>(result.decision.session->number);
  }
  if (machine.kiosk()->venue()) {
    shown.venue = static_cast<uint32_t>(machine.kiosk()->venue()->number);
  }
  chronicle_.note("{}: {} {} {}", machine.name(), verdict_name(verdict), badge.person,
                  shown.place());
  if (verdict == Verdict::refused) shown.session = 0;
  if (verdict == Verdict::already) {
    const auto same_place = [&](const Shown& before) { return before.place() == shown.place(); };
    if (std::any_of(chronicle_.shown.rbegin(), chronicle_.shown.rend(), same_place)) return;
    shown.wall_known = false;  // the first scan failed, and yet its fact is there
  }
  // Whole seconds of the boot decide; half of them may be on either side.
  const auto same_act = [&](const Shown& before) {
    return before.boot == shown.boot && before.kind == shown.kind && before.scope == shown.scope &&
           before.person == shown.person && before.session == shown.session &&
           shown.truth - before.truth < same_act_s - 1;
  };
  const bool first_try = shown.kind == "check-in" && shown.wall_known;
  if (first_try && std::any_of(chronicle_.shown.begin(), chronicle_.shown.end(), same_act)) {
    chronicle_.wrong("{}: a second fact of {} within a minute", machine.name(), badge.person);
  }
  chronicle_.shown.push_back(shown);
}

void World::scan_nothing(Machine& machine) {
  if (!machine.kiosk() || !machine.kiosk()->enrolled() || badges_.empty()) return;
  std::string code = badges_[random_.below(badges_.size())].code;
  switch (random_.below(4)) {
    case 0:
      code = "http://example.org/";
      break;
    case 1:
      code.resize(random_.below(code.size()));
      break;
    case 2:
      code[3 + random_.below(code.size() - 3)] ^= 1;
      break;
    default:
      code.assign(random_.below(200), static_cast<char>(random_.below(256)));
  }
  const auto result = machine.kiosk()->scan(code);
  if (result && result.value().fact) chronicle_.wrong("{}: garbage was recorded", machine.name());
  settle_power(machine);
}

bool World::walk_in(Machine& machine) {
  if (!machine.kiosk() || !machine.kiosk()->enrolled()) return false;
  Recorder& kiosk = *machine.kiosk();
  if (!kiosk.directory().cohort(package_.name)) return false;
  const std::string name = fmt::format("Гость {}", walk_ins_.size() + 1);
  Draft draft;
  draft.log = {kiosk.identity()->device, package_.name};
  draft.fact.kind = Kind::walk_in;
  draft.salted = salt_text(as_bytes(name), random_);
  const auto fact = kiosk.journal().append(draft);
  chronicle_.note("{}: walk-in {}", machine.name(), fact ? to_text(fact.value()) : "not saved");
  if (fact) {
    Shown shown;
    shown.device = to_text(fact.value().device);
    shown.scope = fact.value().scope;
    shown.epoch = to_text(fact.value().epoch);
    shown.seq = fact.value().seq;
    shown.kind = "walk-in";
    shown.box = machine.name();
    shown.boot = to_hex(machine.clock().boot_id());
    shown.wall = machine.clock().wall_s();
    shown.truth = time_.s();
    chronicle_.shown.push_back(shown);
    walk_ins_.push_back({shown.place(), 0, name, to_hex(detached_hash(*draft.salted))});
  }
  settle_power(machine);
  return fact.ok();
}

Machine& World::clone_of(Machine& machine) {
  Machine& other = add_machine(machine.name() + "-clone" + std::to_string(machines_.size()));
  other.load(machine.image());
  other.renewal_code = machine.renewal_code;
  if (const auto identity = machine.identity()) copied_.insert(identity->device);
  other.was_damaged = machine.was_damaged;
  other.boot(wrong_clock());
  chronicle_.note("{}: is now in the world twice, as {}", machine.name(), other.name());
  return other;
}

World::Image World::image() const {
  Image image{time_,     office_.image(), {}, chronicle_.shown, chronicle_.unsure,
              walk_ins_, wire_.promised()};
  for (const auto& machine : machines_) image.machines.push_back(machine->image());
  return image;
}

void World::load(const Image& image) {
  time_ = image.time;
  office_.load(image.office);
  chronicle_.shown = image.shown;
  chronicle_.unsure = image.unsure;
  walk_ins_ = image.walk_ins;
  wire_.set_promised(image.promised);
  for (size_t i = 0; i < machines_.size(); ++i) {
    machines_[i]->load(image.machines[i]);
    machines_[i]->boot(0);
  }
}

}  // namespace otmetka::sim
