#include "sync/central/admin_erase.h"

#include <fmt/format.h>

#include <algorithm>

namespace otmetka {
namespace {

using nlohmann::json;

struct ReasonName {
  payload::PayloadErased::Reason reason;
  const char* name;
};
constexpr ReasonName reason_names[] = {{payload::PayloadErased::REQUEST, "request"},
                                       {payload::PayloadErased::CONSENT, "consent"},
                                       {payload::PayloadErased::MISTAKE, "mistake"},
                                       {payload::PayloadErased::DUTY, "duty"},
                                       {payload::PayloadErased::ENDED, "ended"}};

const char* name_of(payload::PayloadErased::Reason reason) {
  for (const ReasonName& known : reason_names) {
    if (known.reason == reason) return known.name;
  }
  return "-";
}

/// DEVICE/SCOPE/EPOCH/SEQ, as `otmetka facts` writes a person who was made on a kiosk.
Result<FactId> walk_in_of(const std::string& text) {
  const Error bad = fail(Failure::bad_input, "a walk-in is DEVICE/SCOPE/EPOCH/SEQ, as in `facts`");
  const size_t a = text.find('/'), b = text.find('/', a + 1), c = text.find('/', b + 1);
  if (a == std::string::npos || b == std::string::npos || c == std::string::npos) return bad;
  FactId id;
  const auto epoch = parse_hex64(text.substr(b + 1, c - b - 1));
  const std::string seq = text.substr(c + 1);
  const bool digits =
      !seq.empty() && seq.size() < 19 &&
      std::all_of(seq.begin(), seq.end(), [](char d) { return d >= '0' && d <= '9'; });
  if (!from_hex_into(text.substr(0, a), id.device, "a device") || !epoch || !digits) return bad;
  id.scope = text.substr(a + 1, b - a - 1);
  id.epoch = Epoch{epoch.value()};
  id.seq = std::stoull(seq);
  return id;
}

Result<std::string> erase(CentralHome& home, const json& act) {
  const std::string wanted = act.value("reason", ""), walk_in = act.value("walk_in", "");
  auto reason = payload::PayloadErased::UNKNOWN;
  for (const ReasonName& known : reason_names) {
    if (wanted == known.name) reason = known.reason;
  }
  if (reason == payload::PayloadErased::UNKNOWN || reason == payload::PayloadErased::ENDED)
    return fail(Failure::bad_input, "a reason is: request, consent, mistake or duty");
  Subject person(act.value("person", 0u));
  if (!walk_in.empty()) person = Subject(TRY(walk_in_of(walk_in)));
  const ErasedNow erased = TRY(home.central().erase(act.value("cohort", ""), person, reason));
  return fmt::format("erased: {} texts and pictures, under {} name{}{}\n", erased.texts,
                     erased.names, erased.names == 1 ? "" : "s",
                     erased.gone ? "" : "; the last bytes go from the store's log in a moment");
}

Result<std::string> forget_cohort(CentralHome& home, const json& act) {
  const std::string cohort = act.value("cohort", "");
  const size_t boxes = TRY(home.central().forget_cohort(cohort));
  return fmt::format(
      "{} kiosk{} will deliver what {} of {}, forget its people and tell: "
      "`otmetka erase list` says who has\n",
      boxes, boxes == 1 ? "" : "s", boxes == 1 ? "it has" : "they have", cohort);
}

std::string erasure_lines(CentralHome& home) {
  const auto names = [&](const std::vector<DeviceId>& devices) {
    std::string out;
    for (const DeviceId& device : devices) {
      out += out.empty() ? "" : ",";
      out += home.central().directory().devices().at(device).name() + "=" + to_text(device);
    }
    return out.empty() ? std::string("-") : out;
  };
  std::string out;
  for (const ErasureState& state : home.central().erasures()) {
    const Erasure& erasure = state.erasure;
    std::string who = erasure.everybody ? "everybody" : "-";
    if (!erasure.people.empty()) {
      const Subject& first = erasure.people.front();
      who = first.number() ? std::to_string(*first.number()) : to_text(*first.reference());
    }
    out += fmt::format("{}\t{}\t{}\t{}\t{}\t{} of {}\t{}\t{}\n", who,
                       erasure.cohort.empty() ? "-" : erasure.cohort, name_of(erasure.reason),
                       erasure.wall_s, erasure.texts.size(), state.done.size(),
                       state.done.size() + state.waiting.size(), names(state.waiting),
                       names(state.revoked));
  }
  return out;
}

Result<std::string> erased_texts(CentralHome& home) {
  std::string out;
  for (const Hash& name : TRY(home.central().logs().erased())) out += to_hex(name) + "\n";
  return out;
}

}  // namespace

std::optional<Result<std::string>> perform_erasure(CentralHome& home, const std::string& name,
                                                   const json& act) {
  if (name == "erase") return erase(home, act);
  if (name == "erase-cohort") return forget_cohort(home, act);
  if (name == "erase-list") return Result<std::string>(erasure_lines(home));
  if (name == "erased-texts") return erased_texts(home);
  return std::nullopt;
}

}  // namespace otmetka
