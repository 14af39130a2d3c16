#include <fmt/format.h>

#include "shared/log/segment.h"
#include "tests/bench/benches.h"
#include "tests/bench/ideal.h"
#include "tests/seeded.h"

namespace otmetka::bench {
namespace {

constexpr uint32_t measured = 20;  // kiosks; the ideal coder learns from the others first
constexpr size_t facts_each = 5'000;

size_t sealed_bytes(const KioskLog& log, size_t batch, test::Seeded& random,
                    const SigningKey& key) {
  SealRequest request;
  request.log = log.log;
  request.epoch = log.epoch;
  request.previous = log.link;
  size_t bytes = 0;
  for (size_t from = 0; from + batch <= log.rows.size(); from += batch) {
    request.first = from + 2;
    const auto begin = log.rows.begin() + static_cast<std::ptrdiff_t>(from);
    request.rows.assign(begin, begin + static_cast<std::ptrdiff_t>(batch));
    const Segment segment = MUST(seal_segment(request, key, SecretKey{}, random));
    request.previous = segment.header.last_link;
    bytes += segment.payload.size();
  }
  return bytes;
}

}  // namespace

void payload(Report& report) {
  Ideal ideal;
  for (uint32_t kiosk = measured; kiosk < kiosks; ++kiosk)
    learn(ideal, make_log(kiosk, facts_each));
  ideal.forget_bits();
  test::Seeded random(1);
  const SigningKey key = SigningKey::make(random);
  std::map<size_t, size_t> bytes;
  for (uint32_t kiosk = 0; kiosk < measured; ++kiosk) {
    const KioskLog log = make_log(kiosk, facts_each);
    learn(ideal, log);
    for (const size_t batch : {size_t{1}, size_t{10}, size_t{100}, size_t{1000}})
      bytes[batch] += sealed_bytes(log, batch, random, key);
  }
  const auto a_fact = [](double all) { return all / (measured * facts_each); };
  const Beside limit{a_fact(ideal.bits() / 8), "ideal coder"};
  for (const auto& [field, bits] : ideal.bits_of_fields()) {
    fmt::print("  ideal coder, {:<10} {:6.3f} bits a fact\n", field, a_fact(bits));
  }
  for (const size_t batch : {size_t{1}, size_t{10}, size_t{100}}) {
    const double ours = a_fact(static_cast<double>(bytes[batch]));
    report.note(fmt::format("payload of a fact, {} in a segment", batch), ours, "B",
                fmt::format("beside {:.3f} ({})  ratio {:.3f}", limit.value, limit.what,
                            ours / limit.value));
  }
  report.at_most("payload of a fact, 1000 in a segment", a_fact(static_cast<double>(bytes[1000])),
                 "B", limit, 1.35);
}

}  // namespace otmetka::bench
