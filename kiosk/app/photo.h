// kiosk/app/photo.h - the photo that the roster has of somebody. Screens hold its name alone; what
// draws them reads it when it is shown, and forgets it when it no longer is.
#pragma once
#include <optional>
#include <string>

#include "kiosk/app/views.h"

namespace otmetka::kiosk {

/// What a screen asks for the picture by. No blob is called so: their names have 32 bytes.
std::string photo_name(const Hash& text);
/// The detached text of the photo; nothing: a name of something else.
std::optional<Hash> photo_text(const std::string& name);

/// The only way of a photo to a screen: for whoever agreed to it, and has not said no to having
/// their data processed. Else empty.
std::string photo_to_show(const RosterPhoto& photo, std::optional<bool> data_answer);

}  // namespace otmetka::kiosk
