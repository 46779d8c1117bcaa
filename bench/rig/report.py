"""What was found: Markdown tables for people, JSON with every sample for programs."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from .rounds import Samples


@dataclass
class Table:
    title: str
    header: list[str]
    rows: list[list[str]] = field(default_factory=list)
    note: str = ""

    def markdown(self) -> str:
        lines = [f"### {self.title}", ""]
        lines.append("| " + " | ".join(self.header) + " |")
        lines.append("|" + "---|" * len(self.header))
        lines += ["| " + " | ".join(row) + " |" for row in self.rows]
        if self.note:
            lines += ["", self.note]
        return "\n".join(lines)


class Report:
    def __init__(self, facts: dict[str, str]):
        self.facts = facts
        self.tables: list[Table] = []
        self.samples: dict[str, dict] = {}

    def add(self, table: Table) -> None:
        self.tables.append(table)
        print(f"\n{table.markdown()}\n", flush=True)

    def keep(self, name: str, samples: Samples) -> None:
        self.samples[name] = samples.by_name

    def markdown(self) -> str:
        facts = "\n".join(f"- {name}: {value}" for name, value in self.facts.items())
        return "\n\n".join([facts, *(table.markdown() for table in self.tables)])

    def write_json(self, file: Path) -> None:
        file.write_text(json.dumps({"machine": self.facts, "samples": self.samples}, indent=1) + "\n")


def number(value: float | None, digits: int = 1) -> str:
    return "-" if value is None else f"{value:,.{digits}f}"


def ratio(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
