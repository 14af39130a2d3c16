// tests/kiosk/heard.h - what scanners told, to be waited for.
#pragma once
#include <algorithm>
#include <catch2/catch_all.hpp>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>

#include "kiosk/device/scanner.h"

namespace otmetka::test {

using Texts = std::vector<std::string>;

// Nobody waits that long but a test that fails.
inline constexpr auto patience = std::chrono::seconds(60);

class Heard {
 public:
  kiosk::ScannerListener listener() {
    return {[this](kiosk::ScannedCode code) { put([&] { codes_.push_back(std::move(code)); }); },
            [this](bool present) { put([&] { present_.push_back(present); }); },
            [this](const std::string& note) { put([&] { notes_.push_back(note); }); }};
  }
  Texts texts(size_t count) {
    std::unique_lock lock(mutex_);
    REQUIRE(changed_.wait_for(lock, patience, [&] { return codes_.size() >= count; }));
    Texts out;
    for (const kiosk::ScannedCode& code : codes_) out.push_back(code.readable ? code.text : "?");
    return out;
  }
  void wait_note(const std::string& note) {
    std::unique_lock lock(mutex_);
    INFO("note " << note);
    REQUIRE(changed_.wait_for(lock, patience, [&] {
      return std::find(notes_.begin(), notes_.end(), note) != notes_.end();
    }));
    notes_.clear();
  }
  void wait_present(const std::vector<bool>& told) {
    std::unique_lock lock(mutex_);
    REQUIRE(changed_.wait_for(lock, patience, [&] { return present_.size() >= told.size(); }));
    CHECK(present_ == told);
  }

 private:
  void put(const std::function<void()>& change) {
    const std::lock_guard lock(mutex_);
    change();
    changed_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<kiosk::ScannedCode> codes_;
  std::vector<bool> present_;
  std::vector<std::string> notes_;
};

}  // namespace otmetka::test
