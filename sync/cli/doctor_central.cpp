#include <fmt/format.h>

#include "shared/store/files.h"
#include "shared/store/version.h"
#include "sync/central/admin_keys.h"
#include "sync/cli/central_door.h"
#include "sync/cli/doctor.h"

namespace otmetka {
namespace {

using nlohmann::json;

void check_devices(Environment& environment, const json& state, Findings& out) {
  size_t silent = 0, good = 0;
  for (const json& device : state["devices"]) {
    if (device["revoked"].get<bool>()) continue;
    ++good;
    const std::string who =
        fmt::format("{} ({}, at {})", device["device"].get<std::string>(),
                    device["name"].get<std::string>(), device["venue"].get<std::string>());
    const int64_t ago = device["heard"].is_null()
                            ? INT64_MAX
                            : environment.clock->wall_s() - device["heard"].get<int64_t>();
    if (ago > silence_warned_s) {
      ++silent;
      out.push_back({Level::warn, "silent",
                     ago == INT64_MAX
                         ? fmt::format("kiosk {} was never heard", who)
                         : fmt::format("kiosk {} was last heard {} ago", who, long_ago(ago)),
                     "see to its network, or revoke it if it is lost: otmetka device revoke"});
    }
    if (!device["software"].is_null() && device["software"] != software_version)
      out.push_back({Level::warn, "versions",
                     fmt::format("kiosk {} runs {}, this is {}", who,
                                 device["software"].get<std::string>(), software_version),
                     "update the older one"});
  }
  if (silent == 0)
    out.push_back({Level::ok, "silent", fmt::format("{} kiosks, all heard of lately", good), ""});
}

void check_losses(const json& state, Findings& out) {
  const size_t before = out.size();
  const auto tell = [&](const char* key, Level level, const char* says, const char* act) {
    const auto count = state[key].get<size_t>();
    if (count > 0) out.push_back({level, "losses", fmt::format("{} {}", count, says), act});
  };
  const char* from_kiosks = "kiosks that have them give them back with their exchanges";
  tell("lost_keys", Level::bad, "keys are missing under which stored segments were sealed",
       from_kiosks);
  tell("lost_texts", Level::warn, "texts or photos that facts name are not here", from_kiosks);
  tell("unreadable", Level::bad, "stored segments could not be read",
       "`otmetka log verify` names them; kiosks send theirs again");
  tell("later", Level::bad, "kiosks send what only a later version can read",
       "update this central; until then their facts stay with them");
  tell("quarantined", Level::warn, "segments are in quarantine: another fact stood at their place",
       "look at the alarms: a kiosk runs twice, or somebody forged one");
  if (out.size() == before)
    out.push_back({Level::ok, "losses", "no key and no text is missing", ""});
}

void check_state(Environment& environment, const json& state, Findings& out) {
  for (const json& alarm : state["alarms"]) {
    const std::string kind = alarm["kind"].get<std::string>();
    const bool central = kind == "restored" || kind == "published-twice";
    out.push_back({kind == "put-back" ? Level::warn : Level::bad, kind,
                   (central ? "" : fmt::format("kiosk {}: ", alarm["about"].get<std::string>())) +
                       alarm_words(kind),
                   fmt::format("when it was looked at: otmetka alarm close {}",
                               alarm["number"].get<int64_t>())});
  }
  if (state["alarms"].empty())
    out.push_back(
        {Level::ok, "alarms",
         "no kiosk is cloned, was put back or sends too much, and this central was not put back",
         ""});
  check_losses(state, out);
  check_devices(environment, state, out);
}

}  // namespace

Findings examine_central(Environment& environment, const std::string& data) {
  Findings out;
  check_files({{data, 0700, true},
               {central_database(data), 0640, true},
               {central_key_file(data), 0600, true},
               {data + "/tls.key", 0600, true},
               {data + "/tls.crt", 0644, true},
               {data + "/blobs", 0755, true},
               {data + "/tls.next", 0700, false}},
              out);
  const auto keys = load_keys(central_key_file(data));
  if (!keys) {
    out.push_back({Level::bad, "keys", keys.error().message,
                   "put the key file back from a backup: without it nothing opens and nothing can "
                   "be signed"});
  } else {
    out.push_back({Level::ok, "keys",
                   "kept in files (mode 0600), not sealed by systemd-creds: who has the disk is "
                   "central",
                   ""});
  }
  if (file_exists(data + "/tls.next/tls.key"))
    out.push_back({Level::ok, "tls", "another TLS key is announced and not used yet",
                   "when kiosks have heard of it: otmetka key rotate tls --now"});
  check_logs(data, out);
  check_room(data, out);
  if (!file_exists(central_database(data)) || !keys) return out;
  const auto state = act_on(environment, data, {{"act", "state"}});
  const json read = state ? json::parse(state.value(), nullptr, false) : json();
  if (read.is_object()) {
    check_state(environment, read, out);
  } else {
    out.push_back({Level::bad, "central",
                   state ? "central answered something else: is it of another version?"
                         : state.error().message,
                   "see what central says when it starts"});
  }
  return out;
}

}  // namespace otmetka
