# How everything is compiled: language, warnings, optimisation, sanitizers, and the outside libraries.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)

option(PARLEY_TESTS "Build the tests" ON)
option(PARLEY_FUZZ "Build the fuzz targets (clang)" OFF)
set(PARLEY_SANITIZER "" CACHE STRING "Value of -fsanitize=, or empty")

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release)
endif()
# -fno-plt: calls into the shared libraries go straight through the table of addresses, which is filled at the start anyway.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1 -fno-plt")
set(CMAKE_C_FLAGS_RELEASE "-O2 -g1")
set(CMAKE_CXX_FLAGS_SANITIZED "-O1 -g1 -fno-omit-frame-pointer")
set(CMAKE_C_FLAGS_SANITIZED "-O1 -g1 -fno-omit-frame-pointer")

# The rooms call each other's small functions (a JSON value's kind, a field's name) hundreds of times a request: what ships
# is optimised across files.
set(CMAKE_INTERPROCEDURAL_OPTIMIZATION_RELEASE ON)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # What is optimised across files is made into code at the link, which therefore has to know this. By itself GCC 12 copies and clears some
    # hundred bytes with `rep movs` and `rep stos`, which take the processor longer to begin than a loop or a call takes for all of them.
    string(APPEND CMAKE_EXE_LINKER_FLAGS_RELEASE
           " -mmemcpy-strategy=libcall:-1:noalign -mmemset-strategy=vector_loop:512:noalign,libcall:-1:noalign")
endif()

add_compile_options(-Wall -Wextra -Werror -march=x86-64-v2)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # False alarms of GCC 12's optimisers inside the standard library, seen at -O1 and -O2 with sanitizers.
    add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-Wno-maybe-uninitialized> -Wno-stringop-overflow -Wno-array-bounds
                        -Wno-restrict -Wno-stringop-overread)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    add_compile_options(-Wno-deprecated-declarations)  # GCC 12's std::stable_sort calls what its own headers deprecate
endif()
if(PARLEY_SANITIZER)
    add_compile_options(-fsanitize=${PARLEY_SANITIZER} -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${PARLEY_SANITIZER})
endif()
if(PARLEY_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link)
endif()

find_program(CCACHE ccache)
if(CCACHE)
    set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(simdjson REQUIRED)
find_package(spdlog REQUIRED)
find_package(yaml-cpp REQUIRED)
find_library(RE2_LIBRARY re2 REQUIRED)  # Debian's package has no CMake file
add_library(re2_library INTERFACE)
target_link_libraries(re2_library INTERFACE ${RE2_LIBRARY})

# Asio is compiled once, in src/http/asio_implementation.cpp; every other file sees declarations only.
add_library(parley_asio INTERFACE)
target_compile_definitions(parley_asio INTERFACE BOOST_ASIO_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)
if(PARLEY_SANITIZER STREQUAL "thread")
    # ThreadSanitizer knows no fences. Asio's stand beside its locks, which it does know.
    target_compile_definitions(parley_asio INTERFACE BOOST_ASIO_DISABLE_FENCED_BLOCK)
endif()
target_link_libraries(parley_asio INTERFACE Boost::headers Threads::Threads)
