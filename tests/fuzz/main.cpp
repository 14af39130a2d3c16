// libFuzzer's entry; OTMETKA_FUZZ_TARGET is the one of targets.h that this program is made for.
#include <google/protobuf/stubs/logging.h>

#include "tests/fuzz/targets.h"

// protobuf tells of each text that is not UTF-8, and here nearly all are not.
extern "C" int LLVMFuzzerInitialize(int*, char***) {
  google::protobuf::SetLogHandler(nullptr);
  return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  otmetka::fuzz::OTMETKA_FUZZ_TARGET({bytes, size});
  return 0;
}
