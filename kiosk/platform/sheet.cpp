#define GL_GLEXT_PROTOTYPES
#include "kiosk/platform/sheet.h"

#include <GL/gl.h>
#include <GL/glext.h>
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_opengl3.h>

#include <algorithm>

#include "kiosk/platform/context.h"
#include "kiosk/platform/font_texture.h"

namespace otmetka::kiosk {
namespace {

constexpr size_t bytes_a_pixel = 3;

Error no_sheet(const char* what) {
  return fail(Failure::io,
              std::string(what) + "; a display with OpenGL 3.3 is needed (is DISPLAY set?)");
}

}  // namespace

std::unique_ptr<Sheet> Sheet::measured(int width, int height) {
  std::unique_ptr<Sheet> out(new Sheet(width, height));
  create_imgui_context();
  // What a graphics card's backend would say of itself.
  ImGui::GetIO().BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
  return out;
}

Result<std::unique_ptr<Sheet>> Sheet::painted(int width, int height) {
  if (!glfwInit()) return no_sheet("no display");
  std::unique_ptr<Sheet> out(new Sheet(width, height));
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_VISIBLE, GLFW_FALSE);
  out->context_ = glfwCreateWindow(16, 16, "Otmetka", nullptr, nullptr);
  if (!out->context_) return no_sheet("no window");
  glfwMakeContextCurrent(out->context_);
  if (!out->make_framebuffer()) return no_sheet("a picture of this size cannot be drawn");
  create_imgui_context();
  start_drawing();
  return out;
}

// A window's own pixels are undefined where something hides them; these never are.
bool Sheet::make_framebuffer() {
  glGenTextures(1, &texture_);
  glBindTexture(GL_TEXTURE_2D, texture_);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGB8, width_, height_, 0, GL_RGB, GL_UNSIGNED_BYTE, nullptr);
  glGenFramebuffers(1, &framebuffer_);
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture_, 0);
  return glCheckFramebufferStatus(GL_FRAMEBUFFER) == GL_FRAMEBUFFER_COMPLETE;
}

Sheet::~Sheet() {
  if (ImGui::GetCurrentContext()) {
    if (context_) stop_drawing();
    ImGui::DestroyContext();
  }
  if (!context_) return;
  glDeleteFramebuffers(1, &framebuffer_);
  glDeleteTextures(1, &texture_);
  glfwDestroyWindow(context_);
  glfwTerminate();
}

void Sheet::frame(const std::function<void()>& draw) {
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(width_), static_cast<float>(height_)};
  io.DeltaTime = 1.0f / 60;
  if (context_) {
    take_new_fonts();
    ImGui_ImplOpenGL3_NewFrame();
  }
  ImGui::NewFrame();
  draw();
  ImGui::Render();
  if (!context_) return;
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
  glViewport(0, 0, width_, height_);
  const ImVec4 page = page_colour();
  glClearColor(page.x, page.y, page.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

std::vector<uint8_t> Sheet::pixels() const {
  const size_t row = static_cast<size_t>(width_) * bytes_a_pixel;
  std::vector<uint8_t> out(row * static_cast<size_t>(height_));
  if (!context_) return out;
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, width_, height_, GL_RGB, GL_UNSIGNED_BYTE, out.data());
  // OpenGL counts rows from the bottom.
  for (size_t top = 0, bottom = static_cast<size_t>(height_); top + 1 < bottom; ++top) {
    --bottom;
    std::swap_ranges(out.begin() + static_cast<ptrdiff_t>(top * row),
                     out.begin() + static_cast<ptrdiff_t>((top + 1) * row),
                     out.begin() + static_cast<ptrdiff_t>(bottom * row));
  }
  return out;
}

}  // namespace otmetka::kiosk
