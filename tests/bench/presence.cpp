#include <fmt/format.h>
#include <malloc.h>

#include "shared/base/limits.h"
#include "shared/model/payload.pb.h"
#include "shared/store/files.h"
#include "shared/store/recorder.h"
#include "tests/bench/benches.h"
#include "tests/seeded.h"

namespace otmetka::bench {
namespace {

constexpr uint32_t people = 20'000, kiosks = 20, facts_each = 3000, venue = 4, session = 3;
constexpr const char* cohort = "exchange";
constexpr double mib = 1024 * 1024;

double heap_bytes() {
  const struct mallinfo2 now = mallinfo2();
  return static_cast<double>(now.uordblks) + static_cast<double>(now.hblkhd);
}

Fact fact_of(Kind kind, const google::protobuf::MessageLite& payload) {
  Fact out;
  out.kind = kind;
  out.payload = to_bytes(as_bytes(payload.SerializeAsString()));
  return out;
}

/// A kiosk among twenty others of a cohort of 20,000, and the daemon that brings it their logs.
class Place {
 public:
  Place() : workplace_("presence"), mirror_(make_mirror()) {
    own_.box = random_.bytes<32>();
    payload::Venue here;
    here.set_name("university");
    std::vector<Fact> venue_facts{fact_of(Kind::venue, here)};
    venue_facts[0].venue = Subject(venue);
    send_channel(venue_scope("university"), venue_facts);
    send_channel(cohort, roster());
    Identity identity;
    identity.device = {0xd1};
    identity.central = central_.public_key();
    identity.central_id = {0xce};
    identity.venue = "university";
    identity.complete = true;
    MUST(mirror_.set_identity(identity));
  }

  /// The next facts of one of the others, in one segment.
  void brings(uint32_t kiosk, size_t count) {
    Writer& writer = writers_[kiosk];
    if (writer.next == 0) {
      writer.log = {{static_cast<uint8_t>(1 + kiosk)}, cohort};
      writer.epoch = Epoch{random_.u64()};
      writer.link = first_link(writer.log, writer.epoch);
      writer.next = 1;
      MUST(mirror_.logs().put_public_key(writer.log.device, central_.public_key()));
    }
    std::vector<Fact> facts(count);
    for (Fact& fact : facts) {
      fact.kind = random_.chance(0.3) ? Kind::check_out : Kind::check_in;
      fact.person = Subject(static_cast<uint32_t>(1 + random_.below(people)));
      fact.session = Subject(session);
      fact.venue = Subject(static_cast<uint32_t>(venue + random_.below(3)));
      fact.wall_s = clock.wall - static_cast<int64_t>(random_.below(3600));
    }
    send(writer, facts);
  }

  Recorder open(bool presence) {
    return MUST(Recorder::open(
        {journal_path(workplace_.path()), mirror_path(workplace_.path()), Disk{}, presence}, own_,
        clock, random_, "bench"));
  }

  test::SetClock clock;

 private:
  struct Writer {
    LogId log;
    Epoch epoch{};
    Link link{};
    Seq next = 0;
  };

  Mirror make_mirror() {
    MUST(make_directory(journal_directory(workplace_.path()), 02750));
    MUST(make_directory(mirror_directory(workplace_.path()), 02750));
    return MUST(Mirror::open_writer(mirror_path(workplace_.path()), {}));
  }

  std::vector<Fact> roster() const {
    payload::Cohort entry;
    entry.set_number(1);
    entry.set_name(cohort);
    payload::Session visit;
    visit.set_start(clock.wall - 3600);
    visit.set_end(clock.wall + 3600);
    std::vector<Fact> out{fact_of(Kind::cohort, entry), fact_of(Kind::session, visit)};
    out[1].session = Subject(session);
    out[1].venue = Subject(venue);
    for (uint32_t number = 1; number <= people; ++number) {
      payload::Person person;
      person.set_delegation(1 + number % 40);
      out.push_back(fact_of(Kind::person, person));
      out.back().person = Subject(number);
    }
    return out;
  }

