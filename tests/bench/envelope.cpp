#include <fmt/format.h>

#include <algorithm>

#include "sync/exchange/frames.h"
#include "tests/bench/benches.h"
#include "tests/bench/whole_system.h"

namespace otmetka::bench {
namespace {

constexpr int live = 9;

Fact check_in(uint32_t person) {
  Fact out;
  out.kind = Kind::check_in;
  out.person = Subject(person);
  out.session = Subject(uint32_t{1});
  out.venue = Subject(uint32_t{1});
  out.method = Method::qr;
  return out;
}

struct Cost {
  CountingProxy::Count wire;
  Frames request, response;
  size_t request_bytes = 0, response_bytes = 0;
  Segment segment;
};

/// One check-in, one exchange.
Cost live_check_in(WholeSystem& system, uint32_t person) {
  system.clock().pass(7);
  MUST(system.kiosk().journal().append(Draft{system.cohort_log(), check_in(person), std::nullopt}));
  const CountingProxy::Count before = system.proxy().count();
  system.exchange();
  Cost out;
  out.wire = system.proxy().count() - before;
  const WholeSystem::Bodies bodies = system.last_bodies();
  out.request_bytes = bodies.request.size();
  out.response_bytes = bodies.response.size();
  out.request = MUST(read_frames(bodies.request));
  out.response = MUST(read_frames(bodies.response));
  if (!out.request.segments.empty()) out.segment = MUST(parse_segment(out.request.segments.back()));
  return out;
}

Cost median_cost(std::vector<Cost> costs) {
  std::sort(costs.begin(), costs.end(), [](const Cost& a, const Cost& b) {
    return a.wire.on_the_wire() < b.wire.on_the_wire();
  });
  return costs[costs.size() / 2];
}

void tell_parts(Report& report, const Cost& cost) {
  const size_t header = cost.segment.header_bytes.size(), payload = cost.segment.payload.size();
  const size_t receipt = cost.response.receipt ? cost.response.receipt->size() : 0;
  const auto note = [&](const char* name, size_t bytes, const std::string& text = "") {
    report.note(fmt::format("  {}", name), static_cast<double>(bytes), "B", text);
  };
  note("segment: header and signature", header);
  note("segment: payload of one fact", payload);
  note("request: other frames", cost.request_bytes - header - payload,
       fmt::format("{} heads, {} wants", cost.request.heads.size(), cost.request.wants.size()));
  note("answer: receipt", receipt);
  note("answer: other frames", cost.response_bytes - receipt);
  const uint64_t content = cost.wire.there + cost.wire.back;
  note("HTTP and TLS", content - cost.request_bytes - cost.response_bytes);
  note("TCP/IP headers", cost.wire.packets * 52, fmt::format("{} packets", cost.wire.packets));
}

}  // namespace

void envelope(Report& report) {
  const Workplace place("envelope");
  WholeSystem system(place.path(), 40);
  uint32_t person = 1;
  for (int i = 0; i < 3; ++i) live_check_in(system, person++);  // epochs are opened, anchors known
  std::vector<Cost> costs;
  for (int i = 0; i < live; ++i) costs.push_back(live_check_in(system, person++));
  const Cost cost = median_cost(costs);
  const auto total = static_cast<double>(cost.wire.on_the_wire());
  report.below("one live check-in, both ways, IP level", total, "B", 1100);
  report.below("envelope of one warm exchange, IP level",
               total - static_cast<double>(cost.segment.payload.size()), "B", 1000);
  tell_parts(report, cost);

  system.restart_daemon();
  const Cost cold = live_check_in(system, person++);
  report.note("handshake, proof and all, once a connection",
              static_cast<double>(cold.wire.on_the_wire()) - total, "B");
  constexpr int more = 20;
  for (int i = 0; i < more; ++i) {
    system.restart_kiosk();
    live_check_in(system, person++);
  }
  const Cost later = live_check_in(system, person);
  report.note("a check-in more dear by each start of the kiosk",
              (static_cast<double>(later.wire.on_the_wire()) - total) / more, "B",
              fmt::format("{} heads named", later.request.heads.size()));
}

}  // namespace otmetka::bench
