// Who is staff, what staff are told of people, what everybody is told: folds over the office's
// word.
#include <catch2/catch_all.hpp>

#include "shared/model/attendance.h"
#include "shared/model/payload.pb.h"
#include "shared/model/scan.h"
#include "tests/seeded.h"

using namespace otmetka;
using namespace otmetka::test;

namespace {

Bytes serialize(const google::protobuf::MessageLite& message) {
  return to_bytes(as_bytes(message.SerializeAsString()));
}

class Office {
 public:
  Office() {
    payload::IssuerKey key;
    key.set_key(std::string(as_text(issuer.public_key())));
    key.set_purpose("badge");
    tell(Kind::issuer_key, 0, serialize(key));
  }
  void tell(Kind kind, uint32_t person, Bytes payload, std::optional<Bytes> text = std::nullopt,
            const Scope& scope = office_scope) {
    ChannelFact fact;
    fact.placed.id = {{0xce}, scope, Epoch{1}, ++seq_};
    fact.placed.fact.kind = kind;
    fact.placed.fact.person = Subject(person);
    fact.placed.fact.payload = std::move(payload);
    fact.text = std::move(text);
    directory.apply(fact);
  }
  void hire(uint32_t number, uint32_t issue = 1) {
    payload::Staff staff;
    staff.add_duties(payload::Staff::DESK);
    staff.set_issue(issue);
    payload::StaffCard card;
    card.set_family("Иванова");
    tell(Kind::staff, number, serialize(staff), serialize(card));
  }
  std::string badge(uint32_t number, uint8_t issue = 1) const {
    Badge badge;
    badge.cohort = staff_cohort;
    badge.person = PersonNumber{number};
    badge.role = role_index("staff");
    badge.issue = issue;
    badge.not_after_s = UINT32_MAX;
    return make_badge(badge, issuer);
  }
  Seeded random{1};
  SigningKey issuer = SigningKey::make(random);
  Directory directory;

 private:
  Seq seq_ = 0;
};

}  // namespace

TEST_CASE("the latest word on somebody of the staff holds", "[staff]") {
  Office office;
  office.hire(7);
  REQUIRE(office.directory.staff().size() == 1);
  const StaffEntry& staff = office.directory.staff().at(PersonNumber{7});
  CHECK(staff.card.family() == "Иванова");
  CHECK(staff.has(payload::Staff::DESK));
  CHECK_FALSE(staff.has(payload::Staff::MANAGER));
  office.tell(Kind::staff, 7, {});  // no duties: no longer
  CHECK(office.directory.staff().empty());
  CHECK(office.directory.unread() == 0);
  office.tell(Kind::staff, 0, {});
  office.tell(Kind::staff, 7, {0xff});
  CHECK(office.directory.unread() == 2);
}

TEST_CASE("a staff badge opens the sign-in until it is replaced or its owner has left", "[staff]") {
  Office office;
  office.hire(7);
  const StaffEntry* found = staff_of_badge(office.badge(7), office.directory);
  REQUIRE(found);
  CHECK(found->number == PersonNumber{7});
  CHECK_FALSE(staff_of_badge(office.badge(8), office.directory));
  CHECK_FALSE(staff_of_badge("K1:", office.directory));
  office.hire(7, 2);
  CHECK_FALSE(staff_of_badge(office.badge(7, 1), office.directory));
  CHECK(staff_of_badge(office.badge(7, 2), office.directory));
  office.issuer = SigningKey::make(office.random);  // of nobody we know
  CHECK_FALSE(staff_of_badge(office.badge(7, 2), office.directory));
  Badge participant;
  participant.cohort = CohortNumber{1};
  participant.person = PersonNumber{7};
  CHECK_FALSE(staff_of_badge(make_badge(participant, office.issuer), office.directory));
}

TEST_CASE("a staff badge checks nobody in", "[staff]") {
  Office office;
  office.hire(7);
  const auto never = [](const Scope&, const Subject&, const Subject&) { return false; };
  const ScanDecision decision =
      decide_scan(office.badge(7), office.directory, VenueNumber{1}, {}, never);
  CHECK(decision.verdict == Verdict::refused);
  CHECK(decision.fact.kind == Kind::refused_scan);
}

TEST_CASE("a note holds until another one, or none, takes its place", "[staff]") {
  Office office;
  const Scope cohort("exchange");
  const auto note = [&](std::string_view words) {
    office.tell(Kind::note, 3, {},
                words.empty() ? std::optional<Bytes>() : to_bytes(as_bytes(words)), cohort);
  };
  payload::Cohort named;
  named.set_number(1);
  named.set_name(cohort);
  office.tell(Kind::cohort, 0, serialize(named), std::nullopt, cohort);
  note("нужна рампа");
  note("нужна рампа, вход со двора");
  const CohortEntry& entry = *office.directory.cohort(cohort);
  CHECK(entry.notes.at(PersonNumber{3}) == "нужна рампа, вход со двора");
  note("");
  CHECK(entry.notes.empty());
}

TEST_CASE("an announcement holds until it is withdrawn", "[staff]") {
  Office office;
  payload::Announcement entry;
  entry.set_number(90);
  entry.set_until(100);
  payload::Text words;
  words.set_ru("Автобус у входа 2");
  office.tell(Kind::announcement, 0, serialize(entry), serialize(words));
  REQUIRE(office.directory.announcements().contains(90));
  CHECK(office.directory.announcements().at(90).text.ru() == "Автобус у входа 2");
  entry.set_withdrawn(true);
  office.tell(Kind::announcement, 0, serialize(entry));
  CHECK(office.directory.announcements().empty());
}

TEST_CASE("a PIN is kept as what it can be compared with, and nothing else", "[staff]") {
  const std::string hash = hash_pin("482913").value();
  CHECK(hash.starts_with("$argon2id$"));
  CHECK(hash.find("482913") == std::string::npos);
  CHECK(hash != hash_pin("482913").value());
  CHECK(pin_matches("482913", hash));
  CHECK_FALSE(pin_matches("482914", hash));
  CHECK_FALSE(pin_matches("", hash));
  CHECK_FALSE(pin_matches("482913", ""));
  CHECK_FALSE(pin_matches("482913", "no hash"));
  CHECK_FALSE(pin_matches("482913", hash.substr(0, hash.size() - 1)));
}
