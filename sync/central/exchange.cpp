// Central's half of the exchange: PROTOCOL.md, `POST /sync/v1/exchange` and `/sync/v1/enrol`.
#include <fmt/format.h>

#include <algorithm>

#include "shared/base/limits.h"
#include "shared/log/detached.h"
#include "shared/log/receipt.h"
#include "shared/model/serialize.h"
#include "shared/store/mirror.h"
#include "sync/central/central.h"

namespace otmetka {
namespace {

constexpr const char* frames_type = "application/vnd.otmetka.frames";
constexpr size_t connections_max = 20'000;
constexpr uint64_t next_exchange_s = 30;
// Shorter than what routers on the way keep a silent connection for.
constexpr std::chrono::seconds wait_patience{50};
constexpr size_t envelopes_of_a_box_max = 16;  // for one scope

HttpResponse frames_response(int status, Bytes body) {
  HttpResponse response;
  response.status = status;
  response.content_type = frames_type;
  response.body = std::move(body);
  return response;
}

// 503 keeps the device's facts with it; it backs off and comes again.
HttpResponse failed(const Error& error) {
  const bool theirs =
      error.failure == Failure::bad_input || error.failure == Failure::newer_version;
  return refusal_response(theirs ? 400 : 503, theirs ? "bad_request" : "not_now", error.message);
}

}  // namespace

HttpResponse refusal_response(int status, std::string_view code, const std::string& text,
                              const std::vector<Head>& heads) {
  FrameWriter out;
  out.refusal({std::string(code), text});
  if (!heads.empty()) out.heads(heads);
  return frames_response(status, out.take());
}

HttpResponse Central::handle(const HttpRequest& request) {
  if (request.method == "POST" && request.path == "/sync/v1/exchange")
    return handle_exchange(request);
  if (request.method == "POST" && request.path == "/sync/v1/wait") return handle_wait(request);
  if (request.method == "POST" && request.path == "/sync/v1/enrol") return handle_enrol(request);
  if (request.method == "GET" && request.path.starts_with("/sync/v1/blob/"))
    return handle_blob(request);
  if (request.method == "GET" && request.path == "/api/v1/attendance")
    return handle_attendance(request);
  HttpResponse response;
  response.status = 404;
  response.content_type = "text/plain; charset=utf-8";
  response.body = to_bytes(as_bytes("not found\n"));
  return response;
}

std::optional<Central::Device> Central::device(const DeviceId& id) const {
  const auto found = directory_.devices().find(id);
  if (found == directory_.devices().end()) return std::nullopt;
  Device out{id, {found->second.venue()}, directory_.device_revoked(id)};
  // Not the latest alone: a box whose disk was put back stands where it says now.
  if (const auto assigned = assigned_.find(id); assigned != assigned_.end())
    out.venues.insert(assigned->second.begin(), assigned->second.end());
  return out;
}

std::set<Scope> Central::scopes_for(const Device& device) const {
  std::set<Scope> out{office_scope};
  if (device.revoked) return out;
  for (const std::string& name : device.venues) {
    out.insert(venue_scope(name));
    if (const VenueEntry* venue = directory_.venue(name))
      out.insert(venue->cohorts.begin(), venue->cohorts.end());
  }
  return out;
}

std::variant<Frames, HttpResponse> Central::opened(const HttpRequest& request) {
  auto frames = read_frames(request.body);
  if (!frames) return refusal_response(400, "bad_request", frames.error().message);
  if (!frames.value().hello) return refusal_response(400, "bad_request", "no hello");
  if (frames.value().hello->version != 1) {
    return refusal_response(
        400, "version",
        "this central speaks version 1 of the exchange: update the kiosk or central");
  }
  if (auto answer = authenticate(request, frames.value())) return *answer;
  return std::move(frames.value());
}

HttpResponse Central::handle_exchange(const HttpRequest& request) {
  const auto asked = opened(request);
  const Frames* frames = std::get_if<Frames>(&asked);
  if (!frames) return std::get<HttpResponse>(asked);
  const auto body = exchange(frames->hello->device, *frames);
  if (!body) return failed(body.error());
  return frames_response(200, std::move(body.value()));
}

HttpResponse Central::handle_wait(const HttpRequest& request) {
  const auto asked = opened(request);
  const Frames* frames = std::get_if<Frames>(&asked);
  if (!frames) return std::get<HttpResponse>(asked);
  const auto epochs = epochs_for(*device(frames->hello->device), *frames);
  if (!epochs) return failed(epochs.error());
  const TheirHeads theirs(frames->heads);
  const bool more = std::any_of(
      epochs.value().begin(), epochs.value().end(),
      [&](const HeldEpoch& epoch) { return theirs.of(epoch.log, epoch.epoch) < epoch.held; });
  FrameWriter out;
  out.pace({exchange_body_bytes_max / 2, next_exchange_s, more});
  HttpResponse response = frames_response(200, out.take());
  // What it may not have wakes it too, which costs a look and tells nothing.
  if (!more)
    response.wait = {wait_patience, [this, wants = frames->wants, seen = news_of(frames->wants)] {
                       return news_of(wants) != seen;
                     }};
  return response;
}

uint64_t Central::news_of(const std::vector<Scope>& scopes) const {
  uint64_t sum = 0;
  for (const Scope& scope : scopes) {
    const auto found = news_.find(scope);
    if (found != news_.end()) sum += found->second;
  }
  return sum;
}

Result<std::vector<HeldEpoch>> Central::epochs_for(const Device& device, const Frames& frames) {
  const std::set<Scope> allowed = scopes_for(device);
  std::vector<HeldEpoch> out;
  for (const HeldEpoch& epoch : TRY(logs().epochs())) {
    const bool channel = epoch.log.device == id_,
               wanted = std::count(frames.wants.begin(), frames.wants.end(), epoch.log.scope) > 0;
    const bool shared = channel || is_cohort_scope(epoch.log.scope);
    if (wanted && shared && epoch.log.device != device.id && allowed.contains(epoch.log.scope))
      out.push_back(epoch);
  }
  return out;
}

std::optional<HttpResponse> Central::authenticate(const HttpRequest& request,
                                                  const Frames& frames) {
  const DeviceId& id = frames.hello->device;
  if (!device(id)) {
    // It may be this central that has forgotten.
    if (const Status came = take_back_office(frames); !came) return failed(came.error());
    if (!device(id)) return unknown_device();
  }
  if (connections_.size() >= connections_max) connections_.erase(connections_.begin());
  Connection& connection = connections_[request.connection];
  if (connection.device == id) return std::nullopt;
  if (frames.proof && frames.proof->challenge == connection.challenge &&
      connection.challenge != decltype(connection.challenge){}) {
    const Bytes message = proof_message(connection.challenge, id, keys_.sign->public_key());
    connection.challenge = {};  // good for one try
    PublicKey key;
    if (copy_exact(as_bytes(directory_.devices().at(id).sign_key()), key) &&
        verify(key, Context::authentication, message, frames.proof->signature)) {
      connection.device = id;
      return std::nullopt;
    }
    return refusal_response(
        403, "wrong_key",
        "this box signs with a key that central does not know for it: enrol it again");
  }
  connection.device.reset();
  connection.challenge = random_->bytes<32>();
  FrameWriter out;
  out.raw(FrameType::challenge, connection.challenge);
  return frames_response(401, out.take());
}

Result<Bytes> Central::exchange(const DeviceId& id, const Frames& frames) {
  Taken taken;
  std::vector<Hash> detached;
  ++exchanges_;
  const bool keys_came_back = TRY(take_handed_keys(id, frames));
  bool came_back = false;
  const auto store = [&]() -> Status {
    Transaction transaction = TRY(Transaction::begin(*db_));
    // What is said for all comes from this central alone.
    const auto may = [&](const LogId& log) {
      if (log.device == id_) return scopes_for(*device(id)).contains(log.scope);
      return log.device == id && (log.scope == device_scope || is_cohort_scope(log.scope));
    };
    taken = TRY(take_segments(logs(), frames.segments, keys_, clock_->wall_s(), may));
    came_back = TRY(take_detached(frames, detached));
    return transaction.commit();
  };
  if (!frames.segments.empty() || !frames.detached.empty()) TRY(store());
  // Stored and safe; what it means comes after, and never takes the receipt back.
  for (const auto& [log, epoch] : taken.epochs) {
    note_news(log.scope);
    came_back = came_back || log.device == id_;
    TRY(project(log, epoch));
  }
  if (keys_came_back) {
    TRY(rebuild());
    TRY(know_devices());
  } else if (came_back) {
    TRY(read_all_channels());
  }
  const Device from = *device(id);  // with where it now says it stands
  TRY(answer_key_requests(from, frames));

  FrameWriter out;
  out.raw(FrameType::receipt, TRY(receipt_for(from, frames, taken, std::move(detached))));
  const std::set<Scope> allowed = scopes_for(from);
  TRY(ask_back(from, allowed, frames, out));
  const std::vector<HeldEpoch> theirs = TRY(epochs_for(from, frames));
  bool more = false;
  for (const Hash& name : frames.want_detached) {
    if (from.revoked) break;  // texts name people, those of the office too
    const auto bytes = TRY(logs().detached(name));
    if (!bytes) continue;
    const auto parsed = parse_detached(*bytes);
    if (!parsed || !allowed.contains(parsed.value().scope)) continue;
    if (out.size() >= exchange_body_bytes_max) more = true;
    if (!more) out.detached(name, *bytes);
  }
  more =
      TRY(send_missing(logs(), theirs, TheirHeads(frames.heads), exchange_body_bytes_max, out)) ||
      more;
  out.pace({exchange_body_bytes_max / 2, next_exchange_s, more});
  return out.take();
}

Result<bool> Central::take_detached(const Frames& frames, std::vector<Hash>& held) {
  bool came_back = false;
  for (const DetachedFrame& frame : frames.detached) {
    const auto opened = open_sealed_text(frame.bytes, frame.name, keys_);
    if (!opened) continue;  // no receipt: it stays with the device
    const Scope& scope = opened.value().scope;
    lost_words_.erase(frame.name);
    if (const auto lost = lost_texts_.find(frame.name);
        lost != lost_texts_.end() && lost->second == scope) {
      TRY(logs().put_detached(frame.name, scope, frame.bytes));
      note_news(scope);
      came_back = true;
      continue;
    }
    if (scope != device_scope && !is_cohort_scope(scope)) continue;
    // What is held and whole is not replaced: another device may need it under the key it has.
    if (!TRY(open_text(logs(), frame.name, keys_)))
      TRY(logs().put_detached(frame.name, scope, frame.bytes));
    note_news(scope);
    held.push_back(frame.name);
  }
  return came_back;
}

Status Central::answer_key_requests(const Device& from, const Frames& frames) {
  const std::set<Scope> allowed = scopes_for(from);
  std::vector<ChannelDraft> drafts;
  std::set<Scope> answered;
  for (const KeyRequest& request : frames.key_requests) {
    const SecretKey* key = keys_.sealing_key(request.scope);
    if (!allowed.contains(request.scope) || !key) continue;
    // A box makes a key for a cohort once, and again after it has lost its key file.
    const bool too_many = envelopes_[{from.id, request.scope}].size() >= envelopes_of_a_box_max;
    if (too_many || !answered.insert(request.scope).second) continue;
    payload::KeyEnvelope envelope;
    envelope.set_device(std::string(as_text(from.id)));
    envelope.set_scope(request.scope);
    envelope.set_box_key(std::string(as_text(request.box_key)));
    ChannelDraft draft{office_scope, {}, box_seal(request.box_key, *key, *random_)};
    draft.fact.kind = Kind::key_envelope;
    draft.fact.payload = serialize(envelope);
    if (!envelopes_[{from.id, request.scope}].contains(request.box_key)) {
      drafts.push_back(std::move(draft));
    }
  }
  return drafts.empty() ? done() : append(drafts);
}

Result<Bytes> Central::receipt_for(const Device& from, const Frames& frames, const Taken& taken,
                                   std::vector<Hash> detached) {
  Receipt receipt;
  receipt.store = id_;
  receipt.store_epoch = store_epoch_;
  receipt.time_s = clock_->wall_s();
  receipt.detached = std::move(detached);
  std::map<std::pair<LogId, Epoch>, Seq> asked;
  for (const auto& place : taken.epochs) asked[place] = UINT64_MAX;
  for (const Head& head : frames.heads) {
    if (head.log.device == from.id) asked[{head.log, head.epoch}] = head.seq;
  }
  for (const auto& [place, named] : asked) {
    const auto held = TRY(logs().epoch(place.first, place.second));
    ReceiptEntry entry{place.first, place.second, 0, {}, 0};
    const Seq archived = held ? TRY(archived_of(*held)) : 0;
    if (held) entry = {held->log, held->epoch, held->held, held->link, archived};
    // A box that was cloned, or put back from an image, may hold less than it once sent: it is told
    // of the place that it can compare with its own link.
    const auto link = held && named < held->held ? TRY(logs().link_at(*held, named, keys_))
                                                 : std::optional<Link>();
    if (link) entry = {held->log, held->epoch, named, *link, std::min(named, archived)};
    receipt.entries.push_back(entry);
  }
  return sign_receipt(receipt, *keys_.sign);
}

// Without a verified backup a fact is archived once it has been here long enough, and was read.
Result<Seq> Central::archived_of(const HeldEpoch& held) {
  if (held.archived == held.held) return held.archived;
  const Seq old =
      TRY(logs().stored_before(held.row_id, clock_->wall_s() - archived_without_backup_s));
  if (old <= held.archived) return held.archived;
  Seq read = held.archived;
  for (const OpenedFact& fact : TRY(logs().facts(held, keys_, held.archived + 1)).facts) {
    if (fact.seq != read + 1 || fact.seq > old) break;
    read = fact.seq;
  }
  if (read > held.archived) TRY(logs().set_archived(held.row_id, read));
  return read;
}

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
    return failed(answer.error());
  }
  return frames_response(200, answer.value());
}

