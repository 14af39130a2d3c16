#include "tests/fuzz/corpus.h"

#include "shared/log/columns.h"
#include "shared/log/detached.h"
#include "shared/model/paper_code.h"
#include "shared/model/payload.pb.h"
#include "shared/model/serialize.h"
#include "sync/exchange/enrol.h"
#include "sync/exchange/frames.h"
#include "tests/fuzz/corpus_parts.h"
#include "tests/fuzz/fuzz_keys.h"
#include "tests/fuzz/targets.h"
#include "tests/golden/golden_facts.h"
#include "tests/programme/tiny_package.h"
#include "tests/seeded.h"

namespace otmetka::fuzz {

Bytes with(uint8_t how, ByteView rest) {
  ByteWriter out;
  out.u8(how).raw(rest);
  return out.take();
}

std::vector<Fact> some_facts(size_t from, size_t to) {
  std::vector<Fact> out;
  const auto chosen = golden::chosen_facts();
  for (size_t i = from; i < std::min(to, chosen.size()); ++i) out.push_back(chosen[i].fact);
  return out;
}

namespace {

void add_codes(Corpus& corpus) {
  Badge badge;
  badge.cohort = CohortNumber{1};
  badge.not_after_s = UINT32_MAX;
  WalkInCode label;
  label.cohort = CohortNumber{1};
  label.device = this_device();
  const size_t prefix = 3, signature = 64;
  const auto unsigned_part = [&](const std::string& code) {
    Bytes bytes = MUST(from_base45(std::string_view(code).substr(prefix)));
    bytes.resize(bytes.size() - signature);
    return bytes;
  };
  for (const uint32_t person : {12u, 13u, 14u, 99u}) {
    badge.person = PersonNumber{person};
    const std::string code = make_badge(badge, issuer());
    corpus["badge/badge-" + std::to_string(person)] = with(0, as_bytes(code));
    corpus["badge/signed-" + std::to_string(person)] = with(1, unsigned_part(code));
  }
  badge.cohort = staff_cohort;
  badge.person = PersonNumber{7};
  corpus["badge/staff"] = with(1, unsigned_part(make_badge(badge, issuer())));
  for (label.seq = 2; label.seq < 5; ++label.seq) {
    const std::string code = make_walk_in_code(label, kiosk());
    corpus["badge/label-" + std::to_string(label.seq)] = with(0, as_bytes(code));
    corpus["badge/signed-label-" + std::to_string(label.seq)] = with(2, unsigned_part(code));
    label.rehearsal = !label.rehearsal;
  }
  const std::string paper = make_paper_code({CohortNumber{1}, PersonNumber{12}, SessionNumber{3}});
  corpus["badge/paper"] = with(0, as_bytes(paper));
  const EnrolCode enrol{filled<32>(1), filled<32>(2), filled<16>(3), 9, "https://office.example:1"};
  const std::string code = make_enrol_code(enrol);
  corpus["badge/enrol"] = with(0, as_bytes(code));
  corpus["badge/enrol-bytes"] = with(3, MUST(from_base45(std::string_view(code).substr(5))));
}

void add_card(Corpus& corpus, const std::string& name, std::initializer_list<Bytes> answers) {
  ByteWriter out;
  out.u8(1);
  write_part(out, {});
  for (const Bytes& answer : answers) write_part(out, answer);
  corpus["card/" + name] = out.take();
}

void add_cards(Corpus& corpus) {
  const Bytes message{0xd1, 0x01, 0x09, 'T', 0x02, 'r', 'u', 'K', '1', ':', 'A', 'B', 'C'};
  const Bytes plain{0xd2, 0x0a, 0x03, 't', 'e', 'x', 't', '/',
                    'p',  'l',  'a',  'i', 'n', 'K', '1', ':'};
  corpus["card/text"] = with(0, message);
  corpus["card/mime"] = with(0, plain);
  const auto answered = [](Bytes bytes) {
    bytes.insert(bytes.end(), {0x90, 0x00});
    return bytes;
  };
  // Type 4: application, capability container selected and read, file selected, its length, it.
  const Bytes container{0, 15, 0x20, 0, 0x3b, 0, 0x34, 4, 6, 0xe1, 4, 0, 0x80, 0, 0};
  add_card(corpus, "type-4",
           {answered({}), answered({}), answered(container), answered({}),
            answered({0, static_cast<uint8_t>(message.size())}), answered(message)});
  // Type 2: four pages with the capability container, then the message in its TLV.
  Bytes pages{0xe1, 0x10, 0x12, 0, 3, static_cast<uint8_t>(message.size())};
  pages.insert(pages.end(), message.begin(), message.end());
  pages.resize(32);
  add_card(corpus, "type-2",
           {{0x6a, 0x81},
            answered({pages.begin(), pages.begin() + 16}),
            answered({pages.begin() + 16, pages.end()})});
}

void add_rows(Corpus& corpus) {
  size_t number = 0;
  for (const Fact& fact : some_facts(0, 40)) {
    const Bytes row = encode_row(fact);
    if (row.size() < 400) corpus["row/row-" + std::to_string(number++)] = with(0, row);
  }
  for (const size_t count : {1u, 3u, 12u, 22u}) {
    const std::vector<Fact> facts = some_facts(0, count);
    corpus["row/columns-" + std::to_string(count)] =
        with(static_cast<uint8_t>(facts.size()), encode_columns(facts));
  }
  std::vector<Fact> many = golden::many_facts();
  many.resize(std::min<size_t>(many.size(), 200));
  corpus["row/columns-many"] = with(static_cast<uint8_t>(many.size()), encode_columns(many));
}

/// A story of one cohort, as `facts` reads it.
class Story {
 public:
  void say(uint8_t where, const Fact& fact, const google::protobuf::MessageLite* text = nullptr) {
    out_.u8(static_cast<uint8_t>(where | (text ? 0x80 : 0))).u8(++place_);
    write_part(out_, encode_row(fact));
    if (text) write_part(out_, as_bytes(text->SerializeAsString()));
  }
  Fact fact(Kind kind, const google::protobuf::MessageLite& payload) const {
    Fact out;
    out.kind = kind;
    out.boot_s = 100;
    out.wall_s = 1'763'802'000 + place_;
    out.payload = serialize(payload);
    return out;
  }
  uint8_t place() const { return place_; }
  Bytes take() { return out_.take(); }

