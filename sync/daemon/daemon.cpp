#include "sync/daemon/daemon.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "shared/base/limits.h"
#include "shared/store/files.h"
#include "shared/store/recorder.h"
#include "shared/store/version.h"
#include "sync/daemon/backoff.h"

namespace otmetka {
namespace {

constexpr size_t succession_bytes_max = 64u << 10;
constexpr uint64_t follow_limited_every_ms = 3'600'000;
constexpr uint64_t picture_piece_min = 8u << 10;  // less is not worth a request

}  // namespace

std::string enrol_request_file(const std::string& kiosk_data) {
  return mirror_directory(kiosk_data) + "/enrol.request";
}
std::string daemon_key_file(const std::string& kiosk_data) {
  return mirror_directory(kiosk_data) + "/key";
}

Daemon::Daemon(std::string data, const Clock& clock, Random& random, WriterLock lock)
    : data_(std::move(data)),
      clock_(&clock),
      random_(&random),
      lock_(std::move(lock)),
      pictures_(blob_directory(data_), clock, random) {}

Result<std::unique_ptr<Daemon>> Daemon::open(const std::string& kiosk_data, const Clock& clock,
                                             Random& random) {
  return open(kiosk_data, clock, random, false);
}

Result<std::unique_ptr<Daemon>> Daemon::open_without_key(const std::string& kiosk_data,
                                                         const Clock& clock, Random& random) {
  return open(kiosk_data, clock, random, true);
}

Result<std::unique_ptr<Daemon>> Daemon::open(const std::string& kiosk_data, const Clock& clock,
                                             Random& random, bool without_key) {
  TRY(check_not_centrals(kiosk_data));
  WriterLock lock = TRY(WriterLock::take(mirror_directory(kiosk_data), "the mirror of this kiosk"));
  std::unique_ptr<Daemon> daemon(new Daemon(kiosk_data, clock, random, std::move(lock)));
  TRY(daemon->start(without_key));
  return daemon;
}

Status Daemon::start(bool without_key) {
  mirror_.emplace(TRY(Mirror::open_writer(mirror_path(data_), Disk{})));
  auto keys = load_keys(daemon_key_file(data_));
  if (!keys && keys.error().failure != Failure::absent) return keys.error();
  if (keys) keys_ = std::move(keys).value();
  const auto identity = TRY(mirror_->identity());
  if (identity && identity->complete && !keys_.sign && !without_key) {
    return fail(
        Failure::absent,
        fmt::format(
            "{} is missing, and this box is enrolled: put the file back, or give it another key "
            "(`otmetka key rotate device` at central, then `otmetka key renew` here)",
            daemon_key_file(data_)));
  }
  if (!file_exists(blob_directory(data_))) {
    TRY(make_directory(blob_directory(data_), 02750));
    const int made =
        ::open(blob_directory(data_).c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (made >= 0) give_to_owner(made, blob_directory(data_));
    ::close(made);
  }
  DeviceWorld world{*mirror_,
                    keys_,
                    [this](const Keys& k) { return save_keys(daemon_key_file(data_), k); },
                    [this] { return open_journal(); },
                    *clock_,
                    *random_,
                    software_version};
  device_.emplace(world);
  return done();
}

Result<std::optional<JournalReader>> Daemon::open_journal() {
  auto journal = JournalReader::open(journal_path(data_), Disk{});
  if (journal) return std::optional<JournalReader>(std::move(journal).value());
  // What cannot be read now keeps nothing else waiting: what is sealed goes out, news come in, and
  // the reason is told.
  if (journal.error().failure != Failure::absent) unread_ = journal.error();
  return std::optional<JournalReader>();
}

bool Daemon::journal_changed() { return changed_since(journal_version_); }

bool Daemon::changed_since(int64_t& version) {
  const auto file = file_identity(journal_path(data_));
  if (!file) {
    watched_.reset();
    return false;
  }
  if (!watched_ || file != watched_file_) {
    watched_.reset();
    auto journal = open_journal();
    if (!journal || !journal.value()) return false;
    watched_ = std::move(journal).value();
    watched_file_ = file;
    journal_version_ = code_version_ = -1;
  }
  const auto now = watched_->data_version();
  if (!now) {
    watched_.reset();  // replaced or damaged: look again next time
    return true;
  }
  return std::exchange(version, now.value()) != now.value();
}

Result<Daemon::Peer> Daemon::peer_of(const Identity& identity) {
  const auto next = TRY(mirror_->announced()).next_pin;
  return Peer{identity.address, identity.tls_pin, next.value_or(Hash{})};
}

bool Daemon::followed_central(const Identity& identity) {
  // Whoever answers in central's place shall not use up a day.
  const uint64_t now_ms = clock_->boot_ms();
  if (meter_ && followed_ms_ != 0 && now_ms < followed_ms_ + follow_limited_every_ms) return false;
  followed_ms_ = now_ms;
  CurlOptions options;
  options.unpinned = true;
  options.answer_bytes_max = succession_bytes_max;
  const auto anybody = curl_network(identity.address, identity.tls_pin, options);
  const auto reply = anybody->post("/sync/v1/succession", FrameWriter().take());
  spend(anybody->bytes_on_the_wire());
  const auto frames = reply ? read_frames(reply.value().body) : Result<Frames>(reply.error());
  if (!frames) return false;
  return device_->follow_central(frames.value().succession).value_or(false);
}

Result<RoundTrip> Daemon::exchange_with(const Identity& identity) {
  const Peer peer = TRY(peer_of(identity));
  if (!connection_ || connected_to_ != peer) {
    CurlOptions options;
    options.also_pin = peer.also_pin;
    connection_ = curl_network(peer.address, peer.pin, options);
    connected_to_ = peer;
    counted_ = 0;
  }
  auto answer = device_->exchange(*connection_, [&] { return room_for_the_rest(); });
  note_spent();
  const RoundTrip trip = TRY(std::move(answer));
  if (trip.next_s > 0) next_exchange_s_ = std::clamp<uint64_t>(trip.next_s, 1, 24 * 3600);
  took_something_ = trip.segments_taken > 0;
  handed_back_ = trip.segments_handed_back;
  return trip;
}

Status Daemon::limit_bytes(uint64_t a_day) {
  const DayBytes before = TRY(mirror_->day_bytes());
  meter_.reset();
  if (a_day > 0) meter_.emplace(a_day, before);
  return a_day == before.may ? done()
                             : mirror_->set_day_bytes(DayBytes{a_day, before.day, before.spent});
}

void Daemon::spend(uint64_t bytes) {
  if (!meter_) return;
  meter_->spend(bytes, true_now());
  spent_ += bytes;
}

void Daemon::note_spent() {
  if (!connection_) return;
  const uint64_t all = connection_->bytes_on_the_wire();
  spend(all - std::exchange(counted_, all));
}

Meter::Moment Daemon::true_now() {
  const auto time = mirror_->time();
  if (!time || !time.value() || time.value()->boot != clock_->boot_id()) return std::nullopt;
  return time.value()->at_boot_zero.latest_s + static_cast<int64_t>(clock_->boot_s());
}

uint64_t Daemon::room_for_the_rest() {
  if (!meter_) return UINT64_MAX;
  note_spent();
  return meter_->left_for_the_rest(true_now());
}

bool Daemon::has_reason_to_exchange() {
  return room_for_the_rest() > 0 || waiting().value_or(Waiting{}).facts > 0;
}

bool Daemon::moved() {
  const auto venue = device_->venue();
  if (!venue) return false;
  const std::string before = std::exchange(venue_, venue.value());
  return !before.empty() && before != venue_;
}

void Daemon::listen() {
  const auto identity = mirror_->identity();
  auto call = device_->wait_call();
  if (!identity || !identity.value() || !call || !call.value()) return;
  const auto peer = peer_of(*identity.value());
  if (!peer) return;
  if (!news_ || news_from_ != peer.value()) {
    news_from_ = peer.value();
    news_ = std::make_unique<News>(news_from_.address, news_from_.pin, news_from_.also_pin);
  }
  news_->ask(std::move(*call.value()));
}

Status Daemon::keep_state(const Status& result) {
  ExchangeState state = TRY(mirror_->exchange_state());
  state.reason = result ? "" : result.error().message;
  state.failure = result ? std::nullopt : std::optional(result.error().failure);
  if (result) state.at_s = clock_->wall_s();
  return mirror_->set_exchange_state(state);
}

Status Daemon::look_at_clock() {
  const auto now = synchronized_.look(*clock_);
  return now ? device_->note_synchronized(*now) : done();
}

Status Daemon::exchange_once() {
  const auto attempt = [&]() -> Status {
    const auto identity = TRY(mirror_->identity());
    if (!identity || identity->venue.empty() || identity->central_id == DeviceId{}) {
      return fail(Failure::not_enrolled,
                  "not enrolled: run `otmetka enrol --data DIR --code CODE`");
    }
    // A box that does not know the day asks: the answer tells it.
    if (const auto now_s = true_now(); meter_ && now_s && meter_->left(now_s) == 0) {
      return fail(Failure::offline,
                  fmt::format("the {} bytes of this day are used up; what waits goes out after "
                              "00:00 UTC",
                              meter_->state().may));
    }
    unread_.reset();
    auto trip = exchange_with(*identity);
    if (!trip && connection_ && connection_->met_another_key() && followed_central(*identity)) {
      connection_.reset();
      trip = exchange_with(TRY(mirror_->identity()).value_or(*identity));
    }
    if (!trip) return trip.error();
    return unread_ ? Status(*unread_) : done();
  };
  const Status result = attempt();
  // Why no code has worked says more to a box that is nobody's yet.
  if (result || result.error().failure != Failure::not_enrolled) TRY(keep_state(result));
  if (result) fetch_pictures();
  if (!result) connection_.reset();
  if (meter_) TRY(mirror_->set_day_bytes(meter_->state()));
  return result;
}

// Told and tried again later; the exchange that brought their names stands.
void Daemon::fetch_pictures() {
  const auto tell = [](const std::string& line) { std::fprintf(stderr, "%s\n", line.c_str()); };
  const auto identity = mirror_->identity();
  if (!identity || !identity.value()) return;
  const auto read = [&]() -> Status {
    return pictures_.read(mirror_->logs(), identity.value()->central_id, TRY(device_->venue()),
                          keys_);
  }();
  if (!read) return tell("pictures: " + read.error().message);
  // Headers, TLS and TCP cost some hundredths beside the bytes themselves.
  const Pictures::Room room = [&]() -> uint64_t {
    const uint64_t left = room_for_the_rest();
    return left < picture_piece_min ? 0 : left - left / 8;
  };
  for (const std::string& line : pictures_.fetch(*connection_, room)) tell(line);
  note_spent();
}

Status Daemon::enrol(const std::string& code, const std::string& name) {
  std::unique_ptr<CurlNetwork> network;
  const auto attempt = [&]() -> Status {
    const EnrolCode read = TRY(read_enrol_code(code));
    if (read.expires_s < clock_->wall_s() && clock_->wall_s() > 1'700'000'000) {
      // Only told: this box's own clock may be the one that is wrong, and central judges by its
      // own.
      std::fputs("note: by this box's clock the code has expired\n", stderr);
    }
    TRY(check_peer_address(read.address, read.tls_pin));
    network = curl_network(read.address, read.tls_pin);
    unread_.reset();
    const Status enrolled = device_->enrol(*network, read, name);
    return unread_ && !enrolled ? Status(*unread_) : enrolled;
  };
  const Status result = attempt();
  note_tried(code, result);
  const Status kept = keep_state(result);
  ::unlink(enrol_request_file(data_).c_str());  // only now: who left it there waits for it to go,
                                                // and then reads what came of it
  TRY(kept);
  if (!network) return result;
  connection_ = std::move(network);
  connected_to_ = {};  // the next exchange has its own
  counted_ = 0;
  note_spent();
  if (result) fetch_pictures();
  if (meter_) TRY(mirror_->set_day_bytes(meter_->state()));
  return result;
}

Status Daemon::renew_key(const std::string& code) {
  const EnrolCode read = TRY(read_enrol_code(code));
  TRY(check_peer_address(read.address, read.tls_pin));
  const auto network = curl_network(read.address, read.tls_pin);
  const Status result = device_->renew_key(*network, read);
  TRY(keep_state(result));
  return result;
}

void Daemon::note_tried(const std::string& code, const Status& result) {
  if (!kept_code_ || kept_code_->code != code) return;
  const auto read = read_enrol_code(code);
  // Central's word, or nothing that any time could mend. A box whose clock is ahead has tried a
  // good code at its scan; only the repetitions end by its own clock.
  const bool for_good = !result && (result.error().failure == Failure::refused ||
                                    result.error().failure == Failure::bad_input);
  const bool expired = !read || read.value().expires_s < clock_->wall_s();
  kept_code_->over = result || for_good || expired;
  kept_code_->again_ms = clock_->boot_ms() + backoff_ms(++kept_code_->failures, *random_);
}

Result<std::optional<std::string>> Daemon::waiting_code() {
  const auto file = read_file(enrol_request_file(data_), scanned_code_bytes_max);
  if (file) return std::optional<std::string>(as_text(file.value()));
  const auto identity = TRY(mirror_->identity());
  if (identity && identity->complete) {
    kept_code_.reset();  // the code that did it still stands in the journal
    return std::optional<std::string>();
  }
  if (changed_since(code_version_)) {
    const Status read = read_kept_code();
    if (!read) code_version_ = -1;
    TRY(read);
  }
  const bool due = kept_code_ && !kept_code_->over && clock_->boot_ms() >= kept_code_->again_ms;
  return due ? std::optional<std::string>(kept_code_->code) : std::nullopt;
}

Status Daemon::read_kept_code() {
  if (!watched_) return done();
  const auto code = TRY(watched_->local(enrol_code_local));
  const Bytes scan = TRY(watched_->local(enrol_scan_local)).value_or(Bytes());
  if (!code || code->empty()) return done();
  const std::string text(as_text(*code));
  if (kept_code_ && kept_code_->code == text && kept_code_->scan == scan) return done();
  kept_code_ = KeptCode{text, scan, false, 0, 0};
  return done();
}

}  // namespace otmetka
