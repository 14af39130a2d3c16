// kiosk/app/typed_text.h - a text that fingers type letter by letter, whatever a letter has in
// bytes.
#pragma once
#include <string>

namespace otmetka::kiosk {

size_t letters_in(const std::string& text);
/// False where nothing was added: no letter of any writing, beyond `letters_max`, or a space that
/// begins the text or follows another one.
bool type_letter(std::string& text, int code_point, size_t letters_max);
void erase_letter(std::string& text);

}  // namespace otmetka::kiosk
