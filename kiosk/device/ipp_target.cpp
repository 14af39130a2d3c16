#include <cups/cups.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "kiosk/device/ipp_status.h"
#include "kiosk/device/ipp_wire.h"
#include "kiosk/device/monotonic.h"
#include "kiosk/device/pwg_raster.h"

namespace otmetka::kiosk {
namespace {

constexpr PrinterSight gone{false, false, PrinterReason::unreachable};

std::string words_of(ipp_t* answer) {
  const ipp_status_t status = ippGetStatusCode(answer);
  ipp_attribute_t* said = ippFindAttribute(answer, "status-message", IPP_TAG_TEXT);
  const char* message = said ? ippGetString(said, 0, nullptr) : nullptr;
  return message ? fmt::format("{} ({})", ippErrorString(status), message) : ippErrorString(status);
}

bool went_well(ipp_t* answer) {
  return ippGetStatusCode(answer) < IPP_STATUS_REDIRECTION_OTHER_SITE;
}

// The size of the pages, by its name where the printer knows one.
void add_media(ipp_t* request, const PrintDocument& document, const IppPrinter& printer) {
  const auto hundredths = [](double mm) { return static_cast<int>(std::lround(mm * 100)); };
  const int width = hundredths(document.width_mm), height = hundredths(document.height_mm);
  const pwg_media_t* media = pwgMediaForSize(width, height);
  const bool named = media && std::find(printer.media.begin(), printer.media.end(), media->pwg) !=
                                  printer.media.end();
  if (named) {
    ippAddString(request, IPP_TAG_JOB, IPP_TAG_KEYWORD, "media", nullptr, media->pwg);
    return;
  }
  const IppMessage size(ippNew()), media_col(ippNew());
  ippAddInteger(size.get(), IPP_TAG_ZERO, IPP_TAG_INTEGER, "x-dimension", width);
  ippAddInteger(size.get(), IPP_TAG_ZERO, IPP_TAG_INTEGER, "y-dimension", height);
  ippAddCollection(media_col.get(), IPP_TAG_ZERO, "media-size", size.get());
  ippAddCollection(request, IPP_TAG_JOB, "media-col", media_col.get());
}

// Empty: it gives none.
std::string uuid_of(ipp_t* job) {
  ipp_attribute_t* said = ippFindAttribute(job, "job-uuid", IPP_TAG_URI);
  const char* uuid = said ? ippGetString(said, 0, nullptr) : nullptr;
  return uuid ? uuid : "";
}

class IppTarget : public PrintTarget {
 public:
  IppTarget(IppAddress address, const PrintLimits& limits)
      : address_(std::move(address)), limits_(limits) {}

  PrinterSight look(const PrintWatch& watch) override { return examine(watch).sight; }

  PrintOutcome print(const PrintDocument& document, const PrintWatch& watch) override {
    deadline_ms_ = monotonic_ms() + limits_.job_ms + document.pages * limits_.page_ms;
    const IppPrinter printer = examine(watch);
    watch.sight(printer.sight);
    if (!printer.sight.ready) return {printer.sight.reason, trouble_};
    PrintOutcome outcome{PrinterReason::no_format, "it takes neither PDF nor PWG raster"};
    if (printer.pdf) {
      outcome = submit(document, printer, "application/pdf", document.pdf(), watch);
    }
    // Some claim PDF and then take none.
    if (outcome.reason == PrinterReason::no_format && !printer.raster_type.empty()) {
      outcome = submit(document, printer, "image/pwg-raster",
                       pwg_raster(document, printer.raster_type, printer.dots_an_inch), watch);
    }
    return outcome;
  }

 private:
  IppPrinter examine(const PrintWatch& watch) {
    const IppMessage request = ipp_request(IPP_OP_GET_PRINTER_ATTRIBUTES, address_);
    const auto wanted = printer_attributes();
    ippAddStrings(request.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes",
                  static_cast<int>(wanted.size()), nullptr, wanted.data());
    IppPrinter out;
    out.sight = gone;
    const auto answer = ask(request, watch);
    if (!answer) {
      trouble_ = answer.error().message;
      if (answer.error().failure == Failure::refused)
        out.sight.reason = PrinterReason::not_a_printer;
      return out;
    }
    auto printer = went_well(answer.value().get()) ? read_printer(answer.value().get())
                                                   : std::optional<IppPrinter>();
    if (printer) {
      trouble_ = "the printer is not ready";
      return *printer;
    }
    trouble_ = address_.uri + " is not the address of a printer: " + words_of(answer.value().get());
    out.sight.reason = PrinterReason::not_a_printer;
    return out;
  }

  enum class Media { said, left_out };

  IppMessage print_job(const PrintDocument& document, const IppPrinter& printer, const char* format,
                       Media media) const {
    IppMessage out = ipp_request(IPP_OP_PRINT_JOB, address_);
    ippAddString(out.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", nullptr,
                 document.title.c_str());
    ippAddString(out.get(), IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", nullptr,
                 format);
    ippAddString(out.get(), IPP_TAG_JOB, IPP_TAG_KEYWORD, "sides", nullptr, "one-sided");
    if (media == Media::said) add_media(out.get(), document, printer);
    return out;
  }