 private:
  ByteWriter out_;
  uint8_t place_ = 0;
};

// As facts.cpp reads `where`: bit 0 the device, bits 1 to 3 the scope.
constexpr uint8_t by_office = 0, by_kiosk = 1, in_device = 2, in_venue = 6;

void tell_programme(Story& story) {
  payload::Cohort cohort;
  cohort.set_number(1);
  cohort.set_name("exchange");
  story.say(by_office, story.fact(Kind::cohort, cohort));
  payload::Venue venue;
  venue.set_name("university");
  Fact where = story.fact(Kind::venue, venue);
  where.venue = Subject(VenueNumber{4});
  story.say(by_office | in_venue, where);
  payload::Delegation delegation;
  delegation.set_number(2);
  story.say(by_office, story.fact(Kind::delegation, delegation));
  payload::Session session;
  session.set_start(1'763'802'000);
  session.set_end(1'763'805'600);
  Fact when = story.fact(Kind::session, session);
  when.session = Subject(SessionNumber{3});
  when.venue = Subject(VenueNumber{4});
  story.say(by_office, when);
  for (const uint32_t number : {12u, 13u}) {
    payload::Person person;
    person.set_delegation(2);
    person.set_role("participant");
    person.set_pair(1);
    payload::PersonName name;
    name.set_family("Асанова");
    Fact who = story.fact(Kind::person, person);
    who.person = Subject(number);
    story.say(by_office, who, &name);
  }
}

Fact check_in(const Story& story, const Subject& person) {
  Fact out;
  out.kind = Kind::check_in;
  out.boot_s = 500;
  out.wall_s = 1'763'802'100 + story.place();
  out.person = person;
  out.session = Subject(SessionNumber{3});
  out.venue = Subject(VenueNumber{4});
  return out;
}

void add_stories(Corpus& corpus) {
  Story story;
  tell_programme(story);
  const auto id_of_last = [&] {
    return FactId{this_device(), "exchange", Epoch{0}, story.place()};
  };
  payload::Opened opened;
  opened.set_boot(std::string(16, 'b'));
  story.say(by_kiosk, story.fact(Kind::opened, opened));
  story.say(by_kiosk | in_device, story.fact(Kind::opened, opened));
  payload::Anchor anchor;
  anchor.set_earliest(1'763'802'000);
  anchor.set_latest(1'763'802'010);
  story.say(by_kiosk | in_device, story.fact(Kind::anchor, anchor));
  story.say(by_kiosk, check_in(story, Subject(PersonNumber{12})));
  const FactId first = id_of_last();
  story.say(by_kiosk, story.fact(Kind::walk_in, payload::WalkIn()));
  const Subject walk_in(id_of_last());
  story.say(by_kiosk, check_in(story, walk_in));
  Fact same = story.fact(Kind::same_person, payload::Opened());
  same.payload.clear();
  same.person = Subject(PersonNumber{13});
  same.references = {*walk_in.reference()};
  story.say(by_kiosk, same);
  payload::Correction correction;
  correction.set_standing(payload::Correction::ABSENT);
  correction.set_reason("excused");
  Fact corrected = story.fact(Kind::correction, correction);
  corrected.references = {first};
  corrected.person = Subject(PersonNumber{12});
  corrected.session = Subject(SessionNumber{3});
  story.say(by_kiosk, corrected);
  Fact out = check_in(story, Subject(PersonNumber{13}));
  out.kind = Kind::check_out;
  story.say(by_kiosk, out);
  corpus["facts/day"] = story.take();
  for (const size_t from : {0u, 8u, 16u}) {
    Story edges;
    tell_programme(edges);
    for (const Fact& fact : some_facts(from, from + 8)) {
      if (fact.payload.size() < 300) edges.say(by_kiosk, fact);
    }
    corpus["facts/edges-" + std::to_string(from)] = edges.take();
  }
}

SealRequest request_of(const std::vector<Fact>& facts, const Scope& scope) {
  SealRequest request;
  request.log = {this_device(), scope};
  request.epoch = Epoch{0x1234};
  request.previous = first_link(request.log, request.epoch);
  for (const Fact& fact : facts) request.rows.push_back(encode_row(fact));
  return request;
}

/// Header up to and with the nonce, and what is sealed: both as parts, the second to the end.
std::pair<Bytes, Bytes> taken_apart(const Segment& segment) {
  ByteWriter length;
  length.uvarint(segment.payload.size());
  const size_t end = segment.header_bytes.size() - 64 - 32 - length.size();
  const Bytes start = to_bytes(ByteView(segment.header_bytes).first(end));
  return {start, MUST(open(scope_key(), segment.header.nonce, segment.payload, start))};
}

void add_segments(Corpus& corpus) {
  test::Seeded random(5);
  for (const size_t count : {1u, 2u, 8u, 22u}) {
    const SealRequest request = request_of(some_facts(0, count), "exchange");
    const Segment sealed = MUST(seal_segment(request, device_key(), scope_key(), random));
    corpus["segment/whole-" + std::to_string(count)] = with(0, sealed.bytes());
    const auto [start, plain] = taken_apart(sealed);
    ByteWriter out;
    out.u8(1);
    write_part(out, start);
    corpus["segment/sealed-" + std::to_string(count)] = std::move(out.raw(plain)).take();
  }
}

void add_frames(Corpus& corpus) {
  test::Seeded random(6);
  const Segment segment = MUST(
      seal_segment(request_of(some_facts(0, 2), "exchange"), device_key(), scope_key(), random));
  const Bytes salted = salt_text(as_bytes("Ләйсән"), random);
  Receipt receipt;
  receipt.entries = {{{this_device(), "exchange"}, Epoch{0x1234}, 2, segment.header.last_link, 1}};
  receipt.detached = {detached_hash(salted)};
  receipt.key_id = central_key().id();
  const Bytes signed_receipt = sign_receipt(receipt, central_key());
  FrameWriter out;
  out.hello({1, this_device(), "fuzz"});
  out.proof({filled<32>(9), {}});
  out.wants({"exchange", office_scope});
  out.heads({{{this_device(), "exchange"}, Epoch{0x1234}, 2}});
  out.segment(segment);
  out.detached(detached_hash(salted), seal_detached("exchange", salted, scope_key(), random));
  out.raw(FrameType::receipt, signed_receipt);
  out.pace({1000, 30, true});
  out.key_request({"exchange", filled<32>(8)});
  out.raw(FrameType::challenge, filled<32>(7));
  out.refusal({"code", "text"});
  out.want_detached({detached_hash(salted)});
  out.heads({{{this_device(), "exchange"}, Epoch{}, 0}});
  out.digest({3, {4}});
  out.log_digests({{{this_device(), "exchange"}, {3, {4}}}});
  corpus["frames/all"] = with(0, out.take());
  const size_t named = 8 + 64;
  corpus["frames/receipt"] = with(1, ByteView(signed_receipt).first(signed_receipt.size() - named));
}

void add_part_frame(ByteWriter& out, FrameType type, ByteView body) {
  out.u8(static_cast<uint8_t>(type));
  write_part(out, body);
}

void add_central(Corpus& corpus) {
  test::Seeded random(7);
  const auto sealed = [&](ByteWriter& out, const Scope& scope, size_t count) {
    const SealRequest request = request_of(some_facts(0, count), scope);
    const auto [start, plain] =
        taken_apart(MUST(seal_segment(request, device_key(), scope_key(), random)));
    out.u8(static_cast<uint8_t>(FrameType::segment) + 0x80);
    write_part(out, start);
    write_part(out, plain);
  };
  ByteWriter push;
  push.u8(0).u8(4);
  sealed(push, "small.2025", 6);
  sealed(push, device_scope, 3);
  push.u8(static_cast<uint8_t>(FrameType::detached) + 0x80).u8(1).u8(0);
  write_part(push, as_bytes("Ләйсән"));
  ByteWriter key_request;
  key_request.str(Scope("small.2025")).raw(filled<32>(8));
  add_part_frame(push, FrameType::key_request, key_request.bytes());
  corpus["central/push"] = push.take();

  ByteWriter wants, heads, pull;
  wants.uvarint(3).str(Scope("small.2025")).str(office_scope).str(Scope("venue:hub"));
  heads.uvarint(1).raw(box_device()).str(Scope("small.2025")).uvarint(1).u64(0x1234).uvarint(2);
  for (uint8_t path = 0; path < 2; ++path) {
    pull.u8(path).u8(3);
    add_part_frame(pull, FrameType::wants, wants.bytes());
    add_part_frame(pull, FrameType::heads, heads.bytes());
    ByteWriter digest;
    digest.uvarint(uint64_t{path}).raw(filled<16>(5));
    add_part_frame(pull, FrameType::digest, digest.bytes());
  }
  corpus["central/pull"] = pull.take();
}

void add_enrol(Corpus& corpus) {
  EnrolRequest request;
  request.device = this_device();
  request.sign_key = device_key().public_key();
  request.name = "у входа";
  request.software = "1";
  test::Seeded random(8);
  const Bytes box =
      MUST(seal_enrol_request(request, device_key(), central_key().public_key(), random));
  Bytes inner = MUST(box_open(box_key_of(central_key()), box));
  inner.resize(inner.size() - 64);
  corpus["enrol/request"] = with(0, inner);
  corpus["enrol/request-box"] = with(2, box);
  const EnrolAnswer answer{filled<16>(0xce), "hub", {{"office", scope_key()}, {"venue:hub", {}}}};
  const Bytes frame = seal_enrol_answer(answer, central_key(), box_public(box_key()), random);
  corpus["enrol/answer"] =
      with(1, MUST(box_open(box_key(), ByteView(frame).first(frame.size() - 64))));
  corpus["enrol/answer-frame"] = with(3, frame);
}

void add_package(Corpus& corpus) {
  const auto text = [&](const std::string& name, const std::string& files) {
    corpus["package/" + name] = to_bytes(as_bytes(files));
  };
  text("whole", test::tiny_programme + "==> sessions.toml\n" + test::tiny_sessions +
                    "==> people.toml\n" + test::tiny_people + "==> venues/hub.toml\n" +
                    test::tiny_hub + "==> venues/far.toml\n" + test::tiny_far);
  text("programme", test::tiny_programme);
  text("venue", "==> venues/hub.toml\n" + test::tiny_hub);
  text("people", "==> people.toml\n" + test::tiny_people);
}

void add_pictures(Corpus& corpus) {
  const auto add = [&](const std::string& name, const std::string& bytes) {
    corpus["picture/" + name] = to_bytes(as_bytes(bytes));
  };
  add("baseline.jpg", test::tiny_jpeg(30, 20));
  add("progressive.jpg", test::tiny_jpeg(40, 40, 0xC2));
  add("small.png", test::tiny_png(300, 200));
  const std::string exif(
      "\xFF\xE1\x00\x22"
      "Exif\0\0"
      "II\x2a\0\x08\0\0\0\x01\0"
      "\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0",
      36);
  add("turned.jpg", test::tiny_jpeg(30, 20).insert(2, exif));
}

}  // namespace

std::map<std::string, Bytes> make_corpus() {
  Corpus corpus;
  add_codes(corpus);
  add_cards(corpus);
  add_rows(corpus);
  add_stories(corpus);
  add_segments(corpus);
  add_frames(corpus);
  add_central(corpus);
  add_enrol(corpus);
  add_package(corpus);
  add_pictures(corpus);
  add_answers(corpus);
  add_requests(corpus);
  add_printers(corpus);
  return corpus;
}

}  // namespace otmetka::fuzz
