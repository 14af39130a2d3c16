#include "kiosk/print_desk.h"

#include <cstdio>
#include <utility>

#include "kiosk/paper/print.h"
#include "kiosk/paper/sheet_of.h"
#include "kiosk/staff_desk.h"

namespace otmetka::kiosk {
namespace {

struct LaidOut {
  paper::Letters letters;
  paper::Pages pages;
};

PrintDocument document_of(std::string title, paper::Letters letters, paper::Pages pages) {
  PrintDocument out;
  out.width_mm = pages.front().size.width_mm;
  out.height_mm = pages.front().size.height_mm;
  out.pages = pages.size();
  out.title = std::move(title);
  const auto laid_out = std::make_shared<LaidOut>(LaidOut{std::move(letters), std::move(pages)});
  out.pdf = [laid_out, title = out.title] {
    return paper::pdf_of(laid_out->pages, laid_out->letters, title);
  };
  out.picture = [laid_out](size_t page, int dots_an_inch) {
    return paper::picture_of(laid_out->pages[page], laid_out->letters, dots_an_inch);
  };
  return out;
}

}  // namespace

Status PrintDesk::start(const std::string& address, paper::PaperSize badge_size) {
  badge_size_ = badge_size;
  auto target = TRY(print_target(address));
  PrinterListener listener;
  listener.seen = [this](const PrinterSight& sight) { tell(PrinterSeen{sight}); };
  listener.done = [this](uint64_t job, PrinterReason reason) { tell_end(job, reason); };
  listener.note = [](const std::string& note) {
    std::fprintf(stderr, "otmetka-kiosk: printer: %s\n", note.c_str());
  };
  printer_ = std::make_unique<Printer>(std::move(target), std::move(listener));
  return done();
}

void PrintDesk::print(const PrintSheet& order, const Recorder& recorder) {
  paper::SheetPaper sheet;
  if (const VenueEntry* venue = recorder.venue()) {
    const Directory& directory = recorder.directory();
    const auto own = directory.devices().find(recorder.identity()->device);
    const std::string name = own == directory.devices().end() ? "" : own->second.name();
    sheet = paper::sheet_of(directory, venue->number, order.day_s, order.language, catalogue_, name,
                            declined_by(recorder), order.by);
  }
  print(order.job, std::move(sheet));
}

void PrintDesk::print(const PrintBadge& order) {
  print(order.job,
        paper::BadgePaper{order.language, in_language(order.words.programme, order.language),
                          order.words.name, order.words.organisation, order.words.code});
}

void PrintDesk::print(uint64_t job, paper::SheetPaper sheet) {
  order({job, [sheet = std::move(sheet), &catalogue = catalogue_]() -> Result<PrintDocument> {
           paper::Letters letters = TRY(paper::Letters::open(sheet.language));
           paper::Pages pages = paper::lay_out(sheet, letters, catalogue);
           if (pages.empty()) return fail(Failure::absent, "there is no session today");
           return document_of("sheet", std::move(letters), std::move(pages));
         }});
}

void PrintDesk::print(uint64_t job, paper::BadgePaper badge) {
  order({job, [badge = std::move(badge), size = badge_size_]() -> Result<PrintDocument> {
           paper::Letters letters = TRY(paper::Letters::open(badge.language));
           paper::Pages pages = TRY(paper::lay_out(badge, size, letters));
           return document_of("badge", std::move(letters), std::move(pages));
         }});
}

void PrintDesk::order(PrintOrder order) {
  const uint64_t job = order.job;
  if (!printer_) return tell_end(job, PrinterReason::unreachable);
  if (!printer_->print(std::move(order))) tell_end(job, PrinterReason::refused);
}

void PrintDesk::tell_end(uint64_t job, PrinterReason reason) {
  if (reason == PrinterReason::none) return tell(Printed{job});
  tell(NotPrinted{job, reason});
}

void PrintDesk::tell(Happening news) {
  {
    const std::lock_guard lock(mutex_);
    news_.push_back(std::move(news));
  }
  wake_();
}

std::vector<Happening> PrintDesk::take_news() {
  const std::lock_guard lock(mutex_);
  return std::exchange(news_, {});
}

}  // namespace otmetka::kiosk
