"""Documents of a link, the same under a follow-up's address and an appointment's: sending, the two lists, one of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chevet.access.visits import Visit
from chevet.documents.rules import may_forget
from chevet.interfaces import clock
from chevet.interfaces.patient.doorway import visit_of
from chevet.interfaces.patient.moments import moment_words
from chevet.interfaces.ui.documents import (
    DocumentForm,
    FileInput,
    category_words,
    document_id_of,
    file_response,
    led_to,
    name_words,
    pages_of,
    picture_response,
    size_words,
)
from chevet.kernel.errors import Conflict, Invalid, Refusal, TooMany
from chevet.usecases import forget_document as forgetting
from chevet.usecases import read_document as reading
from chevet.usecases.list_documents import OwnDocuments, own_documents
from chevet.usecases.send_document import send_document

STATUS = {Invalid: 422, Conflict: 409, TooMany: 429}
SCANS = {
    "waiting": gettext_lazy("En cours de vérification"),
    "infected": gettext_lazy("Ce fichier était dangereux : il a été effacé. Prenez une photo à la place."),
}
ICONS = {"photo": "photo"}
TEAM_IS_TOLD = gettext_lazy("Il est dans la liste des tâches de votre équipe.")


@dataclass(frozen=True, slots=True)
class Face:
    """Where these pages stand: the names of their addresses, the page around them, and how it is drawn.

    told: who hears of what was sent. home: what the way back is called, where the page around has no menu.
    """

    space: str
    frame: str
    drawn: Callable[..., HttpResponse]
    told: Any = TEAM_IS_TOLD
    home: Any = ""

    def url(self, name: str, token: str, **more: Any) -> str:
        return reverse(f"{self.space}:{name}", kwargs={"token": token, **more})

    def show(self, request: HttpRequest, token: str, page: Any, template: str, **facts: Any) -> HttpResponse:
        return self.drawn(request, token, page, template, face=self, frame=self.frame, **facts)


class SendForm(DocumentForm):
    """Two ways to choose one file: the camera, or what is already there."""

    photo = forms.FileField(
        label=gettext_lazy("Prendre une photo"), required=False,
        widget=FileInput({"accept": "image/*", "capture": "environment"}),
    )  # fmt: skip
    field_order = ("photo", "file", "category", "title", "key")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = False
        self.fields["category"].widget = forms.Select(choices=self.fields["category"].choices)
        self.fields["category"].initial = "photo"
        self.fields["file"].label = _("Ou choisir un fichier")
        self.fields["title"].label = _("Un mot pour votre équipe")

    def clean(self) -> dict[str, Any]:
        if not self.upload and not self.errors.keys() & {"photo", "file"}:
            self.add_error("photo", _("Prenez une photo, ou choisissez un fichier."))
        return self.cleaned_data

    @property
    def boxes(self) -> tuple[Any, ...]:
        """The two inputs: each may stay empty, one of them may not, so neither is called optional."""
        return self["photo"], self["file"]

    @property
    def upload(self) -> Any:
        return self.cleaned_data.get("photo") or self.cleaned_data.get("file")

    def refuse(self, refusal: Invalid) -> None:
        """At the file that was chosen."""
        chosen = "photo" if self.cleaned_data.get("photo") else "file"
        for name, sentence in (refusal.fields or {"file": refusal.sentence}).items():
            self.add_error(chosen if name == "file" else name, _(sentence))


def documents(face: Face, request: HttpRequest, token: str, page: Any) -> HttpResponse:
    """One address for both: the lists, and sending one more."""
    if request.method == "POST":
        return _send(face, request, token, page)
    return _lists(face, request, token, page, form=SendForm(), sent=document_id_of(request.GET.get("parti", "")))


def _send(face: Face, request: HttpRequest, token: str, page: Any) -> HttpResponse:
    form = SendForm(request.POST, request.FILES)
    if not form.is_valid():
        return _lists(face, request, token, page, form=form, status=422)
    try:
        send_document(visit=visit_of(request, token), **form.sending(), **_clocks())
    except (Invalid, Conflict, TooMany) as refused:
        return _refused(face, request, token, page, form, refused)
    return led_to(request, f"{face.url('documents', token)}?parti={form.cleaned_data['key']}")


def _refused(
    face: Face, request: HttpRequest, token: str, page: Any, form: SendForm, refused: Refusal
) -> HttpResponse:  # fmt: skip
    form.refuse(refused if isinstance(refused, Invalid) else Invalid(refused.sentence))
    response = _lists(face, request, token, page, form=form, status=STATUS[type(refused)])
    if isinstance(refused, TooMany):
        response["Retry-After"] = str(refused.retry_after)
    return response


def _lists(
    face: Face,
    request: HttpRequest,
    token: str,
    page: Any,
    *,
    form: SendForm,
    sent: UUID | None = None,
    status: int = 200,
) -> HttpResponse:
    own = own_documents(visit=visit_of(request, token), **_clocks())
    facts = {
        "form": form, "own": own, "sent_now": sent, "received": _rows(own.received, own, page),
        "sent": _rows(own.sent, own, page), "readable": own.received is not None,
    }  # fmt: skip
    return face.show(request, token, page, "documents", status=status, **facts)


def document(face: Face, request: HttpRequest, token: str, page: Any, document_id: UUID) -> HttpResponse:
    """Its pages as pictures. Written down as an opening."""
    opened = reading.read_own_document(
        visit=visit_of(request, token), document_id=document_id, **_clocks(), whole=False
    )
    own = own_documents(visit=visit_of(request, token), **_clocks())
    facts = {
        "one": _row(opened.row, own, page), "pages": pages_of(opened.row),
        "more": opened.row.pages - opened.row.previews, "looks": _looks(opened.looks, page.zone),
    }  # fmt: skip
    return face.show(request, token, page, "document", **facts)


def preview(request: HttpRequest, token: str, document_id: UUID, number: int) -> HttpResponse:
    seen = reading.preview_own_document(
        visit=visit_of(request, token), document_id=document_id, number=number, **_clocks()
    )
    return picture_response(seen)


def file(request: HttpRequest, token: str, document_id: UUID) -> Any:
    opened = reading.read_own_document(visit=visit_of(request, token), document_id=document_id, **_clocks())
    row = opened.row
    return file_response(opened.pieces(), media_type=row.media_type, size=row.size, kept_at=row.kept_at)


def forget(face: Face, request: HttpRequest, token: str, document_id: UUID) -> HttpResponse:
    visit: Visit = visit_of(request, token)
    forgetting.forget_own_document(visit=visit, document_id=document_id, **_clocks())
    return redirect(f"{face.url('documents', token)}?repris=1")


def _clocks() -> dict[str, datetime]:
    return {"now": clock.domain_now(), "machine_now": clock.machine_now()}


def _rows(found: tuple[Any, ...] | None, own: OwnDocuments, page: Any) -> list[dict[str, Any]]:
    return [_row(one, own, page) for one in found or ()]


def _row(one: Any, own: OwnDocuments, page: Any) -> dict[str, Any]:
    now, hers = clock.domain_now(), one.source == "patient"
    return {
        "id": one.id,
        "name": name_words(one.label),
        "kind": category_words(one.label["category"]) if one.label["title"] else "",
        "icon": ICONS.get(one.label["category"], "file-text"),
        "by": "" if hers else one.author or page.team_name,
        "when": moment_words(one.kept_at, now=now, zone=page.zone),
        "size": size_words(one.size),
        "pages": one.pages,
        "hers": hers,
        "new": not hers and one.read_at is None,
        "read": one.read_at is not None,
        "scan": SCANS.get(one.scan, ""),
        "opens": one.scan in ("off", "clean"),
        "until": moment_words(one.expires_at, now=now, zone=page.zone) if one.expires_at else "",
        "may_forget": may_forget(one, by=own.link_id, now=now),
    }


def _looks(looks: Any, zone: ZoneInfo) -> list[dict[str, str]]:
    """Professionals who opened it, newest first, each once."""
    seen = {look.account: look.at for look in reversed(looks) if look.account}
    now = clock.machine_now()
    return [{"who": who, "when": moment_words(at, now=now, zone=zone)} for who, at in reversed(seen.items())]
