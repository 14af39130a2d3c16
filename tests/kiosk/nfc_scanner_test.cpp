// NFC cards as the kiosk meets them: the real PC/SC service, the real threads; only the reader and
// what is held before it are played.
#include "kiosk/device/nfc_scanner.h"

#include <atomic>

#include "kiosk/device/card_service.h"
#include "kiosk/device/scanners.h"
#include "tests/kiosk/heard.h"
#include "tests/kiosk/real_reader.h"

using namespace otmetka;
using namespace otmetka::kiosk;
using namespace otmetka::test;

namespace {

const std::string badge = "K1:" + std::string(250, 'A');

// A service that runs, and a kiosk that has found its first reader.
class Door {
 public:
  explicit Door(const std::string& source = "nfc:") : scanners_({source}, {}, heard.listener()) {
    heard.wait_note(CardReaders::name(0) + ": found");
  }
  HeldCard hold(const std::string& text, int slot = 0) const {
    return {readers_.port(slot), Type4Card::atr, Type4Card(text_message(text))};
  }
  HeldCard hold(const Bytes& atr, HeldCard::Card card, int slot = 0) const {
    return {readers_.port(slot), atr, std::move(card)};
  }
  void restart_service() {
    readers_.kill();
    heard.wait_note(CardReaders::name(0) + ": gone");
    readers_.start();
    heard.wait_note(CardReaders::name(0) + ": found");
  }

 private:
  CardReaders readers_;
  CardReaders& running_ = readers_.start();

 public:
  Heard heard;

 private:
  Scanners scanners_;
};

}  // namespace

TEST_CASE("a card is one code however long it is held, and one more when it comes again") {
  Door door;
  {
    const HeldCard card = door.hold(badge);
    CHECK(door.heard.texts(1) == Texts{badge});
    // Another card on the other reader means that this one was passed over meanwhile.
    const HeldCard other = door.hold("K1:OTHER", 1);
    CHECK(door.heard.texts(2) == Texts{badge, "K1:OTHER"});
  }
  const HeldCard card = door.hold(badge);
  CHECK(door.heard.texts(3) == Texts{badge, "K1:OTHER", badge});
  door.heard.wait_present({true});
}

TEST_CASE("a card of pages is read through the reader") {
  Door door;
  const HeldCard card = door.hold(Type2Card::atr, Type2Card(text_message(badge)));
  CHECK(door.heard.texts(1) == Texts{badge});
}

TEST_CASE("a slow card is read") {
  Door door;
  const HeldCard card =
      door.hold(Type4Card::atr, [slow = Type4Card(text_message(badge))](Command command) mutable {
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
        return slow(command);
      });
  CHECK(door.heard.texts(1) == Texts{badge});
}

TEST_CASE("a card that is withdrawn while it is read is nothing, and the next one is read") {
  Door door;
  std::atomic_bool gone = false;
  const auto hasty = [&, left = GENERATE(0, 1, 4, 7), card = Type4Card(text_message(badge))](
                         Command command) mutable -> std::optional<Bytes> {
    if (left-- > 0) return card(command);
    gone = true;
    return std::nullopt;
  };
  {
    const HeldCard card = door.hold(Type4Card::atr, hasty);
    wait_until("it is withdrawn", [&] { return gone.load(); });
  }
  const HeldCard card = door.hold("K1:NEXT");
  CHECK(door.heard.texts(1) == Texts{"K1:NEXT"});
}

TEST_CASE("a card that fails once while a hand brings it nearer is read all the same") {
  Door door;
  const HeldCard card = door.hold(
      Type4Card::atr, [left = 3, weak = Type4Card(text_message(badge))](Command command) mutable {
        return left-- > 0 ? std::optional(refused(0x64, 0x00)) : weak(command);
      });
  CHECK(door.heard.texts(1) == Texts{badge});
}

