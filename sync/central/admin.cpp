#include "sync/central/admin.h"

#include <fmt/format.h>

#include <algorithm>

#include "sync/central/admin_erase.h"
#include "sync/central/admin_keys.h"

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
  return fmt::format(
      "{}: {} people, {} photos, {} sessions, {} venues, {} exhibits; {} facts published\n",
      check.package.name, done.people, done.photos, done.sessions, done.venues, done.exhibits,
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

struct DutyName {
  payload::Staff::Duty duty;
  const char* name;
};
constexpr DutyName duty_names[] = {{payload::Staff::DESK, "desk"},
                                   {payload::Staff::MANAGER, "manager"},
                                   {payload::Staff::TECHNICIAN, "technician"}};

std::string made_lines(const StaffMade& made) {
  return fmt::format("sign-in\t{}\npin\t{}\nbadge\t{}\n", made.sign_in, made.pin, made.badge);
}

Result<std::string> add_staff(CentralHome& home, const json& act) {
  NewStaff staff{act.value("family", ""), act.value("given", ""), {}};
  const auto wanted = act.value("duties", std::vector<std::string>());
  for (const DutyName& known : duty_names) {
    if (std::find(wanted.begin(), wanted.end(), known.name) != wanted.end())
      staff.duties.push_back(known.duty);
  }
  return made_lines(TRY(home.central().add_staff(staff)));
}

std::string staff_lines(const CentralHome& home) {
  std::string out;
  for (const auto& [number, staff] : home.central().directory().staff()) {
    std::string duties;
    for (const DutyName& known : duty_names) {
      if (staff.has(known.duty)) duties += (duties.empty() ? "" : ",") + std::string(known.name);
    }
    out += fmt::format("{}\t{}\t{}\t{} {}\n", staff.entry.sign_in(), static_cast<uint32_t>(number),
                       duties, staff.card.family(), staff.card.given());
  }
  return out;
}

Result<std::string> announce(CentralHome& home, const Clock& clock, const json& act) {
  NewAnnouncement announcement;
  announcement.venue = act.value("venue", "");
  announcement.emergency = act.value("emergency", false);
  const json words = act.value("text", json::object());
  announcement.text.set_ru(words.value("ru", ""));
  announcement.text.set_tt(words.value("tt", ""));
  announcement.text.set_ky(words.value("ky", ""));
  announcement.text.set_en(words.value("en", ""));
  announcement.from_s = clock.wall_s() + act.value("in_minutes", int64_t{0}) * 60;
  announcement.until_s = announcement.from_s + act.value("for_minutes", int64_t{60}) * 60;
  return fmt::format("announcement\t{}\n", TRY(home.central().announce(announcement)));
}

std::string announcement_lines(const CentralHome& home) {
  std::string out;
  for (const auto& [number, known] : home.central().directory().announcements()) {
    const payload::Announcement& entry = known.entry;
    out +=
        fmt::format("{}\t{}\t{}\t{}\t{}\t{}\n", number, entry.venue().empty() ? "*" : entry.venue(),
                    entry.emergency() ? "emergency" : "announcement", entry.from(), entry.until(),
                    known.text.ru().empty() ? known.text.en() : known.text.ru());
  }
  return out;
}

Result<std::string> device_lines(CentralHome& home) {
  std::string out;
  for (const DeviceLine& line : TRY(home.central().devices())) {
    const char* state = line.replaced_by ? "replaced" : line.revoked ? "revoked" : "good";
    std::string more;
    if (line.replaces) more += fmt::format("\treplaces {}", to_text(*line.replaces));
    if (line.replaced_by) more += fmt::format("\treplaced by {}", to_text(*line.replaced_by));
    out +=
        fmt::format("{}\t{}\t{}\t{}{}\n", to_text(line.device), line.venue, state, line.name, more);
  }
  return out;
}

Result<std::string> enrol_code(CentralHome& home, const json& act) {
  EnrolTicket ticket;
  ticket.venue = act.value("venue", "");
  ticket.address = TRY(home.address());
  if (ticket.address.starts_with("https://")) ticket.tls_pin = home.tls().spki_sha256;
  if (act.contains("replaces")) ticket.replaces = TRY(device_named(act.value("replaces", "")));
  return TRY(home.central().enrol_code(ticket)) + "\n";
}

Status revoke_device(CentralHome& home, const json& act) {
  return home.central().revoke_device(TRY(device_named(act.value("device", ""))));
}

/// Nothing: it is none of these.
std::optional<Result<std::string>> perform_for_office(CentralHome& home, const std::string& name,
                                                      const json& act) {
  const auto number = act.value("number", 0u);
  const auto said = [](const Status& status, const char* words) -> Result<std::string> {
    if (!status) return status.error();
    return std::string(words);
  };
  if (name == "staff-add") return add_staff(home, act);
  if (name == "staff-list") return staff_lines(home);
  if (name == "staff-renew") {
    const auto made = home.central().renew_staff(number);
    if (!made) return Result<std::string>(made.error());
    return made_lines(made.value());
  }
  if (name == "staff-remove") return said(home.central().remove_staff(number), "removed\n");
  if (name == "note") {
    const PersonNumber person{act.value("person", 0u)};
    return said(home.central().note(act.value("cohort", ""), person, act.value("text", "")),
                "noted\n");
  }
  if (name == "device-list") return device_lines(home);
  if (name == "device-revoke")
    return said(revoke_device(home, act), "revoked; it may deliver, and hears nothing more\n");
  if (name == "announce") return announce(home, home.clock(), act);
  if (name == "announcements") return announcement_lines(home);
  if (name == "announcement-withdraw")
    return said(home.central().withdraw_announcement(number), "withdrawn\n");
  return std::nullopt;
}

Result<std::string> note_archived(CentralHome& home, const json& act) {
  std::vector<VerifiedHead> heads;
  for (const json& each : act.value("heads", json::array())) {
    VerifiedHead head;
    TRY(from_hex_into(each.value("device", ""), head.log.device, "a device"));
    TRY(from_hex_into(each.value("link", ""), head.link, "a link"));
    head.log.scope = each.value("scope", "");
    head.epoch = Epoch{TRY(parse_hex64(each.value("epoch", "")))};
    head.seq = each.value("seq", uint64_t{0});
    heads.push_back(std::move(head));
  }
  TRY(home.central().note_archived(heads));
  return std::string("archived\n");
}

Result<std::string> note_backup(CentralHome& home, const json& act) {
  TRY(home.central().note_backup(
      {act.value("at", int64_t{0}), act.value("target", ""), act.value("facts", uint64_t{0})}));
  return std::string("noted\n");
}

}  // namespace

