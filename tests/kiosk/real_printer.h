// tests/kiosk/real_printer.h - a printer that speaks IPP and is not ours: CUPS' ippeveprinter,
// which hands each job to a script of the test.
#pragma once
#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <catch2/catch_all.hpp>
#include <chrono>
#include <fstream>
#include <functional>
#include <sstream>
#include <thread>

#include "shared/store/descriptor.h"
#include "tests/store/folder.h"

extern char** environ;

namespace otmetka::test {

/// Waits until it is so; fails when nobody would wait any longer.
inline void wait_until(const std::string& what, const std::function<bool()>& so) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!so()) {
    INFO(what);
    REQUIRE(std::chrono::steady_clock::now() < end);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

inline std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream out;
  out << file.rdbuf();
  return out.str();
}

class Process {
 public:
  /// What it says goes to `log`.
  Process(std::vector<std::string> words, const std::vector<std::string>& more_environment,
          const std::string& log) {
    std::vector<char*> arguments, environment;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    std::vector<std::string> more = more_environment;
    for (std::string& one : more) environment.push_back(one.data());
    for (char** one = environ; *one; ++one) environment.push_back(*one);
    environment.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_adddup2(&files, 1, 2);
    // A group of its own, so that what it started ends with it.
    posix_spawnattr_t group;
    posix_spawnattr_init(&group);
    posix_spawnattr_setflags(&group, POSIX_SPAWN_SETPGROUP);
    const int failed =
        ::posix_spawnp(&pid_, arguments[0], &files, &group, arguments.data(), environment.data());
    posix_spawnattr_destroy(&group);
    posix_spawn_file_actions_destroy(&files);
    INFO(words[0] << " is not there: run ./dev setup");
    REQUIRE(failed == 0);
  }
  ~Process() { end(); }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  void end() {
    if (pid_ <= 0) return;
    ::kill(-pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = 0;
  }
  bool runs() {
    if (pid_ > 0 && ::waitpid(pid_, nullptr, WNOHANG) == pid_) pid_ = 0;
    return pid_ > 0;
  }

 private:
  pid_t pid_ = 0;
};

inline sockaddr_in loopback(int port) {
  sockaddr_in out{};
  out.sin_family = AF_INET;
  out.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  out.sin_port = htons(static_cast<uint16_t>(port));
  return out;
}

/// Bound to a port of this machine and not listening: nobody else gets it, and nobody answers.
inline Descriptor holding(int port) {
  Descriptor out(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int yes = 1;
  ::setsockopt(out.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  const sockaddr_in address = loopback(port);
  REQUIRE(::bind(out.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  return out;
}

/// Bound to a port of this machine that nobody else has, and listening.
inline Descriptor listening(int& port) {
  Descriptor out(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  REQUIRE(::bind(out.get(), reinterpret_cast<const sockaddr*>(&address), size) == 0);
  REQUIRE(::listen(out.get(), 8) == 0);
  REQUIRE(::getsockname(out.get(), reinterpret_cast<sockaddr*>(&address), &size) == 0);
  port = ntohs(address.sin_port);
  return out;
}

inline bool has_ipv6_loopback() {
  const Descriptor tried(::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_addr = in6addr_loopback;
  return tried.get() >= 0 &&
         ::bind(tried.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

class RealPrinter {
 public:
  /// `formats`: what it takes. `script`: what it does with the job's file, $1, as a shell; it may
  /// tell states on its standard error (`STATE: +media-empty`), and $FOLDER is this one's.
  explicit RealPrinter(std::string formats, const std::string& script) : formats_(formats) {
    // It listens on both loopback addresses or not at all.
    if (!has_ipv6_loopback()) SKIP("ippeveprinter wants ::1, which this machine does not have");
    { const Descriptor free = listening(port_); }
    std::ofstream file(folder_ / "print");
    file << "#!/bin/sh\nFOLDER='" << folder_.path() << "'\n" << script << "\n";
    file.close();
    std::filesystem::permissions(folder_ / "print", std::filesystem::perms::owner_all);
    std::filesystem::create_directory(folder_ / "spool");
    // It announces itself to a bus, and does not start without one; nobody else is on this one.
    bus_ = std::make_unique<Process>(
        std::vector<std::string>{"dbus-daemon", "--session", "--nofork", "--nopidfile",
                                 "--address=unix:path=" + folder_ / "bus"},
        std::vector<std::string>{}, folder_ / "bus.log");
    wait_until("a bus", [&] { return std::filesystem::exists(folder_ / "bus"); });
    start();
  }

  void start() {
    held_.reset();
    printer_ = std::make_unique<Process>(
        std::vector<std::string>{"ippeveprinter", "-r", "off", "-n", "localhost", "-p",
                                 std::to_string(port_), "-d", folder_ / "spool", "-f", formats_,
                                 "-c", folder_ / "print", "-vv", "Test"},
        std::vector<std::string>{"DBUS_SYSTEM_BUS_ADDRESS=unix:path=" + folder_ / "bus"},
        folder_ / "printer.log");
    wait_until("ippeveprinter", [&] {
      INFO(content_of(folder_ / "printer.log"));
      REQUIRE(printer_->runs());
      const Descriptor tried(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
      const sockaddr_in address = loopback(port_);
      return ::connect(tried.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) ==
             0;
    });
  }
  /// Its port stays its own, or the printer of another test may answer for its jobs.
  void stop() {
    printer_->end();
    held_.emplace(holding(port_));
  }

  std::string uri() const { return "ipp://localhost:" + std::to_string(port_) + "/ipp/print"; }
  const Folder& folder() const { return folder_; }
  std::string log() const { return content_of(folder_ / "printer.log"); }

 private:
  Folder folder_;
  std::string formats_;
  int port_ = 0;
  std::optional<Descriptor> held_;
  std::unique_ptr<Process> bus_, printer_;
};

}  // namespace otmetka::test
