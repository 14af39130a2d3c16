// tests/bench/counting_proxy.h - stands between a daemon and its central and counts what passes, as
// the wire would: bytes both ways and packets with their headers.
#pragma once
#include <atomic>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

namespace otmetka::bench {

class CountingProxy {
 public:
  explicit CountingProxy(uint16_t target_port);
  ~CountingProxy();
  CountingProxy(const CountingProxy&) = delete;
  CountingProxy& operator=(const CountingProxy&) = delete;

  uint16_t port() const { return port_; }

  struct Count {
    uint64_t there = 0, back = 0;  // of TCP's content
    uint64_t packets = 0;          // both ways, acknowledgements too
    /// With headers of IPv4 (20) and of TCP with timestamps (32).
    uint64_t on_the_wire() const { return there + back + packets * 52; }
    Count operator-(const Count& before) const {
      return {there - before.there, back - before.back, packets - before.packets};
    }
  };
  /// Of everything so far, once nothing is under way any more.
  Count count();

 private:
  struct Pair {
    int device = -1, central = -1;
  };
  void run();
  void accept_one();
  bool pass(int from, int to, uint64_t& bytes);
  static uint64_t packets_of(int socket);
  Count count_now();

  int door_ = -1;
  uint16_t port_ = 0, target_ = 0;
  std::mutex mutex_;
  std::vector<Pair> pairs_;
  Count closed_;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
};

}  // namespace otmetka::bench
