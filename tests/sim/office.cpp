#include "tests/sim/office.h"

namespace otmetka::sim {
namespace {

constexpr const char* store_file = "/office/central.db";

}  // namespace

Office::Office(uint64_t seed, const TrueTime& time, Chronicle& chronicle)
    : chronicle_(chronicle),
      disk_(seed),
      vault_(seed ^ 0xbac2),
      clock_(time),
      random_(seed ^ 0x0ff1ce) {
  clock_.boot(random_.bytes<16>(), 0);
}

Result<std::unique_ptr<Central>> Office::open() {
  const auto powered = [this]() -> Status {
    return disk_.is_cut() ? Status(fail(Failure::io, "the office has no power")) : done();
  };
  CentralOptions options;
  options.database = store_file;
  options.disk = {disk_.name()};
  options.save_keys = [this, powered](const Keys& keys) -> Status {
    TRY(powered());
    if (keys_have_no_room) return fail(Failure::full, "no room for the key file");
    key_file_ = keys.to_text();
    return done();
  };
  options.save_blob = [this, powered](const Blob& blob) -> Status {
    TRY(powered());
    blobs_[blob.name] = blob.bytes;
    return done();
  };
  options.load_blob = [this](const Hash& name) -> Result<Bytes> {
    const auto found = blobs_.find(name);
    if (found == blobs_.end()) return fail(Failure::absent, "no such blob");
    return found->second;
  };
  options.software = "simulated";
  auto central =
      TRY(Central::open(std::move(options), TRY(Keys::from_text(key_file_)), clock_, random_));
  TRY(central->take_erasure_list({erasure_list_.begin(), erasure_list_.end()}));
  return central;
}

bool Office::start() {
  central_.reset();
  if (disk_.is_cut()) {
    disk_.restart();
    clock_.boot(random_.bytes<16>(), 0);
  }
  auto opened = open();
  ++starts_;
  if (opened) {
    central_ = std::move(opened).value();
    chronicle_.note("office: up");
    return true;
  }
  chronicle_.note("office: does not start: {}", opened.error().message);
  return false;
}

Status Office::make_backup() {
  vault_.remove(store_file);
  {
    Db db = TRY(Db::open_reader(store_file, "central store", {disk_.name()}));
    TRY(db.copy_to(store_file, {vault_.name()}));
  }
  const Image image{vault_.snapshot(), key_file_, blobs_};
  std::vector<VerifiedHead> heads;
  {
    Db copy = TRY(Db::open_reader(store_file, "copy", {vault_.name()}));
    VerifyVisit visit;
    visit.fault = [this](const LogId& log, Epoch epoch, Seq seq, const std::string& what) {
      chronicle_.wrong("backup: {}/{}/{}: {}", log.scope, to_text(epoch), seq, what);
    };
    HeldVerdict verdict = TRY(verify_held(HeldLogs(copy), TRY(Keys::from_text(key_file_)), visit));
    heads = std::move(verdict.heads);
  }
  // From here on it has its name.
  backup_ = image;
  TRY(central_->note_archived(heads));
  return central_->note_backup({clock_.wall_s(), "/vault", 0});
}

void Office::keep_erasure_list() {
  if (central_) erasure_list_.merge(central_->logs().erased().value_or({}));
}

bool Office::back_up() {
  if (!central_ || disk_.is_cut()) return false;
  const Status made = make_backup();
  chronicle_.note("office: backup: {}", made ? "made" : made.error().message);
  return made.ok();
}

void Office::load(const Image& image) {
  central_.reset();
  disk_.load(*image.disk);
  key_file_ = image.key_file;
  blobs_ = image.blobs;
}

}  // namespace otmetka::sim