TEST_CASE("a card that is no badge is told once as unreadable, and why to the log") {
  Door door;
  const auto other = GENERATE(0, 1, 2);
  if (other == 0) {
    const HeldCard card = door.hold(Type4Card::atr, Type4Card(address_message()));
    door.heard.wait_note(CardReaders::name(0) + ": a card that holds no text");
  } else if (other == 1) {
    const HeldCard card = door.hold({0x3b, 0x65, 0, 0, 1, 2, 3}, [](Command) { return refused(); });
    door.heard.wait_note(CardReaders::name(0) + ": a card that is no tag, or damaged");
  } else {
    const HeldCard card = door.hold("K1:\x01\xff");
    CHECK(door.heard.texts(1) == Texts{"?"});
  }
  const HeldCard card = door.hold(badge);
  CHECK(door.heard.texts(2) == Texts{"?", badge});
}

TEST_CASE("the service may come late, go, and come back, and the next card is read") {
  CardReaders readers;
  Heard heard;
  const Scanners scanners({"nfc:"}, {}, heard.listener());
  heard.wait_present({false});
  for (int life = 0; life < 2; ++life) {
    readers.start();
    heard.wait_note(CardReaders::name(0) + ": found");
    const HeldCard card(readers.port(0), Type4Card::atr, Type4Card(text_message(badge)));
    CHECK(heard.texts(static_cast<size_t>(life) + 1).size() == static_cast<size_t>(life) + 1);
    readers.kill();
    heard.wait_note(CardReaders::name(0) + ": gone");
  }
  heard.wait_present({false, true, false, true, false});
}

TEST_CASE("a service that ends while a card is read is waited for") {
  Door door;
  std::atomic_bool asked = false;
  {
    const HeldCard card = door.hold(Type4Card::atr, [&](Command) {
      asked = true;
      return Bytes();
    });
    wait_until("it is asked", [&] { return asked.load(); });
    door.restart_service();
  }
  const HeldCard card = door.hold(badge);
  CHECK(door.heard.texts(1) == Texts{badge});
}

TEST_CASE("what is no badge and lay on the reader before is told to nobody") {
  CardReaders readers;
  readers.start();
  std::optional<HeldCard> forgotten;
  {
    CardService service;
    wait_until("the service runs", [&] { return service.open(); });
    forgotten.emplace(readers.port(0), Type4Card::atr, Type4Card(address_message()));
    std::vector<ReaderSight> sights{{CardReaders::name(0)}};
    wait_until("the card is there", [&] { return service.wait(sights, 100) && sights[0].card; });
  }
  Heard heard;
  const Scanners scanners({"nfc:"}, {}, heard.listener());
  heard.wait_note(CardReaders::name(0) + ": a card that holds no text");
  const HeldCard card(readers.port(1), Type4Card::atr, Type4Card(text_message(badge)));
  CHECK(heard.texts(1) == Texts{badge});
}

TEST_CASE("a card that never answers holds up neither the next one nor the end of the program") {
  std::atomic_int asked = 0;
  const HeldCard::Card silent = [&](Command) {
    ++asked;
    return Bytes();
  };
  Door door;
  {
    const HeldCard card = door.hold(Type4Card::atr, silent);
    wait_until("it is asked", [&] { return asked == 1; });
  }
  {
    const HeldCard card = door.hold(badge);
    CHECK(door.heard.texts(1) == Texts{badge});
  }
  const HeldCard card = door.hold(Type4Card::atr, silent);
  wait_until("it is asked", [&] { return asked == 2; });
}

TEST_CASE("readers are chosen by their names, and a pattern takes those that it means") {
  const auto sources = GENERATE(Texts{"nfc:" + CardReaders::name(0)}, Texts{"nfc:T?st * 0[!1-9]"},
                                Texts{"nfc:*00", "nfc:Test*00", "nfc:Other"});
  CardReaders readers;
  readers.start();
  Heard heard;
  const Scanners scanners(sources, {}, heard.listener());
  heard.wait_note(CardReaders::name(0) + ": found");
  const HeldCard other(readers.port(1), Type4Card::atr, Type4Card(text_message("K1:OTHER")));
  for (const size_t count : {size_t{1}, size_t{2}}) {
    const HeldCard card(readers.port(0), Type4Card::atr, Type4Card(text_message(badge)));
    CHECK(heard.texts(count) == Texts(count, badge));
  }
}

TEST_CASE("without a reader of that name there is none") {
  CardReaders readers;
  readers.start();
  Heard heard;
  const Scanners scanners({"nfc:*Other*"}, {}, heard.listener());
  heard.wait_present({false});
}
