#include "tests/sim/machine.h"

namespace otmetka::sim {
namespace {

constexpr const char* journal_file = "/data/kiosk/journal.db";
constexpr const char* mirror_file = "/data/sync/mirror.db";

}  // namespace

Machine::Machine(std::string name, uint64_t seed, const TrueTime& time, Chronicle& chronicle,
                 Wire& wire)
    : name_(std::move(name)),
      chronicle_(chronicle),
      disk_(seed),
      clock_(time),
      network_(wire),
      random_(seed ^ 0x6b696f736b) {
  clock_.boot(random_.bytes<16>(), 0);
}

Machine::Daemon::Daemon(Mirror mirror_of, Keys keys_of, Machine& machine)
    : mirror(std::move(mirror_of)),
      keys(std::move(keys_of)),
      device({mirror, keys,
              [&machine](const Keys& fresh) -> Status {
                if (machine.disk_.is_cut()) return fail(Failure::io, "no power");
                machine.daemon_key_file_ = fresh.to_text();
                return done();
              },
              [&machine] { return machine.open_journal(); }, machine.clock_, machine.random_,
              "simulated"}) {}

// In the order of kiosk/shell.cpp: keys, their public halves into the journal, then the recorder.
Status Machine::open_kiosk() {
  Keys keys = TRY(Keys::from_text(kiosk_key_file_));
  if (!keys.sign) {
    keys.sign = SigningKey::make(random_);
    keys.box = random_.bytes<32>();
    kiosk_key_file_ = keys.to_text();
  }
  {
    Journal journal =
        TRY(Journal::open(journal_file, {disk_.name()}, clock_, random_, "simulated"));
    TRY(journal.set_local(kiosk_sign_key_local, keys.sign->public_key()));
    TRY(journal.set_local(kiosk_box_key_local, box_public(*keys.box)));
  }
  const Recorder::Paths paths{journal_file, mirror_file, {disk_.name()}};
  kiosk_ = std::make_unique<Recorder>(
      TRY(Recorder::open(paths, std::move(keys), clock_, random_, "simulated")));
  return done();
}

Status Machine::open_daemon() {
  Keys keys = TRY(Keys::from_text(daemon_key_file_));
  Mirror mirror = TRY(Mirror::open_writer(mirror_file, {disk_.name()}));
  daemon_ = std::make_unique<Daemon>(std::move(mirror), std::move(keys), *this);
  return done();
}

bool Machine::start_kiosk() {
  const Status opened = open_kiosk();
  if (!opened) chronicle_.note("{}: kiosk does not start: {}", name_, opened.error().message);
  return opened.ok();
}

bool Machine::start_daemon() {
  const Status opened = open_daemon();
  if (!opened) chronicle_.note("{}: daemon does not start: {}", name_, opened.error().message);
  return opened.ok();
}

void Machine::stop_daemon() {
  daemon_.reset();
  network_.hang_up();
}

void Machine::boot(int64_t clock_wrong_by_s) {
  stop_kiosk();
  stop_daemon();
  disk_.restart();
  clock_.boot(random_.bytes<16>(), clock_wrong_by_s);
}

std::optional<Identity> Machine::identity() {
  if (!daemon_) return std::nullopt;
  return daemon_->mirror.identity().value_or(std::nullopt);
}

Result<std::optional<JournalReader>> Machine::open_journal() {
  auto journal = JournalReader::open(journal_file, {disk_.name()});
  if (journal) return std::optional<JournalReader>(std::move(journal).value());
  if (journal.error().failure == Failure::absent) return std::optional<JournalReader>();
  return journal.error();
}

Machine::Image Machine::image() const {
  return {disk_.snapshot(), kiosk_key_file_, daemon_key_file_, enrol_code};
}

void Machine::load(const Image& image) {
  stop_kiosk();
  stop_daemon();
  disk_.load(*image.disk);
  kiosk_key_file_ = image.kiosk_key_file;
  daemon_key_file_ = image.daemon_key_file;
  enrol_code = image.enrol_code;
  down_until_ms = 0;
}

}  // namespace otmetka::sim
