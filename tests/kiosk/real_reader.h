// tests/kiosk/real_reader.h - the real PC/SC service with a reader that is not there
// (vsmartcard's), and cards to hold before it. Each service has a socket and ports of its own, so
// it meets neither the machine's nor that of a test beside it.
#pragma once
#include <netinet/in.h>

#include <atomic>
#include <random>

#include "tests/kiosk/nfc_cards.h"
#include "tests/kiosk/real_printer.h"

namespace otmetka::test {

/// A service that can be killed and started again; it has two readers.
class CardReaders {
 public:
  CardReaders() : port_(two_free_ports()) {
    // Asked for by the library once in a program's life, so all tests of one share it.
    ::setenv("PCSCLITE_CSOCK_NAME", socket().c_str(), 1);
    std::ofstream(folder_ / "reader") << "FRIENDLYNAME \"Test\"\nDEVICENAME /dev/null:" << port_
                                      << "\nLIBPATH " << reader_driver << "\n"
                                      << "CHANNELID " << port_ << "\n";
  }

  /// The socket is handed over as systemd does it, since the service's own place for it is fixed.
  CardReaders& start() {
    for (const char* one : {service_program, reader_driver}) {
      INFO(one << " is not there: run ./dev setup");
      REQUIRE(std::filesystem::exists(one));
    }
    const bool has_place = ::geteuid() == 0 || std::filesystem::exists("/run/pcscd");
    if (!has_place) SKIP("pcscd wants /run/pcscd, which only root can make");
    service_ = std::make_unique<Process>(
        std::vector<std::string>{"systemd-socket-activate", "--listen=" + socket(), service_program,
                                 "--foreground", "--auto-exit", "--config", folder_.path()},
        std::vector<std::string>{}, log());
    wait_until("the card service listens",
               [&] { return content_of(log()).find("Listening on") != std::string::npos; });
    return *this;
  }
  void kill() { service_.reset(); }

  static std::string name(int slot) { return "Test 00 0" + std::to_string(slot); }
  uint16_t port(int slot) const { return static_cast<uint16_t>(port_ + slot); }

 private:
  static constexpr const char* service_program = "/usr/sbin/pcscd";
  static constexpr const char* reader_driver = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so";

  static std::string socket() {
    static const Folder folder;
    return folder / "socket";
  }
  std::string log() const { return logs_ / "pcscd"; }

  static bool is_free(uint16_t port) {
    const Descriptor file(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    return ::bind(file.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  static uint16_t two_free_ports() {
    std::random_device random;
    for (;;) {
      const auto port = static_cast<uint16_t>(10'000 + random() % 20'000);  // nobody is lent these
      if (is_free(port) && is_free(static_cast<uint16_t>(port + 1))) return port;
    }
  }

  Folder folder_, logs_;
  uint16_t port_;
  std::unique_ptr<Process> service_;
};

/// A card before a reader, for as long as this lives. Its reader speaks first: two bytes of length,
/// then a command, or one byte of the reader's own: 4 asks for the ATR, the others want no answer.
/// It leaves when the reader looks for it, as one that is really gone: else the reader could find
/// the next card there before it missed this one.
class HeldCard {
 public:
  /// What the card says: nothing of itself withdraws it, no bytes leave the reader waiting.
  using Card = std::function<std::optional<Bytes>(Command)>;

  HeldCard(uint16_t port, Bytes atr, Card card)
      : atr_(std::move(atr)),
        card_(std::move(card)),
        file_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    wait_until("the reader takes cards", [&] {
      return ::connect(file_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) ==
             0;
    });
    thread_ = std::thread([this] { serve(); });
  }
  ~HeldCard() {
    leaving_ = true;
    if (silent_) ::shutdown(file_.get(), SHUT_RDWR);
    thread_.join();
  }
  HeldCard(const HeldCard&) = delete;
  HeldCard& operator=(const HeldCard&) = delete;

 private:
  bool take(void* out, size_t size) {
    return ::recv(file_.get(), out, size, MSG_WAITALL) == static_cast<ssize_t>(size);
  }

  void serve() {
    uint8_t head[2];
    while (take(head, sizeof head)) {
      Bytes command(static_cast<size_t>(head[0] << 8 | head[1]));
      if (!take(command.data(), command.size())) break;
      std::optional<Bytes> answer = Bytes();
      if (command.size() != 1) {
        answer = card_(command);
        silent_ = answer && answer->empty();  // no reader looks for a card that it waits for
        if (silent_ && leaving_) break;
      } else if (command[0] == 4) {
        if (leaving_) break;
        answer = atr_;
      }
      if (!answer) break;
      if (answer->empty()) continue;
      const Bytes size{static_cast<uint8_t>(answer->size() >> 8),
                       static_cast<uint8_t>(answer->size())};
      const Bytes message = joined({size, *answer});
      if (::send(file_.get(), message.data(), message.size(), MSG_NOSIGNAL) < 0) break;
    }
    ::shutdown(file_.get(), SHUT_RDWR);
  }

  Bytes atr_;
  Card card_;
  Descriptor file_;
  std::atomic_bool leaving_ = false, silent_ = false;
  std::thread thread_;
};

}  // namespace otmetka::test
