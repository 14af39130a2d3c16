# Included: makes the library otmetka_web, the pages as bytes. As a script (-DOUT=... -DROOT=... -P): writes web_files.cpp.
set(web_places sync/central/web assets/web)

if(NOT CMAKE_SCRIPT_MODE_FILE)
  set(web_sources "")
  foreach(place ${web_places})
    file(GLOB found CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${place}/*.html ${PROJECT_SOURCE_DIR}/${place}/*.js
      ${PROJECT_SOURCE_DIR}/${place}/*.css ${PROJECT_SOURCE_DIR}/${place}/*.svg ${PROJECT_SOURCE_DIR}/${place}/*.json)
    list(APPEND web_sources ${found})
  endforeach()
  set(web_generated ${PROJECT_BINARY_DIR}/sync/central/web/web_files.cpp)
  add_custom_command(
    OUTPUT ${web_generated}
    COMMAND ${CMAKE_COMMAND} -DOUT=${web_generated} -DROOT=${PROJECT_SOURCE_DIR} -P ${CMAKE_CURRENT_LIST_FILE}
    DEPENDS ${web_sources} ${CMAKE_CURRENT_LIST_FILE}
    VERBATIM)
  add_library(otmetka_web STATIC ${web_generated})
  target_include_directories(otmetka_web PUBLIC ${PROJECT_SOURCE_DIR})
  return()
endif()

set(type_html "text/html; charset=utf-8")
set(type_js "text/javascript; charset=utf-8")
set(type_css "text/css; charset=utf-8")
set(type_svg "image/svg+xml")
set(type_json "application/json")

set(arrays "")
set(rows "")
set(count 0)
foreach(place ${web_places})
  file(GLOB files ${ROOT}/${place}/*.html ${ROOT}/${place}/*.js ${ROOT}/${place}/*.css ${ROOT}/${place}/*.svg ${ROOT}/${place}/*.json)
  foreach(file ${files})
    get_filename_component(name ${file} NAME)
    get_filename_component(kind ${file} LAST_EXT)
    string(SUBSTRING ${kind} 1 -1 kind)
    file(READ ${file} bytes HEX)
    file(SHA256 ${file} hash)
    string(SUBSTRING ${hash} 0 16 hash)
    string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
    set(path "/${name}")
    if(name STREQUAL "index.html")
      set(path "/")
    endif()
    string(APPEND arrays "constexpr uint8_t file_${count}[] = {${bytes}};\n")
    string(APPEND rows "    {\"${path}\", \"${type_${kind}}\", \"\\\"${hash}\\\"\", file_${count}},\n")
    math(EXPR count "${count} + 1")
  endforeach()
endforeach()

file(WRITE ${OUT} "// Made by sync/central/web/embed.cmake.
#include \"sync/central/web/web_files.h\"

namespace otmetka {
namespace {

${arrays}
constexpr WebFile files[] = {
${rows}};

}  // namespace

std::span<const WebFile> web_files() { return files; }

const WebFile* web_file(std::string_view path) {
  for (const WebFile& file : files) {
    if (file.path == path) return &file;
  }
  return nullptr;
}

}  // namespace otmetka
")
