"""What a note and a template may be. Pure."""

from chevet.kernel.errors import Invalid

LONGEST = 10_000
LONGEST_NAME, LONGEST_TEMPLATE = 60, 2_000
TOO_LONG = "Cette note est trop longue : 10 000 signes au plus. Gardez l'essentiel, ou écrivez deux notes."
NO_NAME = "Donnez un nom à ce modèle, en 60 signes au plus."
NO_TEXT = "Écrivez le texte du modèle, en 2 000 signes au plus."


def worded(text: str) -> str:
    """The note as it is kept. Invalid when it is empty or too long; what was typed stays with who typed it."""
    return _bounded(text, longest=LONGEST, field="text", empty="Écrivez la note.", too_long=TOO_LONG)


def template(name: str, text: str) -> tuple[str, str]:
    """Name and beginning of a template."""
    return (
        _bounded(name, longest=LONGEST_NAME, field="name", empty=NO_NAME, too_long=NO_NAME),
        _bounded(text, longest=LONGEST_TEMPLATE, field="text", empty=NO_TEXT, too_long=NO_TEXT),
    )


def _bounded(text: str, *, longest: int, field: str, empty: str, too_long: str) -> str:
    kept = text.replace("\x00", "").strip()
    if not kept:
        raise Invalid(empty, fields={field: empty})
    if len(kept) > longest:
        raise Invalid(too_long, fields={field: too_long})
    return kept
