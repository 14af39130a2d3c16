#include "kiosk/paper/name_order.h"

#include <unicode/tblcoll.h>

#include <array>

namespace otmetka::kiosk::paper {
namespace {

// CLDR knows the order of Kyrgyz and has none for Tatar; this one holds for both, and leaves
// Russian and English as they are.
constexpr const char* order = "&А<ә<<<Ә &Ж<җ<<<Җ &Н<ң<<<Ң &О<ө<<<Ө &У<ү<<<Ү &Х<һ<<<Һ";

}  // namespace

struct NameOrder::Rules {
  UErrorCode status = U_ZERO_ERROR;
  icu::RuleBasedCollator collator{icu::UnicodeString::fromUTF8(order), status};
};

NameOrder::NameOrder() : rules_(std::make_unique<Rules>()) {}
NameOrder::~NameOrder() = default;

std::string NameOrder::key(const std::string& name) const {
  // Without ICU's data the bytes are an order, too.
  if (U_FAILURE(rules_->status)) return name;
  const icu::UnicodeString text = icu::UnicodeString::fromUTF8(name);
  std::array<uint8_t, 64> some{};
  const auto room = static_cast<int32_t>(some.size());
  const int32_t size = rules_->collator.getSortKey(text, some.data(), room);
  if (size <= room) return {some.begin(), some.begin() + size};
  std::string out(static_cast<size_t>(size), '\0');
  rules_->collator.getSortKey(text, reinterpret_cast<uint8_t*>(out.data()), size);
  return out;
}

}  // namespace otmetka::kiosk::paper
