#include "sync/central/pages.h"

#include "sync/central/web/web_files.h"

namespace otmetka {

std::optional<HttpResponse> page_response(const HttpRequest& request) {
  if (request.method != "GET") return std::nullopt;
  const WebFile* file = web_file(request.path);
  if (!file) return std::nullopt;
  HttpResponse response;
  response.content_type = file->content_type;
  response.headers["ETag"] = std::string(file->etag);
  // A file whose name has the hash of its bytes never changes; all others are asked for again.
  const bool named_by_bytes = request.path.starts_with("/assets/");
  response.headers["Cache-Control"] =
      named_by_bytes ? "private, max-age=31536000, immutable" : "no-cache";
  // The page loads nothing from anywhere else and may not be framed.
  response.headers["Content-Security-Policy"] = "default-src 'self'; frame-ancestors 'none'";
  response.headers["X-Content-Type-Options"] = "nosniff";
  const auto known = request.headers.find("if-none-match");
  if (known != request.headers.end() && known->second == file->etag) {
    response.status = 304;
    return response;
  }
  response.body = to_bytes(file->bytes);
  return response;
}

std::optional<HttpResponse> refuse_stranger(const HttpRequest& request) {
  if (request.from_this_machine || request.path.starts_with("/sync/v1/")) return std::nullopt;
  HttpResponse response;
  response.status = 403;
  response.content_type = "text/plain; charset=utf-8";
  response.refusal = "stranger";
  response.body = to_bytes(
      as_bytes("This central shows names only on its own machine, since nobody can sign in yet: "
               "open its page there, at https://127.0.0.1 and its port.\n"));
  return response;
}

}  // namespace otmetka
