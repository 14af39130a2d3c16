#define GL_GLEXT_PROTOTYPES
#include "kiosk/platform/pictures.h"

#include <GL/gl.h>
#include <GL/glext.h>
#include <stb/stb_image.h>

#include <algorithm>
#include <memory>

#include "kiosk/app/photo.h"
#include "shared/base/bytes.h"

namespace otmetka::kiosk {
namespace {

// Larger ones are halved until they fit: no screen shows more, and memory is what a small box
// lacks.
constexpr int side_pixels_max = 1920;
// As the package format allows; more is no picture of ours.
constexpr int source_side_pixels_max = 4096;
// A portrait is 240 × 320.
constexpr int photo_side_pixels_max = 512;
// About ten full pictures; those not seen for longest go first.
constexpr size_t texture_bytes_max = 72u << 20;
// The daemon fetches blobs at its own pace.
constexpr uint64_t ask_again_ms = 10000;

// The mean of each 2 × 2 block.
void halve(std::vector<uint8_t>& pixels, int& width, int& height) {
  const int new_width = width / 2, new_height = height / 2;
  const auto stride = static_cast<size_t>(width) * 4;
  std::vector<uint8_t> out(static_cast<size_t>(new_width) * static_cast<size_t>(new_height) * 4);
  for (int y = 0; y < new_height; ++y) {
    const uint8_t* above = pixels.data() + static_cast<size_t>(y) * 2 * stride;
    const uint8_t* below = above + stride;
    uint8_t* to = out.data() + static_cast<size_t>(y) * static_cast<size_t>(new_width) * 4;
    for (size_t i = 0; i < static_cast<size_t>(new_width) * 4; ++i) {
      const size_t from = i / 4 * 8 + i % 4;
      to[i] = static_cast<uint8_t>(
          (above[from] + above[from + 4] + below[from] + below[from + 4] + 2) / 4);
    }
  }
  pixels = std::move(out);
  width = new_width;
  height = new_height;
}

}  // namespace

Pictures::Pictures(std::string folder, std::function<void()> ready)
    : folder_(std::move(folder)), ready_(std::move(ready)), thread_([this] { decode_all(); }) {}

Pictures::~Pictures() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Pictures::decode_all() {
  for (;;) {
    Wanted wanted;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || !wanted_.empty(); });
      if (stopping_) return;
      wanted = std::move(wanted_.front());
      wanted_.pop_front();
    }
    Decoded decoded = decode(wanted);
    {
      const std::lock_guard lock(mutex_);
      decoded_.push_back(std::move(decoded));
    }
    ready_();
  }
}

Pictures::Decoded Pictures::decode(const Wanted& wanted) const {
  Decoded out;
  out.name = wanted.name;
  const std::string path = folder_ + "/" + to_hex(as_bytes(wanted.name));
  const auto bytes = wanted.photo ? ByteView(*wanted.photo) : ByteView();
  const auto size = static_cast<int>(bytes.size());
  int width = 0, height = 0, channels = 0;
  const int known = wanted.photo
                        ? stbi_info_from_memory(bytes.data(), size, &width, &height, &channels)
                        : stbi_info(path.c_str(), &width, &height, &channels);
  const int most = wanted.photo ? photo_side_pixels_max : source_side_pixels_max;
  if (!known || width < 1 || height < 1 || std::max(width, height) > most) return out;
  const std::unique_ptr<stbi_uc, void (*)(void*)> loaded(
      wanted.photo ? stbi_load_from_memory(bytes.data(), size, &width, &height, &channels, 4)
                   : stbi_load(path.c_str(), &width, &height, &channels, 4),
      stbi_image_free);
  if (!loaded) return out;
  out.width = width;
  out.height = height;
  out.pixels.assign(loaded.get(),
                    loaded.get() + static_cast<size_t>(width) * static_cast<size_t>(height) * 4);
  while (std::max(out.width, out.height) > side_pixels_max)
    halve(out.pixels, out.width, out.height);
  return out;
}

void Pictures::ask(Wanted wanted) {
  {
    const std::lock_guard lock(mutex_);
    wanted_.push_back(std::move(wanted));
  }
  changed_.notify_one();
}

Picture Pictures::picture(const std::string& name, uint64_t now_ms) {
  const bool photo = photo_text(name).has_value();
  if (!photo && name.size() != 32) return {};
  const auto [found, fresh] = entries_.try_emplace(name);
  Entry& entry = found->second;
  entry.used_ms = now_ms;
  entry.frame = frame_;
  const bool again = entry.step == Step::absent && now_ms >= entry.asked_ms + ask_again_ms;
  if (fresh || again) {
    entry.step = Step::asked;
    entry.asked_ms = now_ms;
    if (photo)
      photos_.push_back(name);
    else
      ask({name, std::nullopt});
  }
  return entry.picture;
}

void Pictures::give(const std::string& name, std::vector<uint8_t> photo) {
  ask({name, std::move(photo)});
}

void Pictures::forget_unseen_photos() {
  for (auto entry = entries_.begin(); entry != entries_.end();) {
    const auto at = entry++;
    if (photo_text(at->first) && at->second.frame != frame_) drop(at);
  }
  ++frame_;
}

bool Pictures::upload() {
  Decoded decoded;
  {
    const std::lock_guard lock(mutex_);
    if (decoded_.empty()) return false;
    decoded = std::move(decoded_.front());
    decoded_.pop_front();
  }
  const auto found = entries_.find(decoded.name);
  // A photo may have been forgotten meanwhile, and asked for again.
  if (found == entries_.end() || found->second.step == Step::there) return false;
  Entry& entry = found->second;
  if (decoded.pixels.empty()) {
    entry.step = Step::absent;
    return false;
  }
  GLuint texture = 0;
  glGenTextures(1, &texture);
  glBindTexture(GL_TEXTURE_2D, texture);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR_MIPMAP_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA, decoded.width, decoded.height, 0, GL_RGBA,
               GL_UNSIGNED_BYTE, decoded.pixels.data());
  glGenerateMipmap(GL_TEXTURE_2D);
  entry.step = Step::there;
  entry.picture = {texture, decoded.width, decoded.height};
  entry.bytes = decoded.pixels.size() * 4 / 3;
  bytes_ += entry.bytes;
  make_room();
  return true;
}

void Pictures::drop(std::map<std::string, Entry>::iterator entry) {
  const auto texture = static_cast<GLuint>(entry->second.picture.texture);
  if (texture != 0) glDeleteTextures(1, &texture);
  bytes_ -= entry->second.bytes;
  entries_.erase(entry);
}

void Pictures::make_room() {
  while (bytes_ > texture_bytes_max) {
    auto oldest = entries_.end();
    size_t there = 0;
    for (auto entry = entries_.begin(); entry != entries_.end(); ++entry) {
      if (entry->second.step != Step::there) continue;
      ++there;
      if (oldest == entries_.end() || entry->second.used_ms < oldest->second.used_ms)
        oldest = entry;
    }
    if (there < 2) return;
    drop(oldest);
  }
}

}  // namespace otmetka::kiosk
