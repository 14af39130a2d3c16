// Requests of a box that is enrolled and has turned against its central.
#include "sync/central/central.h"

#include <algorithm>

#include "shared/log/detached.h"
#include "tests/fuzz/fuzz_keys.h"
#include "tests/fuzz/sealing.h"
#include "tests/fuzz/targets.h"
#include "tests/sim/raw_box.h"
#include "tests/sim/world.h"

namespace otmetka::fuzz {
namespace {

constexpr size_t requests_max = 4, frames_max = 24;

struct World {
  sim::TrueTime time{sim::first_day * 86'400'000 + 8 * 3'600'000};
  sim::Chronicle chronicle{time};
  sim::Office office{7, time, chronicle};
  sim::RawBox box{office, box_seed};

  Central& central() { return *office.central(); }
};

/// The `device` key of the box, and the cohort's, which central gave it.
SecretKey key_of(World& world, const Scope& scope) {
  const SecretKey* key = world.central().keys().sealing_key(scope);
  return scope == device_scope || !key ? world.box.device_scope_key() : *key;
}

/// With a programme, and one box. Its image is put back before each input.
const sim::Office::Image& first_image(World& world) {
  static const sim::Office::Image image = [&] {
    promise(world.office.start(), "a central starts");
    MUST(world.central().load_programme(sim::small_programme(6), std::nullopt));
    promise(world.box.enrol("hub"), "a box with a code is enrolled");
    return world.office.image();
  }();
  return image;
}

const Scope& scope_of(uint8_t choice) {
  static const Scope scopes[] = {"small.2025", device_scope, office_scope, "venue:hub",
                                 "other.2025"};
  return scopes[choice % std::size(scopes)];
}

void add_segment(World& world, Input& in, FrameWriter& out) {
  const ByteView start = in.part(), plain = in.part();
  out.raw(FrameType::segment,
          segment_in_name_of(start, plain, world.box.id(), world.box.key(),
                             [&](const Scope& scope) { return key_of(world, scope); }));
}

void add_text(World& world, Input& in, FrameWriter& out) {
  test::Seeded random(in.u8());
  const Scope& scope = scope_of(in.u8());
  const Bytes salted = salt_text(in.part(), random);
  out.detached(detached_hash(salted), seal_detached(scope, salted, key_of(world, scope), random));
}

void add_frame(World& world, Input& in, FrameWriter& out) {
  const uint8_t type = in.u8();
  if (type == static_cast<uint8_t>(FrameType::segment) + 0x80) return add_segment(world, in, out);
  if (type == static_cast<uint8_t>(FrameType::detached) + 0x80) return add_text(world, in, out);
  out.raw(FrameType{type}, in.part());
}

/// How much of the office's own word there is, but for the envelopes that a box may ask for.
uint64_t said_by_office(World& world) {
  uint64_t said = 0;
  for (const HeldEpoch& epoch : MUST(world.central().logs().epochs())) {
    const bool own = epoch.log.device == world.central().id();
    if (own && epoch.log.scope != office_scope) said += epoch.held;
  }
  return said;
}

void send(World& world, Input& in) {
  static const char* const paths[] = {"/sync/v1/exchange", "/sync/v1/wait", "/sync/v1/enrol"};
  const uint8_t where = in.u8();
  FrameWriter out = world.box.begun();
  for (uint8_t frames = std::min<uint8_t>(in.u8(), frames_max); frames > 0; --frames)
    add_frame(world, in, out);
  const HttpResponse answer = world.box.post(paths[where % 3], out.take());
  // 503 is for a disk that fails, and this one does not.
  static constexpr int known[] = {200, 400, 401, 403};
  promise(std::ranges::find(known, answer.status) != std::end(known),
          "what a box sends is answered, or refused as its own mistake");
}

}  // namespace

void central(ByteView input) {
  static World world;
  world.office.load(first_image(world));
  promise(world.office.start(), "a central starts again");
  promise(world.box.prove(), "a box is known by its key");
  const uint64_t said = said_by_office(world);
  const size_t devices = world.central().directory().devices().size();
  Input in(input);
  for (size_t i = 0; i < requests_max && !in.empty(); ++i) send(world, in);
  promise(said_by_office(world) == said, "a box says nothing in the office's name");
  promise(world.central().directory().devices().size() == devices, "a box enrols no other one");
  promise(MUST(world.central().fold_again()) == world.central().folded(),
          "what central shows is what its segments say");
  promise(world.box.prove(), "the next box is served");
}

}  // namespace otmetka::fuzz
