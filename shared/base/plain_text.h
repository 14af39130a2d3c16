// shared/base/plain_text.h - what any log, page or message can hold: UTF-8 without control
// characters.
#pragma once
#include <string_view>

namespace otmetka {

/// RFC 3629 (no overlong forms, no surrogates, at most 10FFFF), and none of U+0000 to U+001F,
/// U+007F to U+009F.
bool is_plain_text(std::string_view text);

}  // namespace otmetka
