// kiosk/platform/pictures.h - pictures of the venue, read and decoded on a thread of their own, so
// that no visitor waits for one. A blob that has not come yet is asked for again later.
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "kiosk/ui/picture.h"

namespace otmetka::kiosk {

class Pictures {
 public:
  /// `ready` is called on the decoder's thread when a picture waits for upload().
  Pictures(std::string folder, std::function<void()> ready);
  ~Pictures();
  Pictures(const Pictures&) = delete;
  Pictures& operator=(const Pictures&) = delete;

  /// On the window's thread, between frames or in one.
  Picture picture(const std::string& hash, uint64_t now_ms);
  /// Hands at most one decoded picture to the graphics card. True when one was: the screen looks
  /// different now.
  bool upload();

 private:
  enum class Step { asked, absent, there };
  struct Entry {
    Step step = Step::asked;
    Picture picture;
    uint64_t used_ms = 0, asked_ms = 0;
    size_t bytes = 0;
  };
  struct Decoded {
    std::string hash;
    int width = 0, height = 0;
    std::vector<uint8_t> pixels;  // RGBA; empty: there is no such picture
  };

  void decode_all();
  Decoded decode(const std::string& hash) const;
  void ask(const std::string& hash);
  void make_room();

  std::string folder_;
  std::function<void()> ready_;
  std::map<std::string, Entry> entries_;  // of the window's thread alone
  size_t bytes_ = 0;

  std::mutex mutex_;  // guards what is below
  std::condition_variable changed_;
  std::deque<std::string> wanted_;
  std::deque<Decoded> decoded_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace otmetka::kiosk
