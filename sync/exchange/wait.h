// sync/exchange/wait.h - the question whether there is anything new: PROTOCOL.md, `POST
// /sync/v1/wait`. It is asked beside the exchange, so it holds all that it needs.
#pragma once
#include "shared/crypto/crypto.h"
#include "shared/seam/network.h"
#include "sync/exchange/frames.h"

namespace otmetka {

struct WaitCall {
  DeviceId device{};
  PublicKey central{};
  std::string software;
  SigningKey key;  // the daemon's
  std::vector<Scope> wants;
  // Of the wanted logs, as they are held: one of the two.
  std::vector<Head> heads;
  std::optional<Digest> digest = std::nullopt;
};

/// Whether central holds more of the wanted logs than the heads say; central answers once that is
/// so, or when its patience ends. `offline`, `refused`: no such answer.
Result<bool> ask_for_news(Network& network, const WaitCall& call);

}  // namespace otmetka
