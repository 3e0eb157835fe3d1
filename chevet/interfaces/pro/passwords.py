"""What a password may not contain: words that somebody who knows the place and the person would try first.

The product's own name, and every word of five letters or more of the person's name and address, of the organisation
and of the team. Accents and capitals do not count.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from chevet.kernel.tenancy import Scope, acting
from chevet.people.models import Account, Membership
from chevet.people.operations import folded

PRODUCT = frozenset({"chevet"})
SHORTEST = 5


class ContextWords:
    """One of Django's AUTH_PASSWORD_VALIDATORS."""

    def validate(self, password: str, user: Account | None = None) -> None:
        typed = folded(password).replace(" ", "")
        if any(word in typed for word in banned_words(user)):
            raise ValidationError(self.get_help_text(), code="password_context")

    def get_help_text(self) -> str:
        return _("N’écrivez ni votre nom, ni celui de votre structure, de votre équipe ou de Chevet.")


def banned_words(account: Account | None) -> frozenset[str]:
    if account is None or account.pk is None:
        return PRODUCT
    texts = [account.name, re.sub(r"[^\w]", " ", account.email.partition("@")[0]), *_places(account)]
    words = {word for text in texts for word in folded(text.replace("_", " ")).split() if len(word) >= SHORTEST}
    return PRODUCT | words


def _places(account: Account) -> list[str]:
    scope = Scope(purpose="sign_in", actor=f"account:{account.pk}", account=account.pk)
    with acting(scope):
        rows = Membership.objects.filter(account_id=account.pk).values_list("organisation__name", "team__name")
        return [name for row in rows for name in row if name]