Result<Bytes> Central::enrol(const EnrolRequest& request) {
  std::string venue;
  const auto attempt = [&]() -> Status {
    Transaction transaction = TRY(Transaction::begin(*db_));
    TRY(use_code(request, venue));
    TRY(admit_device(request, venue));
    return transaction.commit();
  };
  const Status status = attempt();
  if (!status) channels_->forget();
  TRY(status);
  TRY(rebuild());
  EnrolAnswer answer;
  answer.central_id = id_;
  answer.venue = venue;
  for (const Scope& scope : {office_scope, venue_scope(venue)}) {
    if (const SecretKey* key = keys_.sealing_key(scope)) answer.keys.push_back({scope, *key});
  }
  FrameWriter out;
  out.raw(FrameType::enrol_answer,
          seal_enrol_answer(answer, *keys_.sign, request.box_key, *random_));
  return out.take();
}

// One box a code. The same box may ask again until the code expires, since an answer may be lost.
Status Central::use_code(const EnrolRequest& request, std::string& venue) {
  Query q = db_->query("SELECT venue, expires_s, used_by FROM enrol_code WHERE secret_hash=?");
  q.bind(hash({request.secret}));
  if (!TRY(q.step())) {
    return fail(Failure::refused,
                "this code is not one of this central's: ask for a new one (otmetka enrol-code)");
  }
  venue = q.text(0);
  if (q.integer(1) < clock_->wall_s()) {
    return fail(Failure::refused, "this code has expired: ask for a new one (otmetka enrol-code)");
  }
  if (!q.null(2) && q.array<16>(2) != request.device) {
    return fail(Failure::refused,
                "this code was used by another box: ask for a new one (otmetka enrol-code)");
  }
  Query update = db_->query("UPDATE enrol_code SET used_by=? WHERE secret_hash=?");
  return update.bind(request.device).bind(hash({request.secret})).run();
}

