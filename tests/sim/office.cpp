#include "tests/sim/office.h"

namespace otmetka::sim {

Office::Office(uint64_t seed, const TrueTime& time, Chronicle& chronicle)
    : chronicle_(chronicle), disk_(seed), clock_(time), random_(seed ^ 0x0ff1ce) {
  clock_.boot(random_.bytes<16>(), 0);
}

Result<std::unique_ptr<Central>> Office::open() {
  const auto powered = [this]() -> Status {
    return disk_.is_cut() ? Status(fail(Failure::io, "the office has no power")) : done();
  };
  CentralOptions options;
  options.database = "/office/central.db";
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
  return Central::open(std::move(options), TRY(Keys::from_text(key_file_)), clock_, random_);
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

void Office::load(const Image& image) {
  central_.reset();
  disk_.load(*image.disk);
  key_file_ = image.key_file;
  blobs_ = image.blobs;
}

}  // namespace otmetka::sim
