#include "kiosk/paper/letters.h"

#include <pango/pangocairo.h>

#include <string_view>
#include <utility>

#include "kiosk/paper/points.h"

namespace otmetka::kiosk::paper {
namespace {

constexpr const char* family = "Inter";

struct Unref {
  void operator()(void* object) const { g_object_unref(object); }
};
struct UnrefList {
  void operator()(PangoAttrList* list) const { pango_attr_list_unref(list); }
};
struct FreeDescription {
  void operator()(PangoFontDescription* description) const {
    pango_font_description_free(description);
  }
};
using Description = std::unique_ptr<PangoFontDescription, FreeDescription>;
using Layout = std::unique_ptr<PangoLayout, Unref>;

int pango_units(double mm) { return static_cast<int>(points(mm) * PANGO_SCALE); }
double mm_of(int units) { return millimetres(static_cast<double>(units) / PANGO_SCALE); }

PangoWeight weight_of(Face::Weight weight) {
  switch (weight) {
    case Face::Weight::medium:
      return PANGO_WEIGHT_MEDIUM;
    case Face::Weight::semi_bold:
      return PANGO_WEIGHT_SEMIBOLD;
    case Face::Weight::bold:
      return PANGO_WEIGHT_BOLD;
  }
  return PANGO_WEIGHT_NORMAL;
}

Description description_of(const Face& face) {
  Description out(pango_font_description_new());
  pango_font_description_set_family(out.get(), family);
  pango_font_description_set_weight(out.get(), weight_of(face.weight));
  pango_font_description_set_absolute_size(out.get(), points(face.size_mm) * PANGO_SCALE);
  return out;
}

}  // namespace

struct Letters::Pango {
  std::unique_ptr<PangoFontMap, Unref> map{pango_cairo_font_map_new()};
  std::unique_ptr<PangoContext, Unref> context{pango_font_map_create_context(map.get())};

  // A hyphen where a name is broken would be taken for one of its own.
  std::unique_ptr<PangoAttrList, UnrefList> no_hyphens{pango_attr_list_new()};

  Pango() { pango_attr_list_insert(no_hyphens.get(), pango_attr_insert_hyphens_new(FALSE)); }

  Layout layout(const std::string& text, const Face& face) const {
    Layout out(pango_layout_new(context.get()));
    pango_layout_set_font_description(out.get(), description_of(face).get());
    pango_layout_set_single_paragraph_mode(out.get(), TRUE);
    pango_layout_set_text(out.get(), text.data(), static_cast<int>(text.size()));
    return out;
  }
  Layout layout(const Words& words) const {
    Layout out = layout(words.text, words.face);
    pango_layout_set_width(out.get(), pango_units(words.width));
    // A word that is wider than its column is broken, never cut.
    pango_layout_set_wrap(out.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_attributes(out.get(), no_hyphens.get());
    if (words.height_most > 0) {
      pango_layout_set_height(out.get(), pango_units(words.height_most));
      pango_layout_set_ellipsize(out.get(), PANGO_ELLIPSIZE_END);
    }
    pango_layout_set_alignment(out.get(), words.align == Align::left     ? PANGO_ALIGN_LEFT
                                          : words.align == Align::middle ? PANGO_ALIGN_CENTER
                                                                         : PANGO_ALIGN_RIGHT);
    return out;
  }
};

Letters::Letters(std::unique_ptr<Pango> pango) : pango_(std::move(pango)) {}
Letters::Letters(Letters&&) noexcept = default;
Letters::~Letters() = default;

Result<Letters> Letters::open(Language language) {
  auto pango = std::make_unique<Pango>();
  PangoContext* context = pango->context.get();
  pango_cairo_context_set_resolution(context, points_an_inch);
  // Places of letters are the paper's, not those of some screen's pixels.
  pango_context_set_round_glyph_positions(context, FALSE);
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(context, options);
  cairo_font_options_destroy(options);
  pango_context_set_language(context, pango_language_from_string(language_code(language).c_str()));

  const std::unique_ptr<PangoFont, Unref> font(
      pango_font_map_load_font(pango->map.get(), context, description_of({}).get()));
  const Description found(font ? pango_font_describe(font.get()) : pango_font_description_new());
  const char* name = pango_font_description_get_family(found.get());
  if (!name || std::string_view(name) != family) {
    return fail(Failure::absent,
                "the font Inter is not there: install the Debian package fonts-inter");
  }
  return Letters(std::move(pango));
}

double Letters::height_mm(const Words& words) const {
  int height = 0;
  pango_layout_get_size(pango_->layout(words).get(), nullptr, &height);
  return mm_of(height);
}

double Letters::width_mm(const std::string& text, const Face& face) const {
  int width = 0;
  pango_layout_get_size(pango_->layout(text, face).get(), &width, nullptr);
  return mm_of(width);
}

void Letters::draw(cairo_t* surface, const Words& words) const {
  const Layout layout = pango_->layout(words);
  cairo_move_to(surface, points(words.x), points(words.y));
  pango_cairo_update_layout(surface, layout.get());
  pango_cairo_show_layout(surface, layout.get());
}

std::string printable(const std::string& text) {
  const std::unique_ptr<char, decltype(&g_free)> valid(
      g_utf8_make_valid(text.data(), static_cast<gssize>(text.size())), g_free);
  std::string out;
  size_t letters = 0;
  for (const char* at = valid.get(); *at != 0; at = g_utf8_next_char(at)) {
    if (++letters > letters_max) return out + "…";
    const gunichar letter = g_utf8_get_char(at);
    if (g_unichar_iscntrl(letter) || letter == 0x2028 || letter == 0x2029) {
      out += ' ';
    } else {
      out.append(at, static_cast<size_t>(g_utf8_next_char(at) - at));
    }
  }
  return out;
}

Words fitted(const Letters& letters, Words words, std::initializer_list<double> sizes_mm,
             double height_mm) {
  // An ellipsis is the last resort, after the smallest size.
  const double height_most = std::exchange(words.height_most, 0);
  for (const double size : sizes_mm) {
    words.face.size_mm = size;
    if (letters.height_mm(words) <= height_mm) break;
  }
  words.height_most = height_most;
  return words;
}

}  // namespace otmetka::kiosk::paper
