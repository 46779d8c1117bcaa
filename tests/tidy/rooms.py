"""The rooms and what each may include, read from the parley_room lines of CMakeLists.txt."""

import re

_ROOM = re.compile(r"^parley_room\((.*?)\)", re.MULTILINE | re.DOTALL)


def read_rooms(cmake_text: str) -> dict[str, set[str]]:
    """Every room with all rooms that it reaches, itself among them."""
    depends = {}
    for declaration in _ROOM.findall(re.sub(r"#[^\n]*", "", cmake_text)):
        name, *rest = declaration.split()
        depends[name] = []
        section = ""
        for word in rest:
            if word in ("DEPENDS", "LIBRARIES", "SOURCES"):
                section = word
            elif section == "DEPENDS":
                depends[name].append(word)
    return {name: _reached(name, depends) for name in depends}


def _reached(start: str, depends: dict[str, list[str]]) -> set[str]:
    reached, waiting = set(), [start]
    while waiting:
        room = waiting.pop()
        if room not in reached:
            reached.add(room)
            waiting.extend(depends.get(room, []))
    return reached
