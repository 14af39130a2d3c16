// shared/model/serialize.h - a message as the bytes that a row or a text keeps.
#pragma once
#include <google/protobuf/message_lite.h>

#include "shared/base/bytes.h"

namespace otmetka {

inline Bytes serialize(const google::protobuf::MessageLite& message) {
  return to_bytes(as_bytes(message.SerializeAsString()));
}

}  // namespace otmetka
