// otmetka-central: opens the central's directory and serves it until it is told to stop.
#include <fmt/format.h>

#include <algorithm>

#include "shared/base/limits.h"
#include "sync/central/admin.h"
#include "sync/central/health.h"
#include "sync/central/listener.h"
#include "sync/central/pages.h"
#include "sync/cli/arguments.h"

namespace otmetka {
namespace {

struct Options {
  std::string data, listen = default_listen, public_url;
  bool insecure_http = false;
  int64_t clock_offset_s = 0;
  uint64_t room_mib = intake_rows_bytes_max >> 20;
};

struct HostPort {
  std::string host;
  uint16_t port = 0;
};

Result<HostPort> split(const std::string& listen) {
  const size_t colon = listen.rfind(':');
  HostPort out;
  if (colon != std::string::npos) out.host = listen.substr(0, colon);
  if (out.host.starts_with('[') && out.host.ends_with(']'))
    out.host = out.host.substr(1, out.host.size() - 2);
  const std::string port = colon == std::string::npos ? "" : listen.substr(colon + 1);
  const bool digits =
      !port.empty() && port.size() <= 5 &&
      std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (out.host.empty() || !digits || std::stoul(port) > 65535) {
    return fail(Failure::bad_input,
                fmt::format("--listen {}: HOST:PORT expected, such as {}", listen, default_listen));
  }
  out.port = static_cast<uint16_t>(std::stoul(port));
  return out;
}

bool is_loopback(const std::string& host) {
  return host.starts_with("127.") || host == "::1" || host == "localhost";
}

Result<int> serve(const Options& options) {
  const HostPort at = TRY(split(options.listen));
  if (options.insecure_http && !is_loopback(at.host)) {
    return fail(
        Failure::bad_input,
        "--insecure-http is for loopback addresses only: leave it out, or listen on 127.0.0.1");
  }
  const auto clock = system_clock(options.clock_offset_s);
  const auto random = system_random();
  const auto home = TRY(CentralHome::open(options.data, *clock, *random));
  home->central().give_each_box_room(options.room_mib << 20);
  ListenerOptions doors;
  doors.host = at.host;
  doors.port = at.port;
  if (!options.insecure_http) doors.tls = home->tls();
  doors.admin_socket = admin_socket(options.data);
  const Listener* open_doors = nullptr;
  Health health(*home, [&] { return open_doors ? open_doors->connections() : 0; });
  doors.served = [&](const ServedRequest& served) { health.note(served); };
  const auto http = [&](const HttpRequest& request) {
    if (auto refusal = refuse_stranger(request)) return *refusal;
    if (auto watched = health.response(request)) return *watched;
    if (auto page = page_response(request)) return *page;
    return home->central().handle(request);
  };
  Listener listener = TRY(Listener::open(
      std::move(doors), http, [&](const std::string& line) { return perform_line(*home, line); }));
  open_doors = &listener;
  const std::string host = at.host.find(':') == std::string::npos ? at.host : "[" + at.host + "]";
  const std::string url =
      fmt::format("{}://{}:{}", options.insecure_http ? "http" : "https", host, listener.port());
  TRY(home->set_address(options.public_url.empty() ? url : options.public_url));
  // A disk without room for it is no reason to serve nobody.
  if (const Status stated = home->state_tls_keys(); !stated)
    say(stderr, "note: kiosks are not told of the TLS key: {}\n", stated.error().message);
  // Between requests, so that no kiosk's exchange pays for it.
  listener.every(std::chrono::seconds(10), [&] {
    for (const Scope& cohort : home->central().forget_ended().value_or({}))
      say(stderr, "note: {} is over: kiosks forget its people\n", cohort);
    (void)home->central().finish_erasures();
    (void)home->central().checkpoint();
    (void)home->central().check_stored(segments_checked_at_once);
  });
  if (!is_loopback(at.host)) {
    say(stderr,
        "note: kiosks are served at {}; pages and attendance only to this machine's loopback "
        "addresses, since nobody can sign in yet\n",
        options.listen);
  }
  fmt::print("ready {}\n", url);
  std::fflush(stdout);
  listener.run();
  return exit_done;
}

int run(int argc, char** argv) {
  CLI::App app(
      "The central office of Otmetka: takes what kiosks recorded, publishes programmes to them, "
      "shows attendance. Pages and attendance are for browsers on this machine only, at a loopback "
      "address, whatever is listened on: nobody can sign in yet.");
  Options options;
  app.add_option("--data", options.data, "directory of this central; made if it is not there")
      ->required();
  app.add_option("--listen", options.listen, "HOST:PORT; port 0 takes any free one")
      ->capture_default_str();
  app.add_option("--public-url", options.public_url,
                 "address that kiosks are given, if it is not the one listened on");
  app.add_flag("--insecure-http", options.insecure_http, "plain HTTP; loopback addresses only");
  app.add_option("--clock-offset", options.clock_offset_s,
                 "seconds to shift the wall clock by, for rehearsals and tests");
  app.add_option(
         "--room-of-a-kiosk", options.room_mib,
         "MiB that are taken of one kiosk at once, unpacked, and a quarter of it a day; ten "
         "times as much of memory")
      ->check(CLI::Range(intake_rows_bytes_max >> 20, uint64_t{1} << 20))
      ->capture_default_str();
  if (const auto code = parse_arguments(app, argc, argv)) return *code;
  const auto result = serve(options);
  if (result) return result.value();
  told(result.error());
  return result.error().failure == Failure::bad_input ? exit_usage : exit_failed;
}

}  // namespace
}  // namespace otmetka

int main(int argc, char** argv) { return otmetka::run(argc, argv); }
