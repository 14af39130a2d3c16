# Makes the library otmetka_web, the pages as bytes: npm fetches what package-lock.json names into the build directory, tsc
# checks the sources where they are, vite makes files of them, embed.cmake makes C++ of those. Nothing is written here.
set(web_folder ${PROJECT_SOURCE_DIR}/sync/central/web)
set(web_tools ${PROJECT_BINARY_DIR}/web)
set(web_generated ${PROJECT_BINARY_DIR}/sync/central/web/web_files.cpp)

find_program(NPM npm)
find_program(NODE NAMES node nodejs)
set(web_remedy "Run `./dev setup`, or install nodejs and npm (Debian 12: apt-get install nodejs npm), then configure again.")
if(NOT NPM OR NOT NODE)
  message(FATAL_ERROR "The office's pages are built with Node.js and npm, and one of them is not here. ${web_remedy}")
endif()
execute_process(COMMAND ${NODE} --version OUTPUT_VARIABLE node_version OUTPUT_STRIP_TRAILING_WHITESPACE)
string(REGEX REPLACE "^v" "" node_version "${node_version}")
if(node_version VERSION_LESS 18.19)
  message(FATAL_ERROR "The office's pages need Node.js 18.19 or later; ${NODE} is '${node_version}'. ${web_remedy}")
endif()

# Its own stamp comes last: an installation that was cut short is made again.
set(web_installed ${web_tools}/installed)
set(web_wanted ${web_folder}/package.json ${web_folder}/package-lock.json ${web_folder}/.npmrc)
add_custom_command(
  OUTPUT ${web_installed}
  COMMAND ${CMAKE_COMMAND} -E make_directory ${web_tools}
  COMMAND ${CMAKE_COMMAND} -E copy ${web_wanted} ${web_tools}
  COMMAND ${CMAKE_COMMAND} -E chdir ${web_tools} ${NPM} ci --prefer-offline --loglevel=error
  COMMAND ${CMAKE_COMMAND} -E touch ${web_installed}
  DEPENDS ${web_wanted}
  COMMENT "npm ci: what the office's pages are built with (from the network, once a build directory)"
  VERBATIM)

set(web_tsc ${NODE} ${web_tools}/node_modules/typescript/bin/tsc)
file(GLOB_RECURSE web_scripts CONFIGURE_DEPENDS ${web_folder}/src/*.ts)
file(GLOB web_texts CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/assets/web/*.json)
file(GLOB web_others CONFIGURE_DEPENDS ${web_folder}/*.html ${web_folder}/*.css ${web_folder}/*.svg)
add_custom_command(
  OUTPUT ${web_generated}
  COMMAND ${web_tsc} -p ${web_folder}/tsconfig.json
  COMMAND ${NODE} ${web_tools}/node_modules/vite/bin/vite.js build ${web_folder} --config ${web_folder}/vite.config.ts
    --configLoader runner --outDir ${web_tools}/dist --emptyOutDir --logLevel warn
  COMMAND ${CMAKE_COMMAND} -DOUT=${web_generated} -DPAGES=${web_tools}/dist -DTEXTS=${PROJECT_SOURCE_DIR}/assets/web
    -P ${web_folder}/embed.cmake
  DEPENDS ${web_installed} ${web_scripts} ${web_texts} ${web_others} ${web_folder}/tsconfig.json
    ${web_folder}/vite.config.ts ${web_folder}/embed.cmake
  COMMENT "Building the office's pages"
  VERBATIM)
add_library(otmetka_web STATIC ${web_generated})
target_include_directories(otmetka_web PUBLIC ${PROJECT_SOURCE_DIR})
