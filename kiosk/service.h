// kiosk/service.h - that staff have put this kiosk out of service, kept beside its log and not in
// it.
#pragma once
#include "shared/store/journal.h"

namespace otmetka::kiosk {

/// False where nothing was kept, or it cannot be read: a kiosk that may work does.
bool kept_out_of_service(const std::string& journal_path);
Status keep_out_of_service(Journal& journal, bool out);

}  // namespace otmetka::kiosk
