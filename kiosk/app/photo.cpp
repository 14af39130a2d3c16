#include "kiosk/app/photo.h"

#include "shared/base/bytes.h"

namespace otmetka::kiosk {
namespace {

constexpr char mark = 'p';

}  // namespace

std::string photo_name(const Hash& text) { return mark + std::string(as_text(text)); }

std::optional<Hash> photo_text(const std::string& name) {
  Hash text{};
  if (name.empty() || name.front() != mark) return std::nullopt;
  if (!copy_exact(as_bytes(name).subspan(1), text)) return std::nullopt;
  return text;
}

std::string photo_to_show(const RosterPhoto& photo, std::optional<bool> data_answer) {
  return photo.answer == true && data_answer != false ? photo.name : "";
}

}  // namespace otmetka::kiosk
