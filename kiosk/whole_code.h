// kiosk/whole_code.h - whether bytes of a scanner are one code of ours to the last letter, so that
// it need not be waited for what comes after it.
#pragma once
#include <string_view>

namespace otmetka::kiosk {

bool is_whole_code(std::string_view text);

}  // namespace otmetka::kiosk
