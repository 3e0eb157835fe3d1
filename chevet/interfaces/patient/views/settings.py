"""How the follow-up reaches her: where messages go, and the language. The hour has its own page."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings as conf
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from chevet.access.visits import cookie_name
from chevet.interfaces import clock
from chevet.interfaces.patient.doorway import A_YEAR, forget_browser, remember_browser, visit_of
from chevet.interfaces.patient.frame import framed
from chevet.interfaces.patient.moments import moment_words
from chevet.interfaces.patient.opening import of_link
from chevet.interfaces.patient.speech import offered
from chevet.kernel.errors import Conflict, Invalid
from chevet.usecases.change_own_follow_up import change_own_follow_up
from chevet.usecases.open_link import LinkPage
from chevet.usecases.read_record import RecordView, own_record

PHONE = "phone"
CHANNEL_OF = {"mobile": "sms", "email": "email"}
BY = {"sms": gettext_lazy("par SMS"), "email": gettext_lazy("par e-mail"), PHONE: gettext_lazy("par téléphone")}


class OwnNames(forms.Select):
    """Each language by its own name, which a voice reads in that language."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["lang"] = str(value)
        return option


class ReachForm(forms.Form):
    """`reach` is "sms:<contact>", "email:<contact>" or "phone"."""

    reach = forms.ChoiceField(label=gettext_lazy("Comment vous prévenir ?"), widget=forms.RadioSelect)
    language = forms.ChoiceField(label=gettext_lazy("Dans quelle langue ?"), widget=OwnNames)

    def __init__(self, *args: Any, reaches: Any, languages: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reach"].choices = reaches
        self.fields["language"].choices = languages

    def changes(self) -> dict[str, Any]:
        """For change_own_follow_up."""
        channel, _colon, contact = self.cleaned_data["reach"].partition(":")
        asked = {"language": self.cleaned_data["language"], "channel": channel}
        return asked | ({"contact_id": UUID(contact)} if contact else {})


@require_http_methods(["GET", "HEAD", "POST"])
@of_link(to="readers", in_every_language=True)
def settings(request: HttpRequest, token: str, page: LinkPage) -> HttpResponse:
    clocks = {"now": clock.domain_now(), "machine_now": clock.machine_now()}
    view = own_record(visit=visit_of(request, token), **clocks)
    form = _form(request, page, view)
    if request.method == "POST" and form.is_valid():
        try:
            moved = change_own_follow_up(visit=visit_of(request, token), **form.changes(), **clocks)
        except (Invalid, Conflict) as refused:
            form.add_error(None, _(refused.sentence))
        else:
            response = redirect("patient:settings", moved or token)
            response["Location"] += "?fait=lien" if moved else "?fait=1"
            if moved:
                _follow_link(request, response, token, moved)
            _speak_from_now_on(response, form.cleaned_data["language"])
            return response
    status = 422 if form.errors else 200
    done = "fait" in request.GET and request.method != "POST"
    effect = _effect(page) if done else ""
    if request.GET.get("fait") == "lien":
        effect += " " + _("Votre nouveau lien vient de partir. L'ancien ne s'ouvre plus.")
    return framed(request, token, page, "settings", form=form, effect=effect, now_said=_effect(page), status=status)


def _follow_link(request: HttpRequest, response: HttpResponse, old: str, new: str) -> None:
    """This browser goes on at the new address; the old one opens nothing any more."""
    remember_browser(response, new, request.COOKIES[cookie_name(old, secure=conf.HTTPS)])
    forget_browser(response, old)


def _speak_from_now_on(response: HttpResponse, language: str) -> None:
    """This browser too, whatever was chosen on it before."""
    response.set_cookie(
        conf.LANGUAGE_COOKIE_NAME, language, max_age=A_YEAR, samesite="Lax", secure=conf.HTTPS
    )  # fmt: skip


def _form(request: HttpRequest, page: LinkPage, view: RecordView) -> ReachForm:
    row = view.situation.followed
    reached = f"{row.channel}:{row.contact_id}" if row.channel != PHONE else PHONE
    return ReachForm(
        request.POST or None,
        reaches=[*_contacts(view), (PHONE, _("Par téléphone : l'équipe m'appelle"))],
        languages=[(one.code, one.name) for one in offered(page)],
        initial={"reach": reached, "language": row.language},
    )


def _contacts(view: RecordView) -> list[tuple[str, str]]:
    """Her own numbers and addresses that can receive, the middle hidden: somebody may look over her shoulder."""
    told = {"sms": _("Par SMS au %(where)s"), "email": _("Par e-mail à %(where)s")}
    usable = [(CHANNEL_OF[one.kind], one) for one in view.contacts if one.kind in CHANNEL_OF and one.state == "active"]
    return [
        (
            f"{channel}:{one.id}",
            (told[channel] % {"where": masked(one.value)}) + (f" ({one.label})" if one.label else ""),
        )
        for channel, one in usable
    ]


def masked(value: str) -> str:
    """ "•• 78" of a number, "o•••@exemple.fr" of an address."""
    name, at, domain = value.partition("@")
    return f"{name[:1]}•••@{domain}" if at else f"•• •• •• •• {value[-2:]}"


def _effect(page: LinkPage) -> str:
    """What happens next, from what is written now."""
    if not page.next_due:
        return _("Il n'y a plus de questionnaire prévu.")
    when = moment_words(page.next_due, now=clock.domain_now(), zone=page.zone)
    if page.channel == PHONE:
        return _("L'équipe est prévenue. Elle vous appelle pour convenir des heures.")
    how = str(BY[page.channel])
    return _("Prochain questionnaire : %(when)s, %(how)s.") % {"when": when, "how": how}