Status Central::admit_device(const EnrolRequest& request, const std::string& venue) {
  const auto known = directory_.devices().find(request.device);
  if (known != directory_.devices().end()) {
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
  certificate.set_venue(venue);
  certificate.set_name(request.name);
  ChannelDraft draft{office_scope, {}, {}};
  draft.fact.kind = Kind::device_certificate;
  draft.fact.payload = serialize(certificate);
  Keys keys = keys_;
  keys.add_scope(device_scope, request.device_scope_key);
  TRY(take_keys(std::move(keys)));
  TRY(logs().put_public_key(request.device, request.sign_key));
  note_news(office_scope);
  return channels_->append({draft});
}

HttpResponse Central::handle_blob(const HttpRequest& request) {
  Hash name;
  if (!from_hex_into(
           std::string_view(request.path).substr(std::string_view("/sync/v1/blob/").size()), name,
           "blob")
           .ok()) {
    return refusal_response(404, "unknown_blob", "no such blob");
  }
  auto bytes = options_.load_blob(name);
  if (!bytes) return refusal_response(404, "unknown_blob", "no such blob");
  HttpResponse response;
  response.body = std::move(bytes.value());
  const auto range = request.headers.find("range");
  if (range == request.headers.end() || !range->second.starts_with("bytes=")) return response;
  const size_t from = static_cast<size_t>(std::strtoull(range->second.c_str() + 6, nullptr, 10));
  if (from >= response.body.size()) {
    response.status = 416;
    response.body.clear();
    return response;
  }
  response.status = 206;
  response.headers["Content-Range"] =
      fmt::format("bytes {}-{}/{}", from, response.body.size() - 1, response.body.size());
  response.body.erase(response.body.begin(),
                      response.body.begin() + static_cast<std::ptrdiff_t>(from));
  return response;
}

}  // namespace otmetka
