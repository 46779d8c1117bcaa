"""Runs named cases and counts them: the closing line `N passed, N failed` and the exit status."""

import traceback
from typing import Callable, Iterable


def run_table(cases: Iterable[tuple[str, Callable[[], None]]]) -> int:
    passed = failed = 0
    for name, case in cases:
        try:
            case()
            passed += 1
            print(f"ok     {name}", flush=True)
        except Exception as error:
            failed += 1
            print(f"FAILED {name}", flush=True)
            if isinstance(error, AssertionError):
                print(f"       {error}", flush=True)
            else:
                traceback.print_exc()
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed or not passed else 0
