// tests/gallery/page.h - one plain page over all pictures: grouped by screen, loaded as they come
// into view.
#pragma once
#include <string>
#include <vector>

#include "tests/gallery/shots.h"

namespace otmetka::gallery {

/// Where the picture of a shot is, from the page.
std::string picture_path(const Shot& shot, Language language, const Size& size);
std::string page(const std::vector<Shot>& shots);

}  // namespace otmetka::gallery
