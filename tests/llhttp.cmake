# llhttp, Node's HTTP parser, as the judge of our own (package node-llhttp). Compiled in strict mode, into tests only.
find_path(LLHTTP_SOURCES llhttp.c PATHS /usr/share/llhttp NO_DEFAULT_PATH REQUIRED)
find_path(LLHTTP_INCLUDES llhttp.h PATHS /usr/share/include/llhttp NO_DEFAULT_PATH REQUIRED)

add_library(llhttp STATIC ${LLHTTP_SOURCES}/llhttp.c ${LLHTTP_SOURCES}/api.c ${LLHTTP_SOURCES}/http.c)
target_include_directories(llhttp SYSTEM PUBLIC ${LLHTTP_INCLUDES})
target_compile_definitions(llhttp PUBLIC LLHTTP_STRICT_MODE=1)
target_compile_options(llhttp PRIVATE -w -fno-sanitize=all)  # generated code that is not ours to mend

if(TARGET unit_http)
    target_link_libraries(unit_http PRIVATE llhttp)
endif()
