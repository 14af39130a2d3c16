#include "kiosk/service.h"

namespace otmetka::kiosk {
namespace {

constexpr const char* service_local = "out_of_service";

}  // namespace

bool kept_out_of_service(const std::string& journal_path) {
  auto reader = JournalReader::open(journal_path, {});
  if (!reader) return false;
  const auto kept = reader.value().local(service_local);
  return kept && kept.value() && !kept.value()->empty();
}

Status keep_out_of_service(Journal& journal, bool out) {
  return journal.set_local(service_local, as_bytes(std::string_view(out ? "1" : "")));
}

}  // namespace otmetka::kiosk
