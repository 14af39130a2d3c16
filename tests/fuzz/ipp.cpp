// What something at a printer's address answers.
#include <cups/ipp.h>

#include <memory>

#include "kiosk/device/ipp_status.h"
#include "tests/fuzz/targets.h"

namespace otmetka::fuzz {
namespace {

struct Free {
  void operator()(ipp_t* message) const { ippDelete(message); }
};

ssize_t more(void* from, ipp_uchar_t* to, size_t size) {
  ByteView& left = *static_cast<ByteView*>(from);
  const size_t part = std::min(size, left.size());
  std::copy_n(left.begin(), part, to);
  left = left.subspan(part);
  return static_cast<ssize_t>(part);
}

}  // namespace

void ipp(ByteView input) {
  const std::unique_ptr<ipp_t, Free> answer(ippNew());
  ByteView left = input;
  const ipp_state_t read = ippReadIO(&left, more, 1, nullptr, answer.get());
  // Whatever of it libcups has understood by then.
  const auto printer = kiosk::read_printer(answer.get());
  if (read != IPP_STATE_DATA && !printer) return;
  if (printer) {
    const kiosk::PrinterSight& sight = printer->sight;
    promise(sight.present, "what answers is there");
    promise(sight.ready || sight.reason != kiosk::PrinterReason::none,
            "a printer that is not ready says why");
    promise(printer->raster_type.empty() || printer->dots_an_inch > 0,
            "pictures have a resolution");
  }
  ipp_attribute_t* state = ippFindAttribute(answer.get(), "job-state", IPP_TAG_ENUM);
  if (!state) return;
  (void)kiosk::end_of_job(ippGetInteger(state, 0),
                          kiosk::keywords(answer.get(), "job-state-reasons"));
}

}  // namespace otmetka::fuzz
