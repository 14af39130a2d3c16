#include "tests/sim/faulty_network.h"

#include "shared/log/receipt.h"
#include "sync/exchange/frames.h"

namespace otmetka::sim {
namespace {

constexpr const char* portal_page =
    "<!DOCTYPE html><html><head><title>Guest Wi-Fi</title></head><body>Please accept the terms."
    "</body></html>";
constexpr size_t old_requests_kept = 8;

Bytes damaged(ByteView body, std::optional<uint64_t> cut_at, std::optional<uint64_t> bit) {
  Bytes bytes = to_bytes(body);
  if (cut_at) bytes.resize(static_cast<size_t>(*cut_at % (bytes.size() + 1)));
  if (bit && !bytes.empty()) {
    uint8_t& byte = bytes[static_cast<size_t>(*bit / 8 % bytes.size())];
    byte = static_cast<uint8_t>(byte ^ (1u << (*bit % 8)));
  }
  return bytes;
}

}  // namespace

std::optional<NetworkReply> Wire::hand_over(const Connection& connection, const std::string& path,
                                            const Bytes& body) {
  if (!office_.central()) return std::nullopt;
  HttpRequest request;
  request.method = "POST";
  request.path = path;
  request.body = body;
  request.connection = connection.number;
  HttpResponse response = office_.central()->handle(request);
  NetworkReply reply{response.status, std::move(response.body)};
  keep_promises(reply);
  // Power went meanwhile. Whether the answer was on its way already nobody knows.
  if (office_.disk().is_cut() && (requests_ & 1)) return std::nullopt;
  return reply;
}

void Wire::keep_promises(const NetworkReply& reply) {
  if (reply.status != 200) return;
  const auto frames = read_frames(reply.body);
  if (!frames || !frames.value().receipt) return;
  const PublicKey key = office_.central()->keys().sign->public_key();
  const auto receipt = read_receipt(*frames.value().receipt, key);
  if (!receipt) {
    chronicle_.wrong("central sent a receipt that nobody can read");
    return;
  }
  for (const ReceiptEntry& entry : receipt.value().entries) {
    Promise& best = promised_[{to_text(entry.log.device), entry.log.scope, to_text(entry.epoch)}];
    Promise& safe = archived[{to_text(entry.log.device), entry.log.scope, to_text(entry.epoch)}];
    if (entry.archived > safe.durable) safe = {entry.log, entry.epoch, entry.archived, {}};
    if (entry.durable > best.durable) best = {entry.log, entry.epoch, entry.durable, entry.link};
  }
}

Result<NetworkReply> Wire::carry(Connection& connection, const std::string& path, ByteView body) {
  const Fault fault = weather ? weather() : Fault{};
  ++requests_;
  bytes_there = body.size();
  bytes_back = 0;
  time_.pass_ms(fault.there_ms);
  if (fault.portal) return NetworkReply{200, to_bytes(as_bytes(portal_page))};
  if (fault.body_bytes_max > 0 && body.size() > fault.body_bytes_max) return NetworkReply{413, {}};
  if (fault.new_connection || connection.office_start != office_.starts()) connection = {};
  if (connection.number == 0) connection = {++connections_, office_.starts()};
  if (fault.request_lost) {
    connection = {};
    return fail(Failure::offline, "simulated: the request was lost");
  }
  const Bytes request = damaged(body, fault.request_bytes, fault.request_bit);
  old_.push_back({connection, path, request});
  if (old_.size() > old_requests_kept) old_.pop_front();
  if (fault.arrives_twice) (void)hand_over(connection, path, request);
  const auto reply = hand_over(connection, path, request);
  time_.pass_ms(fault.back_ms);
  if (!reply || fault.answer_lost) {
    connection = {};
    return fail(Failure::offline, reply ? "simulated: the answer was lost" : "no answer");
  }
  bytes_back = reply->body.size();
  return NetworkReply{reply->status, damaged(reply->body, fault.answer_bytes, fault.answer_bit)};
}

void Wire::deliver_again(uint64_t chance) {
  if (old_.empty()) return;
  Old& old = old_[static_cast<size_t>(chance % old_.size())];
  if (old.connection.office_start != office_.starts()) {
    old.connection = {++connections_, office_.starts()};
  }
  const auto reply = hand_over(old.connection, old.path, old.body);
  chronicle_.note("network: an old request came again: {}", reply ? reply->status : 0);
}

Fault any_fault(const Climate& climate, test::Seeded& random) {
  const auto some = [&](double share) -> std::optional<uint64_t> {
    return random.chance(share) ? std::optional(random.next()) : std::nullopt;
  };
  Fault fault;
  fault.new_connection = random.chance(climate.reconnect);
  fault.portal = random.chance(climate.portal);
  fault.request_lost = random.chance(climate.lose_request);
  fault.answer_lost = random.chance(climate.lose_answer);
  fault.arrives_twice = random.chance(climate.twice);
  fault.request_bytes = some(climate.cut_request);
  fault.answer_bytes = some(climate.cut_answer);
  fault.request_bit = some(climate.flip_request);
  fault.answer_bit = some(climate.flip_answer);
  const uint64_t longest_ms = random.chance(climate.slow) ? 30'000 : 300;
  fault.there_ms = random.below(longest_ms);
  fault.back_ms = random.below(longest_ms);
  return fault;
}

}  // namespace otmetka::sim
