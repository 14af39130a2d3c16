#include "sync/programme/picture.h"

#include "sync/programme/portrait.h"
#include "tests/fuzz/targets.h"

namespace otmetka::fuzz {

// Headers only: what decodes pixels is stb_image, which sees a photo after these found it good.
void picture(ByteView input) {
  const programme::PictureFacts facts = programme::facts_of_picture(input);
  promise(facts.kind != programme::PictureKind::none || facts.width_px == 0,
          "what is no picture has no width");
  const int orientation = programme::orientation_of(input);
  promise(orientation >= 1 && orientation <= 8, "a picture lies in one of eight ways");
}

}  // namespace otmetka::fuzz
