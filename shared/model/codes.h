// shared/model/codes.h - what is printed in QR codes: badges, codes of walk-ins, enrolment codes.
// Layout: FORMAT.md, "Badge", "Code of a walk-in", "Enrolment code". A scanned code is hostile
// input: every byte is checked before anything is believed.
#pragma once
#include "shared/crypto/crypto.h"
#include "shared/model/ids.h"
#include "shared/model/text.h"

namespace otmetka {

struct Badge {
  std::array<uint8_t, 4> issuer{};  // first half of the issuer's key id
  CohortNumber cohort{};
  PersonNumber person{};
  uint8_t role = 0;  // index in `roles`
  Language language = Language::ru;
  uint8_t issue = 1;
  uint32_t not_before_s = 0, not_after_s = 0;  // Unix
};

inline constexpr const char* roles[] = {"participant", "host", "speaker",
                                        "moderator",   "jury", "staff"};
/// Badges of staff are of no cohort: their numbers begin at 1.
inline constexpr CohortNumber staff_cohort{};
uint8_t role_index(const std::string& role);  // participant for anything unknown

struct SignedBadge {
  Badge badge;
  Bytes signed_part;
  Signature signature{};
  bool signed_by(const PublicKey& issuer) const;
};

/// The text of the QR code; `badge.issuer` is filled from the key.
std::string make_badge(Badge badge, const SigningKey& issuer);
/// Whether the text has the form of a badge; says nothing of the signature.
Result<SignedBadge> read_badge(std::string_view code);

/// On the label of somebody who came without a badge. It names the fact that made him, so that any
/// kiosk of the cohort knows him by it, whoever registered him and wherever the label was printed.
struct WalkInCode {
  std::array<uint8_t, 4> signer{};  // first half of the key id of the kiosk that printed it
  CohortNumber cohort{};
  DeviceId
      device{};  // with epoch and seq: his fact, in the log that this device keeps of the cohort
  Epoch epoch{};
  Seq seq = 0;
  Language language = Language::ru;
  bool rehearsal = false;  // of nobody who really came

  /// His fact. `scope`: the name of the cohort.
  FactId made_by(const Scope& scope) const { return {device, scope, epoch, seq}; }
};

struct SignedWalkInCode {
  WalkInCode code;
  Bytes signed_part;
  Signature signature{};
  bool signed_by(const PublicKey& kiosk) const;
};

/// The text of the QR code; `code.signer` is filled from the key, which is the kiosk's, not the
/// daemon's.
std::string make_walk_in_code(WalkInCode code, const SigningKey& kiosk);
/// Whether the text has the form of such a code; says nothing of the signature.
Result<SignedWalkInCode> read_walk_in_code(std::string_view code);
bool looks_like_walk_in_code(std::string_view code);

struct EnrolCode {
  PublicKey central{};
  Hash tls_pin{};  // SHA-256 of the SubjectPublicKeyInfo; zero: no TLS (loopback only)
  std::array<uint8_t, 16> secret{};
  uint32_t expires_s = 0;
  std::string address;  // https://HOST:PORT
};
std::string make_enrol_code(const EnrolCode& code);
Result<EnrolCode> read_enrol_code(std::string_view code);
bool looks_like_enrol_code(std::string_view code);

}  // namespace otmetka
