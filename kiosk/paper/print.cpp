#include "kiosk/paper/print.h"

#include <cairo-pdf.h>
#include <qrencode.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>

#include "kiosk/paper/points.h"

namespace otmetka::kiosk::paper {
namespace {

using Surface = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;
using Pen = std::unique_ptr<cairo_t, decltype(&cairo_destroy)>;
using Qr = std::unique_ptr<QRcode, decltype(&QRcode_free)>;

Qr encode(const std::string& text, QRecLevel level) {
  return {QRcode_encodeString8bit(text.c_str(), 0, level), QRcode_free};
}

Error not_drawn(cairo_status_t status) {
  return fail(Failure::io,
              std::string("a page could not be drawn: ") + cairo_status_to_string(status));
}

class Painter {
 public:
  enum class On { paper, coverage };  // a picture of opacity: a quarter of the memory of colours

  Painter(cairo_t* pen, On on, const Letters& letters) : pen_(pen), on_(on), letters_(letters) {
    cairo_set_line_width(pen_, points(line_width_mm));
  }

  void operator()(const Words& words) {
    shade(words.shade);
    letters_.draw(pen_, words);
  }
  void operator()(const Line& line) {
    shade(line.shade);
    cairo_move_to(pen_, points(line.x1), points(line.y1));
    cairo_line_to(pen_, points(line.x2), points(line.y2));
    cairo_stroke(pen_);
  }
  void operator()(const Box& box) {
    shade(box.shade);
    cairo_rectangle(pen_, points(box.x), points(box.y), points(box.width), points(box.height));
    box.filled ? cairo_fill(pen_) : cairo_stroke(pen_);
  }
  void operator()(const Code& code) {
    const auto modules = code_modules(code.text);
    if (!modules.ok()) {
      failed_ = modules.error();
      return;
    }
    const int side = modules.value().side;
    const double module = points(code.side) / side;
    shade(ink);
    for (int row = 0; row < side; ++row) add_runs(modules.value(), row, code, module);
    cairo_fill(pen_);
  }

  const std::optional<Error>& failed() const { return failed_; }

 private:
  void shade(double grey) {
    if (on_ == On::paper) {
      cairo_set_source_rgb(pen_, grey, grey, grey);
    } else {
      cairo_set_source_rgba(pen_, 0, 0, 0, 1 - grey);
    }
  }
  // Neighbours are one rectangle, so that no hairline of white stands between them.
  void add_runs(const CodeModules& modules, int row, const Code& code, double module) {
    const auto dark = [&](int column) {
      return column < modules.side &&
             modules.dark[static_cast<size_t>(row * modules.side + column)];
    };
    for (int from = 0; from < modules.side; ++from) {
      if (!dark(from)) continue;
      int to = from;
      while (dark(to)) ++to;
      cairo_rectangle(pen_, points(code.x) + from * module, points(code.y) + row * module,
                      (to - from) * module, module);
      from = to;
    }
  }

  cairo_t* pen_;
  On on_;
  const Letters& letters_;
  std::optional<Error> failed_;
};

Status paint(cairo_t* pen, Painter::On on, const Page& page, const Letters& letters) {
  Painter painter(pen, on, letters);
  for (const Mark& mark : page.marks) std::visit(painter, mark);
  if (painter.failed()) return *painter.failed();
  return done();
}

cairo_status_t append(void* to, const unsigned char* bytes, unsigned int size) {
  auto& out = *static_cast<Bytes*>(to);
  out.insert(out.end(), bytes, bytes + size);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

Result<CodeModules> code_modules(const std::string& text) {
  Qr code = encode(text, QR_ECLEVEL_M);
  if (!code) return fail(Failure::bad_input, "no code holds a text of this length");
  for (const QRecLevel level : {QR_ECLEVEL_Q, QR_ECLEVEL_H}) {
    Qr better = encode(text, level);
    if (better && better->width == code->width) code = std::move(better);
  }
  CodeModules out;
  out.side = code->width;
  const auto count = static_cast<size_t>(out.side * out.side);
  for (size_t i = 0; i < count; ++i) out.dark.push_back((code->data[i] & 1) != 0);
  return out;
}

Result<Bytes> pdf_of(const Pages& pages, const Letters& letters, const std::string& title) {
  Bytes out;
  const Surface surface(cairo_pdf_surface_create_for_stream(append, &out, 1, 1),
                        cairo_surface_destroy);
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
  for (const Page& page : pages) {
    cairo_pdf_surface_set_size(surface.get(), points(page.size.width_mm),
                               points(page.size.height_mm));
    const Pen pen(cairo_create(surface.get()), cairo_destroy);
    TRY(paint(pen.get(), Painter::On::paper, page, letters));
    cairo_show_page(pen.get());
  }
  cairo_surface_finish(surface.get());
  const cairo_status_t status = cairo_surface_status(surface.get());
  if (status != CAIRO_STATUS_SUCCESS) return not_drawn(status);
  return out;
}

Result<GreyImage> picture_of(const Page& page, const Letters& letters, int dots_an_inch) {
  dots_an_inch = std::clamp(dots_an_inch, dots_an_inch_least, dots_an_inch_most);
  const auto dots = [&](double mm) {
    return static_cast<int>(std::lround(mm / millimetres_an_inch * dots_an_inch));
  };
  GreyImage out;
  out.resize(dots(page.size.width_mm), dots(page.size.height_mm));
  const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_A8, out.width, out.height),
                        cairo_surface_destroy);
  const Pen pen(cairo_create(surface.get()), cairo_destroy);
  cairo_scale(pen.get(), dots_an_inch / points_an_inch, dots_an_inch / points_an_inch);
  TRY(paint(pen.get(), Painter::On::coverage, page, letters));
  cairo_surface_flush(surface.get());
  const cairo_status_t status = cairo_status(pen.get());
  if (status != CAIRO_STATUS_SUCCESS) return not_drawn(status);
  const unsigned char* pixels = cairo_image_surface_get_data(surface.get());
  const int stride = cairo_image_surface_get_stride(surface.get());
  for (int y = 0; y < out.height; ++y) {
    const unsigned char* covered = pixels + static_cast<ptrdiff_t>(y) * stride;
    std::transform(covered, covered + out.width, out.row(y),
                   [](unsigned char opacity) { return static_cast<uint8_t>(255 - opacity); });
  }
  return out;
}

}  // namespace otmetka::kiosk::paper
