"""Finds braced lists and lambdas inside co_await statements.

GCC 12 destroys some temporaries of such a statement twice: an aggregate built in place, or a lambda with captures. Names,
function calls and constructors are safe, so the cure is always the same: name the thing, then move it.
"""

import re

_OPENING = {")": "(", "]": "[", "}": "{"}
_CONTROL = re.compile(r"\b(if|while|switch|for)\s*(constexpr\s*)?$")


def find_braces(code: str) -> list[int]:
    """Offsets of the co_awaits whose statement holds a brace or a lambda. `code` has no comments and literals."""
    found = []
    for match in re.finditer(r"\bco_await\b", code):
        start, ends_at_parenthesis = _statement_part(code, match.start())
        if _has_brace(code, start, ends_at_parenthesis):
            found.append(match.start())
    return found


def _statement_part(code: str, at: int) -> tuple[int, bool]:
    """Where to begin looking: the outermost parenthesis around the co_await within its statement, or the co_await.

    The flag tells that the parenthesis is the head of an if, while, switch or for: what follows it is another statement.
    """
    outermost = None
    for position in reversed(_open_brackets(code, at)):
        if code[position] == "{":  # a block, or a lambda's body: statements inside are their own
            break
        outermost = position
    if outermost is None:
        return at, False
    return outermost, bool(_CONTROL.search(code, max(0, outermost - 24), outermost))


def _open_brackets(code: str, at: int) -> list[int]:
    stack = []
    for position in range(at):
        character = code[position]
        if character in "([{":
            stack.append(position)
        elif character in _OPENING and stack and code[stack[-1]] == _OPENING[character]:
            stack.pop()
    return stack


def _has_brace(code: str, start: int, ends_at_parenthesis: bool) -> bool:
    depth = 0
    for position in range(start, len(code)):
        character = code[position]
        if character == "{" or (character == "[" and _begins_lambda(code, position)):
            return True
        if character in "([":
            depth += 1
        elif character in ")]}":
            depth -= 1
            if depth < 0 or (depth == 0 and ends_at_parenthesis):
                return False
        elif character == ";" and depth == 0:
            return False
    return False


def _begins_lambda(code: str, position: int) -> bool:
    """A '[' after a name, a call or another subscript is a subscript."""
    before = code[:position].rstrip()[-1:]
    return not (before.isalnum() or before in ("_", ")", "]"))
