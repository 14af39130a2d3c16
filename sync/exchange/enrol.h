// sync/exchange/enrol.h - the two messages of enrolment, as bytes. Layout: PROTOCOL.md, `POST
// /sync/v1/enrol`.
#pragma once
#include <vector>

#include "shared/crypto/crypto.h"
#include "shared/store/keys.h"

namespace otmetka {

struct EnrolRequest {
  std::array<uint8_t, 16> secret{};  // of the code
  DeviceId device{};
  PublicKey sign_key{};   // the daemon's
  PublicKey kiosk_key{};  // the kiosk's
  PublicKey box_key{};    // the device's, X25519
  SecretKey device_scope_key{};
  std::string name, software;
};

/// What a box may be called: UTF-8, not blank, no control characters, at most
/// device_name_bytes_max. The certificate carries it to every page and log. Else `bad_input`.
Status check_device_name(std::string_view name);

Result<Bytes> seal_enrol_request(const EnrolRequest& request, const SigningKey& device_key,
                                 const PublicKey& central, Random& random);
/// Opens it and checks that the device signed it itself and has a name that can be shown
/// (`bad_input`).
Result<EnrolRequest> open_enrol_request(ByteView box, const SigningKey& central);

struct EnrolAnswer {
  DeviceId central_id{};
  std::string venue;
  std::vector<ScopeKey> keys;
};

Bytes seal_enrol_answer(const EnrolAnswer& answer, const SigningKey& central,
                        const PublicKey& device_box_key, Random& random);
Result<EnrolAnswer> open_enrol_answer(ByteView frame, const PublicKey& central,
                                      const SecretKey& device_box_key);

}  // namespace otmetka
