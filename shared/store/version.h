// shared/store/version.h - what this build calls itself in logs and on the wire.
#pragma once

namespace otmetka {
inline constexpr const char* software_version = "otmetka 0.1.0";
}
