# embed_files(OUTPUT file...)
#
# Writes OUTPUT, the C++ file that defines parley::catalog::builtin_files() with the names and texts of the files. A file that
# changes is embedded again at the next build.
function(embed_files output)
    set(entries "")
    foreach(file ${ARGN})
        set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
        get_filename_component(base ${file} NAME)
        file(READ ${file} text)
        string(APPEND entries "    {\"${base}\", R\"~~~~(${text})~~~~\"},\n")
    endforeach()
    set(source "// Written by cmake/embed_files.cmake.
#include \"catalog/builtin_files.hpp\"

#include <array>

namespace parley::catalog {
namespace {

constexpr auto files = std::to_array<BuiltinFile>({
${entries}});

}  // namespace

std::span<const BuiltinFile> builtin_files() { return files; }

}  // namespace parley::catalog
")
    set(before "")
    if(EXISTS ${output})
        file(READ ${output} before)
    endif()
    if(NOT before STREQUAL source)
        file(WRITE ${output} "${source}")
    endif()
endfunction()
