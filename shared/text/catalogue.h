// shared/text/catalogue.h - the words of all screens, by key, in four languages. No system locale
// takes part, so a box without `locales` installed speaks Kyrgyz as well as any other.
#pragma once
#include <array>
#include <cstdint>
#include <initializer_list>
#include <locale>
#include <string>
#include <string_view>
#include <utility>

#include "shared/base/result.h"
#include "shared/text/language.h"

namespace otmetka {

/// {"name", "…"} replaces every {name} of the text. Values go in as they are: a value that looks
/// like a placeholder is not replaced again, so a visitor's name cannot pull in other words. A
/// placeholder without a value stays visible.
using TextArguments = std::initializer_list<std::pair<std::string_view, std::string_view>>;

/// Read-only after `load`; may be used from any thread.
class Catalogue {
 public:
  /// `directory` holds ru.mo, tt.mo, ky.mo and en.mo. All four or none: absent or corrupt names the
  /// file and the remedy.
  static Result<Catalogue> load(const std::string& directory);

  /// A key that a language lacks is said in ru, and a key that ru lacks as the key itself: a screen
  /// is never blank.
  std::string text(Language language, std::string_view key, TextArguments arguments = {}) const;
  /// The form of the word that belongs to n; {n} is filled in as `count_text` writes it. Whole
  /// numbers only: gettext has no form for 1,5.
  std::string plural(Language language, std::string_view key, uint64_t n,
                     TextArguments arguments = {}) const;

 private:
  Catalogue() = default;

  // Each holds the messages of one language and is otherwise the classic "C" locale. Index:
  // Language.
  std::array<std::locale, std::size(languages)> messages_;
};

}  // namespace otmetka
