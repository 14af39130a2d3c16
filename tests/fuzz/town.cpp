#include "tests/fuzz/town.h"

#include <algorithm>

#include "tests/fuzz/fuzz_keys.h"
#include "tests/fuzz/targets.h"
#include "tests/sim/world.h"

namespace otmetka::fuzz {
namespace {

// Texts that were lost are asked back once central has seen that they are.
constexpr int exchanges_max = 4;
const Scope cohort = "small.2025";

struct Images {
  struct State {
    sim::Office::Image office;
    sim::Machine::Image box;
  };
  State fresh, enrolled;
  std::vector<std::string> badges;
};

struct Empty {
  sim::TrueTime time{sim::first_day * 86'400'000 + 8 * 3'600'000};
  sim::Chronicle chronicle{time};
  sim::Office office{7, time, chronicle};
  sim::Wire wire{office, time, chronicle};
  sim::Machine box{"hub", 5, time, chronicle, wire};
};

void record(Empty& town, const std::vector<std::string>& badges, const char* name) {
  Recorder& kiosk = *town.box.kiosk();
  MUST(kiosk.refresh());
  for (const std::string& badge : badges) MUST(kiosk.scan(badge));
  NewWalkIn walk_in;
  walk_in.cohort = cohort;
  walk_in.family = name;
  walk_in.given = "Гость";
  MUST(kiosk.walk_in(walk_in));
  town.time.pass_s(300);
}

Images::State image(const Empty& town) { return {town.office.image(), town.box.image()}; }

Images made() {
  Empty town;
  Images out;
  promise(town.office.start(), "a central starts");
  Central& central = *town.office.central();
  MUST(central.load_programme(sim::small_programme(6), std::nullopt));
  sim::RawBox neighbour(town.office, box_seed);
  promise(neighbour.enrol("hub"), "a box with a code is enrolled");
  for (const auto& [number, person] : central.directory().cohort(cohort)->people)
    out.badges.push_back(MUST(central.badges(cohort, number)).front().code);
  promise(town.box.start_kiosk() && town.box.start_daemon(), "a box starts");
  town.box.enrol_code = MUST(central.enrol_code({"hub", "http://127.0.0.1:1", {}}));
  out.fresh = image(town);
  MUST(town.box.daemon()->enrol(town.box.network(), MUST(read_enrol_code(town.box.enrol_code)),
                                "hub"));
  record(town, {out.badges[0], out.badges[1]}, "Первая");
  MUST(town.box.daemon()->exchange(town.box.network()));
  record(town, {out.badges[2], out.badges[3]}, "Вторая");
  out.enrolled = image(town);
  return out;
}

const Images& images() {
  static const Images all = made();
  return all;
}

/// The first thing of what the box recorded that central cannot read.
std::string missing_at(Town& town) {
  Central& central = town.central();
  const Recorded recorded = Recorded::of(town.box);
  for (const auto& [place, log] : recorded.logs) {
    const auto held = MUST(central.logs().epoch(place.first, place.second));
    if (!held || held->held != log.rows.size() || held->link != log.links.back())
      return "central holds what was recorded in " + place.first.scope;
    if (MUST(central.logs().facts(*held, central.keys())).facts.size() != log.rows.size())
      return "central can read what was recorded in " + place.first.scope;
  }
  for (const JournalReader::DetachedName& text : recorded.texts) {
    if (!MUST(open_text(central.logs(), text.name, central.keys())))
      return "central can read a text of " + text.scope;
  }
  return "";
}

}  // namespace

Town::Town(Box state)
    : time{sim::first_day * 86'400'000 + 9 * 3'600'000},
      office(7, time, chronicle),
      box("hub", 5, time, chronicle, wire),
      neighbour(office, box_seed),
      badges(images().badges) {
  const Images::State& image = state == Box::enrolled ? images().enrolled : images().fresh;
  office.load(image.office);
  box.load(image.box);
  promise(office.start() && box.start_daemon(), "a town wakes up");
}

EnrolCode Town::code() const { return MUST(read_enrol_code(box.enrol_code)); }

Recorded Recorded::of(sim::Machine& box) {
  Recorded out;
  auto journal = MUST(box.open_journal());
  if (!journal) return out;
  for (const JournalEpoch& epoch : MUST(journal->epochs())) {
    Log& log = out.logs[{epoch.log, epoch.epoch}];
    log.links.push_back(first_link(epoch.log, epoch.epoch));
    for (JournalRow& row : MUST(journal->rows(epoch.row_id, 1, epoch.last))) {
      log.rows.push_back(std::move(row.bytes));
      log.links.push_back(row.link);
    }
  }
  out.texts = MUST(journal->detached_names());
  return out;
}

Kept::Kept(Town& town) : recorded(Recorded::of(town.box)), keys(town.box.daemon_keys()) {
  for (const HeldEpoch& epoch : MUST(town.box.mirror()->logs().epochs())) {
    if (recorded.logs.contains({epoch.log, epoch.epoch})) own.push_back(epoch);
  }
}

void Kept::check(Town& town, const std::map<Place, Seq>& told) const {
  promise(Recorded::of(town.box).logs == recorded.logs, "what was recorded stays recorded");
  const Keys& now = town.box.daemon_keys();
  HeldLogs logs = town.box.mirror()->logs();
  for (const HeldEpoch& before : own) {
    const auto held = MUST(logs.epoch(before.log, before.epoch));
    promise(held && held->held >= before.held, "what was sealed stays sealed");
    promise(MUST(logs.link_at(*held, before.held, now)) == before.link, "a link never changes");
  }
  for (const ScopeKey& key : keys.scopes)
    promise(now.opening_key(key.scope, scope_key_id(key.key)), "a key stays");
  if (keys.sign) promise(now.sign && now.sign->seed() == keys.sign->seed(), "a box is who it is");
  uint64_t waits = 0;
  for (const auto& [place, log] : recorded.logs) {
    const auto far = told.find(place);
    waits += log.rows.size() - (far == told.end() ? 0 : far->second);
  }
  promise(MUST(town.box.daemon()->waiting()).all >= waits,
          "what central never confirmed as it stands here waits");
}

void check_it_starts(Town& town) {
  town.box.stop_daemon();
  promise(town.box.start_daemon(), "a daemon starts again");
  promise(town.box.start_kiosk(), "a kiosk starts again");
  MUST(town.box.kiosk()->refresh());
  if (!town.box.kiosk()->enrolled()) return;
  MUST(town.box.kiosk()->scan(town.badges.back()));
  (void)town.box.kiosk()->staff_presence();
  (void)town.box.kiosk()->who_is_inside();
}

void check_delivered(Town& town) {
  Result<RoundTrip> last = fail(Failure::offline, "not tried");
  std::string missing = "an exchange";
  for (int i = 0; i < exchanges_max && !missing.empty(); ++i) {
    town.time.pass_s(60);
    last = town.box.daemon()->exchange(town.box.network());
    if (last) missing = missing_at(town);
  }
  if (!last) std::fprintf(stderr, "%s\n", last.error().message.c_str());
  promise(last.ok(), "the true central is still exchanged with");
  promise(missing.empty(), missing.c_str());
  promise(MUST(town.box.daemon()->waiting()).all == 0, "nothing waits after a whole exchange");
  promise(town.chronicle.problems.empty(), "central breaks no word");
}

}  // namespace otmetka::fuzz
