// shared/model/corrections.h - which corrections stand, and over what. The rule is FORMAT.md,
// "Corrections". Nothing here recurses: a chain of corrections may be as long as whoever wrote it
// likes.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "shared/model/fact.h"
#include "shared/model/payload.pb.h"

namespace otmetka {

/// A correction that stands.
struct Correction {
  const FactId* id;
  const Fact* fact;
  payload::Correction::Standing standing;  // present, absent or void
  std::optional<Scope> cohort;             // none: it says nothing of anybody's attendance
};

/// Whether a fact may speak of another one: the office of all, a log of those of its own scope.
bool may_name(const FactId& by, const FactId& target);

class Corrections {
 public:
  /// `facts` must outlive this; `arrived` says of a fact that may be corrected whether it is here.
  Corrections(const std::map<FactId, Fact>& facts,
              const std::function<bool(const FactId&)>& arrived);

  /// A fact that is superseded counts for nothing itself.
  bool superseded(const FactId& target) const { return over_.contains(target); }
  /// For each superseded fact its standing corrections, the one that counts first: present beats
  /// absent, then the smallest identity.
  const std::map<FactId, std::vector<Correction>>& over() const { return over_; }
  /// Those that stand and supersede nothing.
  const std::vector<Correction>& alone() const { return alone_; }

 private:
  std::map<FactId, std::vector<Correction>> over_;
  std::vector<Correction> alone_;
};

}  // namespace otmetka
