"""What a note and a template may be. Pure."""

from chevet.kernel.errors import Invalid

LONGEST = 10_000
LONGEST_NAME, LONGEST_TEMPLATE = 60, 2_000


def worded(text: str) -> str:
    """The note as it is kept. Invalid when it is empty or too long; what was typed stays with who typed it."""
    return _bounded(text, longest=LONGEST, field="text", empty="Écrivez la note.")


def template(name: str, text: str) -> tuple[str, str]:
    """Name and beginning of a template."""
    return (
        _bounded(name, longest=LONGEST_NAME, field="name", empty="Donnez un nom à ce modèle."),
        _bounded(text, longest=LONGEST_TEMPLATE, field="text", empty="Écrivez le texte du modèle."),
    )


def _bounded(text: str, *, longest: int, field: str, empty: str) -> str:
    kept = text.replace("\x00", "").strip()
    if not kept:
        raise Invalid(empty, fields={field: empty})
    if len(kept) > longest:
        said = f"C'est trop long : {len(kept)} signes, {longest} au plus. Gardez l'essentiel, ou écrivez deux notes."
        raise Invalid(said, fields={field: said})
    return kept
