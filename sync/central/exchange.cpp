// Central's half of the exchange: PROTOCOL.md, `POST /sync/v1/exchange` and `/sync/v1/enrol`.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "shared/base/limits.h"
#include "shared/log/detached.h"
#include "shared/log/receipt.h"
#include "shared/model/serialize.h"
#include "shared/store/mirror.h"
#include "sync/central/central.h"
#include "sync/exchange/digest.h"

namespace otmetka {
namespace {

constexpr size_t connections_max = 20'000;
constexpr uint64_t next_exchange_s = 30;
// Shorter than what routers on the way keep a silent connection for.
constexpr std::chrono::seconds wait_patience{50};
constexpr size_t body_bytes_without_room = 4096;
constexpr size_t envelopes_of_a_box_max = 16;  // for one scope

}  // namespace

HttpResponse frames_response(int status, Bytes body) {
  HttpResponse response;
  response.status = status;
  response.content_type = "application/vnd.otmetka.frames";
  response.body = std::move(body);
  return response;
}

// 503 keeps the device's facts with it; it backs off and comes again.
HttpResponse failed_response(const Error& error) {
  const bool theirs =
      error.failure == Failure::bad_input || error.failure == Failure::newer_version;
  return refusal_response(theirs ? 400 : 503, theirs ? "bad_request" : "not_now", error.message);
}

HttpResponse refusal_response(int status, std::string_view code, const std::string& text) {
  FrameWriter out;
  out.refusal({std::string(code), text});
  HttpResponse response = frames_response(status, out.take());
  response.refusal = code;
  return response;
}

HttpResponse Central::handle(const HttpRequest& request) {
  const uint64_t began_ms = clock_->boot_ms();
  if (const auto device = proved_by(request.connection); device && work_.used_up(*device, began_ms))
    return not_its_turn(*device);
  HttpResponse response = answer(request);
  const uint64_t now_ms = clock_->boot_ms();
  if (const auto device = proved_by(request.connection))
    work_.add(*device, now_ms - began_ms, now_ms);
  return response;
}

std::optional<DeviceId> Central::proved_by(uint64_t connection) const {
  const auto found = connections_.find(connection);
  return found == connections_.end() ? std::nullopt : found->second.device;
}

HttpResponse Central::not_its_turn(const DeviceId& device) {
  if (const Status noted = note_event("flood", device); !noted)
    return failed_response(noted.error());
  return refusal_response(429, "not_its_turn",
                          "this box asks more of central than its share of the time: later");
}

HttpResponse Central::answer(const HttpRequest& request) {
  if (request.method == "POST" && request.path == "/sync/v1/exchange")
    return handle_exchange(request);
  if (request.method == "POST" && request.path == "/sync/v1/wait") return handle_wait(request);
  if (request.method == "POST" && request.path == "/sync/v1/enrol") return handle_enrol(request);
  if (request.method == "POST" && request.path == "/sync/v1/succession") return handle_succession();
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
  for (const Scope& cohort : directory_.ended()) out.erase(cohort);
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
  if (!body) return failed_response(body.error());
  return frames_response(200, std::move(body.value()));
}

HttpResponse Central::handle_wait(const HttpRequest& request) {
  const auto asked = opened(request);
  const Frames* frames = std::get_if<Frames>(&asked);
  if (!frames) return std::get<HttpResponse>(asked);
  const auto epochs = epochs_for(*device(frames->hello->device), *frames);
  if (!epochs) return failed_response(epochs.error());
  const TheirHeads theirs(frames->heads);
  const bool more =
      frames->digest
          ? digest_of(epochs.value()) != *frames->digest
          : std::any_of(epochs.value().begin(), epochs.value().end(), [&](const HeldEpoch& epoch) {
              return theirs.of(epoch.log, epoch.epoch) < epoch.held;
            });
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
  for (const Scope& scope : std::set<Scope>(frames.wants.begin(), frames.wants.end())) {
    if (!allowed.contains(scope)) continue;
    for (const HeldEpoch& epoch : TRY(logs().epochs_in(scope))) {
      const bool shared = epoch.log.device == id_ || is_cohort_scope(scope);
      // What stands behind a gap is of use to nobody; and who has more is to say so.
      if (shared && epoch.log.device != device.id) out.push_back(whole_part(epoch));
    }
  }
  return out;
}

// What the device did not name it holds as this central does, if the digests say so; else it will
// name the logs that differ.
Status Central::compare_unnamed(const Device& device, const Frames& frames,
                                std::vector<HeldEpoch>& theirs, FrameWriter& out) {
  if (!frames.digest) return done();
  std::set<LogId> logs_named;
  std::set<std::pair<LogId, Epoch>> epochs_named;
  for (const Head& head : frames.heads) {
    logs_named.insert(head.log);
    epochs_named.insert({head.log, head.epoch});
  }
  const auto named = std::partition(theirs.begin(), theirs.end(), [&](const HeldEpoch& epoch) {
    return logs_named.contains(epoch.log);
  });
  std::vector<HeldEpoch> unnamed(named, theirs.end());
  theirs.erase(named, theirs.end());
  for (HeldEpoch& epoch : TRY(logs().epochs_of(device.id))) {
    if (!epochs_named.contains({epoch.log, epoch.epoch})) unnamed.push_back(std::move(epoch));
  }
  if (digest_of(unnamed) != *frames.digest) out.log_digests(digests_of_logs(unnamed));
  return done();
}

std::optional<HttpResponse> Central::authenticate(const HttpRequest& request,
                                                  const Frames& frames) {
  const DeviceId& id = frames.hello->device;
  if (!device(id)) {
    // It may be this central that has forgotten.
    if (const Status came = take_back_office(frames); !came) return failed_response(came.error());
    if (!device(id))
      return unknown_key("unknown_device", "this central does not know this box: enrol it again");
  }
  if (connections_.size() >= connections_max) connections_.erase(connections_.begin());
  Connection& connection = connections_[request.connection];
  if (connection.device == id) return std::nullopt;
  if (frames.proof && frames.proof->challenge == connection.challenge &&
      connection.challenge != decltype(connection.challenge){}) {
    const auto challenge = std::exchange(connection.challenge, {});  // good for one try
    const Bytes message = proof_message(challenge, id, keys_.sign->public_key());
    const auto is_its_own = [&] {
      PublicKey key;
      return copy_exact(as_bytes(directory_.devices().at(id).sign_key()), key) &&
             verify(key, Context::authentication, message, frames.proof->signature);
    };
    bool proved = is_its_own();
    if (!proved) {  // this central may have forgotten that the box has another key by now
      if (const Status came = take_back_office(frames); !came) return failed_response(came.error());
      proved = is_its_own();
    }
    if (!proved && proved_to_earlier_key(id, challenge, frames.proof->signature))
      return unknown_key("wrong_key",
                         "central signs with another key by now, and this box's version cannot "
                         "follow it: update the box; what it holds is sent then");
    if (!proved) {
      if (const Status noted = note_old_key(id, message, frames.proof->signature); !noted)
        return failed_response(noted.error());
      return unknown_key(
          "wrong_key",
          "this box signs with a key that central does not know for it: give it another one "
          "(`otmetka key rotate device` at central, then `otmetka key renew` at the box)");
    }
    connection.device = id;
    return std::nullopt;
  }
  connection.device.reset();
  connection.challenge = random_->bytes<32>();
  FrameWriter out;
  out.hello({1, id_, options_.software, capability_digests});
  out.raw(FrameType::challenge, connection.challenge);
  const auto statements = succession();
  if (!statements) return failed_response(statements.error());
  if (!statements.value().empty()) out.succession(statements.value());
  return frames_response(401, out.take());
}

// A box of before central's keys could follow one another proves itself to the one that it knows.
bool Central::proved_to_earlier_key(const DeviceId& id, const std::array<uint8_t, 32>& challenge,
                                    const Signature& signature) {
  PublicKey key;
  const auto statements = succession();
  if (!statements || !copy_exact(as_bytes(directory_.devices().at(id).sign_key()), key))
    return false;
  return std::any_of(statements.value().begin(), statements.value().end(), [&](const Bytes& bytes) {
    const auto statement = read_statement(bytes);
    return statement && verify(key, Context::authentication,
                               proof_message(challenge, id, statement.value().signer), signature);
  });
}

Result<Bytes> Central::exchange(const DeviceId& id, const Frames& frames) {
  Taken taken;
  std::vector<Hash> detached;
  ++exchanges_;
  heard_ms_[id] = static_cast<int64_t>(clock_->boot_ms());
  Intake intake = TRY(Intake::of(*db_, id, room_of_a_box_, directory_.device_revoked(id), *clock_));
  const bool keys_came_back = TRY(take_handed_keys(id, frames));
  bool came_back = false;
  const auto store = [&]() -> Status {
    Transaction transaction = TRY(Transaction::begin(*db_));
    // What is said for all comes from this central alone.
    const auto may = [&](const LogId& log) {
      if (log.device == id_) return scopes_for(*device(id)).contains(log.scope);
      return log.device == id && (log.scope == device_scope || is_cohort_scope(log.scope));
    };
    taken = TRY(
        take_segments(logs(), frames.segments, keys_, clock_->wall_s(), may, intake.toll(keys_)));
    came_back = TRY(take_detached(frames, intake, detached));
    TRY(intake.save());
    return transaction.commit();
  };
  if (!frames.segments.empty() || !frames.detached.empty()) TRY(store());
  if (taken.later > 0) later_.insert(id);
  if (taken.later == 0 && taken.stored + taken.duplicates > 0) later_.erase(id);
  // Stored and safe; what it means comes after, and never takes the receipt back.
  for (const LogId& log : taken.grown) came_back = came_back || log.device == id_;
  for (const auto& [log, epoch] : taken.epochs) {
    note_news(log.scope);
    TRY(project(log, epoch, &intake));
  }
  if (keys_came_back || taken.mended > 0) {
    TRY(read_mended());
  } else if (came_back) {
    TRY(read_all_channels());
  }
  if (keys_came_back || came_back) {
    TRY(note_event("restored", id_));
    TRY(note_clashes());
  }
  TRY(watch_logs(id, taken));
  if (intake.full()) TRY(note_event("flood", id));
  // What cannot be written now is with the next exchange; the receipt stands.
  if (!erase_what_came()) said_more_ = true;
  (void)finish_erasures();
  const Device from = *device(id);  // with where it now says it stands
  TRY(answer_key_requests(from, frames));
  TRY(note_heard(id, frames.hello->software));

  FrameWriter out;
  out.raw(FrameType::receipt, TRY(receipt_for(from, frames, taken, std::move(detached))));
  for (const std::string& notice : TRY(notices_for(from))) out.notice(notice);
  grant_keys(from, frames, out);
  const std::set<Scope> allowed = scopes_for(from);
  TRY(ask_back(from, allowed, frames, out));
  std::vector<HeldEpoch> theirs = TRY(epochs_for(from, frames));
  TRY(compare_unnamed(from, frames, theirs, out));
  const bool more_texts = TRY(send_texts(from, allowed, frames, out));
  const bool more =
      TRY(send_missing(logs(), theirs, TheirHeads(frames.heads), exchange_body_bytes_max, out)) ||
      more_texts;
  // What is not taken need not come in full length.
  out.pace({intake.full() ? body_bytes_without_room : exchange_body_bytes_max / 2, next_exchange_s,
            more});
  return out.take();
}

Result<bool> Central::send_texts(const Device& from, const std::set<Scope>& allowed,
                                 const Frames& frames, FrameWriter& out) {
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
  return more;
}

Result<bool> Central::take_detached(const Frames& frames, Intake& intake, std::vector<Hash>& held) {
  bool came_back = false;
  for (const DetachedFrame& frame : frames.detached) {
    const auto opened = open_sealed_text(frame.bytes, frame.name, keys_);
    if (!opened) continue;  // no receipt: it stays with the device
    const Scope& scope = opened.value().scope;
    lost_words_.erase(frame.name);
    if (TRY(logs().is_erased(frame.name))) {
      held.push_back(frame.name);  // it need not come again
      continue;
    }
    if (const auto lost = lost_texts_.find(frame.name);
        lost != lost_texts_.end() && lost->second == scope) {
      TRY(logs().put_detached(frame.name, scope, frame.bytes));
      note_news(scope);
      came_back = true;
      continue;
    }
    if (scope != device_scope && !is_cohort_scope(scope)) continue;
    // What is held and whole is not replaced: another device may need it under the key it has.
    if (!TRY(open_text(logs(), frame.name, keys_))) {
      if (!intake.takes_text(frame.bytes.size())) continue;
      TRY(logs().put_detached(frame.name, scope, frame.bytes));
    }
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
    if (from.revoked || !allowed.contains(request.scope)) continue;
    const auto keys = keys_of(request.scope);
    const auto& made = envelopes_[{from.id, request.scope}];
    // A box makes a key for a cohort once, and again after it has lost its key file.
    const bool too_many = made.size() >= envelopes_of_a_box_max * std::max<size_t>(1, keys.size());
    if (too_many || !answered.insert(request.scope).second) continue;
    for (const SecretKey* key : keys) {
      if (made.contains({request.box_key, scope_key_id(*key)})) continue;
      payload::KeyEnvelope envelope;
      envelope.set_device(std::string(as_text(from.id)));
      envelope.set_scope(request.scope);
      envelope.set_box_key(std::string(as_text(request.box_key)));
      envelope.set_key_id(std::string(as_text(scope_key_id(*key))));
      ChannelDraft draft{office_scope, {}, box_seal(request.box_key, *key, *random_)};
      draft.fact.kind = Kind::key_envelope;
      draft.fact.payload = serialize(envelope);
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
    if (head.log.device == from.id && head.epoch != Epoch{})
      asked[{head.log, head.epoch}] = head.seq;
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

// "bytes=FIRST-LAST", where LAST may be left out; nothing: another kind of range, which a server
// may pass over.
static std::optional<std::pair<size_t, size_t>> piece_of(std::string_view range) {
  constexpr std::string_view unit = "bytes=";
  if (!range.starts_with(unit)) return std::nullopt;
  const char *at = range.data() + unit.size(), *const end = range.data() + range.size();
  std::pair<size_t, size_t> piece{0, SIZE_MAX};
  const auto first = std::from_chars(at, end, piece.first);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != '-') return std::nullopt;
  if (first.ptr + 1 == end) return piece;
  const auto last = std::from_chars(first.ptr + 1, end, piece.second);
  if (last.ec != std::errc() || last.ptr != end || piece.second < piece.first) return std::nullopt;
  return piece;
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
  const auto asked = request.headers.find("range");
  const auto piece = asked == request.headers.end() ? std::nullopt : piece_of(asked->second);
  if (!piece) return response;
  const size_t size = response.body.size();
  if (piece->first >= size) {
    response.status = 416;
    response.body.clear();
    return response;
  }
  const size_t end = std::min(size - 1, piece->second) + 1;
  response.status = 206;
  response.headers["Content-Range"] = fmt::format("bytes {}-{}/{}", piece->first, end - 1, size);
  response.body = to_bytes(ByteView(response.body).subspan(piece->first, end - piece->first));
  return response;
}

}  // namespace otmetka
