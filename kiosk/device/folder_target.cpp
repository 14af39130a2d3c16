#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kiosk/device/print_target.h"
#include "shared/store/files.h"

namespace otmetka::kiosk {
namespace {

// A folder that nobody empties is not filled for ever.
constexpr int files_of_a_title_max = 9999;

class FolderTarget : public PrintTarget {
 public:
  explicit FolderTarget(std::string folder) : folder_(std::move(folder)) {}

  PrinterSight look(const PrintWatch&) override {
    struct stat found {};
    const bool there = ::stat(folder_.c_str(), &found) == 0 && S_ISDIR(found.st_mode) &&
                       ::access(folder_.c_str(), W_OK | X_OK) == 0;
    if (!there) return {false, false, PrinterReason::folder};
    return {true, true, PrinterReason::none};
  }

  PrintOutcome print(const PrintDocument& document, const PrintWatch&) override {
    const auto pdf = document.pdf();
    if (!pdf) return {PrinterReason::not_drawn, pdf.error().message};
    const std::string path = free_path(document.title);
    const Status written = path.empty() ? fail(Failure::full, folder_ + " holds too many files")
                                        : write_file(path, pdf.value());
    if (!written) return {PrinterReason::folder, written.error().message};
    return {};
  }

 private:
  // This program is the only one that writes there, so what is free stays free.
  std::string free_path(const std::string& title) const {
    for (int n = 1; n <= files_of_a_title_max; ++n) {
      const std::string path = fmt::format("{}/{}-{}.pdf", folder_, title, n);
      if (!file_exists(path)) return path;
    }
    return {};
  }

  std::string folder_;
};

}  // namespace

std::unique_ptr<PrintTarget> folder_target(std::string folder) {
  return std::make_unique<FolderTarget>(std::move(folder));
}

}  // namespace otmetka::kiosk
