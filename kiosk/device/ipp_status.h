// kiosk/device/ipp_status.h - what a printer's answers say: how it stands, what it takes, what
// became of a job. Pure.
#pragma once
#include <cups/ipp.h>

#include <optional>
#include <string>
#include <vector>

#include "kiosk/device/printer_reason.h"

namespace otmetka::kiosk {

/// Its own words (RFC 8011, 5.4.11 and 5.4.12) as ours, the worst of several. Whether it is ready
/// is its state's word alone: a tray may be empty beside one that is full. `state` is an
/// ipp_pstate_t, or any other number that a printer says.
PrinterSight sight_of(int state, bool accepts_jobs, const std::vector<std::string>& reasons);

/// False for what is said of a printer that prints all the same.
bool hinders(PrinterReason reason);

struct IppPrinter {
  PrinterSight sight;
  bool pdf = false;
  // Empty: it takes no picture that we make.
  std::string raster_type;  // sgray_8 or srgb_8, as PWG 5102.4 calls them
  int dots_an_inch = 0;
  std::vector<std::string> media;  // names of the sizes that it has
};
/// None: this is not the answer of something that prints.
std::optional<IppPrinter> read_printer(ipp_t* answer);

/// What to ask a printer for, for read_printer.
std::vector<const char*> printer_attributes();

std::vector<std::string> keywords(ipp_t* answer, const char* name);

/// None: the job goes on. `state` is an ipp_jstate_t, or any other number that a printer says.
std::optional<PrinterReason> end_of_job(int state, const std::vector<std::string>& reasons);

}  // namespace otmetka::kiosk
