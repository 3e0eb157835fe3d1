"""allauth's forms in our words; the checks are allauth's."""

import logging
from typing import Any

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCode
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from chevet.interfaces.pro import limits
from chevet.interfaces.ui.widgets import OneTimeCodeInput

log = logging.getLogger("chevet.accounts")


def worded(form: forms.Form, *, name: str, label: Any, hint: Any = "") -> None:
    """Our words on a field; what allauth puts inside the box instead of a label goes away."""
    field = form.fields[name]
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)


class SignInForm(account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self, name="login", label=_("Adresse e-mail"))
        worded(self, name="password", label=_("Mot de passe"))


class ReauthenticateForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self, name="password", label=_("Mot de passe"))


class ChangePasswordForm(account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self, name="oldpassword", label=_("Mot de passe actuel"))
        word_new_password(self)


class ResetPasswordForm(account.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self, name="email", label=_("Adresse e-mail"))

    def clean_email(self) -> str:
        """Three letters an hour to one address, known or not."""
        limits.check("password.reset", self.cleaned_data["email"].lower(), times=3, seconds=3600)
        return super().clean_email()


class NewPasswordForm(account.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word_new_password(self)


def word_new_password(form: forms.Form) -> None:
    worded(
        form,
        name="password1",
        label=_("Nouveau mot de passe"),
        hint=_("Douze caractères au moins. Une phrase convient."),
    )
    worded(form, name="password2", label=_("Le même, une seconde fois"))


CODE_HINT = _("Les six chiffres de votre application, ou l’un de vos codes de secours.")


class OneTime:
    """Five codes in half an hour for one account; a code that served does not serve again, in any process."""

    def clean_code(self) -> str:
        limits.check("code", self.user.pk, times=5, seconds=limits.HALF_AN_HOUR)
        try:
            code = super().clean_code()
        except forms.ValidationError:
            log.warning("a code was refused", extra={"fields": {"account": str(self.user.pk)}})
            raise
        if not limits.is_first("code.served", f"{self.user.pk}:{code}", seconds=180):
            raise get_adapter().validation_error("incorrect_code")
        limits.forget("code", self.user.pk)
        return code


class CodeForm(OneTime, AuthenticateForm):
    code = forms.CharField(label=_("Code"), help_text=CODE_HINT, widget=OneTimeCodeInput)


class ReauthenticateCodeForm(OneTime, ReauthenticateByCode):
    code = forms.CharField(label=_("Code"), help_text=CODE_HINT, widget=OneTimeCodeInput)


class ActivateForm(ActivateTOTPForm):
    code = forms.CharField(
        label=_("Code affiché par l’application"), help_text=_("Six chiffres."), widget=OneTimeCodeInput
    )


class AddPasskeyForm(AddWebAuthnForm):
    """A passkey of this product always signs in alone: it asks for a fingerprint, a face or a code by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worded(self, name="name", label=_("Nom de cette clé"), hint=_("Par exemple « Mon téléphone »."))
        self.fields["name"].initial = ""
        self.initial["name"] = ""
        self.fields["passwordless"].widget = forms.HiddenInput()
        self.initial["passwordless"] = True
