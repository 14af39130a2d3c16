// kiosk/app/idea.h - "this could work for us": from an exhibit to a sentence that is kept.
#pragma once
#include "kiosk/app/effect.h"
#include "kiosk/app/event.h"

namespace otmetka::kiosk {

/// From a page of the venue. Who is not known yet is told to show the badge first.
void press_for_idea(State& state);
/// A press on the idea's own screen, the way back included.
Effects press_on_idea(State& state, const Press& press);

/// A verdict is about to be shown. The idea goes on after it for the one who was asked for a badge
/// or who writes; whoever else it is for finds nothing of it. False: the verdict is nobody's and
/// the one who writes is still believed to stand here.
bool idea_meets(State& state, const VerdictView& verdict);
/// After that verdict.
void resume_idea(State& state);

void idea_was_recorded(State& state);
void idea_was_not_saved(State& state);
/// The exhibits may be others now.
void check_exhibit_of_idea(State& state);

/// Whether the next letter is a capital.
bool types_capital(const Idea& idea);
size_t idea_letters_left(const Idea& idea);

}  // namespace otmetka::kiosk
