"""The language of a page: chosen on this browser, else that of the follow-up; its words come from pathways.languages.

Every page of a follow-up's link speaks every language of the pathway: before a code by `phrase`, behind it by gettext.
Only the page on paper that a doctor will read stays in French or English.
"""

from functools import cache, lru_cache
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from chevet.pathways import languages
from chevet.pathways.languages import Language, Wording
from chevet.pathways.queries import pathway_of
from chevet.usecases.open_link import LinkPage


def speak(request: HttpRequest, page: LinkPage, *, fully: bool = False) -> str:
    """Turn the page to its reader's language and give its code. fully: a page that has its words in every language."""
    chosen, spoken = chosen_on(request), {one.code for one in offered(page)}
    reader = next((code for code in (chosen, page.language) if code in spoken), "fr")
    language = reader if fully or reader in dict(settings.LANGUAGES) else "fr"
    translation.activate(language)
    request.LANGUAGE_CODE = language
    return language


def chosen_on(request: HttpRequest) -> str:
    return request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")


def offered(page: LinkPage) -> tuple[Language, ...]:
    """The languages of this person's questions; all of ours where nobody knows which questions they are."""
    try:
        return languages.available(page.pathway.slug) if page.pathway else languages.every()
    except KeyError:
        return languages.of_screens()  # a pathway of the organisation's own


@cache
def every_code() -> frozenset[str]:
    return frozenset((*languages.SCREENS, *languages.codes()))


def wording_of(page: LinkPage, language: str) -> Wording:
    """KeyError for a language that nobody wrote."""
    if page.pathway is None or page.version_id is None:
        return languages.without_pathway(language)
    return worded(page.version_id, language)


@lru_cache(maxsize=64)
def worded(version_id: UUID, language: str) -> Wording:
    return languages.worded(pathway_of(version_id), language)