  void send_channel(const Scope& scope, const std::vector<Fact>& facts) {
    const SecretKey key = keys_[scope] = random_.bytes<32>();
    MUST(mirror_.put_kiosk_key(scope, scope_key_id(key),
                               box_seal(box_public(*own_.box), key, random_)));
    MUST(mirror_.logs().put_public_key({0xce}, central_.public_key()));
    Writer writer{{{0xce}, scope}, Epoch{random_.u64()}, {}, 1};
    writer.link = first_link(writer.log, writer.epoch);
    for (size_t at = 0; at < facts.size(); at += segment_facts_max) {
      const size_t end = std::min(facts.size(), at + segment_facts_max);
      send(writer, {facts.begin() + static_cast<std::ptrdiff_t>(at),
                    facts.begin() + static_cast<std::ptrdiff_t>(end)});
    }
  }

  void send(Writer& writer, const std::vector<Fact>& facts) {
    SealRequest request;
    request.log = writer.log;
    request.epoch = writer.epoch;
    request.first = writer.next;
    request.previous = writer.link;
    for (const Fact& fact : facts) request.rows.push_back(encode_row(fact));
    const Segment segment =
        MUST(seal_segment(request, central_, keys_.at(writer.log.scope), random_));
    Transaction transaction = MUST(Transaction::begin(mirror_.db()));
    MUST(mirror_.logs().accept(segment, {}, clock.wall));
    MUST(transaction.commit());
    writer.link = segment.header.last_link;
    writer.next = segment.header.last() + 1;
  }

  Workplace workplace_;
  test::Seeded random_{7};
  Keys own_;
  SigningKey central_ = SigningKey::make(random_);
  std::map<Scope, SecretKey> keys_;
  std::map<uint32_t, Writer> writers_;
  Mirror mirror_;
};

template <typename Act>
double took_ms(Act act) {
  const double begin = now_s();
  act();
  return (now_s() - begin) * 1e3;
}

}  // namespace

void presence(Report& report) {
  Place place;
  for (uint32_t kiosk = 0; kiosk < kiosks; ++kiosk) {
    for (size_t sent = 0; sent < facts_each; sent += 1000) place.brings(kiosk, 1000);
  }
  const double without = took_ms([&] { place.open(false); });
  const double heap_before = heap_bytes(), begin = now_s();
  Recorder bare = place.open(false);
  const double heap_bare = heap_bytes() - heap_before;
  const double opened = now_s();
  report.note("start, no presence kept", (opened - begin) * 1e3, "ms",
              fmt::format("{:.0f} ms the time before", without));
  Recorder recorder = place.open(true);
  report.below("start, 60,000 facts folded", (now_s() - opened) * 1e3, "ms", 1500);
  report.note("memory of presence", (heap_bytes() - heap_before - 2 * heap_bare) / mib, "MiB");

  std::vector<double> inside, board, own, others;
  report.note("roll call, the first", took_ms([&] { recorder.who_is_inside(); }), "ms");
  for (uint32_t round = 0; round < 50; ++round) {
    const PersonNumber person{1 + round};
    own.push_back(
        took_ms([&] { MUST(recorder.check_in(cohort, person, Method::search, Subject(900u))); }));
    inside.push_back(took_ms([&] { recorder.who_is_inside(); }));
    board.push_back(took_ms([&] { recorder.board_of(cohort, SessionNumber{session}); }));
    place.brings(round % kiosks, 100);
    others.push_back(took_ms([&] { MUST(recorder.refresh()); }));
  }
  report.note("a check-in by name, durable, p50", median(own), "ms");
  report.below("roll call after a fact, p50", median(inside), "ms", 50);
  report.below("board of 20,000 after a fact, p50", median(board), "ms", 100);
  report.below("100 facts of another kiosk, p50", median(others), "ms", 20);
  for (size_t sent = 0; sent < 5; ++sent) place.brings(0, 1000);
  report.below("4,096 facts at one look", took_ms([&] { MUST(recorder.refresh()); }), "ms", 50);
}

}  // namespace otmetka::bench
