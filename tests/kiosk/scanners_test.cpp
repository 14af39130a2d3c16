// Scanners as the kiosk holds them: real FIFOs, the real thread. A FIFO in a directory is plugged
// in when it is made and unplugged when it is removed.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <set>

#include "kiosk/device/scanners.h"
#include "tests/kiosk/heard.h"
#include "tests/kiosk/key_presses.h"
#include "tests/store/folder.h"

using namespace otmetka;
using namespace otmetka::kiosk;
using namespace otmetka::test;

namespace {

class Fifo {
 public:
  explicit Fifo(std::string path) : path_(std::move(path)) {
    REQUIRE(::mkfifo(path_.c_str(), 0600) == 0);
    file_ = ::open(path_.c_str(), O_RDWR | O_CLOEXEC);
    REQUIRE(file_ >= 0);
  }
  ~Fifo() {
    ::close(file_);
    ::unlink(path_.c_str());
  }
  Fifo(const Fifo&) = delete;
  Fifo& operator=(const Fifo&) = delete;
  void send(const std::string& bytes) const {
    size_t sent = 0;
    while (sent < bytes.size()) {
      const ssize_t size = ::write(file_, bytes.data() + sent, bytes.size() - sent);
      REQUIRE(size > 0);
      sent += static_cast<size_t>(size);
    }
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  int file_ = -1;
};

// One that the kiosk knows by a pattern, and has found.
std::unique_ptr<Fifo> plug(const std::string& path, Heard& heard) {
  auto fifo = std::make_unique<Fifo>(path);
  heard.wait_note(path + ": found");
  return fifo;
}

}  // namespace

TEST_CASE("1000 codes at full speed are all read, in their order") {
  const Folder folder;
  const Fifo fifo(folder / "keys");
  Heard heard;
  const Scanners scanners({"evdev:" + fifo.path()}, {}, heard.listener());
  Texts sent;
  for (int i = 0; i < 1000; ++i) {
    sent.push_back("K1:CODE " + std::to_string(i));
    fifo.send(type_line(sent.back()));
  }
  CHECK(heard.texts(1000) == sent);
}

TEST_CASE("a code without an end is read after a silence") {
  const Folder folder;
  const Fifo fifo(folder / "keys");
  Heard heard;
  const Scanners scanners({"evdev:" + fifo.path()}, {}, heard.listener());
  fifo.send(type("K1:A"));
  CHECK(heard.texts(1) == Texts{"K1:A"});
}

TEST_CASE("two scanners of one pattern that send at once do not mix") {
  const Folder folder;
  Heard heard;
  const Scanners scanners({"evdev:" + folder / "usb-*-event-kbd"}, {}, heard.listener());
  heard.wait_present({false});
  const auto one = plug(folder / "usb-one-event-kbd", heard);
  const auto other = plug(folder / "usb-other-event-kbd", heard);
  const std::string events_one = type_line("K1:ONE"), events_other = type_line("k1-2");
  for (size_t at = 0; at < events_one.size(); at += 24) {
    one->send(events_one.substr(at, 24));
    if (at < events_other.size()) other->send(events_other.substr(at, 24));
  }
  const Texts texts = heard.texts(2);
  CHECK(std::set(texts.begin(), texts.end()) == std::set<std::string>{"K1:ONE", "k1-2"});
  heard.wait_present({false, true});
}

TEST_CASE("a scanner that is unplugged in the middle of a code reads the next one whole") {
  const Folder folder;
  Heard heard;
  const std::string path = folder / "usb-scanner-event-kbd";
  const Scanners scanners({"evdev:" + folder / "*-event-kbd"}, {}, heard.listener());
  heard.wait_present({false});
  auto fifo = plug(path, heard);
  fifo->send(type_line("K1:FIRST") + type("K1:HA") + down(KEY_LEFTSHIFT));
  CHECK(heard.texts(1) == Texts{"K1:FIRST"});
  fifo.reset();
  heard.wait_note(path + ": gone");
  fifo = plug(path, heard);
  fifo->send(type_line("k1-9"));
  CHECK(heard.texts(2) == Texts{"K1:FIRST", "k1-9"});
  heard.wait_present({false, true, false, true});
}

TEST_CASE("a node that two patterns and a link lead to is read once") {
  const Folder folder;
  const Fifo fifo(folder / "event3");
  REQUIRE(::symlink("event3", (folder / "usb-scanner-event-kbd").c_str()) == 0);
  Heard heard;
  const Scanners scanners({"evdev:" + folder / "*", "evdev:" + fifo.path()}, {}, heard.listener());
  fifo.send(type_line("K1:A") + type_line("K1:B"));
  CHECK(heard.texts(2) == Texts{"K1:A", "K1:B"});
}

TEST_CASE("what is no input device is left alone and said, and a scanner beside it works") {
  const Folder folder;
  REQUIRE(::symlink("/dev/null", (folder / "event0").c_str()) == 0);
  Heard heard;
  const Scanners scanners({"evdev:" + folder / "event*"}, {}, heard.listener());
  heard.wait_note(folder / "event0" + ": is no input device");
  heard.wait_present({false});
  const auto fifo = plug(folder / "event1", heard);
  fifo->send(type_line("K1:A"));
  CHECK(heard.texts(1) == Texts{"K1:A"});
}

TEST_CASE("a plain file of events is read once, to its end") {
  const Folder folder;
  std::ofstream(folder / "recorded", std::ios::binary) << type_line("K1:A") << type_line("K1:B");
  Heard heard;
  const Scanners scanners({"evdev:" + folder / "*"}, {}, heard.listener());
  CHECK(heard.texts(2) == Texts{"K1:A", "K1:B"});
  // Finding another one means that the directory, and the file with it, was looked at again.
  const auto fifo = plug(folder / "event1", heard);
  fifo->send(type_line("K1:C"));
  CHECK(heard.texts(3) == Texts{"K1:A", "K1:B", "K1:C"});
}

TEST_CASE("scanners of text and of keys work side by side, and one of them is enough") {
  const Folder folder;
  const Fifo text(folder / "text");
  Heard heard;
  {
    const Scanners scanners({text.path(), "evdev:" + folder / "keys*"}, {}, heard.listener());
    const auto keys = plug(folder / "keys1", heard);
    text.send("K1:TEXT\r");
    CHECK(heard.texts(1) == Texts{"K1:TEXT"});
    keys->send(type_line("K1:KEYS"));
    CHECK(heard.texts(2) == Texts{"K1:TEXT", "K1:KEYS"});
  }
  heard.wait_present({true});
}
