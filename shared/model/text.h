// shared/model/text.h - protobuf text in one language, with the fallback that a visitor would want.
#pragma once
#include <string>

#include "shared/model/payload.pb.h"
#include "shared/text/language.h"

namespace otmetka {

std::string in_language(const payload::Text& text, Language language);

}  // namespace otmetka
