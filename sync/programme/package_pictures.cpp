#include <fmt/format.h>

#include "sync/programme/package_parts.h"
#include "sync/programme/picture.h"

namespace otmetka::programme {
namespace {

struct PictureFlaw {
  std::string what, remedy;
};

std::optional<PictureFlaw> flaw_of_picture(const std::string& name, ByteView bytes) {
  const PictureFacts facts = facts_of_picture(bytes);
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
  if (facts.width_px > picture_side_px_max || facts.height_px > picture_side_px_max) {
    return PictureFlaw{fmt::format("has {} × {} pixels", facts.width_px, facts.height_px),
                       fmt::format("make it at most {} pixels a side", picture_side_px_max)};
  }
  return std::nullopt;
}

}  // namespace

void check_pictures(Reading& reading) {
  for (auto& [name, bytes] : reading.files.pictures) {
    const std::string path = "pictures/" + name;
    if (const auto flaw = flaw_of_picture(name, bytes)) {
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

}  // namespace otmetka::programme
