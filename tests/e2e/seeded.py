"""Command lines of tests that repeat something many times, by chance."""

import argparse
import random


def read_arguments(documentation: str, option: str, default: int | str) -> argparse.Namespace:
    """`--OPTION`, and `--seed`, which is printed so that a failure can be had again."""
    parser = argparse.ArgumentParser(description=documentation, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(f"--{option}", type=type(default), default=default)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}")
    return arguments
