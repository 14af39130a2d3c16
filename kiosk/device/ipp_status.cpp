#include "kiosk/device/ipp_status.h"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <utility>

namespace otmetka::kiosk {
namespace {

// The resolution that is asked for where there are several: codes are sharp, pages small.
constexpr int dots_an_inch_wanted = 300;

struct Meaning {
  std::string_view word;
  PrinterReason reason;
};
// The worst first.
constexpr Meaning meanings[] = {
    {"cover-open", PrinterReason::cover_open},
    {"door-open", PrinterReason::cover_open},
    {"interlock-open", PrinterReason::cover_open},
    {"media-jam", PrinterReason::jammed},
    {"media-empty", PrinterReason::paper_out},
    {"media-needed", PrinterReason::paper_out},
    {"input-tray-missing", PrinterReason::paper_out},
    {"marker-supply-empty", PrinterReason::ink_out},
    {"toner-empty", PrinterReason::ink_out},
    {"developer-empty", PrinterReason::ink_out},
    {"paused", PrinterReason::paused},
    {"moving-to-paused", PrinterReason::paused},
    {"media-low", PrinterReason::paper_low},
    {"marker-supply-low", PrinterReason::ink_low},
    {"toner-low", PrinterReason::ink_low},
};

bool only_warns(PrinterReason reason) {
  return reason == PrinterReason::paper_low || reason == PrinterReason::ink_low;
}

// A reason without a suffix is an error.
enum class Severity { report, warning, error };
struct Said {
  std::string_view word;
  Severity severity = Severity::error;
};
Said split(std::string_view text) {
  constexpr std::pair<std::string_view, Severity> suffixes[] = {
      {"-report", Severity::report}, {"-warning", Severity::warning}, {"-error", Severity::error}};
  for (const auto& [suffix, severity] : suffixes) {
    if (text.ends_with(suffix)) return {text.substr(0, text.size() - suffix.size()), severity};
  }
  return {text};
}

PrinterReason worst_of(const std::vector<std::string>& reasons, Severity severity) {
  for (const Meaning& meaning : meanings) {
    for (const std::string& reason : reasons) {
      const Said said = split(reason);
      if (said.severity == severity && said.word == meaning.word) return meaning.reason;
    }
  }
  return PrinterReason::none;
}

// Some call an empty tray a warning while they wait for paper; a report is of no trouble, until it
// is all that a stopped printer says.
PrinterReason reason_of(const std::vector<std::string>& reasons, bool stopped) {
  for (const Severity severity : {Severity::error, Severity::warning, Severity::report}) {
    const PrinterReason worst = worst_of(reasons, severity);
    const bool counts = severity != Severity::report || stopped || only_warns(worst);
    if (counts && worst != PrinterReason::none) return worst;
  }
  return PrinterReason::none;
}

bool holds(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool prints(ipp_t* answer) {
  ipp_attribute_t* operations = ippFindAttribute(answer, "operations-supported", IPP_TAG_ENUM);
  return operations && ippContainsInteger(operations, IPP_OP_PRINT_JOB) != 0;
}

// libcups puts any byte of an answer there, and one that is no unit may not be read as one.
int number_of(const ipp_res_t& unit) {
  int out = 0;
  static_assert(sizeof out == sizeof unit);
  std::memcpy(&out, &unit, sizeof out);
  return out;
}

int resolution_of(ipp_t* answer) {
  ipp_attribute_t* found =
      ippFindAttribute(answer, "pwg-raster-document-resolution-supported", IPP_TAG_RESOLUTION);
  int best = 0;
  for (int i = 0; found && i < ippGetCount(found); ++i) {
    int down = 0;
    ipp_res_t unit = IPP_RES_PER_INCH;
    const int across = ippGetResolution(found, i, &down, &unit);
    if (across != down || number_of(unit) != IPP_RES_PER_INCH || across <= 0) continue;
    const bool fits = across <= dots_an_inch_wanted, best_fits = best <= dots_an_inch_wanted;
    if (best == 0 || (fits && (!best_fits || across > best)) || (!fits && across < best))
      best = across;
  }
  return best;
}

}  // namespace

bool hinders(PrinterReason reason) { return reason != PrinterReason::none && !only_warns(reason); }

PrinterSight sight_of(int state, bool accepts_jobs, const std::vector<std::string>& reasons) {
  const bool stopped = state == IPP_PSTATE_STOPPED;
  PrinterSight out{true, !stopped && accepts_jobs, reason_of(reasons, stopped)};
  const bool says_why = hinders(out.reason);
  if (!accepts_jobs && !says_why) out.reason = PrinterReason::paused;
  if (stopped && accepts_jobs && !says_why) out.reason = PrinterReason::trouble;
  return out;
}

std::vector<std::string> keywords(ipp_t* answer, const char* name) {
  std::vector<std::string> out;
  ipp_attribute_t* found = ippFindAttribute(answer, name, IPP_TAG_ZERO);
  const bool words = found && (ippGetValueTag(found) == IPP_TAG_KEYWORD ||
                               ippGetValueTag(found) == IPP_TAG_MIMETYPE);
  for (int i = 0; words && i < ippGetCount(found); ++i) {
    if (const char* word = ippGetString(found, i, nullptr)) out.emplace_back(word);
  }
  return out;
}

std::vector<const char*> printer_attributes() {
  return {"printer-state",
          "printer-state-reasons",
          "printer-is-accepting-jobs",
          "operations-supported",
          "document-format-supported",
          "media-supported",
          "pwg-raster-document-resolution-supported",
          "pwg-raster-document-type-supported"};
}

std::optional<IppPrinter> read_printer(ipp_t* answer) {
  ipp_attribute_t* state = ippFindAttribute(answer, "printer-state", IPP_TAG_ENUM);
  if (!state || !prints(answer)) return std::nullopt;
  ipp_attribute_t* accepts = ippFindAttribute(answer, "printer-is-accepting-jobs", IPP_TAG_BOOLEAN);
  IppPrinter out;
  out.sight = sight_of(ippGetInteger(state, 0), !accepts || ippGetBoolean(accepts, 0) != 0,
                       keywords(answer, "printer-state-reasons"));
  const auto formats = keywords(answer, "document-format-supported");
  out.pdf = holds(formats, "application/pdf");
  out.media = keywords(answer, "media-supported");
  out.dots_an_inch = resolution_of(answer);
  const auto types = keywords(answer, "pwg-raster-document-type-supported");
  if (holds(formats, "image/pwg-raster") && out.dots_an_inch > 0) {
    for (const char* type : {"srgb_8", "sgray_8"}) {
      if (holds(types, type)) out.raster_type = type;
    }
  }
  return out;
}

std::optional<PrinterReason> end_of_job(int state, const std::vector<std::string>& reasons) {
  switch (state) {
    case IPP_JSTATE_COMPLETED:
      // Some of it is on paper, and not all.
      return holds(reasons, "job-completed-with-errors") ? PrinterReason::given_up
                                                         : PrinterReason::none;
    case IPP_JSTATE_CANCELED:
      return PrinterReason::canceled;
    case IPP_JSTATE_ABORTED:
      return PrinterReason::given_up;
    default:
      return std::nullopt;
  }
}

}  // namespace otmetka::kiosk
