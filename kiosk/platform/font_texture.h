// kiosk/platform/font_texture.h - the fonts as a texture of a byte a pixel. ImGui's own way makes
// four of them, in memory and in the driver, and keeps both: 90 MiB for what needs 10.
#pragma once

namespace otmetka::kiosk {

/// ImGui's drawing by OpenGL 3.3 without a texture of fonts. Call it once, with a context current.
void start_drawing();
/// Before each frame: fonts that were built since the last one go into the texture, and their
/// pixels and files out of memory.
void take_new_fonts();
/// The texture goes with the OpenGL context.
void stop_drawing();

}  // namespace otmetka::kiosk
