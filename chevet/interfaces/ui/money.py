"""Sums as people write them."""

from django.utils.translation import get_language

from chevet.kernel.sentences import number_in


def euros(cents: int) -> str:
    """`25,00 €` in French, `€25.00` in English; a thin space never breaks the line."""
    language = get_language() or "fr"
    number = number_in(language, cents / 100, decimals=2)
    return f"€{number}" if language.startswith("en") else f"{number}\u00a0€"


def typed_euros(cents: int) -> str:
    """As somebody types it: `25` or `25,50`."""
    whole, rest = divmod(cents, 100)
    return f"{whole},{rest:02}" if rest else str(whole)
