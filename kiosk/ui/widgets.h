// kiosk/ui/widgets.h - the parts that screens are made of. Each draws itself and says whether it
// was pressed.
#pragma once
#include "kiosk/ui/text_layout.h"
#include "kiosk/ui/ui.h"

namespace otmetka::kiosk {

struct Gradient {
  ImU32 from, to;  // left to right, a little downwards
};

/// The thick edge of high contrast; nothing else has one.
void outline(const Ui& ui, const Rect& rect, float radius);
void shadow(const Ui& ui, const Rect& rect, float strength = 1);
void card(const Ui& ui, const Rect& rect, ImU32 colour);
void card(const Ui& ui, const Rect& rect);
void gradient(const Ui& ui, const Rect& rect, Gradient colours);
/// A band of gradient with the two faint circles that say that it is ours.
void backdrop(const Ui& ui, const Rect& rect, Gradient colours);

/// The whole screen steps back; what is drawn from now on lies above it.
void dim_what_is_beneath(const Ui& ui);

/// The frame of a field that is typed into; the caret behind what was typed, `x` from the left.
void field_frame(const Ui& ui, const Rect& rect);
void caret(const Ui& ui, float x, float middle_y, float letter_size);

struct Touch {
  bool pressed = false, held = false;
};
/// A finger on it, or Enter while it has the focus.
Touch touch_area(const Ui& ui, const char* id, const Rect& rect, const Label& label);
/// Around what has the focus, above everything.
void focus_ring(const Ui& ui);

enum class Look { primary, secondary, on_dark, quiet };
/// `said`: what an icon without words is called.
bool big_button(const Ui& ui, const char* id, const Rect& rect, const char* glyph,
                const std::string& label, Look look, const std::string& said = "");
/// A button of a sign alone, `said` to who does not see it; `words`: the sign's colour.
bool icon_button(const Ui& ui, const char* id, const Rect& rect, const char* glyph, Look look,
                 ImU32 words, const std::string& said);
/// As wide as big_button wants to be for a label.
float button_width(const Ui& ui, const char* glyph, const std::string& label);

struct ChipColours {
  ImU32 ground, words;
};
/// A pill with an icon; returns its width. `y` is its top, its height chip_height().
float chip(const Ui& ui, float x, float y, const char* glyph, const std::string& label,
           ChipColours colours);
float chip_width(const Ui& ui, const char* glyph, const std::string& label);
float chip_height(const Ui& ui);
/// A chip whose words need several lines at this width.
void tall_chip(const Ui& ui, const Rect& rect, const std::string& label, ChipColours colours);
float tall_chip_height(const Ui& ui, float width, const std::string& label);

void icon_in(const Ui& ui, const Type& size, const Rect& in, ImU32 colour, const char* glyph);
/// An icon in a soft round tile.
void icon_tile(const Ui& ui, const Rect& rect, const Type& size, const char* glyph, ImU32 ground,
               ImU32 colour);
/// An icon and words beside it, wrapped. Returns the height used.
float icon_row(const Ui& ui, const Rect& in, const char* glyph, const Type& type, ImU32 colour,
               const std::string& words, size_t lines_max = 3);
float icon_row_height(const Ui& ui, float width, const Type& type, const std::string& words,
                      size_t lines_max = 3);

/// Fills the rectangle with the middle of the picture; without one, a calm area with an icon.
void picture_cover(const Ui& ui, const Rect& rect, const std::string& hash, float radius,
                   const char* glyph);
/// Somebody's photo, 3:4; its room with a sign in it while the pixels have not come.
void person_photo(const Ui& ui, const Rect& rect, const std::string& name);
/// Of this height: as much as staff need to know a face from two metres, more where there is room.
float person_photo_height(const Ui& ui, float room);
inline float person_photo_width(float height) { return std::floor(height * 0.75f); }
/// The whole picture, as large as it fits. Returns where it is; nothing is drawn without one.
Rect picture_whole(const Ui& ui, const Rect& rect, const std::string& hash, float radius);

struct FigureLook {
  float number_part = 1;  // of the size that numbers are set in
  bool with_source = false;
};
/// The value large, its unit and label beneath.
void figure(const Ui& ui, const Rect& rect, const payload::Figure& figure, const FigureLook& look);
/// Of its value with the words before it.
float figure_width(const Ui& ui, const payload::Figure& figure, float number_part = 1);
float figure_height(const Ui& ui, float width, const payload::Figure& figure,
                    const FigureLook& look);
/// All of it in one line, for the voice.
std::string figure_words(const Ui& ui, const payload::Figure& figure);
/// "Source: …, as of …"
std::string figure_source(const Ui& ui, const payload::Figure& figure);

void progress(const Ui& ui, const Rect& rect, float part, ImU32 ground, ImU32 colour);

/// The languages as chips, right-aligned in the rectangle.
Press language_chips(const State& state, const Ui& ui, const Rect& in, bool on_dark);
float language_chips_width(const State& state, const Ui& ui);
/// Network and scanner, on as many lines as they need, from the left top corner.
void status_chips(const State& state, const Ui& ui, const Rect& in);
float status_height(const State& state, const Ui& ui, float width);

}  // namespace otmetka::kiosk
