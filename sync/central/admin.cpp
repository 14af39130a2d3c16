#include "sync/central/admin.h"

#include <fmt/format.h>

namespace otmetka {
namespace {

using nlohmann::json;

Result<std::string> load(CentralHome& home, const json& act) {
  PackageCheck check = read_package(act.value("directory", ""));
  if (!check.mistakes.empty()) {
    std::string text = "the package has mistakes; nothing was loaded";
    for (const Mistake& mistake : check.mistakes) text += "\n" + to_text(mistake);
    return fail(Failure::bad_input, text);
  }
  std::optional<int64_t> start;
  if (act.contains("start_day")) start = act["start_day"].get<int64_t>();
  const Publication done = TRY(home.central().load_programme(check.package, start));
  if (done.drafts.empty()) return fmt::format("{}: nothing has changed\n", check.package.name);
  return fmt::format("{}: {} people, {} sessions, {} venues, {} exhibits; {} facts published\n",
                     check.package.name, done.people, done.sessions, done.venues, done.exhibits,
                     done.drafts.size());
}

Result<std::string> badge_lines(CentralHome& home, const json& act) {
  std::optional<PersonNumber> person;
  if (act.contains("person")) person = PersonNumber{act["person"].get<uint32_t>()};
  std::string out;
  for (const BadgeLine& line : TRY(home.central().badges(act.value("cohort", ""), person))) {
    out += fmt::format("{}\t{}\n", static_cast<uint32_t>(line.person), line.code);
  }
  return out;
}

}  // namespace

Result<std::string> perform(CentralHome& home, const json& act) {
  const std::string name = act.value("act", "");
  if (name == "enrol-code") {
    const std::string address = TRY(home.address());
    const Hash pin = address.starts_with("https://") ? home.tls().spki_sha256 : Hash{};
    return TRY(home.central().enrol_code({act.value("venue", ""), address, pin})) + "\n";
  }
  if (name == "programme-load") return load(home, act);
  if (name == "badge-make") return badge_lines(home, act);
  if (name == "badge-revoke") {
    TRY(home.central().revoke_badge(act.value("cohort", ""),
                                    PersonNumber{act.value("person", 0u)}));
    return std::string("revoked; `otmetka badge make` gives the new code\n");
  }
  return fail(Failure::bad_input,
              fmt::format("central does not know the act '{}': is it of another version?", name));
}

std::string perform_line(CentralHome& home, const std::string& line) {
  const json act = json::parse(line, nullptr, false);
  if (!act.is_object()) return json{{"ok", false}, {"error", "not a JSON object"}}.dump();
  const auto result = perform(home, act);
  if (result) return json{{"ok", true}, {"out", result.value()}}.dump();
  return json{{"ok", false}, {"error", result.error().message}}.dump(
      -1, ' ', false, json::error_handler_t::replace);
}

}  // namespace otmetka
