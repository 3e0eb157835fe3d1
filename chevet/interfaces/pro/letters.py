"""Letters to professionals about their account. They wait in the outbox like every message: no page waits for a server."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro.invitations import password_address
from chevet.kernel.identifiers import new_id
from chevet.notifications.texts import Wording, write_mail
from chevet.people.models import Account
from chevet.usecases.letters import write_letter

# What allauth tells of, in our words.
CHANGES = {
    "account/email/password_changed": gettext_noop("Votre mot de passe a été changé."),
    "account/email/password_reset": gettext_noop("Votre mot de passe a été changé."),
    "account/email/password_set": gettext_noop("Votre mot de passe a été changé."),
    "mfa/email/totp_activated": gettext_noop("Une application de codes a été ajoutée à votre compte."),
    "mfa/email/totp_deactivated": gettext_noop("L’application de codes a été retirée de votre compte."),
    "mfa/email/recovery_codes_generated": gettext_noop("De nouveaux codes de secours ont été créés."),
    "mfa/email/webauthn_added": gettext_noop("Une clé d’accès a été ajoutée à votre compte."),
    "mfa/email/webauthn_removed": gettext_noop("Une clé d’accès a été retirée de votre compte."),
}
TRIED = gettext_noop("Quelqu’un s’est trompé cinq fois de mot de passe sur votre compte. Il attend une demi-heure.")
MOVED = gettext_noop("L’adresse e-mail de votre compte a changé. Les prochains messages partent à la nouvelle.")
NOT_ME = gettext_noop("Si ce n’est pas vous, prévenez tout de suite la personne qui gère votre équipe.")


def composed(subject: str, *paragraphs: str, button: str = "", link: str = "") -> dict[str, str]:
    """{subject, text, html}. Braces would be fields of a text of the product: what people chose keeps none."""
    body = "\n\n".join(paragraphs).replace("{", "(").replace("}", ")")
    mail = write_mail(Wording(sms="", subject=subject, mail=body, button=button), language="fr", values={"link": link})
    return {"subject": mail.subject, "text": mail.plain, "html": mail.html}


def send(account: Account, letter: dict[str, str], *, address: str = "") -> None:
    write_letter(
        account_id=account.pk, address=address or account.email, once=f"account:{new_id().hex}", letter=letter,
        now=domain_now(), machine_now=machine_now(),
    )  # fmt: skip


def tell_of_change(account: Account, change: str, *, address: str = "") -> None:
    """`change`: one of the sentences above."""
    with translation.override(account.language):
        send(account, composed(_("Votre compte a changé"), _("Bonjour,"), _(change), _(NOT_ME)), address=address)


def send_password_address(account: Account, address_of_page: str) -> None:
    with translation.override(account.language):
        letter = composed(
            _("Votre mot de passe"),
            _("Bonjour,"),
            _("Vous avez demandé un nouveau mot de passe. Ouvrez cette page, elle sert une fois."),
            _("Votre second moyen d’identification ne change pas. Si vous n’avez rien demandé, ne faites rien."),
            button=_("Choisir un mot de passe"),
            link=address_of_page,
        )
    send(account, letter)


def send_new_address(account: Account, address: str, link: str) -> None:
    with translation.override(account.language):
        letter = composed(
            _("Votre nouvelle adresse"),
            _("Bonjour,"),
            _("Confirmez que cette adresse est la vôtre. La page sert une fois, pendant un jour."),
            button=_("Confirmer mon adresse"),
            link=link,
        )
    send(account, letter, address=address)


def invitation_from(organisation: str) -> Any:
    """Writes the letter of an invitation for an account, with its one-use address."""

    def letter(account: Account) -> dict[str, str]:
        with translation.override(account.language):
            hello = _("Bonjour %(name)s,") % {"name": account.name}
            return (
                _welcome(hello, organisation)
                if account.has_usable_password()
                else _invited(hello, organisation, account)
            )

    return letter


def _invited(hello: str, organisation: str, account: Account) -> dict[str, str]:
    return composed(
        _("Votre accès à Chevet"),
        hello,
        _("%(organisation)s vous ouvre un accès à Chevet.") % {"organisation": organisation},
        _("Choisissez votre mot de passe, puis un second moyen de vous identifier."),
        _("Cette page sert une fois, pendant trois jours."),
        button=_("Choisir mon mot de passe"),
        link=password_address(account),
    )


def _welcome(hello: str, organisation: str) -> dict[str, str]:
    return composed(
        _("Un nouvel accès à Chevet"),
        hello,
        _("%(organisation)s vous ouvre un accès à Chevet.") % {"organisation": organisation},
        _("Entrez avec le compte que vous avez déjà."),
        button=_("Ouvrir Chevet"),
        link=f"{settings.SITE_URL}{reverse('pro:home')}",
    )
