#include "shared/model/erasure.h"

namespace otmetka {

std::optional<Erasure> erasure_of(const PlacedFact& placed) {
  const Fact& fact = placed.fact;
  payload::PayloadErased payload;
  if (fact.kind != Kind::payload_erased ||
      !payload.ParseFromArray(fact.payload.data(), static_cast<int>(fact.payload.size())))
    return std::nullopt;
  Erasure out{placed.id,   payload.cohort(),   {}, payload.reason(), {},
              fact.wall_s, payload.everybody()};
  if (!fact.person.none()) out.people.push_back(fact.person);
  for (const FactId& walk_in : fact.references) out.people.emplace_back(walk_in);
  for (const std::string& text : payload.texts()) {
    Hash name;
    if (!copy_exact(as_bytes(text), name)) return std::nullopt;
    out.texts.push_back(name);
  }
  return out;
}

}  // namespace otmetka
