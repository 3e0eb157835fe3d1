"""Bytes on disk, indexes included, for each answered questionnaire."""

from bench.place import Place

PATIENT_DAY = ("answer", "measure", "alert", "episode", "worklist_line")
APART = {"message log": ("message",), "journal": ("journal",), "calendar": ("occurrence",)}


def bytes_of(at: Place, tables: tuple[str, ...]) -> int:
    names = ", ".join(f"'{name}'" for name in tables)
    return int(_ask(at, f"SELECT sum(pg_total_relation_size(n::regclass)) FROM unnest(ARRAY[{names}]) n"))


def answers(at: Place) -> int:
    return int(_ask(at, "SELECT count(*) FROM answer"))


def per_answer(at: Place) -> dict[str, float]:
    """By what is counted; "patient-day" is the figure with a target."""
    number = answers(at)
    tables = {"patient-day": PATIENT_DAY, **APART}
    return {name: bytes_of(at, some) / number for name, some in tables.items()}


def _ask(at: Place, sql: str) -> str:
    return at.program("psql", "-X", "-A", "-t", "-c", sql).strip()
