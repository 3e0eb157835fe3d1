"""What allauth leaves to us about passkeys."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse_lazy

from chevet.kernel.errors import Forbidden


class RemovePasskey(RemoveWebAuthnView):
    """allauth would remove the last factor of an account; we do not."""

    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Form) -> HttpResponse:
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            raise Forbidden(str(adapter.error_messages["cannot_delete_authenticator"]))
        return super().form_valid(form)
