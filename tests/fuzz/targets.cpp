#include "tests/fuzz/targets.h"

namespace otmetka::fuzz {

std::span<const Target> targets() {
  static constexpr Target all[] = {
      {"badge", badge},     {"card", card},       {"row", row},
      {"facts", facts},     {"segment", segment}, {"frames", frames},
      {"central", central}, {"enrol", enrol},     {"package", package},
      {"picture", picture}, {"device", device},   {"enrol_answer", enrol_answer},
      {"http", http},       {"ipp", ipp}};
  return all;
}

}  // namespace otmetka::fuzz
