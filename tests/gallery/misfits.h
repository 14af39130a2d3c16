// tests/gallery/misfits.h - what is wrong with a frame, read off its proof: text that is cut, that
// runs out of the screen or into other text; sizes below what eyes and fingers need.
#pragma once
#include <string>
#include <vector>

#include "kiosk/ui/proof.h"
#include "tests/gallery/shots.h"

namespace otmetka::gallery {

/// One line each; none: everything fits. `density` is in pixels a millimetre.
std::vector<std::string> misfits(const kiosk::Proof& proof, const Size& size,
                                 float density = pixels_per_mm);

}  // namespace otmetka::gallery
