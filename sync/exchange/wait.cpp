#include "sync/exchange/wait.h"

#include <fmt/format.h>

namespace otmetka {
namespace {

constexpr const char* wait_path = "/sync/v1/wait";
constexpr int attempts_max = 3;  // a challenge, and one more after a connection that was cut

Bytes body_of(const WaitCall& call, const std::optional<std::array<uint8_t, 32>>& challenge) {
  FrameWriter out;
  out.hello({1, call.device, call.software});
  if (challenge) {
    Proof proof{*challenge, {}};
    proof.signature = call.key.sign(Context::authentication,
                                    proof_message(*challenge, call.device, call.central));
    out.proof(proof);
  }
  out.wants(call.wants);
  out.heads(call.heads);
  if (call.digest) out.digest(*call.digest);
  return out.take();
}

}  // namespace

Result<bool> ask_for_news(Network& network, const WaitCall& call) {
  std::optional<std::array<uint8_t, 32>> challenge;
  for (int attempt = 0; attempt < attempts_max; ++attempt) {
    const NetworkReply reply = TRY(network.post(wait_path, body_of(call, challenge)));
    const Frames frames = TRY(read_frames(reply.body));
    challenge = frames.challenge;
    if (reply.status == 401 && challenge) continue;
    if (reply.status != 200 || !frames.pace)
      return fail(Failure::refused, fmt::format("central does not tell news: {}", reply.status));
    return frames.pace->more;
  }
  return fail(Failure::refused, "central does not accept this box's proof of identity");
}

}  // namespace otmetka