Result<std::string> perform(CentralHome& home, const json& act) {
  const std::string name = act.value("act", "");
  if (name == "enrol-code") return enrol_code(home, act);
  if (name == "programme-load") return load(home, act);
  if (name == "badge-make") return badge_lines(home, act);
  if (name == "badge-revoke") {
    TRY(home.central().revoke_badge(act.value("cohort", ""),
                                    PersonNumber{act.value("person", 0u)}));
    return std::string("revoked; `otmetka badge make` gives the new code\n");
  }
  if (name == "archived") return note_archived(home, act);
  if (name == "backup-done") return note_backup(home, act);
  if (name == "status") return TRY(home.central().status()).dump() + "\n";
  if (auto answer = perform_erasure(home, name, act)) return *answer;
  if (auto answer = perform_for_office(home, name, act)) return *answer;
  if (auto answer = perform_for_keys(home, name, act)) return *answer;
  return fail(Failure::bad_input,
              fmt::format("central does not know the act '{}': is it of another version?", name));
}

std::string perform_line(CentralHome& home, const std::string& line) {
  const json act = json::parse(line, nullptr, false);
  if (!act.is_object()) return json{{"ok", false}, {"error", "not a JSON object"}}.dump();
  const auto result = [&]() -> Result<std::string> {
    try {
      return perform(home, act);
    } catch (const json::exception& mistake) {  // a field of another type
      return fail(Failure::bad_input, mistake.what());
    }
  }();
  if (result)
    return json{{"ok", true}, {"out", result.value()}}.dump(-1, ' ', false,
                                                            json::error_handler_t::replace);
  return json{{"ok", false}, {"error", result.error().message}}.dump(
      -1, ' ', false, json::error_handler_t::replace);
}

}  // namespace otmetka
