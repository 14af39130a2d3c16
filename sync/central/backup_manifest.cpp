#include "sync/central/backup_manifest.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "shared/store/files.h"

namespace otmetka {
namespace {

using Json = nlohmann::ordered_json;

constexpr int format = 1;
constexpr size_t manifest_bytes_max = 64u << 20;

bool is_plain(const std::string& path) {
  return !path.empty() && path.front() != '/' && path.find("..") == std::string::npos;
}

}  // namespace

Status write_manifest(const std::string& backup, const BackupManifest& manifest) {
  Json files = Json::array();
  for (const BackupFile& file : manifest.files)
    files.push_back({{"path", file.path}, {"bytes", file.bytes}, {"blake2b", to_hex(file.hash)}});
  const Json out{{"format", format},
                 {"at", manifest.at_s},
                 {"central", manifest.central},
                 {"software", manifest.software},
                 {"facts", manifest.facts},
                 {"faults", manifest.faults},
                 {"files", std::move(files)}};
  return write_file(backup + "/" + manifest_name, as_bytes(out.dump(1) + "\n"), 0600);
}

Result<BackupManifest> read_manifest(const std::string& backup) {
  const auto bytes = read_file(backup + "/" + manifest_name, manifest_bytes_max);
  if (!bytes)
    return fail(bytes.error().failure, fmt::format("{} is not a backup, or not a whole one: {}",
                                                   backup, bytes.error().message));
  const auto bad = [&](const char* what) {
    return fail(Failure::corrupt, fmt::format("{}/{}: {}", backup, manifest_name, what));
  };
  const Json in = Json::parse(as_text(bytes.value()), nullptr, false);
  if (!in.is_object() || !in.contains("files") || !in["files"].is_array())
    return bad("damaged: take another backup");
  BackupManifest out;
  try {
    if (in.value("format", 0) > format)
      return fail(Failure::newer_version,
                  fmt::format("{} was made by a later version: install that one first", backup));
    out.at_s = in.value("at", int64_t{0});
    out.central = in.value("central", "");
    out.software = in.value("software", "");
    out.facts = in.value("facts", uint64_t{0});
    out.faults = in.value("faults", uint64_t{0});
    for (const Json& each : in["files"]) {
      BackupFile file{each.value("path", ""), each.value("bytes", uint64_t{0}), {}};
      if (!is_plain(file.path) || !from_hex_into(each.value("blake2b", ""), file.hash, "a hash"))
        return bad("damaged: take another backup");
      out.files.push_back(std::move(file));
    }
  } catch (const Json::exception&) {  // a field of another type
    return bad("damaged: take another backup");
  }
  return out;
}

}  // namespace otmetka
