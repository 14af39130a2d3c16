// kiosk/ui/icons.h - the icons in use, from the Material icon font. An icon is loaded only if it is
// listed in `all`.
#pragma once

namespace otmetka::kiosk::icon {

inline constexpr const char* scanner = "\uf206";
inline constexpr const char* person_checked = "\ue174";
inline constexpr const char* check = "\ue5ca";
inline constexpr const char* clock = "\ue8b5";
inline constexpr const char* cloud_off = "\ue2c1";
inline constexpr const char* cloud_done = "\ue2bf";
inline constexpr const char* place = "\ue55f";
inline constexpr const char* room = "\ueb4f";
inline constexpr const char* bus = "\ue530";
inline constexpr const char* forward = "\ue5c8";
inline constexpr const char* back = "\ue5c4";
inline constexpr const char* info = "\ue88e";
inline constexpr const char* leave = "\ue9ba";
inline constexpr const char* map = "\ue55b";
inline constexpr const char* museum = "\uea36";
inline constexpr const char* building = "\ue84f";
inline constexpr const char* today = "\ue8df";
inline constexpr const char* event = "\ue878";
inline constexpr const char* warning = "\ue002";
inline constexpr const char* support = "\uf0e2";
inline constexpr const char* badge = "\uea67";
inline constexpr const char* more_time = "\uea5d";
inline constexpr const char* waiting = "\uea5b";
inline constexpr const char* up = "\ue316";
inline constexpr const char* down = "\ue313";
inline constexpr const char* collection = "\ue3b6";
inline constexpr const char* verified = "\ue8e8";
inline constexpr const char* done = "\ue876";
inline constexpr const char* no_link = "\ue16f";
inline constexpr const char* saved = "\ue161";

inline constexpr const char* search = "\ue8b6";
inline constexpr const char* person = "\ue7fd";
inline constexpr const char* space = "\ue256";
inline constexpr const char* erase = "\ue14a";
inline constexpr const char* erase_all = "\ue16c";
inline constexpr const char* route = "\ue52e";
inline constexpr const char* access = "\ue92c";
inline constexpr const char* contrast = "\ueb37";
inline constexpr const char* lower = "\ue258";
inline constexpr const char* larger = "\ue262";
inline constexpr const char* voice = "\ue91f";
inline constexpr const char* close = "\ue5cd";
inline constexpr const char* on = "\ue9f6";
inline constexpr const char* off = "\ue9f5";
inline constexpr const char* idea = "\ue0f0";
inline constexpr const char* shift = "\ue318";
inline constexpr const char* photo = "\ue416";

inline constexpr const char* people = "\uf233";
inline constexpr const char* person_add = "\ue7fe";
inline constexpr const char* no_partner = "\ue747";
inline constexpr const char* pair = "\ue7fb";
inline constexpr const char* excused = "\ue615";
inline constexpr const char* absent = "\ue510";
inline constexpr const char* undo = "\ue166";
inline constexpr const char* print = "\ue8ad";
inline constexpr const char* announcement = "\uef49";
inline constexpr const char* emergency = "\ue566";
inline constexpr const char* board = "\uf0c5";
inline constexpr const char* settings = "\ue8b8";
inline constexpr const char* note = "\uf1fc";
inline constexpr const char* lock = "\ue897";
inline constexpr const char* rehearsal = "\uea4b";
inline constexpr const char* left = "\ue5cb";
inline constexpr const char* right = "\ue5cc";
inline constexpr const char* box_on = "\ue834";
inline constexpr const char* box_off = "\ue835";

inline constexpr const char* all[] = {
    scanner,    person_checked, check,        clock,     cloud_off,  cloud_done, place,   room,
    bus,        forward,        back,         info,      leave,      map,        museum,  building,
    today,      event,          warning,      support,   badge,      more_time,  waiting, up,
    down,       collection,     verified,     done,      no_link,    saved,      access,  contrast,
    lower,      larger,         close,        on,        off,        search,     person,  space,
    erase,      erase_all,      route,        people,    person_add, excused,    absent,  undo,
    board,      settings,       note,         lock,      rehearsal,  left,       right,   box_on,
    box_off,    voice,          announcement, emergency, print,      idea,       shift,   photo,
    no_partner,
};

}  // namespace otmetka::kiosk::icon
