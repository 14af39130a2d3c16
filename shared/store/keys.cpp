#include "shared/store/keys.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include "shared/store/files.h"

namespace otmetka {
namespace {

// A central with 10,000 kiosks has a line for each.
constexpr size_t key_file_bytes_max = 4u << 20;

Status read_line(Keys& keys, std::string_view line) {
  if (line.starts_with("gone ")) {
    keys.gone.insert(Scope(line.substr(5)));
    return done();
  }
  const size_t space = line.rfind(' ');
  if (space == std::string_view::npos) return fail(Failure::corrupt, "a line without a key");
  std::array<uint8_t, 32> secret;
  TRY(from_hex_into(line.substr(space + 1), secret, "a key"));
  const std::string_view name = line.substr(0, space);
  if (name == "sign") {
    keys.sign.emplace(secret);
  } else if (name == "next") {
    keys.next.emplace(secret);
  } else if (name == "badge") {
    keys.badge.emplace(secret);
  } else if (name == "box") {
    keys.box = secret;
  } else if (name.starts_with("box ")) {
    keys.box_for[Scope(name.substr(4))] = secret;
  } else if (name.starts_with("scope ")) {
    keys.add_scope(Scope(name.substr(6)), secret);
  } else {
    return fail(Failure::newer_version, fmt::format("a key of an unknown kind: {}", name));
  }
  return done();
}

}  // namespace

const SecretKey* Keys::sealing_key(const Scope& scope) const {
  for (auto at = scopes.rbegin(); at != scopes.rend(); ++at) {
    if (at->scope == scope) return &at->key;
  }
  return nullptr;
}

const SecretKey* Keys::opening_key(const Scope& scope, const KeyId& id) const {
  for (const ScopeKey& entry : scopes) {
    if (entry.scope == scope && scope_key_id(entry.key) == id) return &entry.key;
  }
  return nullptr;
}

void Keys::add_scope(const Scope& scope, const SecretKey& key) {
  for (const ScopeKey& entry : scopes) {
    if (entry.scope == scope && entry.key == key) return;
  }
  scopes.push_back({scope, key});
}

bool Keys::destroy(const Scope& scope) {
  std::erase_if(scopes, [&](const ScopeKey& entry) { return entry.scope == scope; });
  box_for.erase(scope);
  return gone.insert(scope).second;
}

std::string Keys::to_text() const {
  std::string out;
  if (sign) out += fmt::format("sign {}\n", to_hex(sign->seed()));
  if (next) out += fmt::format("next {}\n", to_hex(next->seed()));
  if (badge) out += fmt::format("badge {}\n", to_hex(badge->seed()));
  if (box) out += fmt::format("box {}\n", to_hex(*box));
  for (const auto& [scope, key] : box_for) out += fmt::format("box {} {}\n", scope, to_hex(key));
  for (const ScopeKey& entry : scopes)
    out += fmt::format("scope {} {}\n", entry.scope, to_hex(entry.key));
  for (const Scope& scope : gone) out += fmt::format("gone {}\n", scope);
  return out;
}

Result<Keys> Keys::from_text(std::string_view text) {
  Keys keys;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    if (end == std::string_view::npos) return fail(Failure::corrupt, "the last line is cut short");
    if (end > 0) TRY(read_line(keys, text.substr(0, end)));
    text.remove_prefix(end + 1);
  }
  return keys;
}

Result<Keys> load_keys(const std::string& path) {
  struct stat found;
  if (::stat(path.c_str(), &found) == 0 && (found.st_mode & 077)) {
    return fail(Failure::refused,
                fmt::format("{} may be read by others than its owner: chmod 600 it", path));
  }
  auto text = read_file(path, key_file_bytes_max);
  if (!text && text.error().failure == Failure::bad_input)
    return fail(Failure::corrupt, text.error().message);
  if (!text) return text.error();
  auto keys = Keys::from_text(as_text(text.value()));
  if (keys) return keys;
  const bool newer = keys.error().failure == Failure::newer_version;
  return fail(newer ? Failure::newer_version : Failure::corrupt,
              fmt::format("{}: {}", path, keys.error().message));
}

Status save_keys(const std::string& path, const Keys& keys) {
  return write_file(path, as_bytes(keys.to_text()), 0600);
}

}  // namespace otmetka
