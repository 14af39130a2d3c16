#include "shared/model/text.h"

namespace otmetka {

std::string in_language(const payload::Text& text, Language language) {
  const auto pick = [&](Language wanted) -> const std::string& {
    switch (wanted) {
      case Language::tt:
        return text.tt();
      case Language::ky:
        return text.ky();
      case Language::en:
        return text.en();
      case Language::ru:
        break;
    }
    return text.ru();
  };
  for (const Language wanted : {language, Language::ru, Language::en, Language::tt, Language::ky}) {
    if (!pick(wanted).empty()) return pick(wanted);
  }
  return {};
}

}  // namespace otmetka
