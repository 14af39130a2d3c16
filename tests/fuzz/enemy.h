// tests/fuzz/enemy.h - whoever has stolen all keys of a central and answers a box in its place, as
// the input says.
//
// An answer is, in this order: u8 `how` (enemy.cpp, Way), and for most ways u8 number of frames and
// so many frames, each u8 type and what follows it. A type of PROTOCOL.md stands before a part with
// the frame's own bytes; the same type and 0x80 before a recipe, of which the enemy makes a frame
// that is signed, sealed and chained as only the holder of the keys could make it.
#pragma once
#include "tests/fuzz/targets.h"
#include "tests/fuzz/town.h"

namespace otmetka::fuzz {

class Enemy : public Network {
 public:
  Enemy(Town& town, Input& in);
  Result<NetworkReply> post(const std::string& path, ByteView body) override;
  void hang_up() { connection_ = {}; }

  /// How far the box was told, in truth or not, that central holds what the box itself wrote there.
  const std::map<Place, Seq>& told() const { return told_; }
  /// Something was said in central's name that only the true central's own log may say, so that the
  /// true one is no longer believed, or is told to hold it.
  bool spoke_as_central() const { return spoke_as_central_; }
  /// An exchange begins.
  void begin() { same_again_ = 0; }

 private:
  Result<NetworkReply> ask_central(const std::string& path, ByteView body);
  void add_frame(FrameWriter& out);
  void add_made(FrameType type, FrameWriter& out);
  Bytes receipt();
  ReceiptEntry entry();
  void add_segment(FrameWriter& out);
  void add_facts(FrameWriter& out);
  void add_log_digests(FrameWriter& out);
  void add_texts(FrameWriter& out);
  void add_asked_back(FrameWriter& out);
  void add_granted_keys(FrameWriter& out);
  void add_succession(FrameWriter& out);
  void add_enrol_answer(FrameWriter& out);
  void note(const Receipt& receipt);
  SecretKey key_of(const Scope& scope) const;
  const Scope& scope();

  Town& town_;
  Input& in_;
  Keys keys_;  // central's
  DeviceId central_id_{};
  const Recorded recorded_;
  test::Seeded random_{11};
  Frames asked_;  // what the box sent last
  std::map<Hash, Bytes> texts_;
  std::map<Place, Seq> told_;
  bool spoke_as_central_ = false;
  std::optional<Result<NetworkReply>> for_ever_;
  size_t same_again_ = 0;
  sim::Wire::Connection connection_;
};

}  // namespace otmetka::fuzz
