// tests/gallery/papers.h - what a printer prints, of the sample programme.
#pragma once
#include <string>

#include "shared/text/catalogue.h"
#include "tests/gallery/sample.h"

namespace otmetka::gallery {

/// PDF files in a folder: the sheet of the first day at the university, and badges of every size,
/// in each language.
Status write_papers(const Sample& sample, const Catalogue& catalogue, const std::string& folder);

/// The second of the first session at the university: a moment of that day.
int64_t first_day_s(const Sample& sample);

}  // namespace otmetka::gallery
