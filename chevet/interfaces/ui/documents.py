"""What both sides need to take a document in and to hand it out: the form, words for sizes and kinds, closed responses."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from chevet.documents.rules import CATEGORIES, LARGEST, LONGEST_TITLE
from chevet.kernel.errors import Invalid
from chevet.kernel.identifiers import new_id

ACCEPTED = "image/jpeg,image/png,image/heic,image/heif,.heic,application/pdf"
ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
CLOSED = "default-src 'none'; sandbox; frame-ancestors 'none'"


class FileInput(forms.FileInput):
    """Knows how heavy a file may be, so that a script can say so before anything is sent."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"accept": ACCEPTED, "data-largest": LARGEST, **(attrs or {})})


class DocumentForm(forms.Form):
    """One file, what it is, and the key that makes a second press harmless."""

    file = forms.FileField(
        label=gettext_lazy("Fichier"), widget=FileInput,
        help_text=gettext_lazy("PDF ou photo (JPEG, PNG, HEIC), 10 Mo au plus."),
        error_messages={
            "required": gettext_lazy("Choisissez un fichier."),
            "empty": gettext_lazy("Ce fichier est vide. Choisissez-en un autre."),
        },
    )  # fmt: skip
    category = forms.ChoiceField(
        label=gettext_lazy("Qu'est-ce que c'est ?"), widget=forms.RadioSelect({"class": "choices--inline"}),
        error_messages={"invalid_choice": gettext_lazy("Choisissez dans la liste.")},
    )  # fmt: skip
    title = forms.CharField(
        label=gettext_lazy("Titre"), required=False, max_length=LONGEST_TITLE, widget=forms.TextInput({"dir": "auto"})
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"key": new_id()} | self.initial
        self.fields["category"].choices = category_choices()

    @property
    def upload(self) -> Any:
        return self.cleaned_data.get("file")

    def sending(self) -> dict[str, Any]:
        """What send_document and keep_document take, the file read."""
        given = self.cleaned_data
        return {
            "document_id": given["key"],
            "content": self.upload.read(),
            "title": given["title"],
            "category": given["category"],
        }

    def refuse(self, refusal: Invalid) -> None:
        """The use case's sentences, each at its field."""
        for name, sentence in (refusal.fields or {"file": refusal.sentence}).items():
            self.add_error(name if name in self.fields else "file", _(sentence))


def category_choices() -> list[tuple[str, str]]:
    return [(code, category_words(code)) for code in CATEGORIES]


def category_words(code: str) -> str:
    language, said = get_language() or "fr", CATEGORIES[code]
    return said.said_in(language) if language in ("fr", "en") else _(said.fr)


def name_words(label: dict[str, str]) -> str:
    """What a document is called: its title, or what it is."""
    return label["title"] or category_words(label["category"])


def size_words(size: int) -> str:
    """ "340 ko", "1,2 Mo"."""
    if size < 1_000_000:
        return _("%(size)s ko") % {"size": max(1, round(size / 1000))}
    return _("%(size)s Mo") % {"size": number_format(size / 1_000_000, 1)}


def file_response(pieces: Iterator[bytes], *, media_type: str, size: int, kept_at: datetime) -> StreamingHttpResponse:
    """The file as an attachment that no browser runs, nor keeps. Its name says the day, never what it is."""
    response = StreamingHttpResponse(pieces, content_type=media_type)
    name = f"document-{kept_at:%Y-%m-%d}.{ENDINGS.get(media_type, 'bin')}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Length"] = str(size)
    return _closed(response)


def picture_response(content: bytes) -> HttpResponse:
    """A page of a document, as we drew it."""
    return _closed(HttpResponse(content, content_type="image/jpeg"))


def led_to(request: HttpRequest, url: str) -> HttpResponse:
    """After a file was kept. The script is told where to go, else it would load the page twice and its news be lost."""
    if request.headers.get("X-Chevet") == "upload":
        return HttpResponse(status=201, headers={"Location": url})
    return redirect(url)


def _closed(response: Any) -> Any:
    response["Content-Security-Policy"] = CLOSED
    response["Cache-Control"] = "no-store, private"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def pages_of(row: Any) -> list[int]:
    """Numbers of the pages that are drawn, from 0."""
    return list(range(row.previews))


def document_id_of(text: str) -> UUID | None:
    """The document of which an address says that it has just left."""
    try:
        return UUID(text)
    except ValueError:
        return None
