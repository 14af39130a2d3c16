// What the office says to its kiosks' staff: who they are, what they are to know, what everybody
// reads.
#include <fmt/format.h>

#include "shared/base/limits.h"
#include "shared/base/plain_text.h"
#include "shared/model/serialize.h"
#include "shared/text/letters.h"
#include "sync/central/central.h"

namespace otmetka {
namespace {

std::string make_pin(Random& random) {
  // 2^64 is no multiple of a million; the excess is one in 10^13.
  return fmt::format("{:06}", random.u64() % 1'000'000);
}

const StaffEntry* staff_with(const Directory& directory, uint32_t sign_in) {
  for (const auto& [number, staff] : directory.staff()) {
    if (staff.entry.sign_in() == sign_in) return &staff;
  }
  return nullptr;
}

Error nobody(uint32_t sign_in) {
  return fail(Failure::absent,
              fmt::format("nobody of the staff signs in with {}; `otmetka staff list` has them all",
                          sign_in));
}

}  // namespace

// As short as can be typed in a hurry, and sparse, so that a mistyped one is mostly nobody's.
uint32_t Central::free_sign_in() {
  uint32_t from = 100, count = 900;
  while (directory_.staff().size() * 2 > count) {
    from *= 10;
    count *= 10;
  }
  uint32_t found = 0;
  do {
    found = from + static_cast<uint32_t>(random_->u64() % count);
  } while (staff_with(directory_, found));
  return found;
}

Result<StaffMade> Central::put_staff(std::optional<PersonNumber> number, const NewStaff& staff,
                                     payload::Staff entry) {
  if (entry.issue() > 255)
    return fail(Failure::full, "this badge was replaced 254 times; add the person anew");
  TRY(ensure_issuer_known());
  StaffMade made;
  made.sign_in = entry.sign_in();
  made.pin = make_pin(*random_);
  payload::StaffCard card;
  card.set_family(staff.family);
  card.set_given(staff.given);
  card.set_pin_hash(TRY(hash_pin(made.pin)));
  ChannelDraft draft{office_scope, {}, serialize(card)};
  draft.fact.kind = Kind::staff;
  draft.fact.payload = serialize(entry);
  PersonNumber person{};
  TRY(append_made([&]() -> Result<std::vector<ChannelDraft>> {
    person = number ? *number : PersonNumber{TRY(channels_->take_numbers(NumberKind::person, 1))};
    draft.fact.person = Subject(person);
    return std::vector<ChannelDraft>{draft};
  }));
  Badge badge;
  badge.cohort = staff_cohort;
  badge.person = person;
  badge.role = role_index("staff");
  badge.issue = static_cast<uint8_t>(entry.issue());
  badge.not_after_s = UINT32_MAX;  // it ends when it is replaced
  made.badge = make_badge(badge, *keys_.badge);
  return made;
}

Result<StaffMade> Central::add_staff(const NewStaff& staff) {
  if (staff.family.empty() || staff.given.empty())
    return fail(Failure::bad_input, "somebody of the staff has a family name and a given name");
  if (!is_plain_text(staff.family) || !is_plain_text(staff.given))
    return fail(Failure::bad_input, "a name is UTF-8, without control characters");
  if (staff.duties.empty())
    return fail(Failure::bad_input, "somebody of the staff has a duty: desk, manager, technician");
  payload::Staff entry;
  for (const auto duty : staff.duties) entry.add_duties(duty);
  entry.set_issue(1);
  entry.set_sign_in(free_sign_in());
  return put_staff(std::nullopt, staff, std::move(entry));
}

Result<StaffMade> Central::renew_staff(uint32_t sign_in) {
  const StaffEntry* known = staff_with(directory_, sign_in);
  if (!known) return nobody(sign_in);
  payload::Staff entry = known->entry;
  entry.set_issue(entry.issue() + 1);
  const PersonNumber number = known->number;
  return put_staff(number, {known->card.family(), known->card.given(), {}}, std::move(entry));
}

Status Central::remove_staff(uint32_t sign_in) {
  const StaffEntry* known = staff_with(directory_, sign_in);
  if (!known) return nobody(sign_in);
  ChannelDraft draft{office_scope, {}, {}};
  draft.fact.kind = Kind::staff;
  draft.fact.person = Subject(known->number);
  return append({draft});
}

Status Central::note(const std::string& cohort, PersonNumber person, const std::string& text) {
  const CohortEntry* entry = directory_.cohort(Scope(cohort));
  if (!entry || !entry->people.contains(person))
    return fail(Failure::absent, "nobody with this number in that cohort");
  if (text.size() > note_bytes_max)
    return fail(Failure::bad_input, fmt::format("a note has at most {} bytes", note_bytes_max));
  if (!is_plain_text(text))
    return fail(Failure::bad_input, "a note is UTF-8, without control characters");
  if (text.empty() && !entry->notes.contains(person))
    return fail(Failure::absent, "there is no note on this person");
  ChannelDraft draft{Scope(cohort), {}, {}};
  draft.fact.kind = Kind::note;
  draft.fact.person = Subject(person);
  if (!text.empty()) draft.text = to_bytes(as_bytes(text));
  return append({draft});
}

Result<uint32_t> Central::announce(const NewAnnouncement& announcement) {
  if (announcement.text.ru().empty() && announcement.text.en().empty())
    return fail(Failure::bad_input, "an announcement has words in Russian or in English");
  if (!announcement.venue.empty() && !directory_.venue(announcement.venue))
    return fail(Failure::absent, fmt::format("there is no venue {}", announcement.venue));
  if (announcement.until_s <= announcement.from_s)
    return fail(Failure::bad_input, "an announcement ends after it begins");
  for (const std::string& words : {announcement.text.ru(), announcement.text.tt(),
                                   announcement.text.ky(), announcement.text.en()}) {
    if (!is_plain_text(words))
      return fail(Failure::bad_input, "an announcement is UTF-8, without control characters");
    if (bytes_of_characters(words, announcement_letters_max) < words.size())
      return fail(Failure::bad_input,
                  fmt::format("an announcement has at most {} letters", announcement_letters_max));
  }
  payload::Announcement entry;
  do {
    entry.set_number(static_cast<uint32_t>(random_->u64()));
  } while (entry.number() == 0 || directory_.announcements().contains(entry.number()));
  entry.set_venue(announcement.venue);
  entry.set_emergency(announcement.emergency);
  entry.set_from(announcement.from_s);
  entry.set_until(announcement.until_s);
  ChannelDraft draft{office_scope, {}, serialize(announcement.text)};
  draft.fact.kind = Kind::announcement;
  draft.fact.payload = serialize(entry);
  TRY(append({draft}));
  return entry.number();
}

Status Central::withdraw_announcement(uint32_t number) {
  const auto known = directory_.announcements().find(number);
  if (known == directory_.announcements().end())
    return fail(Failure::absent, fmt::format("there is no announcement {}", number));
  payload::Announcement entry = known->second.entry;
  entry.set_withdrawn(true);
  ChannelDraft draft{office_scope, {}, {}};
  draft.fact.kind = Kind::announcement;
  draft.fact.payload = serialize(entry);
  return append({draft});
}

Status Central::revoke_device(const DeviceId& device) {
  if (!directory_.devices().contains(device))
    return fail(Failure::absent, "no box has this number; `otmetka device list` has them all");
  if (directory_.device_revoked(device)) return done();
  payload::DeviceRevoked revoked;
  revoked.set_device(std::string(as_text(device)));
  ChannelDraft draft{office_scope, {}, {}};
  draft.fact.kind = Kind::device_revoked;
  draft.fact.payload = serialize(revoked);
  return append({draft});
}

}  // namespace otmetka
