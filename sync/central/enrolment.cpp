// Central's half of enrolment: PROTOCOL.md, `POST /sync/v1/enrol`.
#include <fmt/format.h>

#include "shared/base/limits.h"
#include "shared/model/serialize.h"
#include "shared/store/mirror.h"
#include "sync/central/central.h"

namespace otmetka {

HttpResponse Central::handle_enrol(const HttpRequest& request) {
  const auto frames = read_frames(request.body);
  if (!frames || !frames.value().enrol_request)
    return refusal_response(400, "bad_request", "not an enrolment request");
  const auto opened = open_enrol_request(*frames.value().enrol_request, *keys_.sign);
  if (!opened)
    return refusal_response(400, "bad_request",
                            "an enrolment request that was not made for this central, or not as "
                            "one is: " +
                                opened.error().message);
  const auto answer = enrol(opened.value());
  if (!answer) {
    if (answer.error().failure == Failure::refused)
      return refusal_response(403, "code", answer.error().message);
    return failed_response(answer.error());
  }
  return frames_response(200, answer.value());
}

Result<std::string> Central::stands_at(const DeviceId& device) {
  const auto known = directory_.devices().find(device);
  std::string venue = known == directory_.devices().end() ? "" : known->second.venue();
  for (const HeldEpoch& epoch : in_tree_order(TRY(logs().epochs(LogId{device, device_scope})))) {
    for (const OpenedFact& opened : TRY(logs().facts(epoch, keys_)).facts) {
      payload::Assignment assignment;
      const Bytes& bytes = opened.fact.payload;
      if (opened.fact.kind == Kind::assignment &&
          assignment.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
        venue = assignment.venue();
    }
  }
  return venue;
}

Result<std::vector<DeviceLine>> Central::devices() {
  std::vector<DeviceLine> out;
  for (const auto& [device, certificate] : directory_.devices()) {
    DeviceLine line{
        device, TRY(stands_at(device)), certificate.name(), directory_.device_revoked(device), {},
        {}};
    DeviceId other;
    if (copy_exact(as_bytes(certificate.replaces()), other)) line.replaces = other;
    const auto replaced = directory_.replaced_devices().find(device);
    if (replaced != directory_.replaced_devices().end()) line.replaced_by = replaced->second;
    out.push_back(std::move(line));
  }
  return out;
}

Status Central::check_replaced(const EnrolTicket& ticket) {
  if (ticket.continues) {
    if (!directory_.devices().contains(*ticket.continues))
      return fail(Failure::absent, "no box has this number; `otmetka device list` has them all");
    if (directory_.device_revoked(*ticket.continues))
      return fail(Failure::refused, "this box was revoked, for good");
  }
  if (!ticket.replaces) return done();
  if (!directory_.devices().contains(*ticket.replaces))
    return fail(Failure::absent, "no box has this number; `otmetka device list` has them all");
  const auto by = directory_.replaced_devices().find(*ticket.replaces);
  if (by == directory_.replaced_devices().end()) return done();
  return fail(Failure::refused,
              fmt::format("this box was replaced already, by {}", to_text(by->second)));
}

Result<std::string> Central::enrol_code(EnrolTicket ticket) {
  TRY(check_replaced(ticket));
  if (ticket.replaces && ticket.venue.empty()) ticket.venue = TRY(stands_at(*ticket.replaces));
  if (ticket.continues) ticket.venue = TRY(stands_at(*ticket.continues));
  if (!directory_.venue(ticket.venue)) {
    std::vector<std::string> names;
    for (const auto& [number, entry] : directory_.venues()) names.push_back(entry.entry.name());
    return fail(Failure::absent,
                fmt::format("there is no venue {}; {}", ticket.venue,
                            names.empty() ? "load a programme first: otmetka programme load"
                                          : fmt::format("there are: {}", fmt::join(names, ", "))));
  }
  EnrolCode code;
  code.central = keys_.sign->public_key();
  code.tls_pin = ticket.tls_pin;
  code.secret = random_->bytes<16>();
  code.expires_s = static_cast<uint32_t>(clock_->wall_s() + enrol_code_valid_s);
  code.address = ticket.address;
  const Hash name = hash({code.secret});
  Transaction transaction = TRY(Transaction::begin(*db_));
  Query q = db_->query("INSERT INTO enrol_code(secret_hash, venue, expires_s) VALUES(?, ?, ?)");
  TRY(q.bind(name).bind(ticket.venue).bind(uint64_t{code.expires_s}).run());
  if (ticket.replaces) {
    Query replaces = db_->query("INSERT INTO enrol_replaces(secret_hash, device) VALUES(?, ?)");
    TRY(replaces.bind(name).bind(*ticket.replaces).run());
  }
  if (ticket.continues) {
    Query continues = db_->query("INSERT INTO enrol_continues(secret_hash, device) VALUES(?, ?)");
    TRY(continues.bind(name).bind(*ticket.continues).run());
  }
  TRY(transaction.commit());
  return make_enrol_code(code);
}

Result<Bytes> Central::enrol(const EnrolRequest& request) {
  UsedCode code;
  const auto attempt = [&]() -> Status {
    Transaction transaction = TRY(Transaction::begin(*db_));
    code = TRY(use_code(request));
    TRY(admit_device(request, code));
    return transaction.commit();
  };
  const Status status = attempt();
  if (!status) channels_->forget();
  TRY(status);
  ++enrolments_;
  TRY(rebuild());
  TRY(note_signers(logs(), directory_));
  EnrolAnswer answer;
  answer.central_id = id_;
  answer.venue = code.venue;
  for (const Scope& scope : {office_scope, venue_scope(code.venue)}) {
    for (const SecretKey* key : keys_of(scope)) answer.keys.push_back({scope, *key});
  }
  FrameWriter out;
  out.raw(FrameType::enrol_answer,
          seal_enrol_answer(answer, *keys_.sign, request.box_key, *random_));
  const auto statements = TRY(succession());
  if (!statements.empty()) out.succession(statements);
  return out.take();
}

// One box a code. The same box may ask again until the code expires, since an answer may be lost.
Result<Central::UsedCode> Central::use_code(const EnrolRequest& request) {
  const Hash name = hash({request.secret});
  Query q = db_->query(
      "SELECT c.venue, c.expires_s, c.used_by, r.device, k.device FROM enrol_code c LEFT JOIN "
      "enrol_replaces r ON r.secret_hash = c.secret_hash LEFT JOIN enrol_continues k ON "
      "k.secret_hash = c.secret_hash WHERE c.secret_hash=?");
  q.bind(name);
  if (!TRY(q.step())) {
    return fail(Failure::refused,
                "this code is not one of this central's: ask for a new one (otmetka enrol-code)");
  }
  UsedCode code{q.text(0), {}, {}};
  if (!q.null(3)) code.replaces = q.array<16>(3);
  if (!q.null(4)) code.continues = q.array<16>(4);
  if (q.integer(1) < clock_->wall_s()) {
    return fail(Failure::refused, "this code has expired: ask for a new one (otmetka enrol-code)");
  }
  if (!q.null(2) && q.array<16>(2) != request.device) {
    return fail(Failure::refused,
                "this code was used by another box: ask for a new one (otmetka enrol-code)");
  }
  Query update = db_->query("UPDATE enrol_code SET used_by=? WHERE secret_hash=?");
  TRY(update.bind(request.device).bind(name).run());
  return code;
}

// A code gives a place, never an identity: who is known stays who it is, and who was revoked stays
// revoked, under any number.
Status Central::check_identity(const EnrolRequest& request, const UsedCode& code) {
  if (directory_.device_revoked(request.device))
    return fail(Failure::refused,
                "this box was revoked, for good: enrol it in a fresh directory, as another one; "
                "what it recorded may still be delivered from this one");
  for (const auto& [device, certificate] : directory_.devices()) {
    if (directory_.device_revoked(device) && certificate.sign_key() == as_text(request.sign_key))
      return fail(Failure::refused,
                  "this box has the key of one that was revoked: enrol it in a fresh directory");
  }
  if (!code.replaces) return done();
  if (*code.replaces == request.device)
    return fail(Failure::refused,
                "this code is for another box, which takes this one's place: use it there");
  const auto by = directory_.replaced_devices().find(*code.replaces);
  if (by != directory_.replaced_devices().end() && by->second != request.device)
    return fail(Failure::refused, "another box has taken the place that this code is for");
  return done();
}

Status Central::admit_device(const EnrolRequest& request, const UsedCode& code) {
  TRY(check_identity(request, code));
  const auto known = directory_.devices().find(request.device);
  if (code.continues && (*code.continues != request.device || known == directory_.devices().end()))
    return fail(Failure::refused,
                "this code is for another key of one box: `otmetka key renew` takes it there");
  if (known != directory_.devices().end()) {
    PublicKey before{};
    if (code.continues && copy_exact(as_bytes(known->second.sign_key()), before))
      return continue_device(request, before);
    if (known->second.sign_key() == as_text(request.sign_key))
      return done();  // the answer was lost
    // A device's identity is never inherited by a code: a new key of a known device is the office's
    // act.
    return fail(Failure::refused, "a box with this identity is enrolled with another key");
  }
  payload::DeviceCertificate certificate;
  certificate.set_device(std::string(as_text(request.device)));
  certificate.set_sign_key(std::string(as_text(request.sign_key)));
  certificate.set_kiosk_key(std::string(as_text(request.kiosk_key)));
  certificate.set_venue(code.venue);
  certificate.set_name(request.name);
  std::vector<ChannelDraft> drafts(1, ChannelDraft{office_scope, {}, {}});
  if (code.replaces) {
    certificate.set_replaces(std::string(as_text(*code.replaces)));
    payload::DeviceRevoked revoked;
    revoked.set_device(std::string(as_text(*code.replaces)));
    revoked.set_replaced_by(std::string(as_text(request.device)));
    drafts.push_back({office_scope, {}, {}});
    drafts.back().fact.kind = Kind::device_revoked;
    drafts.back().fact.payload = serialize(revoked);
  }
  drafts.front().fact.kind = Kind::device_certificate;
  drafts.front().fact.payload = serialize(certificate);
  Keys keys = keys_;
  keys.add_scope(device_scope, request.device_scope_key);
  TRY(take_keys(std::move(keys)));
  TRY(logs().put_public_key(request.device, request.sign_key));
  note_news(office_scope);
  return channels_->append(drafts);
}

}  // namespace otmetka
