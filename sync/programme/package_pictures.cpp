#include <fmt/format.h>

#include "sync/programme/package_parts.h"
#include "sync/programme/picture.h"
#include "sync/programme/portrait.h"

namespace otmetka::programme {
namespace {

struct PictureFlaw {
  std::string what, remedy;
};

std::string size_words(const PictureFacts& facts) {
  return fmt::format("has {} × {} pixels", facts.width_px, facts.height_px);
}

std::optional<PictureFlaw> flaw_of_picture(const std::string& name, const PictureFacts& facts,
                                           uint32_t side_px_max) {
  if (facts.kind == PictureKind::none) {
    return PictureFlaw{"is neither a JPEG nor a PNG, whatever its name says",
                       "save the picture again as one of them"};
  }
  const bool named_png = name.ends_with(".png");
  if (named_png != (facts.kind == PictureKind::png)) {
    return PictureFlaw{
        named_png ? "is a JPEG with the name of a PNG" : "is a PNG with the name of a JPEG",
        named_png ? "name it .jpg" : "name it .png"};
  }
  if (facts.width_px == 0 || facts.height_px == 0 || !facts.complete) {
    return PictureFlaw{"is cut off or damaged", "copy it again, or save it again"};
  }
  if (!facts.usual) {
    return PictureFlaw{"is a rare kind of JPEG that screens cannot show",
                       "save it again as a baseline or progressive JPEG"};
  }
  if (facts.width_px > side_px_max || facts.height_px > side_px_max) {
    return PictureFlaw{size_words(facts),
                       fmt::format("make it at most {} pixels a side", side_px_max)};
  }
  return std::nullopt;
}

std::optional<PictureFlaw> flaw_of_photo(const std::string& name, const PictureFacts& facts) {
  if (auto flaw = flaw_of_picture(name, facts, photo_side_px_max)) return flaw;
  const uint32_t shorter = std::min(facts.width_px, facts.height_px),
                 longer = std::max(facts.width_px, facts.height_px);
  if (shorter < photo_side_px_min) {
    return PictureFlaw{size_words(facts),
                       fmt::format("take one of at least {} pixels a side", photo_side_px_min)};
  }
  if (longer > shorter * photo_sides_ratio_max) {
    return PictureFlaw{size_words(facts) + " and is no portrait", "crop it to 3:4"};
  }
  return std::nullopt;
}

}  // namespace

void check_pictures(Reading& reading) {
  for (auto& [name, bytes] : reading.files.pictures) {
    const std::string path = "pictures/" + name;
    if (const auto flaw = flaw_of_picture(name, facts_of_picture(bytes), picture_side_px_max)) {
      reading.mistakes.add(path, 0, flaw->what, flaw->remedy);
    }
    if (reading.pictures_used.contains(name)) {
      reading.package.pictures[name] = std::move(bytes);
    } else if (reading.venues_read) {
      reading.mistakes.add(path, 0, "is used by no venue",
                           "name it as picture or plan in venues/, or delete it");
    }
  }
}

void check_photos(Reading& reading) {
  for (auto& [name, bytes] : reading.files.photos) {
    const std::string path = "photos/" + name;
    const bool used = reading.photos_used.contains(name);
    if (const auto flaw = flaw_of_photo(name, facts_of_picture(bytes))) {
      reading.mistakes.add(path, 0, flaw->what, flaw->remedy);
    } else if (used) {
      if (auto portrait = portrait_of(bytes)) {
        reading.package.portraits[name] = std::move(portrait).value();
      } else {
        reading.mistakes.add(path, 0, portrait.error().message, "copy it again, or save it again");
      }
    }
    if (!used && reading.people_read) {
      reading.mistakes.add(path, 0, "is nobody's photo",
                           "name it as photo of a [[person]] in people.toml, or delete it");
    }
    bytes = {};  // thousands of originals need not be in memory together with what is made of them
  }
}

}  // namespace otmetka::programme
