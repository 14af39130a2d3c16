#include "sync/central/admin_keys.h"

#include <fmt/format.h>

namespace otmetka {
namespace {

using nlohmann::json;

Result<std::string> said(const Status& status, const char* words) {
  if (!status) return status.error();
  return std::string(words);
}

Result<std::string> key_lines(CentralHome& home) {
  std::string out;
  for (const auto& line : TRY(home.central().key_lines()))
    out += fmt::format("{}\t{}\t{}\n", line.what, line.id, line.state);
  out += fmt::format("tls\t{}\tserves\n", to_hex(ByteView(home.tls().spki_sha256).first(8)));
  return out;
}

Result<std::string> rotate_device(CentralHome& home, const json& act) {
  EnrolTicket ticket;
  ticket.address = TRY(home.address());
  if (ticket.address.starts_with("https://")) ticket.tls_pin = home.tls().spki_sha256;
  ticket.continues = TRY(device_named(act.value("name", "")));
  return TRY(home.central().enrol_code(ticket)) + "\n";
}

Result<std::string> rotate(CentralHome& home, const json& act) {
  const std::string what = act.value("what", "");
  Central& central = home.central();
  if (what == "badge")
    return said(central.rotate_badge_key(),
                "badges are signed with another key from now on; those of before stay good\n");
  if (what == "scope")
    return said(central.rotate_scope_key(act.value("name", "")),
                "sealed under another key from now on; kiosks get it with their next exchange\n");
  if (what == "device") return rotate_device(home, act);
  if (what == "sign")
    return said(central.rotate_signing_key(),
                "central signs with another key from now on; kiosks follow with their next "
                "exchange; codes for enrolment that were given before are worth nothing\n");
  if (what == "tls" && act.value("now", false))
    return said(home.use_next_tls_key(), "used from the next start of central on: restart it\n");
  if (what == "tls")
    return said(home.announce_tls_key(),
                "announced; when the kiosks have heard of it: otmetka key rotate tls --now\n");
  return fail(Failure::bad_input, fmt::format("there is no key of the kind '{}'", what));
}

Result<std::string> withdraw(CentralHome& home, const json& act) {
  KeyId id;
  TRY(from_hex_into(act.value("id", ""), id, "the id of a key"));
  return said(home.central().withdraw_badge_key(id),
              "withdrawn: its badges are refused wherever the news arrives; `otmetka badge make` "
              "and `otmetka staff renew` give others\n");
}

Result<std::string> alarm_lines(CentralHome& home) {
  std::string out;
  for (const Central::Alarm& alarm : TRY(home.central().alarms())) {
    out += fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\n", alarm.number,
                       alarm.closed ? "closed" : "open", alarm.kind, to_text(alarm.about),
                       alarm.first_s, alarm.last_s, alarm_words(alarm.kind));
  }
  return out;
}

}  // namespace

Result<DeviceId> device_named(const std::string& number) {
  DeviceId device;
  TRY(from_hex_into(number, device, "the number of a box"));
  return device;
}

std::string alarm_words(const std::string& kind) {
  if (kind == "cloned")
    return "cloned image: two machines run as this kiosk; both logs are kept; enrol one of them "
           "anew in a fresh directory";
  if (kind == "put-back")
    return "put back: this kiosk's disk was put back to an older state, or a second machine of its "
           "image was used; both logs are kept; what had not been delivered is gone";
  if (kind == "restored")
    return "restored: this central was put back from an older copy and has taken back from kiosks "
           "what it had lost; what no kiosk had is gone: look at what was published since the copy";
  if (kind == "published-twice")
    return "published twice: this central was put back from an older copy, and published before "
           "kiosks had brought back what it had published since; both count, and badges of both "
           "are good, but sessions or people have two numbers, or differ: look at the programme";
  if (kind == "old-key")
    return "old key: somebody proves to be this kiosk with a key that another one has followed: "
           "the kiosk itself if `otmetka key renew` was cut there (run it again), else a thief";
  if (kind == "flood")
    return "flood: this kiosk sends, or asks of central, far more than people can record; central "
           "takes so much of it a day and the rest waits there: if nobody knows why, somebody has "
           "its key: otmetka device revoke";
  return kind;
}

Result<nlohmann::ordered_json> central_state(CentralHome& home) {
  using Json = nlohmann::ordered_json;
  Central& central = home.central();
  Json out{{"devices", Json::array()}, {"alarms", Json::array()}};
  const auto heard = TRY(central.heard());
  for (const DeviceLine& line : TRY(central.devices())) {
    const auto found = heard.find(line.device);
    out["devices"].push_back(
        {{"device", to_text(line.device)},
         {"name", line.name},
         {"venue", line.venue},
         {"revoked", line.revoked},
         {"heard", found == heard.end() ? Json() : Json(found->second.at_s)},
         {"software", found == heard.end() ? Json() : Json(found->second.software)}});
  }
  for (const Central::Alarm& alarm : TRY(central.alarms())) {
    if (!alarm.closed)
      out["alarms"].push_back({{"number", alarm.number},
                               {"kind", alarm.kind},
                               {"about", to_text(alarm.about)},
                               {"since", alarm.first_s}});
  }
  const Central::Losses lost = TRY(central.losses());
  out["lost_texts"] = lost.texts;
  out["lost_keys"] = lost.keys;
  out["unreadable"] = lost.unreadable;
  out["quarantined"] = lost.quarantined;
  out["later"] = lost.later;
  return out;
}

std::optional<Result<std::string>> perform_for_keys(CentralHome& home, const std::string& name,
                                                    const json& act) {
  if (name == "key-list") return key_lines(home);
  if (name == "key-rotate") return rotate(home, act);
  if (name == "key-withdraw") return withdraw(home, act);
  if (name == "alarm-list") return alarm_lines(home);
  if (name == "alarm-close")
    return said(home.central().close_alarm(act.value("number", int64_t{0})), "closed\n");
  if (name == "state") {
    const auto state = central_state(home);
    if (!state) return Result<std::string>(state.error());
    return state.value().dump(-1, ' ', false, json::error_handler_t::replace);
  }
  return std::nullopt;
}

}  // namespace otmetka
