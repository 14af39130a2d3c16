#include "sync/cli/fact_json.h"

#include <google/protobuf/util/json_util.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "shared/model/payload.pb.h"

namespace otmetka {
namespace {

using Json = nlohmann::ordered_json;

std::unique_ptr<google::protobuf::Message> message_of(Kind kind) {
  switch (kind) {
    case Kind::opened:
      return std::make_unique<payload::Opened>();
    case Kind::correction:
      return std::make_unique<payload::Correction>();
    case Kind::refused_scan:
      return std::make_unique<payload::RefusedScan>();
    case Kind::anchor:
      return std::make_unique<payload::Anchor>();
    case Kind::health:
      return std::make_unique<payload::Health>();
    case Kind::assignment:
      return std::make_unique<payload::Assignment>();
    case Kind::walk_in:
      return std::make_unique<payload::WalkIn>();
    case Kind::idea:
      return std::make_unique<payload::Idea>();
    case Kind::consent:
      return std::make_unique<payload::Consent>();
    case Kind::number_block:
      return std::make_unique<payload::NumberBlock>();
    case Kind::cohort:
      return std::make_unique<payload::Cohort>();
    case Kind::delegation:
      return std::make_unique<payload::Delegation>();
    case Kind::team:
      return std::make_unique<payload::Team>();
    case Kind::person:
      return std::make_unique<payload::Person>();
    case Kind::session:
      return std::make_unique<payload::Session>();
    case Kind::venue:
      return std::make_unique<payload::Venue>();
    case Kind::hall:
      return std::make_unique<payload::Hall>();
    case Kind::exhibit:
      return std::make_unique<payload::Exhibit>();
    case Kind::media:
      return std::make_unique<payload::Media>();
    case Kind::issuer_key:
      return std::make_unique<payload::IssuerKey>();
    case Kind::badge_revoked:
      return std::make_unique<payload::BadgeRevoked>();
    case Kind::device_certificate:
      return std::make_unique<payload::DeviceCertificate>();
    case Kind::device_revoked:
      return std::make_unique<payload::DeviceRevoked>();
    case Kind::key_envelope:
      return std::make_unique<payload::KeyEnvelope>();
    case Kind::staff:
      return std::make_unique<payload::Staff>();
    case Kind::payload_erased:
      return std::make_unique<payload::PayloadErased>();
    case Kind::announcement:
      return std::make_unique<payload::Announcement>();
    default:
      return nullptr;
  }
}

Json payload_json(const Fact& fact) {
  Json out = Json::object();
  const auto message = message_of(fact.kind);
  std::string text;
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  if (message &&
      message->ParseFromArray(fact.payload.data(), static_cast<int>(fact.payload.size())) &&
      google::protobuf::util::MessageToJsonString(*message, &text, options).ok()) {
    // Sorted by name: protobuf prints its maps in another order in each process.
    out = nlohmann::json::parse(text, nullptr, false);
    if (!out.is_object()) out = Json::object();
  } else if (!fact.payload.empty()) {
    out["raw"] = to_hex(fact.payload);
  }
  if (!fact.references.empty()) {
    out["references"] = Json::array();
    for (const FactId& reference : fact.references) out["references"].push_back(to_text(reference));
  }
  if (!fact.actor.none()) {
    out["actor"] = fact.actor.number() ? std::to_string(*fact.actor.number())
                                       : to_text(*fact.actor.reference());
  }
  if (fact.flags != 0) out["flags"] = fact.flags;
  if (fact.detached) out["detached"] = to_hex(*fact.detached);
  return out;
}

Json number_json(const Subject& subject) {
  if (subject.number()) return *subject.number();
  if (subject.reference()) return to_text(*subject.reference());
  return nullptr;
}

}  // namespace

std::string fact_json(const PlacedFact& placed) {
  const Fact& fact = placed.fact;
  Json out{{"device", to_text(placed.id.device)},
           {"scope", placed.id.scope},
           {"epoch", to_text(placed.id.epoch)},
           {"seq", placed.id.seq},
           {"kind", kind_name(fact.kind)}};
  const Json person = number_json(fact.person);
  out["person"] = person.is_number() ? Json(std::to_string(person.get<uint32_t>())) : person;
  out["session"] = number_json(fact.session);
  out["venue"] = number_json(fact.venue);
  const std::string_view method = method_name(fact.method);
  out["method"] = method.empty() ? Json() : Json(method);
  out["wall"] = fact.wall_s;
  out["payload"] = payload_json(fact);
  return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace otmetka
