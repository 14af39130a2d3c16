// tests/sim/raw_box.h - a box whose daemon somebody else wrote: it holds valid keys and sends what
// it likes. Stands on the bytes of PROTOCOL.md alone, not on the device's half.
#pragma once
#include <string>

#include "sync/exchange/enrol.h"
#include "sync/exchange/frames.h"
#include "tests/sim/office.h"

namespace otmetka::sim {

class RawBox {
 public:
  /// All keys come from `seed`.
  RawBox(Office& office, uint64_t seed);

  HttpResponse enrol_with(const std::array<uint8_t, 16>& secret);
  /// With a code of the office's own for a venue.
  bool enrol(const std::string& venue);

  /// Everything from here on comes over another connection, which nobody has proved yet.
  void reconnect() { connection_ = ++last_connection; }
  /// As a body begins.
  FrameWriter begun() const;
  HttpResponse post(const std::string& path, Bytes body);
  /// An exchange on a connection that is proved first; the answer's frames.
  Frames exchange(FrameWriter frames);
  bool prove();
  Proof proof_for(const std::array<uint8_t, 32>& challenge) const;
  /// What central asks a connection to sign; a connection is asked once.
  std::optional<std::array<uint8_t, 32>> challenge();

  /// One epoch of a log in whosever name, with so many check-ins, signed by this box.
  Segment segment(const LogId& log, const SecretKey& scope_key, uint64_t check_ins = 1) const;

  /// From now on in this name, with its own keys.
  void call_itself(const DeviceId& id) { id_ = id; }
  const DeviceId& id() const { return id_; }
  const SigningKey& key() const { return key_; }
  const SecretKey& device_scope_key() const { return device_scope_key_; }
  const SecretKey& box_key() const { return box_key_; }

 private:
  static inline uint64_t last_connection = 1'000'000;
  Office& office_;
  test::Seeded random_;
  DeviceId id_;
  SigningKey key_, kiosk_key_;
  SecretKey device_scope_key_, box_key_;
  uint64_t connection_ = 0;
};

}  // namespace otmetka::sim