  PrintOutcome submit(const PrintDocument& document, const IppPrinter& printer, const char* format,
                      const Result<Bytes>& bytes, const PrintWatch& watch) {
    if (!bytes) return {PrinterReason::not_drawn, bytes.error().message};
    Media media = Media::said;
    while (!watch.ending()) {
      const IppMessage request = print_job(document, printer, format, media);
      // Printers without much memory take a job as fast as they print it.
      const auto answer =
          ask_ipp(address_, request, bytes.value(), deadline_ms_, limits_.connect_ms, watch);
      if (!answer) return {PrinterReason::unreachable, answer.error().message};
      ipp_t* said = answer.value().get();
      const ipp_status_t status = ippGetStatusCode(said);
      if (went_well(said)) return follow(said, watch);
      if (status == IPP_STATUS_ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED)
        return {PrinterReason::no_format, words_of(said)};
      // Some take no size that they do not know, and print on what is in them all the same.
      if (status == IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES && media == Media::said) {
        media = Media::left_out;
        continue;
      }
      if (status != IPP_STATUS_ERROR_BUSY) return {PrinterReason::refused, words_of(said)};
      watch.wait(limits_.follow_ms);
      if (monotonic_ms() >= deadline_ms_) return {PrinterReason::too_slow, words_of(said)};
    }
    return {PrinterReason::unknown, "the program ends"};
  }

  PrintOutcome follow(ipp_t* accepted, const PrintWatch& watch) {
    ipp_attribute_t* number = ippFindAttribute(accepted, "job-id", IPP_TAG_INTEGER);
    if (!number) return {PrinterReason::unknown, "the printer gave the job no number"};
    const int job = ippGetInteger(number, 0);
    PrinterReason hindrance = PrinterReason::too_slow;
    std::string ours;
    do {
      const auto answer = ask(request_of(IPP_OP_GET_JOB_ATTRIBUTES, job), watch);
      if (answer) {
        // One that was switched off may count from 1 again, for whoever prints next.
        const std::string uuid = uuid_of(answer.value().get());
        if (ours.empty()) ours = uuid;
        if (uuid != ours)
          return {PrinterReason::unknown, fmt::format("job {} is another one now", job)};
        if (auto end = end_of(answer.value().get())) return *end;
        const PrinterSight sight = examine(watch).sight;
        watch.sight(sight);
        hindrance = hinders(sight.reason) ? sight.reason : PrinterReason::too_slow;
      } else {
        // It may come back, and then it knows more.
        watch.sight(gone);
        hindrance = PrinterReason::unknown;
      }
    } while (watch.wait(limits_.follow_ms) && monotonic_ms() < deadline_ms_);
    if (watch.ending()) return {PrinterReason::unknown, "the program ends"};
    // Paper that comes out when nobody expects it any more helps nobody.
    const auto canceled = ask(request_of(IPP_OP_CANCEL_JOB, job), watch);
    const bool taken_back = canceled && went_well(canceled.value().get());
    return {hindrance, fmt::format("job {} was not done in time, {}", job,
                                   taken_back ? "and was taken back" : "and may still be")};
  }

  // None: it goes on.
  std::optional<PrintOutcome> end_of(ipp_t* answer) const {
    if (!went_well(answer)) return PrintOutcome{PrinterReason::unknown, words_of(answer)};
    ipp_attribute_t* state = ippFindAttribute(answer, "job-state", IPP_TAG_ENUM);
    if (!state) return PrintOutcome{PrinterReason::unknown, "the printer does not know the job"};
    const auto reasons = keywords(answer, "job-state-reasons");
    const auto end = end_of_job(ippGetInteger(state, 0), reasons);
    if (!end) return std::nullopt;
    return PrintOutcome{*end, fmt::format("{}", fmt::join(reasons, ", "))};
  }

  IppMessage request_of(ipp_op_t operation, int job) const {
    IppMessage out = ipp_request(operation, address_);
    ippAddInteger(out.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job);
    return out;
  }

  Result<IppMessage> ask(const IppMessage& request, const PrintWatch& watch) {
    return ask_ipp(address_, request, {}, monotonic_ms() + limits_.answer_ms, limits_.connect_ms,
                   watch);
  }

  IppAddress address_;
  PrintLimits limits_;
  uint64_t deadline_ms_ = 0;
  std::string trouble_;  // why it is not there or not ready, for the log
};

}  // namespace

Result<std::unique_ptr<PrintTarget>> ipp_target(const std::string& uri, const PrintLimits& limits) {
  IppAddress address = TRY(read_ipp_address(uri));
  return std::unique_ptr<PrintTarget>(std::make_unique<IppTarget>(std::move(address), limits));
}

}  // namespace otmetka::kiosk
