// kiosk/device/ipp_wire.h - one question to a printer and its answer, by IPP over HTTP (RFC 8010),
// on a connection of its own and within a time. No print server takes part.
#pragma once
#include <cups/ipp.h>

#include <memory>
#include <string>

#include "kiosk/device/print_target.h"

namespace otmetka::kiosk {

struct IppAddress {
  std::string uri, host, resource;
  int port = 0;
  bool tls = false;
};
/// ipp://HOST[:PORT]/PATH or ipps. `bad_input` for anything else.
Result<IppAddress> read_ipp_address(const std::string& uri);

struct DeleteIpp {
  void operator()(ipp_t* message) const { ippDelete(message); }
};
using IppMessage = std::unique_ptr<ipp_t, DeleteIpp>;

/// A request with what every one begins with.
IppMessage ipp_request(ipp_op_t operation, const IppAddress& to);

/// The answer, whatever its status. `offline`: nobody answers, or not until `deadline_ms`
/// (monotonic), or the program ends. `refused`: who answers speaks no IPP.
Result<IppMessage> ask_ipp(const IppAddress& to, const IppMessage& request, ByteView document,
                           uint64_t deadline_ms, uint64_t connect_ms, const PrintWatch& watch);

}  // namespace otmetka::kiosk
