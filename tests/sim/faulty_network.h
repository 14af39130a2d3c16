// tests/sim/faulty_network.h - the network between boxes and the office, which loses, cuts,
// repeats, delays and garbles. It hands requests to the real Central, and keeps every receipt that
// Central ever signed: what was promised once must hold after any crash.
#pragma once
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <tuple>

#include "shared/seam/network.h"
#include "tests/sim/office.h"

namespace otmetka::sim {

/// What befalls one request. Numbers of bytes and bits are taken modulo what there is.
struct Fault {
  bool new_connection = false;
  bool portal = false;  // a captive portal answers in central's place
  bool request_lost = false, answer_lost = false;
  bool arrives_twice = false;
  std::optional<uint64_t> request_bytes, answer_bytes;  // cut there
  std::optional<uint64_t> request_bit, answer_bit;      // flipped
  uint64_t body_bytes_max = 0;                          // more is refused on the way; 0: no limit
  uint64_t there_ms = 0, back_ms = 0;                   // time on the way
};

class Wire {
 public:
  using Weather = std::function<Fault()>;
  using Place = std::tuple<std::string, std::string, std::string>;  // device, scope, epoch
  struct Promise {
    LogId log;
    Epoch epoch{};
    Seq durable = 0;
    Link link{};
  };

  Wire(Office& office, TrueTime& time, Chronicle& chronicle)
      : office_(office), time_(time), chronicle_(chronicle) {}

  Weather weather;  // none: the sun shines
  /// The furthest that any receipt went, delivered or not.
  const std::map<Place, Promise>& promised() const { return promised_; }
  /// The furthest that any receipt called archived.
  std::map<Place, Promise> archived;
  void set_promised(std::map<Place, Promise> promised) { promised_ = std::move(promised); }

  /// A copy of a request that was sent before comes late, as from a proxy that tries again.
  void deliver_again(uint64_t chance);

  struct Connection {
    uint64_t number = 0, office_start = 0;
  };
  Result<NetworkReply> carry(Connection& connection, const std::string& path, ByteView body);
  /// Requests and their bytes both ways, since the beginning.
  uint64_t requests() const { return requests_; }
  uint64_t bytes_there = 0, bytes_back = 0;  // of the last one, before any cut

 private:
  struct Old {
    Connection connection;
    std::string path;
    Bytes body;
  };
  std::optional<NetworkReply> hand_over(const Connection& connection, const std::string& path,
                                        const Bytes& body);
  void keep_promises(const NetworkReply& reply);

  Office& office_;
  TrueTime& time_;
  Chronicle& chronicle_;
  std::deque<Old> old_;
  std::map<Place, Promise> promised_;
  uint64_t connections_ = 0, requests_ = 0;
};

/// One box's way to the office.
class FaultyNetwork : public Network {
 public:
  explicit FaultyNetwork(Wire& wire) : wire_(wire) {}
  Result<NetworkReply> post(const std::string& path, ByteView body) override {
    return wire_.carry(connection_, path, body);
  }
  void hang_up() { connection_ = {}; }

 private:
  Wire& wire_;
  Wire::Connection connection_;
};

/// How often what happens; each 0 … 1.
struct Climate {
  double reconnect = 0.1, portal = 0.03, lose_request = 0.1, lose_answer = 0.1, twice = 0.05;
  double cut_request = 0.04, cut_answer = 0.06, flip_request = 0.01, flip_answer = 0.01;
  double slow = 0.2;
};
Fault any_fault(const Climate& climate, test::Seeded& random);

}  // namespace otmetka::sim
