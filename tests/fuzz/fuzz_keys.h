// tests/fuzz/fuzz_keys.h - who signs what in the targets and in their corpus.
#pragma once
#include "shared/crypto/crypto.h"
#include "shared/model/ids.h"
#include "tests/seeded.h"

namespace otmetka::fuzz {

template <size_t N>
std::array<uint8_t, N> filled(uint8_t with) {
  std::array<uint8_t, N> out;
  out.fill(with);
  return out;
}
inline const SigningKey& issuer() {
  static const SigningKey key(filled<32>(3));
  return key;
}
inline const SigningKey& kiosk() {
  static const SigningKey key(filled<32>(5));
  return key;
}
inline const SigningKey& device_key() {
  static const SigningKey key(filled<32>(1));
  return key;
}
inline const SigningKey& central_key() {
  static const SigningKey key(filled<32>(2));
  return key;
}
inline SecretKey scope_key() { return filled<32>(4); }
inline SecretKey box_key() { return filled<32>(6); }
inline DeviceId this_device() { return filled<16>(0xd1); }
// The box of the target `central`, and what it is called.
inline constexpr uint64_t box_seed = 3;
inline DeviceId box_device() { return test::Seeded(box_seed).bytes<16>(); }

}  // namespace otmetka::fuzz
