#include "tests/gallery/papers.h"

#include <filesystem>
#include <fstream>

#include "kiosk/paper/badge.h"
#include "kiosk/paper/print.h"
#include "kiosk/paper/sheet_of.h"

namespace otmetka::gallery {
namespace {

using namespace otmetka::kiosk::paper;

constexpr PaperSize badge_sizes[] = {label_62x100, {100, 62}, paper_a7};

Status write(const std::string& path, const Pages& pages, const Letters& letters) {
  const Bytes pdf = TRY(pdf_of(pages, letters, "Otmetka"));
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(pdf.data()), static_cast<std::streamsize>(pdf.size()));
  return file ? done() : Status(fail(Failure::io, path + " could not be written"));
}

}  // namespace

int64_t first_day_s(const Sample& sample) { return sample.session("networking").entry.start(); }

Status write_papers(const Sample& sample, const Catalogue& catalogue, const std::string& folder) {
  std::filesystem::create_directories(folder);
  const VenueNumber venue = sample.venue("university").number;
  for (const Language language : languages) {
    const Letters letters = TRY(Letters::open(language));
    const std::string code = language_code(language);
    const SheetPaper sheet = sheet_of(sample.directory(), venue, first_day_s(sample), language,
                                      catalogue, "university-1");
    TRY(write(folder + "/sheet-" + code + ".pdf", lay_out(sheet, letters, catalogue), letters));
    const RosterPerson& person = sample.longest_name();
    const BadgePaper badge{
        language, in_language(sample.cohort().entry.title(), language), full_name(person.name),
        in_language(sample.cohort().delegations.begin()->second.organisation(), language),
        sample.badge(person.number, "participant")};
    for (const PaperSize& size : badge_sizes) {
      const std::string name = std::to_string(static_cast<int>(size.width_mm)) + "x" +
                               std::to_string(static_cast<int>(size.height_mm));
      TRY(write(folder + "/badge-" + name + "-" + code + ".pdf", TRY(lay_out(badge, size, letters)),
                letters));
    }
  }
  return done();
}

}  // namespace otmetka::gallery
