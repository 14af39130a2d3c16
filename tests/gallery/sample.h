// tests/gallery/sample.h - the sample programme as a kiosk that holds it would know it, without a
// central, a daemon or a disk: published, folded, and with an issuer whose badges it believes.
#pragma once
#include <string>
#include <vector>

#include "shared/model/directory.h"
#include "shared/model/scan.h"
#include "sync/programme/publish.h"

namespace otmetka::gallery {

class Sample {
 public:
  /// `package`: a folder as assets/programmes/FORMAT.md says.
  static Result<Sample> read(const std::string& package);

  const Directory& directory() const { return directory_; }
  const CohortEntry& cohort() const { return directory_.cohorts().begin()->second; }
  const VenueEntry& venue(const std::string& name) const { return *directory_.venue(name); }
  const SessionEntry& session(const std::string& name) const;
  const std::vector<Blob>& blobs() const { return blobs_; }
  /// By the name of its text; empty for any other.
  Bytes photo(const Hash& text) const;
  /// The first of those who have a photo, with what screens ask for it by.
  const RosterPerson& person_with_photo() const;
  std::string photo_of(PersonNumber person) const;

  /// The nth of those with a role.
  const RosterPerson& person(const std::string& role, size_t nth = 0) const;
  /// The participant with the longest given name: the hardest to greet.
  const RosterPerson& longest_name() const;

  /// A badge as the office would print it; `issuer` false: of a programme that this kiosk does not
  /// know.
  std::string badge(PersonNumber person, const std::string& role) const;
  std::string badge_of_other_programme() const;
  /// Five teams of five participants; the others have none.
  void form_teams();
  /// The first badge of the person is replaced by a later one.
  void revoke(PersonNumber person);

 private:
  void append(const Scope& scope, Fact fact, std::optional<Bytes> text);

  Directory directory_;
  std::vector<Blob> blobs_;
  std::map<Hash, Bytes> photos_;
  uint64_t seq_ = 0;
};

}  // namespace otmetka::gallery
