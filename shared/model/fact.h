// shared/model/fact.h - a fact: written once, by one writer, never changed. Field by field as
// FORMAT.md lays out the row.
#pragma once
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "shared/crypto/crypto.h"
#include "shared/model/ids.h"

namespace otmetka {

enum class Kind : uint64_t {
  opened = 1,
  check_in,
  check_out,
  correction,
  walk_in,
  refused_scan,
  idea,
  score,
  answer,
  consent,
  anchor,
  health,
  assignment,
  same_person,
  verdict,
  number_block = 32,
  snapshot,
  cohort,
  organisation,
  delegation,
  person,
  session,
  venue,
  hall,
  exhibit,
  media,
  issuer_key,
  badge_revoked,
  certificate,
  device_certificate,
  device_revoked,
  key_envelope,
  staff,
  announcement,
  payload_erased,
  pair,
  key_continues,
  note,
  team,
  person_photo,
};
/// "check-in"; "kind-77" for a kind of a later version.
std::string kind_name(Kind kind);
std::optional<Kind> kind_of(std::string_view name);
/// Whether texts of this kind are read one by one, when somebody looks: those of a whole roster
/// together are larger than the memory of a small box.
bool text_is_read_alone(Kind kind);
/// Whether a correction may name facts of this kind: FORMAT.md, "Corrections".
bool may_be_corrected(Kind kind);

namespace flag {
inline constexpr uint64_t rehearsal = 1, paper = 2, guest = 4, clock_unanchored = 8;
}

enum class Method : uint8_t { none, qr, search, manual, paper, remote, group, nfc };
std::string_view method_name(Method method);  // empty for none

/// Nobody, somebody with a number from a channel log, or somebody made on a kiosk, named by the
/// fact that made them.
class Subject {
 public:
  Subject() = default;
  explicit Subject(uint32_t number) {
    if (number != 0) what_ = number;
  }  // numbers start at 1
  explicit Subject(PersonNumber number) : Subject(static_cast<uint32_t>(number)) {}
  explicit Subject(SessionNumber number) : Subject(static_cast<uint32_t>(number)) {}
  explicit Subject(VenueNumber number) : Subject(static_cast<uint32_t>(number)) {}
  explicit Subject(FactId reference) : what_(std::move(reference)) {}

  bool none() const { return what_.index() == 0; }
  const uint32_t* number() const { return std::get_if<uint32_t>(&what_); }
  const FactId* reference() const { return std::get_if<FactId>(&what_); }
  auto operator<=>(const Subject&) const = default;
  bool operator==(const Subject&) const = default;
  friend bool operator==(const Subject& a, PersonNumber b) { return a == Subject(b); }

 private:
  std::variant<std::monostate, uint32_t, FactId> what_;
};

struct Fact {
  uint8_t layout = 1;
  Kind kind = Kind::opened;
  uint64_t flags = 0;
  uint64_t boot_s = 0;  // since the machine started
  int64_t wall_s = 0;   // the wall clock's claim
  Subject person, session, venue;
  Method method = Method::none;
  Subject actor;
  std::vector<FactId> references;
  Bytes payload;                 // protobuf of payload.proto, kept as stored
  std::optional<Hash> detached;  // of a text that travels apart
  bool operator==(const Fact&) const = default;
};

struct PlacedFact {
  FactId id;
  Fact fact;
};

}  // namespace otmetka
