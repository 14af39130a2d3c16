// sync/central/pages.h - the files of the office's page, as they were built into the program.
#pragma once
#include <optional>

#include "sync/central/http.h"

namespace otmetka {

/// Nothing when the path is no page.
std::optional<HttpResponse> page_response(const HttpRequest& request);

/// Names are shown to nobody who has not signed in; until that exists, to nobody but this machine.
/// 403 for all requests from elsewhere but the kiosks' (`/sync/v1/`), whose proof is their key.
std::optional<HttpResponse> refuse_stranger(const HttpRequest& request);

}  // namespace otmetka
