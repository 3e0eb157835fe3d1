"""The shipped pathways, and any file like them: read, checked against the definition, named by content."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from chevet.pathways.definition import Pathway
from chevet.pathways.yaml_source import PathwayError, Source, read_yaml

__all__ = ["LoadedPathway", "PathwayError", "as_data", "content_hash", "from_data", "load", "load_file", "shipped"]

SHIPPED = Path(__file__).parent / "library"


@dataclass(frozen=True, slots=True)
class LoadedPathway:
    """A pathway together with the file lines it came from."""

    pathway: Pathway
    source: Source


def shipped() -> tuple[str, ...]:
    """The slugs of the shipped pathways, in alphabetical order."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.yaml")))


@cache
def load(slug: str) -> Pathway:
    """A shipped pathway; the same object every time, so that its rules are compiled once. KeyError if unknown."""
    if slug not in shipped():
        raise KeyError(slug)
    return load_file(SHIPPED / f"{slug}.yaml").pathway


def load_file(path: Path) -> LoadedPathway:
    """Any pathway file. A file that `extends` another is looked up beside it, then among the shipped ones.

    Raises PathwayError with file, line and reason.
    """
    source = _extended(read_yaml(path), path, ())
    try:
        pathway = Pathway.model_validate_json(json.dumps(source.data))
    except ValidationError as wrong:
        raise _located(wrong, source) from None
    return LoadedPathway(pathway, source)


def as_data(pathway: Pathway) -> dict:
    """The pathway as plain JSON data, to be stored; `from_data` reads it back."""
    return pathway.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def from_data(data: dict) -> Pathway:
    """A stored pathway. Raises pydantic's ValidationError when the data is not one."""
    return Pathway.model_validate_json(json.dumps(data))


def content_hash(pathway: Pathway) -> str:
    """SHA-256 of the content, in hexadecimal: two files that say the same have the same hash."""
    canonical = json.dumps(as_data(pathway), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _located(wrong: ValidationError, source: Source) -> PathwayError:
    first = wrong.errors(include_url=False, include_context=False)[0]
    file, line = source.where(first["loc"])
    named = ".".join(str(part) for part in first["loc"])
    more = f" (and {wrong.error_count() - 1} more)" if wrong.error_count() > 1 else ""
    return PathwayError(file=file, line=line, reason=f"{named}: {first['msg']}{more}".removeprefix(": "))


def _extended(source: Source, path: Path, above: tuple[str, ...]) -> Source:
    """The file merged over the one it extends: `without` removes rules, `rules` replaces or adds them."""
    slug = source.data.get("extends")
    if slug is None:
        return source
    file, line = source.where(("extends",))
    parent_path = next(
        (folder / f"{slug}.yaml" for folder in (path.parent, SHIPPED) if (folder / f"{slug}.yaml").exists()), None
    )
    if parent_path is None:
        raise PathwayError(file=file, line=line, reason=f"extends {slug}, which does not exist")
    if parent_path.name in above or parent_path == path:
        raise PathwayError(file=file, line=line, reason=f"extends {slug}, which extends this file")
    return _merged(source, _extended(read_yaml(parent_path), parent_path, (*above, path.name)))


def _merged(child: Source, parent: Source) -> Source:
    """The child's fields over the parent's; its rules after the parent's that it neither removes nor replaces."""
    _check_without(child, parent)
    own = _rules_with_places(child)
    gone = {rule.get("id") for rule, _, _ in own} | set(child.data.get("without", ()))
    rules = [entry for entry in _rules_with_places(parent) if entry[0].get("id") not in gone] + own
    lines = {place: at for place, at in (parent.lines | child.lines).items() if place[:1] != ("rules",)}
    lines["rules",] = child.where(("rules",))
    for number, (_, at, origin) in enumerate(rules):
        lines |= {
            ("rules", number, *place[2:]): line for place, line in origin.lines.items() if place[:2] == ("rules", at)
        }
    data = parent.data | child.data | {"rules": [rule for rule, _, _ in rules]}
    data.pop("without", None)
    return Source(child.name, data, lines)


def _rules_with_places(source: Source) -> list[tuple[dict, int, Source]]:
    rules = source.data.get("rules", [])
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        file, line = source.where(("rules",))
        raise PathwayError(file=file, line=line, reason="rules is a list of rules")
    return [(rule, at, source) for at, rule in enumerate(rules)]


def _check_without(child: Source, parent: Source) -> None:
    known = {rule.get("id") for rule, _, _ in _rules_with_places(parent)}
    for at, name in enumerate(child.data.get("without", ())):
        if name not in known:
            file, line = child.where(("without", at))
            raise PathwayError(file=file, line=line, reason=f"without {name}, which {parent.name} does not have")
