# Writes web_files.cpp: -DOUT=FILE, -DPAGES= the folder that vite wrote, -DTEXTS= the folder of texts.
set(type_html "text/html; charset=utf-8")
set(type_js "text/javascript; charset=utf-8")
set(type_css "text/css; charset=utf-8")
set(type_svg "image/svg+xml")
set(type_json "application/json")

set(arrays "")
set(rows "")
set(count 0)
foreach(place ${PAGES} ${TEXTS})
  file(GLOB_RECURSE names RELATIVE ${place} ${place}/*)
  foreach(name ${names})
    get_filename_component(kind ${name} LAST_EXT)
    string(SUBSTRING ${kind} 1 -1 kind)
    if(NOT DEFINED type_${kind})
      message(FATAL_ERROR "embed.cmake knows no content type for ${place}/${name}; add it")
    endif()
    file(READ ${place}/${name} bytes HEX)
    file(SHA256 ${place}/${name} hash)
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
