"""How accounts enter: invited, never self-registered, and never with a single factor."""

import logging
from base64 import b64decode, b64encode
from os import urandom
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from chevet.interfaces.clock import machine_now
from chevet.interfaces.pro import letters, limits, sessions
from chevet.kernel import sealing
from chevet.kernel.errors import TooMany
from chevet.people.models import Account
from chevet.usecases.sign_in import signed_in

log = logging.getLogger("chevet.accounts")
SILENT = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class AccountAdapter(DefaultAccountAdapter):
    """allauth's questions, answered our way."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("L’adresse ou le mot de passe ne correspond pas."),
        "incorrect_password": _("Ce mot de passe ne correspond pas."),
        "enter_current_password": _("Écrivez votre mot de passe actuel."),
        "too_many_login_attempts": _("Trop d’essais. Attendez une demi-heure, puis recommencez."),
        "incorrect_code": _("Ce code ne correspond pas. Attendez le suivant, puis recommencez."),
        "rate_limited": _("Trop d’essais. Attendez une demi-heure, puis recommencez."),
        "account_inactive": _("Ce compte est fermé."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def _rollback_login_failed_rl_usage(self) -> None:
        """allauth's own counters live in one process; ours are in `limits`."""

    def login(self, request: HttpRequest, user: Account) -> None:
        super().login(request, user)
        sessions.begin(request)
        signed_in(account_id=user.pk, how=_proofs(request, user), machine_now=machine_now())

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A line without the address that was typed: it may be a password in the wrong box."""
        tried = sealing.blind_index("sign-in", credentials.get("email", "").lower()).hex()
        log.warning("a password was refused", extra={"fields": {"tried": tried}})

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who has just signed in is not asked a second time to add what is missing."""
        return not sessions.is_fresh(self.request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Five tries in half an hour for one account, whether it exists or not; twenty a minute for one address."""
        limits.check("login.address", self.get_client_ip(request), times=20, seconds=60)
        email = credentials.get("email", "").lower()
        try:
            limits.check("login", email, times=5, seconds=limits.HALF_AN_HOUR)
        except TooMany:
            self._tell_owner(email)
            raise

    def _tell_owner(self, email: str) -> None:
        """Once in the half hour, to whoever owns the account, if anybody does."""
        owner = Account.objects.filter(email=email, is_active=True).first()
        if owner and limits.is_first("login.told", email, seconds=limits.HALF_AN_HOUR):
            letters.tell_of_change(owner, letters.TRIED)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Account | None:
        account = super().authenticate(request, **credentials)
        if account:
            limits.forget("login", account.email)
        return account

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *args: Any, **more: Any
    ) -> None:
        if message_template not in SILENT:
            super().add_message(request, level, message_template, *args, **more)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Only the address where a new password is chosen leaves this way, through the outbox."""
        if template_prefix == "account/email/password_reset_key":
            letters.send_password_address(context["user"], context["password_reset_url"])

    def send_notification_mail(self, template_prefix: str, user: Account, *args: Any, **more: Any) -> None:
        if change := letters.CHANGES.get(template_prefix):
            letters.tell_of_change(user, change)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticators are sealed under a key kept outside the database, and the last one stays."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("Ce code ne correspond pas. Attendez le suivant, puis recommencez."),
        "cannot_delete_authenticator": _(
            "C’est votre seul deuxième moyen de vous identifier : ajoutez-en un autre avant de le retirer."
        ),
    }

    def encrypt(self, text: str) -> str:
        nonce = urandom(12)
        return b64encode(nonce + _cipher().encrypt(nonce, text.encode(), b"second factor")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        blob = b64decode(encrypted_text)
        return _cipher().decrypt(blob[:12], blob[12:], b"second factor").decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        others = Authenticator.objects.filter(user=authenticator.user_id, type__in=SECOND_FACTORS)
        return others.exclude(pk=authenticator.pk).exists()


def _proofs(request: HttpRequest, user: Account) -> str:
    """How somebody showed who they are: "password", "password+totp", "webauthn"…; without any, the demonstration's click."""
    records = get_authentication_records(request, user)
    said = "+".join(record.get("type") or record["method"] for record in records)
    return said or ("demonstration" if settings.DEMO else "proof")


def _cipher() -> AESGCM:
    return AESGCM(sealing.derive("second factor", b"accounts"))
