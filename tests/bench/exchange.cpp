#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>

#include "tests/bench/benches.h"
#include "tests/bench/ideal.h"
#include "tests/bench/pouch.h"
#include "tests/bench/whole_system.h"

namespace otmetka::bench {
namespace {

constexpr size_t segment_facts = 1'000, logs_used = 10, facts_each = 10'000;
struct Whole {
  size_t facts = 0;
  int rounds = 0;
};
constexpr Whole wholes[] = {{10'000, 5}, {100'000, 1}};

struct Sealer {
  SigningKey key;
  Keys keys;
  std::vector<Segment> segments;
  double seconds = 0;
};

/// Every log of the workload, sealed; the time of sealing alone.
Sealer seal_all(const std::vector<KioskLog>& logs, test::Seeded& random) {
  Sealer out{SigningKey::make(random), {}, {}, 0};
  out.keys.add_scope("exchange", random.bytes<32>());
  for (const KioskLog& log : logs) {
    SealRequest request;
    request.log = log.log;
    request.epoch = log.epoch;
    request.previous = first_link(log.log, log.epoch);
    for (size_t from = 0; from + segment_facts <= log.rows.size(); from += segment_facts) {
      request.first = from + 1;
      const auto begin = log.rows.begin() + static_cast<std::ptrdiff_t>(from);
      request.rows.assign(begin, begin + static_cast<std::ptrdiff_t>(segment_facts));
      const double started = now_s();
      out.segments.push_back(MUST(seal_segment(request, out.key, out.keys.scopes[0].key, random)));
      out.seconds += now_s() - started;
      request.previous = out.segments.back().header.last_link;
    }
  }
  return out;
}

/// Accepts `segments` as one request does: one transaction, and then a receipt's worth of signing.
void accept(Mirror& mirror, const Sealer& sealer, std::span<const Segment> segments) {
  Transaction transaction = MUST(Transaction::begin(mirror.db()));
  for (const Segment& segment : segments) {
    if (MUST(mirror.logs().accept(segment, sealer.keys, 1)) != Accepted::stored) std::abort();
  }
  MUST(transaction.commit());
  (void)sealer.key.sign(Context::receipt, segments.back().header_bytes);
}

Mirror holder(const std::string& path, const Disk& disk, const std::vector<KioskLog>& logs,
              const SigningKey& key) {
  Mirror mirror = MUST(Mirror::open_writer(path, disk));
  // One key for all of them: a key belongs to one device, so each gets a row of its own.
  MUST(mirror.db().run(
      "DROP TABLE public_key; CREATE TABLE public_key(key_id BLOB, device BLOB, key BLOB, "
      "PRIMARY KEY(key_id, device)) WITHOUT ROWID"));
  for (const KioskLog& log : logs)
    MUST(mirror.logs().put_public_key(log.log.device, key.public_key()));
  return mirror;
}

double write_same(int file, std::span<const Segment> segments) {
  const double begin = now_s();
  Bytes all;
  for (const Segment& segment : segments) {
    all.insert(all.end(), segment.header_bytes.begin(), segment.header_bytes.end());
    all.insert(all.end(), segment.payload.begin(), segment.payload.end());
  }
  if (::write(file, all.data(), all.size()) != static_cast<ssize_t>(all.size()) ||
      ::fdatasync(file) != 0)
    std::abort();
  return now_s() - begin;
}

void accept_and_write(Report& report, const Sealer& sealer, const std::vector<KioskLog>& logs,
                      size_t a_request) {
  const Workplace place("accept");
  Mirror disk = holder(place.path() + "/held.db", {}, logs, sealer.key);
  Mirror memory = holder(fmt::format("/held-{}", a_request), {"memdb"}, logs, sealer.key);
  const int file =
      ::open((place.path() + "/bare").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  std::vector<double> on_disk, in_memory, bare;
  for (size_t at = 0; at + a_request <= sealer.segments.size(); at += a_request) {
    const std::span<const Segment> segments(sealer.segments.data() + at, a_request);
    bare.push_back(write_same(file, segments));
    double begin = now_s();
    accept(disk, sealer, segments);
    on_disk.push_back(now_s() - begin);
    begin = now_s();
    accept(memory, sealer, segments);
    in_memory.push_back(now_s() - begin);
    if (on_disk.size() % 10 == 0) MUST(disk.db().checkpoint());
  }
  ::close(file);
  const auto rate = [&](const std::vector<double>& times) {
    return static_cast<double>(a_request * segment_facts) / median(times);
  };
  report.note(fmt::format("accepted in memory, {} segments a request", a_request), rate(in_memory),
              "facts/s");
  report.at_least(fmt::format("acknowledged on disk, {} segments a request", a_request),
                  rate(on_disk), "facts/s", {rate(bare), "same bytes, one write + fdatasync"}, 0.5);
}

void record(WholeSystem& system, const KioskLog& log, size_t count) {
  const LogId own = system.cohort_log();
  for (size_t i = 0; i < count; ++i) {
    const Fact& fact = log.facts[i].fact;
    const auto forward =
        static_cast<int64_t>(i == 0 ? 1 : fact.boot_s - log.facts[i - 1].fact.boot_s);
    system.clock().pass(forward);
    MUST(system.kiosk().journal().append(Draft{own, fact, std::nullopt}));
    if (i % 1000 == 999) MUST(system.kiosk().journal().checkpoint());
  }
}

struct PouchFigures {
  std::vector<double> best, by_default, bytes;
};

/// One round of the peer, at both of its batches.
void run_peer(const Result<PouchPeer>& peer, PouchFigures& figures) {
  if (!peer) return;
  const Pouch best = MUST(peer.value().replicate(pouch_best_batch)),
              by_default = MUST(peer.value().replicate(pouch_default_batch));
  figures.best.push_back(best.facts_per_s);
  figures.by_default.push_back(by_default.facts_per_s);
  figures.bytes.push_back(best.bytes_per_fact);
}

void exchange_whole(Report& report, const Whole& whole) {
  const auto [exchanged, rounds] = whole;
  const Workplace place("exchange"), peers_place("peer");
  WholeSystem system(place.path(), 400);
  Ideal ideal;
  learn(ideal, make_log(kiosks - 1, exchanged));
  ideal.forget_bits();
  std::vector<double> rates, bytes;
  const auto peer = PouchPeer::open(peers_place.path(), make_log(0, exchanged).facts);
  PouchFigures pouch;
  system.exchange();  // what a new kiosk fetches, pictures too, is not of the facts
  for (int i = 0; i < rounds; ++i) {
    run_peer(peer, pouch);
    const KioskLog log = make_log(static_cast<uint32_t>(i), exchanged);
    learn(ideal, log);
    record(system, log, exchanged);
    const CountingProxy::Count before = system.proxy().count();
    const double begin = now_s();
    system.exchange();
    rates.push_back(static_cast<double>(exchanged) / (now_s() - begin));
    bytes.push_back(static_cast<double>((system.proxy().count() - before).on_the_wire()) /
                    static_cast<double>(exchanged));
    if (MUST(system.daemon().waiting()).all != 0) std::abort();
  }
  const double limit = ideal.bits() / 8 / (rounds * static_cast<double>(exchanged));
  const std::string ours = fmt::format("exchange of {} facts, durable at both ends", exchanged);
  if (peer) {
    report.at_least(ours, median(rates), "facts/s",
                    {median(pouch.best), "PouchDB, batches of 1000"}, 30);
    report.at_least("  beside its default batch", median(rates), "facts/s",
                    {median(pouch.by_default), "PouchDB, batches of 100"}, 45);
    report.at_most("bytes of a fact on the wire, all of them", median(bytes), "B",
                   {median(pouch.bytes) / 70, "a 70th of PouchDB's, without its headers"}, 1);
  } else {
    report.note(ours, median(rates), "facts/s");
    report.note("bytes of a fact on the wire, all of them", median(bytes), "B");
    report.missing("PouchDB with the same facts", peer.error().message);
  }
  report.at_most("  beside the limit", median(bytes), "B", {limit, "ideal coder"}, 1.5);
}

void exchange_idle(Report& report) {
  const Workplace place("idle");
  for (const size_t people_there : {size_t{400}, size_t{people}}) {
    WholeSystem system(place.path() + fmt::format("/{}", people_there), people_there);
    std::vector<double> times;
    for (int i = 0; i < 5; ++i) {
      const double begin = now_s();
      system.exchange();
      times.push_back((now_s() - begin) * 1e3);
    }
    report.note(fmt::format("exchange with nothing new, {} people", people_there), median(times),
                "ms");
  }
}

}  // namespace

void exchange(Report& report) {
  test::Seeded random(1);
  std::vector<KioskLog> logs;
  for (uint32_t kiosk = 0; kiosk < logs_used; ++kiosk) logs.push_back(make_log(kiosk, facts_each));
  const Sealer sealer = seal_all(logs, random);
  report.note("sealed, 1000 facts a segment", logs_used * facts_each / sealer.seconds, "facts/s");
  accept_and_write(report, sealer, logs, 1);
  accept_and_write(report, sealer, logs, 10);
  for (const Whole& whole : wholes) exchange_whole(report, whole);
  exchange_idle(report);
}

}  // namespace otmetka::bench
