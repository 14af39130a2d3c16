// Paints every screen of the kiosk in every state, language and size, and a page to leaf through
// them. `./dev gallery` starts it, with a virtual display where there is none.
#include <stb/stb_image_write.h>
#include <stdlib.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <thread>

#include "kiosk/app/photo.h"
#include "kiosk/platform/pictures.h"
#include "kiosk/platform/sheet.h"
#include "kiosk/ui/ui.h"
#include "tests/gallery/chosen.h"
#include "tests/gallery/misfits.h"
#include "tests/gallery/page.h"
#include "tests/gallery/papers.h"

namespace otmetka::gallery {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string out = "gallery", package = OTMETKA_ASSETS_DIR "/programmes/exchange";
  std::string locale = OTMETKA_LOCALE_DIR, only;
  std::vector<Language> languages{std::begin(otmetka::languages), std::end(otmetka::languages)};
  bool chosen = false;
  std::string like;
};

/// Blobs as a kiosk's daemon leaves them, in a folder of their own for as long as they are needed.
class BlobFolder {
 public:
  BlobFolder() {
    std::string name = (fs::temp_directory_path() / "otmetka-gallery-XXXXXX").string();
    if (::mkdtemp(name.data())) path_ = name;
  }
  ~BlobFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  BlobFolder(const BlobFolder&) = delete;
  BlobFolder& operator=(const BlobFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

void write_blobs(const Sample& sample, const fs::path& folder) {
  for (const Blob& blob : sample.blobs()) {
    std::ofstream file(folder / to_hex(blob.name), std::ios::binary);
    file.write(reinterpret_cast<const char*>(blob.bytes.data()),
               static_cast<std::streamsize>(blob.bytes.size()));
  }
}

/// Where pictures and photos come from.
struct Sources {
  const Sample& sample;
  std::string blobs;  // a folder
};

class Painter {
 public:
  Painter(const Size& size, const Catalogue& catalogue, std::unique_ptr<kiosk::Sheet> sheet,
          const Sources& sources)
      : size_(size),
        catalogue_(catalogue),
        sheet_(std::move(sheet)),
        themes_(size),
        sample_(sources.sample),
        pictures_(sources.blobs, [] {}) {}

  /// With all its pictures.
  Result<kiosk::Proof> show(const Shot& shot) {
    const kiosk::Theme& theme = *TRY(themes_.of(shot.state.access));
    // The first frame asks for pictures, the last one has them.
    kiosk::Proof proof = frame(shot, theme);
    for (int waits = 0; missing_ && waits < picture_waits_max; ++waits) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      if (pictures_.upload()) proof = frame(shot, theme);
    }
    return proof;
  }
  Status paint(const Shot& shot, const std::string& path) {
    const kiosk::Proof proof = TRY(show(shot));
    for (const std::string& misfit : misfits(proof, size_, size_.density(shot.state.access))) {
      std::fprintf(stderr, "%s: %s\n", path.c_str(), misfit.c_str());
      ++misfits_;
    }
    const std::vector<uint8_t> pixels = sheet_->pixels();
    if (stbi_write_png(path.c_str(), size_.width, size_.height, 3, pixels.data(), size_.width * 3))
      return done();
    return fail(Failure::io, path + " could not be written");
  }
  Pixels last() const { return {size_.width, size_.height, sheet_->pixels()}; }
  size_t misfit_count() const { return misfits_; }

 private:
  static constexpr int picture_waits_max = 1000;

  kiosk::Proof frame(const Shot& shot, const kiosk::Theme& theme) {
    kiosk::Proof proof;
    missing_ = false;
    const kiosk::PictureOf picture = [&](const std::string& hash) {
      const kiosk::Picture found = pictures_.picture(hash, 0);
      if (!hash.empty() && found.texture == 0) missing_ = true;
      return found;
    };
    const kiosk::Focused* focus = shot.focus ? &*shot.focus : nullptr;
    sheet_->frame(
        [&] { kiosk::draw_screen(shot.state, theme, catalogue_, picture, &proof, focus); });
    for (const std::string& name : pictures_.take_wanted_photos())
      pictures_.give(name, sample_.photo(kiosk::photo_text(name).value_or(Hash{})));
    return proof;
  }

  Size size_;
  const Catalogue& catalogue_;
  std::unique_ptr<kiosk::Sheet> sheet_;
  Themes themes_;
  const Sample& sample_;
  kiosk::Pictures pictures_;
  bool missing_ = false;
  size_t misfits_ = 0;
};

Status paint_size(const Size& size, const std::vector<Shot>& shots, const Catalogue& catalogue,
                  const Options& options, const Sources& sources, size_t& misfit_count) {
  auto sheet = TRY(kiosk::Sheet::painted(size.width, size.height));
  Painter painter(size, catalogue, std::move(sheet), sources);
  fs::create_directories(options.out + "/" + size.name());
  for (const Shot& shot : shots) {
    if (!size.shows(shot)) continue;
    for (const Language language : options.languages) {
      Shot in_language = shot;
      in_language.state.language = language;
      TRY(painter.paint(in_language, options.out + "/" + picture_path(shot, language, size)));
    }
  }
  misfit_count += painter.misfit_count();
  return done();
}

/// The chosen pictures of one size, small, into `out`; with `like` it is told which look otherwise
/// than there, and how many.
Result<size_t> paint_chosen(size_t size, const std::vector<Shot>& shots, const Catalogue& catalogue,
                            const Options& options, const Sources& sources) {
  auto sheet = TRY(kiosk::Sheet::painted(sizes[size].width, sizes[size].height));
  Painter painter(sizes[size], catalogue, std::move(sheet), sources);
  size_t strange = 0;
  for (const Chosen& chosen : chosen_pictures()) {
    if (chosen.size != size) continue;
    for (Shot shot : shots) {
      if (shot.screen != chosen.screen || shot.name != chosen.name) continue;
      shot.state.language = chosen.language;
      const std::string name = file_name(chosen), path = options.out + "/" + name;
      TRY(painter.show(shot));
      const Pixels small = made_smaller(painter.last());
      if (!write_picture(path, small)) return fail(Failure::io, path + " could not be written");
      if (options.like.empty()) continue;
      const double differs =
          greatest_difference(read_picture(path), read_picture(options.like + "/" + name));
      if (differs <= difference_borne) continue;
      std::fprintf(stderr, "%s looks otherwise than %s/%s (%.0f of 255)\n", path.c_str(),
                   options.like.c_str(), name.c_str(), differs);
      ++strange;
    }
  }
  return strange;
}

Status paint_all_chosen(const std::vector<Shot>& shots, const Catalogue& catalogue,
                        const Options& options, const Sources& sources) {
  fs::create_directories(options.out);
  size_t strange = 0;
  for (size_t size = 0; size < std::size(sizes); ++size)
    strange += TRY(paint_chosen(size, shots, catalogue, options, sources));
  std::printf("%zu pictures: %s\n", chosen_pictures().size(), options.out.c_str());
  if (strange == 0) return done();
  return fail(Failure::refused, "if that is meant, look at them and copy them to " + options.like);
}

Status run(const Options& options) {
  const Sample sample = TRY(Sample::read(options.package));
  const Catalogue catalogue = TRY(Catalogue::load(options.locale));
  if (!options.chosen && std::string("paper").find(options.only) != std::string::npos)
    TRY(write_papers(sample, catalogue, options.out + "/paper"));
  if (options.only == "paper") return done();
  std::vector<Shot> shots = all_shots(sample);
  std::erase_if(shots, [&](const Shot& shot) {
    return (shot.screen + "-" + shot.name).find(options.only) == std::string::npos;
  });
  if (shots.empty()) return fail(Failure::bad_input, "no screen is called " + options.only);
  const BlobFolder blobs;
  if (blobs.path().empty()) return fail(Failure::io, "no folder for pictures: is TMPDIR writable?");
  write_blobs(sample, blobs.path());
  const Sources sources{sample, blobs.path()};
  if (options.chosen) return paint_all_chosen(shots, catalogue, options, sources);
  // Trying every filter on every row would cost more than drawing the screen.
  stbi_write_force_png_filter = 2;
  size_t misfit_count = 0;
  for (const Size& size : sizes)
    TRY(paint_size(size, shots, catalogue, options, sources, misfit_count));
  std::ofstream(options.out + "/index.html") << page(shots);
  std::printf("%zu pictures, %zu misfits: %s/index.html\n",
              shots.size() * std::size(sizes) * options.languages.size(), misfit_count,
              options.out.c_str());
  return done();
}

}  // namespace
}  // namespace otmetka::gallery

int main(int argc, char** argv) {
  otmetka::gallery::Options options;
  CLI::App app("Pictures of every screen of the kiosk, and a page to leaf through them.",
               "otmetka-gallery");
  app.add_option("--out", options.out, "where they go")->type_name("DIR");
  app.add_option("--only", options.only, "only screens with this in their name")->type_name("TEXT");
  std::string language;
  app.add_option("--language", language, "in one language only")
      ->check(CLI::IsMember({"ru", "tt", "ky", "en"}));
  app.add_option("--package", options.package, "another programme")->type_name("DIR");
  app.add_option("--locale", options.locale, "other catalogues")->type_name("DIR");
  app.add_flag("--chosen", options.chosen, "one small picture of each kind of screen");
  app.add_option("--like", options.like, "with --chosen: fail if one looks otherwise than there")
      ->type_name("DIR");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (!language.empty()) options.languages = {otmetka::language_of(language)};
  const otmetka::Status status = otmetka::gallery::run(options);
  if (status.ok()) return 0;
  std::fprintf(stderr, "otmetka-gallery: %s\n", status.error().message.c_str());
  return 1;
}
