"""YAML read strictly, with the line of every value, so that an error can say where it is."""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

Place = tuple[str | int, ...]


class PathwayError(ValueError):
    """A pathway file that cannot be used. Says file, line and reason."""

    def __init__(self, *, file: str, line: int, reason: str):
        super().__init__(f"{file}, line {line}: {reason}")
        self.file, self.line, self.reason = file, line, reason


@dataclass(frozen=True, slots=True)
class Source:
    """Plain data from one or more files. `lines` maps the place of a value to (file name, line from 1)."""

    name: str
    data: dict
    lines: dict[Place, tuple[str, int]]

    def where(self, place: Place) -> tuple[str, int]:
        """File and line of the value, or of the closest thing that contains it.

        Parts of a place that are not in the data (such as the name of a chosen shape) are skipped.
        """
        here: Place = ()
        for part in place:
            if (*here, part) in self.lines:
                here = (*here, part)
        return self.lines.get(here, (self.name, 1))


class _StrictLoader(yaml.SafeLoader):
    """JSON's scalars only: `09:00` stays text, `no` stays text."""

    yaml_implicit_resolvers: dict = {}


for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:null", r"^(?:null|~|)$", ["n", "~", ""]),
    ("tag:yaml.org,2002:bool", r"^(?:true|false)$", list("tf")),
    ("tag:yaml.org,2002:int", r"^-?(?:0|[1-9][0-9]*)$", list("-0123456789")),
    ("tag:yaml.org,2002:float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$", list("-0123456789")),
):
    _StrictLoader.add_implicit_resolver(_tag, re.compile(_pattern), _first)


def read_yaml(path: Path) -> Source:
    """The file as data with lines. Raises PathwayError for bad YAML, a repeated key, an alias or a missing file."""
    name = path.name
    try:
        loader = _StrictLoader(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
    except FileNotFoundError:
        raise PathwayError(file=name, line=1, reason="the file does not exist") from None
    except UnicodeDecodeError:
        raise PathwayError(file=name, line=1, reason="the file is not UTF-8 text") from None
    except yaml.MarkedYAMLError as wrong:
        line = wrong.problem_mark.line + 1 if wrong.problem_mark else 1
        raise PathwayError(file=name, line=line, reason=wrong.problem or "not YAML") from None
    except yaml.YAMLError as wrong:
        raise PathwayError(file=name, line=1, reason=str(wrong)) from None
    if not isinstance(node, yaml.MappingNode):
        raise PathwayError(file=name, line=1, reason="the file is not a mapping")
    lines: dict[Place, tuple[str, int]] = {}
    return Source(name, _plain(node, (), lines, name, loader, set()), lines)


def _plain(node: yaml.Node, place: Place, lines: dict, name: str, loader: yaml.SafeLoader, seen: set[int]) -> object:
    line = node.start_mark.line + 1
    lines.setdefault(place, (name, line))
    if id(node) in seen:
        raise PathwayError(file=name, line=line, reason="aliases are not allowed: write it out")
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, place, lines, name, loader, seen)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*place, at), lines, name, loader, seen) for at, child in enumerate(node.value)]
    try:
        return loader.construct_object(node)
    except yaml.YAMLError:
        raise PathwayError(file=name, line=line, reason=f"{node.tag} is not allowed") from None


def _mapping(
    node: yaml.MappingNode, place: Place, lines: dict, name: str, loader: yaml.SafeLoader, seen: set[int]
) -> dict:
    data: dict = {}
    for key_node, value_node in node.value:
        key, line = key_node.value, key_node.start_mark.line + 1
        if not isinstance(key, str) or key in data:
            raise PathwayError(file=name, line=line, reason=f"{key} is written twice")
        lines[(*place, key)] = (name, line)
        data[key] = _plain(value_node, (*place, key), lines, name, loader, seen)
    return data
