#include "tests/gallery/sample.h"

#include <utility>

#include "kiosk/app/photo.h"

namespace otmetka::gallery {
namespace {

SigningKey issuer() {
  std::array<uint8_t, 32> seed{};
  seed.fill(7);
  return SigningKey(seed);
}

std::string make(CohortNumber cohort, PersonNumber person, const std::string& role) {
  Badge badge;
  badge.cohort = cohort;
  badge.person = person;
  badge.role = role_index(role);
  badge.not_after_s = UINT32_MAX;
  return make_badge(badge, issuer());
}

}  // namespace

Result<Sample> Sample::read(const std::string& package) {
  const PackageCheck check = read_package(package);
  for (const Mistake& mistake : check.mistakes) return fail(Failure::bad_input, to_text(mistake));
  uint32_t given = 1;
  Publication publication = TRY(publish(check.package, std::nullopt, Directory{},
                                        [&](NumberKind, uint32_t wanted) -> Result<uint32_t> {
                                          return std::exchange(given, given + wanted);
                                        }));
  Sample sample;
  for (ChannelDraft& draft : publication.drafts)
    sample.append(draft.scope, std::move(draft.fact), std::move(draft.text));
  payload::IssuerKey key;
  const PublicKey bytes = issuer().public_key();
  key.set_key(std::string(bytes.begin(), bytes.end()));
  key.set_purpose("badge");
  Fact fact;
  fact.kind = Kind::issuer_key;
  fact.payload = to_bytes(as_bytes(key.SerializeAsString()));
  sample.append(office_scope, std::move(fact), std::nullopt);
  sample.blobs_ = std::move(publication.blobs);
  return sample;
}

void Sample::append(const Scope& scope, Fact fact, std::optional<Bytes> text) {
  PlacedFact placed;
  placed.id.scope = scope;
  placed.id.seq = ++seq_;
  placed.fact = std::move(fact);
  if (text && placed.fact.kind == Kind::person_photo) {
    placed.fact.detached = hash({*text});
    photos_[*placed.fact.detached] = std::move(*text);
    text.reset();
  }
  directory_.apply({placed, std::move(text)});
}

void Sample::revoke(PersonNumber person) {
  payload::BadgeRevoked revoked;
  revoked.set_issue(1);
  Fact fact;
  fact.kind = Kind::badge_revoked;
  fact.person = Subject(person);
  fact.payload = to_bytes(as_bytes(revoked.SerializeAsString()));
  append(cohort().entry.name(), std::move(fact), std::nullopt);
}

void Sample::form_teams() {
  constexpr const char* titles[][4] = {
      {"Спасск-Дальний: остановить отток населения", "Спасск-Дальний: халык китүне туктату",
       "Спасск-Дальний: калктын көчүшүн токтотуу", "Spassk-Dalny: to stop people from leaving"},
      {"Чистая вода", "Чиста су", "Таза суу", "Clean water"},
      {"Дворы без машин", "Машинасыз ишегалды", "Унаасыз короолор", "Yards without cars"},
      {"Молодёжный центр в старом кинотеатре", "Иске кинотеатрда яшьләр үзәге",
       "Эски кинотеатрдагы жаштар борбору", "A youth centre in an old cinema"},
      {"Дороги", "Юллар", "Жолдор", "Roads"}};
  const Scope scope = cohort().entry.name();
  uint32_t number = 0;
  for (const auto& title : titles) {
    payload::Team team;
    team.set_number(++number);
    team.mutable_title()->set_ru(title[0]);
    team.mutable_title()->set_tt(title[1]);
    team.mutable_title()->set_ky(title[2]);
    team.mutable_title()->set_en(title[3]);
    Fact fact;
    fact.kind = Kind::team;
    fact.payload = to_bytes(as_bytes(team.SerializeAsString()));
    append(scope, std::move(fact), std::nullopt);
  }
  uint32_t nth = 0;
  for (const auto& [person, entry] : std::map(cohort().people)) {
    if (entry.entry.role() != "participant" || nth == 25) continue;
    payload::Person with = entry.entry;
    with.set_team(nth++ / 5 + 1);
    Fact fact;
    fact.kind = Kind::person;
    fact.person = Subject(person);
    fact.payload = to_bytes(as_bytes(with.SerializeAsString()));
    append(scope, std::move(fact), to_bytes(as_bytes(entry.name.SerializeAsString())));
  }
}

const SessionEntry& Sample::session(const std::string& name) const {
  for (const auto& [number, session] : cohort().sessions) {
    if (session.entry.name() == name) return session;
  }
  std::fprintf(stderr, "bug: the sample has no session %s\n", name.c_str());
  std::abort();
}

const RosterPerson& Sample::person(const std::string& role, size_t nth) const {
  for (const auto& [number, person] : cohort().people) {
    if (person.entry.role() == role && nth-- == 0) return person;
  }
  std::fprintf(stderr, "bug: the sample has too few of the role %s\n", role.c_str());
  std::abort();
}

Bytes Sample::photo(const Hash& text) const {
  const auto found = photos_.find(text);
  return found == photos_.end() ? Bytes() : found->second;
}

std::string Sample::photo_of(PersonNumber person) const {
  const auto found = cohort().photos.find(person);
  return found == cohort().photos.end() ? "" : kiosk::photo_name(found->second);
}

const RosterPerson& Sample::person_with_photo() const {
  if (cohort().photos.empty()) {
    std::fprintf(stderr, "bug: nobody of the sample has a photo\n");
    std::abort();
  }
  return cohort().people.at(cohort().photos.begin()->first);
}

const RosterPerson& Sample::longest_name() const {
  const RosterPerson* longest = &person("participant");
  for (const auto& [number, person] : cohort().people) {
    if (person.name.given().size() > longest->name.given().size()) longest = &person;
  }
  return *longest;
}

std::string Sample::badge(PersonNumber person, const std::string& role) const {
  return make(CohortNumber{cohort().entry.number()}, person, role);
}

std::string Sample::badge_of_other_programme() const {
  return make(CohortNumber{9999}, PersonNumber{1}, "participant");
}

}  // namespace otmetka::gallery
