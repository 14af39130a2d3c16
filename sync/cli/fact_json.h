// sync/cli/fact_json.h - a fact as one line for scripts, with a fixed order of keys.
#pragma once
#include <string>

#include "shared/model/fact.h"

namespace otmetka {

/// {"device":…,"scope":…,"epoch":…,"seq":…,"kind":…,"person":…,"session":…,"venue":…,"method":…,"wall":…,"payload":{…}}
/// A payload of an unknown kind, or one that cannot be read, is {"raw":"hex"}; a detached text
/// appears by its hash only.
std::string fact_json(const PlacedFact& placed);

}  // namespace otmetka
