// shared/text/language.h - the four languages of screens, pages and documents.
#pragma once
#include <cstdint>
#include <string>

namespace otmetka {

enum class Language : uint8_t { ru = 0, tt = 1, ky = 2, en = 3 };
inline constexpr Language languages[] = {Language::ru, Language::tt, Language::ky, Language::en};
std::string language_code(Language language);
/// ru for anything unknown: every reference programme has it.
Language language_of(const std::string& code);

}  // namespace otmetka
