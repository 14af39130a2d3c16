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

#include "kiosk/platform/pictures.h"
#include "kiosk/platform/sheet.h"
#include "kiosk/ui/ui.h"
#include "tests/gallery/misfits.h"
#include "tests/gallery/page.h"
#include "tests/gallery/papers.h"

namespace otmetka::gallery {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::string out = "gallery", package = OTMETKA_ASSETS_DIR "/programmes/exchange";
  std::string locale = OTMETKA_LOCALE_DIR, only;
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

class Painter {
 public:
  Painter(const Size& size, const Catalogue& catalogue, std::unique_ptr<kiosk::Sheet> sheet,
          const kiosk::Theme& theme, const std::string& blobs)
      : size_(size),
        catalogue_(catalogue),
        sheet_(std::move(sheet)),
        theme_(theme),
        pictures_(blobs, [] {}) {}

  /// True: the picture is written.
  bool paint(const Shot& shot, const std::string& path) {
    // The first frame asks for pictures, the last one has them.
    kiosk::Proof proof = frame(shot);
    for (int waits = 0; missing_ && waits < picture_waits_max; ++waits) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      if (pictures_.upload()) proof = frame(shot);
    }
    for (const std::string& misfit : misfits(proof, size_)) {
      std::fprintf(stderr, "%s: %s\n", path.c_str(), misfit.c_str());
      ++misfits_;
    }
    const std::vector<uint8_t> pixels = sheet_->pixels();
    return stbi_write_png(path.c_str(), size_.width, size_.height, 3, pixels.data(),
                          size_.width * 3) != 0;
  }
  size_t misfit_count() const { return misfits_; }

 private:
  static constexpr int picture_waits_max = 1000;

  kiosk::Proof frame(const Shot& shot) {
    kiosk::Proof proof;
    missing_ = false;
    const kiosk::PictureOf picture = [&](const std::string& hash) {
      const kiosk::Picture found = pictures_.picture(hash, 0);
      if (!hash.empty() && found.texture == 0) missing_ = true;
      return found;
    };
    const kiosk::Focused* focus = shot.focus ? &*shot.focus : nullptr;
    sheet_->frame(
        [&] { kiosk::draw_screen(shot.state, theme_, catalogue_, picture, &proof, focus); });
    return proof;
  }

  Size size_;
  const Catalogue& catalogue_;
  std::unique_ptr<kiosk::Sheet> sheet_;
  kiosk::Theme theme_;
  kiosk::Pictures pictures_;
  bool missing_ = false;
  size_t misfits_ = 0;
};

Status paint_size(const Size& size, const std::vector<Shot>& shots, const Catalogue& catalogue,
                  const Options& options, const std::string& blobs, size_t& misfit_count) {
  auto sheet = TRY(kiosk::Sheet::painted(size.width, size.height));
  const kiosk::Theme theme = TRY(kiosk::Theme::make(size.width, size.height, pixels_per_mm));
  Painter painter(size, catalogue, std::move(sheet), theme, blobs);
  fs::create_directories(options.out + "/" + size.name());
  for (const Shot& shot : shots) {
    if (!size.shows(shot)) continue;
    for (const Language language : languages) {
      Shot in_language = shot;
      in_language.state.language = language;
      const std::string path = options.out + "/" + picture_path(shot, language, size);
      if (!painter.paint(in_language, path))
        return fail(Failure::io, path + " could not be written");
    }
  }
  misfit_count += painter.misfit_count();
  return done();
}

Status run(const Options& options) {
  const Sample sample = TRY(Sample::read(options.package));
  const Catalogue catalogue = TRY(Catalogue::load(options.locale));
  if (std::string("paper").find(options.only) != std::string::npos)
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
  // Trying every filter on every row would cost more than drawing the screen.
  stbi_write_force_png_filter = 2;
  size_t misfit_count = 0;
  for (const Size& size : sizes)
    TRY(paint_size(size, shots, catalogue, options, blobs.path(), misfit_count));
  std::ofstream(options.out + "/index.html") << page(shots);
  std::printf("%zu pictures, %zu misfits: %s/index.html\n",
              shots.size() * std::size(sizes) * std::size(languages), misfit_count,
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
  app.add_option("--package", options.package, "another programme")->type_name("DIR");
  app.add_option("--locale", options.locale, "other catalogues")->type_name("DIR");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  const otmetka::Status status = otmetka::gallery::run(options);
  if (status.ok()) return 0;
  std::fprintf(stderr, "otmetka-gallery: %s\n", status.error().message.c_str());
  return 1;
}
