"""A small language for what a JSON document must look like.

A check takes a value and its path, and returns what is wrong with it, one sentence each. Names that a shape does not know
are no mistake: every client here keeps them or ignores them.
"""

from typing import Any, Callable

Check = Callable[[Any, str], list[str]]


def text(value: Any, path: str) -> list[str]:
    return [] if isinstance(value, str) else [f"{path} must be a string, not {shown(value)}"]


def filled_text(value: Any, path: str) -> list[str]:
    return [f"{path} must not be empty"] if value == "" else text(value, path)


def boolean(value: Any, path: str) -> list[str]:
    return [] if isinstance(value, bool) else [f"{path} must be true or false, not {shown(value)}"]


def integer(value: Any, path: str) -> list[str]:
    """A whole number, at least 0. Neither null nor 1.0: strict validation takes neither."""
    if isinstance(value, bool) or not isinstance(value, int):
        return [f"{path} must be an integer, not {shown(value)}"]
    return [f"{path} must not be negative"] if value < 0 else []


def number(value: Any, path: str) -> list[str]:
    good = isinstance(value, (int, float)) and not isinstance(value, bool)
    return [] if good else [f"{path} must be a number, not {shown(value)}"]


def one_of(*words: Any) -> Check:
    def check(value: Any, path: str) -> list[str]:
        return [] if value in words else [f"{path} must be one of {', '.join(map(str, words))}, not {shown(value)}"]
    return check


def nullable(inner: Check) -> Check:
    return lambda value, path: [] if value is None else inner(value, path)


def list_of(inner: Check, at_least: int = 0) -> Check:
    def check(value: Any, path: str) -> list[str]:
        if not isinstance(value, list):
            return [f"{path} must be an array, not {shown(value)}"]
        too_few = [f"{path} must have at least {at_least} elements"] if len(value) < at_least else []
        return too_few + [problem for i, element in enumerate(value) for problem in inner(element, f"{path}[{i}]")]
    return check


def shape(required: dict[str, Check], optional: dict[str, Check] = {}) -> Check:
    """An object with all of `required`, and whatever it has of `optional` as it should be."""
    def check(value: Any, path: str) -> list[str]:
        if not isinstance(value, dict):
            return [f"{path} must be an object, not {shown(value)}"]
        problems = [f"{path}.{name} is missing" for name in required if name not in value]
        for name, inner in {**required, **optional}.items():
            if name in value:
                problems += inner(value[name], f"{path}.{name}")
        return problems
    return check


def all_of(*checks: Check) -> Check:
    return lambda value, path: [problem for check in checks for problem in check(value, path)]


def rule(sentence: str, holds: Callable[[Any], bool]) -> Check:
    """What no single member shows. A document too broken to be asked has been told so by another check."""
    def check(value: Any, path: str) -> list[str]:
        try:
            return [] if holds(value) else [f"{path}: {sentence}"]
        except (KeyError, TypeError, IndexError, AttributeError):
            return []
    return check


def shown(value: Any) -> str:
    words = repr(value)
    return words if len(words) <= 60 else words[:57] + "..."
