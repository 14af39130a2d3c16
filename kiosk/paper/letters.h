// kiosk/paper/letters.h - how much room words take on paper, and the words themselves on a cairo
// surface. Inter where it has the letter, another font of the system where it has not.
#pragma once
#include <initializer_list>
#include <memory>

#include "kiosk/paper/page.h"
#include "shared/base/result.h"
#include "shared/text/language.h"

typedef struct _cairo cairo_t;

namespace otmetka::kiosk::paper {

/// For one thread.
class Letters {
 public:
  /// `absent` names the Debian package that has the font.
  static Result<Letters> open(Language language);
  Letters(Letters&&) noexcept;
  ~Letters();

  /// Of the words as they are wrapped to their width.
  double height_mm(const Words& words) const;
  /// In one line.
  double width_mm(const std::string& text, const Face& face) const;
  /// In the colour that the surface is set to; one unit of the surface is a point.
  void draw(cairo_t* surface, const Words& words) const;

 private:
  struct Pango;
  explicit Letters(std::unique_ptr<Pango> pango);
  std::unique_ptr<Pango> pango_;
};

// More than any name has; the rest of a longer text is left out.
inline constexpr size_t letters_max = 240;
/// What may be put on paper: valid UTF-8 in one line without control characters, of at most
/// letters_max letters.
std::string printable(const std::string& text);

/// The words in the largest of the sizes, in millimetres and falling, that fit into the height; in
/// the last one if none does.
Words fitted(const Letters& letters, Words words, std::initializer_list<double> sizes_mm,
             double height_mm);

}  // namespace otmetka::kiosk::paper
