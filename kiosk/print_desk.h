// kiosk/print_desk.h - brings what update() wants printed to the printer, and its answers back as
// events. Pages are made on the printer's thread.
#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "kiosk/app/event.h"
#include "kiosk/device/printer.h"
#include "kiosk/paper/badge.h"
#include "kiosk/paper/sheet.h"
#include "shared/store/recorder.h"

namespace otmetka::kiosk {

class PrintDesk {
 public:
  /// `wake` is called on the printer's thread whenever there is news. The catalogue must live
  /// longer.
  PrintDesk(const Catalogue& catalogue, std::function<void()> wake)
      : catalogue_(catalogue), wake_(std::move(wake)) {}

  /// `address`: as print_target. Without it every order is answered: unreachable.
  Status start(const std::string& address, paper::PaperSize badge_size);

  void print(const PrintSheet& order, const Recorder& recorder);
  void print(const PrintBadge& order);
  void print(uint64_t job, paper::SheetPaper sheet);
  void print(uint64_t job, paper::BadgePaper badge);

  /// PrinterSeen, Printed and NotPrinted since the last call, in order.
  std::vector<Happening> take_news();

 private:
  void order(PrintOrder order);
  void tell(Happening news);
  void tell_end(uint64_t job, PrinterReason reason);

  const Catalogue& catalogue_;
  std::function<void()> wake_;
  paper::PaperSize badge_size_ = paper::label_62x100;
  std::mutex mutex_;
  std::vector<Happening> news_;
  std::unique_ptr<Printer> printer_;  // last: its thread calls into the ones above
};

}  // namespace otmetka::kiosk
