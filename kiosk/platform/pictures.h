// kiosk/platform/pictures.h - pictures of the venue, read and decoded on a thread of their own, so
// that no visitor waits for one. A blob that has not come yet is asked for again later. Photos of
// people are handed in by whoever can open them, and forgotten with the frame that no longer shows
// them.
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
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

  /// On the window's thread, between frames or in one. `name`: of a blob, or of a photo
  /// (kiosk/app/photo.h).
  Picture picture(const std::string& name, uint64_t now_ms);
  /// Photos that were asked for and are to be given.
  std::vector<std::string> take_wanted_photos() { return std::exchange(photos_, {}); }
  /// `photo` is a JPEG; empty: there is none.
  void give(const std::string& name, std::vector<uint8_t> photo);
  /// After each frame: photos that it did not show are gone, their pixels too.
  void forget_unseen_photos();
  /// Hands at most one decoded picture to the graphics card. True when one was: the screen looks
  /// different now.
  bool upload();

 private:
  enum class Step { asked, absent, there };
  struct Entry {
    Step step = Step::asked;
    Picture picture;
    uint64_t used_ms = 0, asked_ms = 0;
    uint64_t frame = 0;  // the last that showed it
    size_t bytes = 0;
  };
  struct Wanted {
    std::string name;
    std::optional<std::vector<uint8_t>> photo;  // none: of a blob
  };
  struct Decoded {
    std::string name;
    int width = 0, height = 0;
    std::vector<uint8_t> pixels;  // RGBA; empty: there is no such picture
  };

  void decode_all();
  Decoded decode(const Wanted& wanted) const;
  void ask(Wanted wanted);
  void drop(std::map<std::string, Entry>::iterator entry);
  void make_room();

  std::string folder_;
  std::function<void()> ready_;
  std::map<std::string, Entry> entries_;  // of the window's thread alone
  size_t bytes_ = 0;
  std::vector<std::string> photos_;  // asked for and not yet given
  uint64_t frame_ = 1;

  std::mutex mutex_;  // guards what is below
  std::condition_variable changed_;
  std::deque<Wanted> wanted_;
  std::deque<Decoded> decoded_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace otmetka::kiosk
