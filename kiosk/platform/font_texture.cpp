#define GL_GLEXT_PROTOTYPES
#include "kiosk/platform/font_texture.h"

#include <GL/gl.h>
#include <GL/glext.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include <cstdint>

namespace otmetka::kiosk {
namespace {

// Of the one OpenGL context. The atlas forgets it each time that fonts are built.
GLuint texture = 0;

}  // namespace

void start_drawing() {
  ImGui_ImplOpenGL3_Init("#version 330 core");
  // Makes a texture too, of a small font that nobody asked for.
  ImGui_ImplOpenGL3_CreateDeviceObjects();
  ImGui_ImplOpenGL3_DestroyFontsTexture();
  ImGui::GetIO().Fonts->Clear();
}

void take_new_fonts() {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  if (!atlas.TexPixelsAlpha8) return;
  if (texture == 0) glGenTextures(1, &texture);
  glBindTexture(GL_TEXTURE_2D, texture);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  // White, and as opaque as the byte says.
  const GLint white[] = {GL_ONE, GL_ONE, GL_ONE, GL_RED};
  glTexParameteriv(GL_TEXTURE_2D, GL_TEXTURE_SWIZZLE_RGBA, white);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_R8, atlas.TexWidth, atlas.TexHeight, 0, GL_RED,
               GL_UNSIGNED_BYTE, atlas.TexPixelsAlpha8);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
  atlas.SetTexID(reinterpret_cast<ImTextureID>(static_cast<intptr_t>(texture)));
  atlas.ClearTexData();
  atlas.ClearInputData();
}

void stop_drawing() {
  if (texture != 0) glDeleteTextures(1, &texture);
  texture = 0;
  ImGui::GetIO().Fonts->SetTexID(nullptr);
  ImGui_ImplOpenGL3_Shutdown();
}

}  // namespace otmetka::kiosk
