#include "kiosk/platform/window.h"

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>

#include <cmath>

#include "kiosk/platform/context.h"
#include "kiosk/platform/font_texture.h"

namespace otmetka::kiosk {
namespace {

// A 24-inch monitor of 1920 × 1080; also about what X servers without a real monitor claim.
constexpr float usual_pixels_per_mm = 3.6f;
// Projectors and virtual screens claim sizes of zero or of a stamp; panels are 13 to 55 inches.
constexpr float least_pixels_per_mm = 1.2f, most_pixels_per_mm = 14.0f;

// Down and up of a dozen quick fingers: more than a PIN.
constexpr size_t fingers_waiting_max = 24;

uint64_t steady_ms() { return static_cast<uint64_t>(glfwGetTime() * 1000); }

std::string last_glfw_error;
void note_error(int, const char* text) { last_glfw_error = text ? text : ""; }

float measure_pixels_per_mm(GLFWmonitor* monitor, const GLFWvidmode& mode) {
  int width_mm = 0, height_mm = 0;
  glfwGetMonitorPhysicalSize(monitor, &width_mm, &height_mm);
  if (width_mm <= 0 || height_mm <= 0) return usual_pixels_per_mm;
  const float across = static_cast<float>(mode.width) / static_cast<float>(width_mm);
  const float down = static_cast<float>(mode.height) / static_cast<float>(height_mm);
  // A turned monitor sometimes reports its sides unturned.
  const float ratio = across / down;
  if (ratio < 0.8f || ratio > 1.25f) return usual_pixels_per_mm;
  if (across < least_pixels_per_mm || across > most_pixels_per_mm) return usual_pixels_per_mm;
  return across;
}

float density_of(PanelSize panel, float inches) {
  const auto width = static_cast<float>(panel.width), height = static_cast<float>(panel.height);
  return std::hypot(width, height) / (inches * 25.4f);
}

std::string utf8(unsigned int code) {
  std::string out;
  const auto put = [&](unsigned int byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xc0 | (code >> 6));
    put(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    put(0xe0 | (code >> 12));
    put(0x80 | ((code >> 6) & 0x3f));
    put(0x80 | (code & 0x3f));
  } else {
    put(0xf0 | (code >> 18));
    put(0x80 | ((code >> 12) & 0x3f));
    put(0x80 | ((code >> 6) & 0x3f));
    put(0x80 | (code & 0x3f));
  }
  return out;
}

// Of a keyboard, and of a number pad whatever its lock: 2, 4, 6 and 8 are arrows, 5 presses, 0 goes
// back, * is the voice, / says it again, + and - are louder and softer.
std::optional<Key> key_of(int key, int modifiers) {
  switch (key) {
    case GLFW_KEY_ENTER:
    case GLFW_KEY_KP_ENTER:
    case GLFW_KEY_KP_5:
      return Key::enter;
    case GLFW_KEY_TAB:
      return modifiers & GLFW_MOD_SHIFT ? Key::previous : Key::next;
    case GLFW_KEY_LEFT:
    case GLFW_KEY_KP_4:
      return Key::left;
    case GLFW_KEY_RIGHT:
    case GLFW_KEY_KP_6:
      return Key::right;
    case GLFW_KEY_UP:
    case GLFW_KEY_KP_8:
      return Key::up;
    case GLFW_KEY_DOWN:
    case GLFW_KEY_KP_2:
      return Key::down;
    case GLFW_KEY_ESCAPE:
    case GLFW_KEY_KP_0:
      return Key::back;
    case GLFW_KEY_BACKSPACE:
      return Key::erase;
    case GLFW_KEY_F2:
    case GLFW_KEY_KP_MULTIPLY:
      return Key::voice;
    case GLFW_KEY_F5:
    case GLFW_KEY_KP_DIVIDE:
      return Key::again;
    case GLFW_KEY_F4:
    case GLFW_KEY_KP_ADD:
      return Key::louder;
    case GLFW_KEY_F3:
    case GLFW_KEY_KP_SUBTRACT:
      return Key::softer;
    default:
      return std::nullopt;
  }
}

Error no_window(const std::string& what) {
  return fail(Failure::io, what + (last_glfw_error.empty() ? "" : ": " + last_glfw_error) +
                               "; a display with OpenGL 3.3 is needed (is DISPLAY set?)");
}

void start_imgui(GLFWwindow* window) {
  create_imgui_context();
  ImGui_ImplGlfw_InitForOpenGL(window, true);
  start_drawing();
}

}  // namespace

Result<std::unique_ptr<Window>> Window::open(const WindowOptions& options) {
  glfwSetErrorCallback(note_error);
  if (!glfwInit()) return no_window("no display");
  std::unique_ptr<Window> out(new Window);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
  glfwWindowHint(GLFW_AUTO_ICONIFY, GLFW_FALSE);
  glfwWindowHint(GLFW_RESIZABLE, GLFW_FALSE);
  GLFWmonitor* monitor = glfwGetPrimaryMonitor();
  const GLFWvidmode* mode = monitor ? glfwGetVideoMode(monitor) : nullptr;
  if (!mode) return no_window("no monitor");
  out->turn_ = options.turn;
  const bool whole = options.width == 0;
  out->window_ =
      glfwCreateWindow(whole ? mode->width : options.width, whole ? mode->height : options.height,
                       "Otmetka", whole ? monitor : nullptr, nullptr);
  if (!out->window_) return no_window("no window");
  if (whole) glfwSetInputMode(out->window_, GLFW_CURSOR, GLFW_CURSOR_HIDDEN);
  glfwMakeContextCurrent(out->window_);
  glfwSwapInterval(1);
  out->read_size();
  out->pixels_per_mm_ = options.inches > 0 ? density_of(out->panel_, options.inches)
                                           : measure_pixels_per_mm(monitor, *mode);
  out->install_callbacks();
  start_imgui(out->window_);
  return out;
}

Window::~Window() {
  if (ImGui::GetCurrentContext()) {
    stop_drawing();
    ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext();
  }
  if (window_) glfwDestroyWindow(window_);
  glfwTerminate();
}

// A key of the number pad both moves and types, and its letter comes right after it.
void Window::key_down(int key, int modifiers, bool held) {
  if (key == GLFW_KEY_ENTER || key == GLFW_KEY_KP_ENTER) input_.typed += '\n';
  const std::optional<Key> meant = key_of(key, modifiers);
  const bool moves = meant && *meant >= Key::next && *meant <= Key::down;
  key_held_ = held;
  key_types_ = meant && (!held || moves);
  if (key_types_) input_.strokes.push_back({*meant, 0});
}

void Window::letter(unsigned int code) {
  input_.typed += utf8(code);
  // No scanner holds a key down, and a person who does wants one letter.
  if (key_held_) return;
  if (!key_types_ || input_.strokes.empty()) input_.strokes.push_back({Key::letter, 0});
  input_.strokes.back().letter = code;
  key_types_ = false;
}

void Window::read_size() { glfwGetFramebufferSize(window_, &panel_.width, &panel_.height); }

// A pointer that only passes by changes nothing; a finger that drags does.
void Window::pointer_at(float panel_x, float panel_y) {
  const auto [x, y] = on_picture(turn_, panel_, {panel_x, panel_y});
  pointer_x_ = x;
  pointer_y_ = y;
  const Finger here{x, y, pressed_, true, steady_ms()};
  if (pressed_) input_.redraw = true;
  if (fingers_.empty()) {
    finger_ = {x, y, finger_.down, true, here.at_ms};
  } else if (pressed_ && !left_out_) {
    // What went down or up before it must be seen where that was; of a long way its end is enough.
    if (fingers_.back().moves) fingers_.pop_back();
    fingers_.push_back(here);
  }
}

// Ours go in before ImGui's, which chain to them. A scanner that types is read here and nowhere
// else: ImGui looks at keys once a frame, and a key that went down and up within one frame never
// was for it.
void Window::install_callbacks() {
  glfwSetWindowUserPointer(window_, this);
  double now_x = 0, now_y = 0;
  glfwGetCursorPos(window_, &now_x, &now_y);
  pointer_at(static_cast<float>(now_x), static_cast<float>(now_y));
  const auto of = [](GLFWwindow* window) {
    return static_cast<Window*>(glfwGetWindowUserPointer(window));
  };
  static constexpr auto self = of;
  glfwSetCharCallback(window_,
                      [](GLFWwindow* window, unsigned int code) { self(window)->letter(code); });
  glfwSetKeyCallback(window_, [](GLFWwindow* window, int key, int, int action, int modifiers) {
    if (action != GLFW_RELEASE) self(window)->key_down(key, modifiers, action == GLFW_REPEAT);
  });
  glfwSetMouseButtonCallback(window_, [](GLFWwindow* window, int, int action, int) {
    Window& our = *self(window);
    our.pressed_ = action == GLFW_PRESS;
    // Whoever drums on the glass is not played back for minutes: whole touches are left out.
    if (our.pressed_) our.left_out_ = our.fingers_.size() >= fingers_waiting_max;
    if (our.left_out_) return;
    our.fingers_.push_back({our.pointer_x_, our.pointer_y_, our.pressed_, false, steady_ms()});
    if (action == GLFW_PRESS) our.input_.touched = true;
    our.input_.redraw = true;
  });
  glfwSetCursorPosCallback(window_, [](GLFWwindow* window, double x, double y) {
    self(window)->pointer_at(static_cast<float>(x), static_cast<float>(y));
  });
  glfwSetWindowRefreshCallback(window_,
                               [](GLFWwindow* window) { self(window)->input_.redraw = true; });
  glfwSetFramebufferSizeCallback(window_, [](GLFWwindow* window, int, int) {
    self(window)->read_size();
    self(window)->input_.redraw = true;
  });
  glfwSetWindowCloseCallback(window_,
                             [](GLFWwindow* window) { self(window)->input_.closed = true; });
}

Window::Input Window::wait(uint64_t timeout_ms) {
  if (timeout_ms == 0) {
    glfwPollEvents();
  } else {
    glfwWaitEventsTimeout(static_cast<double>(timeout_ms) / 1000.0);
  }
  Input out = std::move(input_);
  input_ = Input();
  return out;
}

void Window::wake() { glfwPostEmptyEvent(); }

void Window::begin_frame() {
  take_new_fonts();
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplGlfw_NewFrame();
  // Of quick fingers ImGui's own way sees the last only: a frame that comes late would lose the
  // touch that ended and the one that began since.
  if (!fingers_.empty()) {
    finger_ = fingers_.front();
    fingers_.pop_front();
  }
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(width()), static_cast<float>(height())};
  io.MousePos = {finger_.x, finger_.y};
  io.MouseDown[ImGuiMouseButton_Left] = finger_.down;
  ImGui::NewFrame();
}

void Window::end_frame() {
  ImGui::Render();
  turn_drawing(turn_, panel_, *ImGui::GetDrawData());
  glViewport(0, 0, panel_.width, panel_.height);
  const ImVec4 page = page_colour();
  glClearColor(page.x, page.y, page.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  glfwSwapBuffers(window_);
}

}  // namespace otmetka::kiosk
