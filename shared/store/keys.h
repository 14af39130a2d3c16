// shared/store/keys.h - the private keys of one program, and its file: text, 0600, one key a line.
// Layout: FORMAT.md, "Key files". Keys are not in the databases, so that a copied or backed-up
// database opens nothing and a destroyed key is destroyed.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "shared/crypto/crypto.h"
#include "shared/model/ids.h"

namespace otmetka {

struct ScopeKey {
  Scope scope;
  SecretKey key{};
};

struct Keys {
  std::optional<SigningKey> sign;
  std::optional<SigningKey> next;  // made to follow `sign`, and not confirmed by central yet
  std::optional<SigningKey> badge;
  std::optional<SecretKey> box;
  std::map<Scope, SecretKey> box_for;  // made for one cohort, destroyed with it
  std::vector<ScopeKey> scopes;        // the last of a scope seals
  std::set<Scope> gone;                // cohorts that are over, whose keys were destroyed

  const SecretKey* sealing_key(const Scope& scope) const;
  /// Only a key of that very scope opens what claims to be of it.
  const SecretKey* opening_key(const Scope& scope, const KeyId& id) const;
  void add_scope(const Scope& scope, const SecretKey& key);  // once each
  /// Of a cohort that is over, for good. False: it was said before.
  bool destroy(const Scope& scope);

  std::string to_text() const;
  static Result<Keys> from_text(std::string_view text);
};

/// `absent` when there is no file. Refuses a file that others than its owner may read.
Result<Keys> load_keys(const std::string& path);
/// Replaces the file as a whole: after a power cut it is the old one or the new one.
Status save_keys(const std::string& path, const Keys& keys);

}  // namespace otmetka
