#include "tests/golden/golden_facts.h"

#include "shared/log/detached.h"
#include "shared/model/payload.pb.h"

namespace otmetka::golden {
namespace {

template <typename Message>
Bytes bytes_of(const Message& message) {
  return to_bytes(as_bytes(message.SerializeAsString()));
}

Bytes opened() {
  const Parent parent = chosen_parent();
  payload::Opened out;
  out.set_parent_epoch(static_cast<uint64_t>(parent.epoch));
  out.set_parent_seq(parent.seq);
  out.set_parent_link(std::string(as_text(parent.link)));
  out.set_boot(std::string(16, '\x42'));
  out.set_software("otmetka 0.1.0");
  return bytes_of(out);
}

Fact fact(Kind kind, uint64_t boot_s, Method method = Method::none) {
  Fact out;
  out.kind = kind;
  out.boot_s = boot_s;
  out.wall_s = 1'763'802'000 + static_cast<int64_t>(boot_s);
  out.method = method;
  out.venue = Subject(uint32_t{4});
  return out;
}

Fact check_in(uint64_t boot_s, uint32_t person, uint32_t session, Method method = Method::qr) {
  Fact out = fact(Kind::check_in, boot_s, method);
  out.person = Subject(person);
  out.session = Subject(session);
  return out;
}

FactId elsewhere(const Scope& scope, Seq seq) {
  return {{0xb0, 0xb1, 0xb2}, scope, Epoch{0xfedcba9876543210}, seq};
}
FactId here(Seq seq) { return {chosen_log().device, chosen_log().scope, chosen_epoch(), seq}; }

std::vector<Chosen> marks() {
  Chosen first{"opened, after a parent", fact(Kind::opened, 100)};
  first.fact.venue = Subject();
  first.fact.payload = opened();
  Chosen staff{"found by name, with who did it", check_in(109, 13, 3, Method::search)};
  staff.fact.actor = Subject(uint32_t{20'001});
  Chosen leaving{"leaving", check_in(131, 12, 3, Method::manual)};
  leaving.fact.kind = Kind::check_out;
  Chosen guest{"the greatest number there is, a guest", check_in(140, UINT32_MAX, 5)};
  guest.fact.flags = flag::guest;
  Chosen flags{"every flag", check_in(141, 1, 3, Method::paper)};
  flags.fact.flags = flag::rehearsal | flag::paper | flag::guest | flag::clock_unanchored;
  Chosen nowhere{"outside every session", check_in(150, 12, 3)};
  nowhere.fact.session = Subject();
  return {first, {"the usual one", check_in(107, 12, 3)}, staff, leaving, guest, flags, nowhere};
}

std::vector<Chosen> references() {
  Chosen walk_in{"a walk-in, named in a detached text", fact(Kind::walk_in, 160, Method::manual)};
  walk_in.fact.detached = detached_hash(salted_text());
  Chosen by_reference{"a person who has no number yet", check_in(161, 1, 3)};
  by_reference.fact.person = Subject(here(8));
  Chosen all{"every subject by reference", fact(Kind::answer, 162, Method::remote)};
  all.fact.person = Subject(here(8));
  all.fact.session = Subject(elsewhere("mayors.2026", 7));
  all.fact.venue = Subject(elsewhere("venue:university", 300));
  all.fact.actor = Subject(elsewhere("device", 1));
  Chosen correction{"takes back two facts", check_in(170, 13, 3, Method::none)};
  correction.fact.kind = Kind::correction;
  correction.fact.references = {here(3), elsewhere("exchange", 16'384)};
  payload::Correction payload;
  payload.set_standing(payload::Correction::VOID);
  correction.fact.payload = bytes_of(payload);
  Chosen same{"the same person twice", fact(Kind::same_person, 171)};
  same.fact.references = {here(8), elsewhere("office", UINT64_MAX)};
  same.fact.person = Subject(uint32_t{14});
  return {walk_in, by_reference, all, correction, same};
}

std::vector<Chosen> payloads() {
  Chosen refused{"a refused scan", fact(Kind::refused_scan, 180, Method::qr)};
  payload::RefusedScan reason;
  reason.set_reason(payload::RefusedScan::REVOKED);
  reason.set_cohort(1);
  reason.set_issue(2);
  refused.fact.payload = bytes_of(reason);
  Chosen idea{"a payload whose length takes two bytes", fact(Kind::idea, 181, Method::manual)};
  std::string text;
  for (int i = 0; i < 8; ++i) text += "светофор у школы; ";
  idea.fact.payload = to_bytes(as_bytes(text));
  Chosen group{"a group at once", check_in(181, 15, 6, Method::group)};
  Chosen later{"a kind of a later version, with any bytes", fact(Kind{1'000'077}, 190)};
  for (int i = 0; i < 256; ++i) later.fact.payload.push_back(static_cast<uint8_t>(255 - i));
  Chosen both{"a payload and a detached text", fact(Kind::idea, 191, Method::manual)};
  both.fact.payload = {0};
  both.fact.detached = Hash{0xff, 0xee};
  return {refused, idea, group, later, both};
}

std::vector<Chosen> erasures() {
  payload::PayloadErased one;
  one.add_texts(std::string(32, '\x0a'));
  one.add_texts(std::string(32, '\xf0'));
  one.set_reason(payload::PayloadErased::CONSENT);
  one.set_cohort("exchange");
  Chosen person{"texts of a person that nobody may hold", fact(Kind::payload_erased, 210)};
  person.fact.person = Subject(uint32_t{12});
  person.fact.payload = bytes_of(one);
  payload::PayloadErased all;
  all.set_reason(payload::PayloadErased::ENDED);
  all.set_cohort("exchange");
  all.set_everybody(true);
  Chosen everybody{"a cohort that is over", fact(Kind::payload_erased, 211)};
  everybody.fact.payload = bytes_of(all);
  Chosen gone{"a kiosk that has nothing left of it", fact(Kind::payload_erased, 212)};
  gone.fact.references = {elsewhere("office", 24)};
  return {person, everybody, gone};
}

std::vector<Chosen> clocks() {
  Chosen old{"a clock in 1969", check_in(200, 16, 5)};
  old.fact.wall_s = -1;
  Chosen far{"a clock in 2106", check_in(201, 17, 3)};
  far.fact.wall_s = 4'294'967'297;
  Chosen back{"less boot time than before", check_in(3, 18, 3)};
  Chosen edge{"the ends of both clocks", check_in(0, 19, 3)};
  edge.fact.boot_s = UINT64_MAX;
  edge.fact.wall_s = INT64_MIN;
  Chosen empty{"nothing but a kind", Fact{}};
  empty.fact.kind = Kind::health;
  return {old, far, back, edge, empty};
}

}  // namespace

LogId chosen_log() {
  return {{0xd0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, "exchange"};
}
Epoch chosen_epoch() { return Epoch{0x0123456789abcdef}; }
Parent chosen_parent() { return {Epoch{0x8000000000000001}, 41, Link{0x77, 0x66, 0x55}}; }

std::vector<Chosen> chosen_facts() {
  std::vector<Chosen> out = marks();
  for (const auto& more : {references(), payloads(), clocks(), erasures()})
    out.insert(out.end(), more.begin(), more.end());
  return out;
}

std::vector<Fact> many_facts() {
  std::vector<Fact> out;
  for (uint32_t i = 0; i < 300; ++i) {
    const uint32_t session = i % 100 < 95 ? 30 + i / 100 : 29 + i / 100;
    out.push_back(check_in(1000 + 7 * i + i * i % 5, 1 + i * 7919 % 20'000, session));
    if (i % 6 == 0) out.back().kind = Kind::check_out;
    if (i % 7 == 0) out.back().method = Method::search;
    if (i % 5 == 0) out.back().actor = Subject(20'000 + i * i % 11);
    if (i % 50 == 49)
      out.back().payload = to_bytes(as_bytes("ждёт переводчика, стол " + std::to_string(i)));
  }
  return out;
}

}  // namespace otmetka::golden
