"""The pages of accounts: allauth's views that we use, under the names that allauth knows, each behind our gate."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path

from chevet.interfaces.pro.gate import enrolled, enrolling, proving
from chevet.interfaces.pro.views.passkeys import RemovePasskey

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("reauthenticate/", proving(account.reauthenticate), name="account_reauthenticate"),
    path("password/change/", enrolled(account.password_change), name="account_change_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("2fa/", enrolled(mfa.index), name="mfa_index"),
    path("2fa/authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", proving(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", enrolling(totp.activate_totp), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", enrolled(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", enrolled(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", enrolled(codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("2fa/recovery-codes/download/", enrolled(codes.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("2fa/webauthn/", enrolled(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", enrolling(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path("2fa/webauthn/login/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path(
        "2fa/webauthn/reauthenticate/",
        proving(passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("2fa/webauthn/keys/<int:pk>/remove/", enrolled(RemovePasskey.as_view()), name="mfa_remove_webauthn"),
]
