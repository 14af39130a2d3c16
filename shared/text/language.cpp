#include "shared/text/language.h"

namespace otmetka {

std::string language_code(Language language) {
  switch (language) {
    case Language::ru:
      return "ru";
    case Language::tt:
      return "tt";
    case Language::ky:
      return "ky";
    case Language::en:
      return "en";
  }
  return "ru";
}

Language language_of(const std::string& code) {
  for (const Language language : languages) {
    if (language_code(language) == code) return language;
  }
  return Language::ru;
}

}  // namespace otmetka
