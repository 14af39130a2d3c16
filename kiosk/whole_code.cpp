#include "kiosk/whole_code.h"

#include "shared/model/codes.h"
#include "shared/model/paper_code.h"

namespace otmetka::kiosk {

// Asked for every end of a burst of noise, so the cheap question comes first.
bool is_whole_code(std::string_view text) {
  if (looks_like_paper_code(text)) return read_paper_code(text).ok();
  if (looks_like_walk_in_code(text)) return read_walk_in_code(text).ok();
  if (!text.starts_with("K1:") && !looks_like_enrol_code(text)) return false;
  return read_badge(text).ok() || read_enrol_code(text).ok();
}

}  // namespace otmetka::kiosk
