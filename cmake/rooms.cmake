# parley_room(NAME [DEPENDS room...] [LIBRARIES target...] [SOURCES file...])
#
# A room is a folder of src/: a static library of every .cpp file below it, and of SOURCES that the build writes. What a
# room may include is what it depends on here; the `tidy` test holds the #include lines against the same list.
# src/cli/main.cpp is the program.
function(parley_room name)
    cmake_parse_arguments(ROOM "" "" "DEPENDS;LIBRARIES;SOURCES" ${ARGN})
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp)
    list(FILTER sources EXCLUDE REGEX "/src/cli/main\\.cpp$")
    list(APPEND sources ${ROOM_SOURCES})
    list(TRANSFORM ROOM_DEPENDS PREPEND room_)
    if(sources)
        add_library(room_${name} STATIC ${sources})
        set(visibility PUBLIC)
    else()
        add_library(room_${name} INTERFACE)
        set(visibility INTERFACE)
    endif()
    target_include_directories(room_${name} ${visibility} ${CMAKE_SOURCE_DIR}/src)
    target_link_libraries(room_${name} ${visibility} ${ROOM_DEPENDS} ${ROOM_LIBRARIES})
endfunction()
