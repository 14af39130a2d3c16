#include "tests/bench/workload.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "shared/store/journal.h"
#include "tests/seeded.h"

namespace otmetka::bench {
namespace {

using test::Seeded;

constexpr int64_t day_ms = 86'400'000, minute_ms = 60'000;
constexpr int64_t first_day_ms = 1'763'769'600'000;  // a midnight
constexpr uint32_t sessions_of_a_venue_and_day = 6, venues = 10;

constexpr const char* note_texts[24] = {"пришёл с группой {}",
                                        "бейдж забыт, место {}",
                                        "замена участника {}",
                                        "опоздал на {} минут",
                                        "ушёл раньше на {} минут",
                                        "попросил справку {}",
                                        "второй заход, ряд {}",
                                        "без бейджа, список {}",
                                        "ждёт переводчика, стол {}",
                                        "перешёл из группы {}",
                                        "сопровождающий группы {}",
                                        "отметка со слов куратора {}",
                                        "бейдж не читается, номер {}",
                                        "просит повторить занятие {}",
                                        "гость площадки, пропуск {}",
                                        "вернулся после перерыва {}",
                                        "приехал автобусом {}",
                                        "заменил коллегу из отдела {}",
                                        "потерял бейдж, выдан {}",
                                        "отпущен по просьбе группы {}",
                                        "сел в зале {}",
                                        "подписал согласие, лист {}",
                                        "ведёт пару {}",
                                        "команда {}"};

struct Event {
  int64_t at_ms;
  Kind kind;
  uint32_t session;
};

double normal(Seeded& random) {
  const double radius = std::sqrt(-2 * std::log(1 - random.unit()));
  return radius * std::cos(2 * std::numbers::pi * random.unit());
}

int64_t minutes(double value) { return static_cast<int64_t>(value * minute_ms); }

// One venue's day as one of its kiosks sees it. Sessions last 75 minutes, with a quarter of an hour
// between them, so that the last leave while the next arrive.
void add_day(Seeded& random, uint32_t venue, uint32_t day, std::vector<Event>& out) {
  for (uint32_t i = 0; i < sessions_of_a_venue_and_day; ++i) {
    const uint32_t session = 1 + (day * venues + venue) * sessions_of_a_venue_and_day + i;
    const int64_t start = first_day_ms + day * day_ms + minutes(9 * 60 + 90.0 * i);
    const int64_t end = start + minutes(75);
    const auto share = facts_of_a_kiosk_and_day / sessions_of_a_venue_and_day;
    for (uint32_t k = 0; k < share; ++k) {
      const double kind = random.unit();
      if (kind < 0.78) {
        out.push_back({start + minutes(-8 + 6 * normal(random)), Kind::check_in, session});
      } else if (kind < 0.93) {
        out.push_back({end + minutes(3 + 3 * normal(random)), Kind::check_out, session});
      } else if (kind < 0.99) {
        const double late = -5 * std::log(1 - random.unit());
        out.push_back({end + minutes(late), Kind::score, session});
      } else {
        out.push_back({start + minutes(2 + 6 * normal(random)), Kind::correction, session});
      }
    }
  }
}

std::vector<Event> events_of(Seeded& random, uint32_t venue, size_t count) {
  std::vector<Event> out;
  for (uint32_t day = 0; out.size() < count; ++day) {
    const auto before = static_cast<std::ptrdiff_t>(out.size());
    add_day(random, venue, day, out);
    std::sort(out.begin() + before, out.end(),
              [](const Event& a, const Event& b) { return a.at_ms < b.at_ms; });
  }
  out.resize(count);
  return out;
}

class BenchClock : public Clock {
 public:
  explicit BenchClock(int64_t booted_ms) : now_ms(booted_ms), booted_ms_(booted_ms) {}
  int64_t now_ms;
  int64_t wall_s() const override { return now_ms / 1000; }
  uint64_t boot_ms() const override { return static_cast<uint64_t>(now_ms - booted_ms_); }
  BootId boot_id() const override { return {1}; }

 private:
  int64_t booted_ms_;
};

void choose(Seeded& random, MadeFact& made) {
  Fact& fact = made.fact;
  fact.person = Subject(static_cast<uint32_t>(1 + random.below(people)));
  const double method = random.unit();
  fact.method = method < 0.85 ? Method::qr : method < 0.97 ? Method::search : Method::manual;
  if (random.chance(0.19)) {
    fact.actor = Subject(static_cast<uint32_t>(people + 1 + random.below(staff)));
  }
  if (!random.chance(0.02) || fact.kind == Kind::correction) return;
  made.note = static_cast<int>(random.below(notes));
  const std::string text =
      fmt::format(fmt::runtime(note_texts[made.note % 24]), made.note / 24 + 1);
  fact.payload = to_bytes(as_bytes(text));
}

}  // namespace

KioskLog make_log(uint32_t kiosk, size_t count) {
  Seeded random(1000 + kiosk);
  KioskLog out;
  out.log = {random.bytes<16>(), "exchange"};
  const uint32_t venue = kiosk / 4;
  BenchClock clock(first_day_ms + 7 * 3'600'000 + static_cast<int64_t>(random.below(3'600'000)));
  const std::string path = fmt::format("/bench-journal-{}", kiosk);
  Journal journal = MUST(Journal::open(path, {"memdb"}, clock, random, "bench"));
  for (const Event& event : events_of(random, venue, count)) {
    MadeFact made;
    clock.now_ms = event.at_ms;
    made.fact.kind = event.kind;
    made.fact.session = Subject(event.session);
    made.fact.venue = Subject(1 + venue);
    choose(random, made);
    if (event.kind == Kind::correction) {
      // Takes back one of the last fifty of this log; seq 1 was `opened`.
      const Seq own = out.facts.size() + 2;
      const Seq target = own - 1 - random.below(std::min<Seq>(50, own - 1));
      made.fact.references.push_back({out.log.device, out.log.scope, out.epoch, target});
      made.fact.payload = {0x08, 0x03};  // Correction{standing: VOID}
    }
    out.epoch = MUST(journal.append(Draft{out.log, made.fact, std::nullopt})).epoch;
    out.facts.push_back(std::move(made));
  }
  JournalReader reader = MUST(JournalReader::open(path, {"memdb"}));
  out.link = MUST(reader.row(1, 1))->link;
  for (JournalRow& row : MUST(reader.rows(1, 2, count))) out.rows.push_back(std::move(row.bytes));
  for (size_t i = 0; i < count; ++i) {
    const Fact written = MUST(decode_row(out.rows[i]));
    out.facts[i].fact.boot_s = written.boot_s;
    out.facts[i].fact.wall_s = written.wall_s;
  }
  return out;
}

}  // namespace otmetka::bench
