// sync/central/pages.h - the files of the office's page, as they were built into the program.
#pragma once
#include <optional>

#include "sync/central/http.h"

namespace otmetka {

/// Nothing when the path is no page.
std::optional<HttpResponse> page_response(const HttpRequest& request);

}  // namespace otmetka
