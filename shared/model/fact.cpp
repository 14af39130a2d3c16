#include "shared/model/fact.h"

#include <fmt/format.h>

#include <algorithm>

namespace otmetka {
namespace {
struct KindName {
  Kind kind;
  std::string_view name;
};
constexpr KindName kind_names[] = {
    {Kind::opened, "opened"},
    {Kind::check_in, "check-in"},
    {Kind::check_out, "check-out"},
    {Kind::correction, "correction"},
    {Kind::walk_in, "walk-in"},
    {Kind::refused_scan, "refused-scan"},
    {Kind::idea, "idea"},
    {Kind::score, "score"},
    {Kind::answer, "answer"},
    {Kind::consent, "consent"},
    {Kind::anchor, "anchor"},
    {Kind::health, "health"},
    {Kind::assignment, "assignment"},
    {Kind::same_person, "same-person"},
    {Kind::verdict, "verdict"},
    {Kind::number_block, "number-block"},
    {Kind::snapshot, "snapshot"},
    {Kind::cohort, "cohort"},
    {Kind::organisation, "organisation"},
    {Kind::delegation, "delegation"},
    {Kind::person, "person"},
    {Kind::session, "session"},
    {Kind::venue, "venue"},
    {Kind::hall, "hall"},
    {Kind::exhibit, "exhibit"},
    {Kind::media, "media"},
    {Kind::issuer_key, "issuer-key"},
    {Kind::badge_revoked, "badge-revoked"},
    {Kind::certificate, "certificate"},
    {Kind::device_certificate, "device-certificate"},
    {Kind::device_revoked, "device-revoked"},
    {Kind::key_envelope, "key-envelope"},
    {Kind::staff, "staff"},
    {Kind::announcement, "announcement"},
    {Kind::payload_erased, "payload-erased"},
    {Kind::pair, "pair"},
    {Kind::key_continues, "key-continues"},
    {Kind::note, "note"},
    {Kind::team, "team"},
    {Kind::person_photo, "person-photo"},
};

bool is_name(std::string_view text, size_t max) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  if (text.empty() || text.size() > max || !letter(text[0])) return false;
  return std::all_of(text.begin(), text.end(),
                     [&](char c) { return letter(c) || c == '.' || c == '-' || c == '_'; });
}
}  // namespace

std::string kind_name(Kind kind) {
  for (const KindName& entry : kind_names) {
    if (entry.kind == kind) return std::string(entry.name);
  }
  return fmt::format("kind-{}", static_cast<uint64_t>(kind));
}

std::optional<Kind> kind_of(std::string_view name) {
  for (const KindName& entry : kind_names) {
    if (entry.name == name) return entry.kind;
  }
  return std::nullopt;
}

bool text_is_read_alone(Kind kind) { return kind == Kind::person_photo; }

bool may_be_corrected(Kind kind) {
  switch (kind) {
    case Kind::check_in:
    case Kind::check_out:
    case Kind::correction:
    case Kind::walk_in:
    case Kind::refused_scan:
    case Kind::idea:
    case Kind::score:
    case Kind::answer:
    case Kind::consent:
    case Kind::same_person:
    case Kind::verdict:
      return true;
    default:
      return false;
  }
}

std::string_view method_name(Method method) {
  switch (method) {
    case Method::none:
      return "";
    case Method::qr:
      return "qr";
    case Method::search:
      return "search";
    case Method::manual:
      return "manual";
    case Method::paper:
      return "paper";
    case Method::remote:
      return "remote";
    case Method::group:
      return "group";
    case Method::nfc:
      return "nfc";
  }
  return "other";
}

bool is_cohort_name(const std::string& text) {
  return text != device_scope && text != office_scope && is_name(text, 48);
}

bool is_scope(const Scope& text) {
  if (is_venue_scope(text)) return is_name(std::string_view(text).substr(6), 48);
  return text == device_scope || text == office_scope || is_cohort_name(text);
}

std::string to_text(const DeviceId& device) { return to_hex(device); }
std::string to_text(Epoch epoch) { return hex64(static_cast<uint64_t>(epoch)); }
std::string to_text(const FactId& id) {
  return fmt::format("{}/{}/{}/{}", to_text(id.device), id.scope, to_text(id.epoch), id.seq);
}

}  // namespace otmetka
