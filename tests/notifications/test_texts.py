"""Every wording, in both languages, filled with the longest honest values, and with hostile ones."""

from html.parser import HTMLParser

import pytest

from chevet.notifications.gsm7 import FIELD, count
from chevet.notifications.policy import MessageClass
from chevet.notifications.texts import CATALOGUE, EXACT, LANGUAGES, Wording, wording_of, write_mail, write_sms
from chevet.notifications.words import FORBIDDEN, health_words, is_neutral_sender

EVERY_WORDING = [(kind, language) for kind in CATALOGUE for language in LANGUAGES]
LINK = "https://suivi.exemple.fr/q/" + "Zm9vYmFyZm9vYmFyZm9vYmFy" + "-_" * 3
VALUES = {
    "service": "Association de coordination des quartiers de l’Ouest, antenne de Saint-Paul",
    "label": "Françoise-Marie Rasolofondraibe",
    "link": LINK,
    "code": "123456",
    "domain": "suivi.exemple.fr",
    "day": "14",
    "count": "1200",
    "phone": "+262 262 16 12 34",
    "emergency": "15",
}


@pytest.mark.parametrize(("kind", "language"), EVERY_WORDING)
def test_every_text_message_stays_in_one_part_with_long_names(kind, language):
    text = write_sms(wording_of(kind, language=language), language=language, values=VALUES)
    assert (count(text).gsm7, count(text).parts) == (True, 1)
    for field in set(FIELD.findall(CATALOGUE[kind][language].sms)) & EXACT:
        assert VALUES[field] in text


@pytest.mark.parametrize(("kind", "language"), EVERY_WORDING)
def test_no_message_says_a_word_of_health(kind, language):
    wording = wording_of(kind, language=language)
    mail = write_mail(wording, language=language, values=VALUES)
    spoken = [write_sms(wording, language=language, values=VALUES), mail.subject, mail.plain, wording.button]
    assert [health_words(one.replace(LINK, "")) for one in spoken] == [(), (), (), ()]


def test_the_kinds_of_text_are_classes_of_message():
    assert set(CATALOGUE) <= {str(one) for one in MessageClass}


@pytest.mark.parametrize("kind", list(CATALOGUE))
def test_both_languages_ask_for_the_same_values(kind):
    french, english = (CATALOGUE[kind][language] for language in LANGUAGES)
    for part in ("sms", "subject", "mail"):
        assert sorted(FIELD.findall(getattr(french, part))) == sorted(FIELD.findall(getattr(english, part)))
    assert bool(french.button) == bool(english.button)


def test_a_language_we_do_not_speak_falls_back_to_french():
    assert wording_of("alert", language="pt") is CATALOGUE["alert"]["fr"]


def test_an_alert_is_three_words_and_a_link_and_nothing_else():
    values = VALUES | {"label": "Anne", "service": "Cellule"}
    assert write_sms(wording_of("alert", language="fr"), language="fr", values=values) == f"Alerte à traiter {LINK}"
    mail = write_mail(wording_of("alert", language="fr"), language="fr", values=values)
    assert (mail.subject, mail.plain) == ("Alerte à traiter", f"Alerte à traiter\n\nOuvrir : {LINK}\n")


def test_a_code_can_be_filled_in_by_the_telephone_on_our_site_only():
    text = write_sms(wording_of("code", language="fr"), language="fr", values=VALUES)
    assert text.splitlines()[-1] == "@suivi.exemple.fr #123456"


def test_a_shared_telephone_hears_for_whom_the_message_is():
    values = VALUES | {"service": "Équipe Ouest", "label": "Zoé"}
    assert write_sms(wording_of("reminder", language="fr"), language="fr", values=values) == (
        f"Équipe Ouest : pour Zoé, votre questionnaire du jour 14 vous attend, 2 minutes. {LINK}"
    )


def test_without_a_label_nobody_is_named():
    values = {key: value for key, value in VALUES.items() if key != "label"} | {"service": "Equipe Ouest"}
    assert write_sms(wording_of("nudge", language="en"), language="en", values=values) == (
        f"Equipe Ouest: your questionnaire of day 14 is still open, 2 minutes. {LINK}"
    )


@pytest.mark.parametrize("service", ["Cellule Covid-19", "Hôpital de jour", "Service de pneumologie", "Дмитрий", "  "])
def test_a_service_whose_name_says_too_much_is_replaced_and_the_message_still_leaves(service):
    values = VALUES | {"service": service, "label": ""}
    text = write_sms(wording_of("reminder", language="fr"), language="fr", values=values)
    assert text == f"Votre équipe : votre questionnaire du jour 14 vous attend, 2 minutes. {LINK}"
    assert "Votre équipe" in write_mail(wording_of("reminder", language="fr"), language="fr", values=values).plain


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.tags, self.heard, self.language = [], set(), [], None

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        attributes = dict(attrs)
        self.language = attributes.get("lang", self.language)
        self.links += [attributes[key] for key in ("href", "src", "background") if key in attributes]

    def handle_data(self, data):
        self.heard.append(data)


@pytest.mark.parametrize(("kind", "language"), EVERY_WORDING)
def test_the_html_face_loads_nothing_and_says_the_same(kind, language):
    wording = wording_of(kind, language=language)
    mail = write_mail(wording, language=language, values=VALUES)
    page = Reader()
    page.feed(mail.html)
    assert set(page.links) == ({LINK} if wording.button else set())
    assert page.tags <= {"html", "head", "meta", "title", "body", "main", "p", "a"}
    assert page.language == language
    for sentence in mail.plain.removesuffix("\n").split("\n\n"):
        assert sentence.removeprefix(f"{wording.button} : ") in page.heard


def test_a_hostile_label_stays_text():
    values = VALUES | {"label": "<img src=x onerror=alert(1)>", "service": "<b>Ouest</b>\r\nBcc: x@mal.example"}
    wording = wording_of("invitation", language="fr")
    mail = write_mail(wording, language="fr", values=values)
    assert "<img" not in mail.html
    assert "<b>" not in mail.html
    assert "\r" not in mail.subject + mail.plain
    assert "mal.example" not in write_sms(wording, language="fr", values=values)


@pytest.mark.parametrize("label", ["CHEVET", "SUIVI974", "38663A", "Bonjour"])
def test_neutral_senders_pass(label):
    assert is_neutral_sender(label)


@pytest.mark.parametrize(
    "label", ["COVID974", "SANTE974", "MonHopital", "SAMU", "InfoVirus", "38663", "Chevet suivi", "Chevet974Ouest", ""]
)
def test_senders_that_speak_or_cannot_travel_are_refused(label):
    assert not is_neutral_sender(label)


@pytest.mark.parametrize("word", ["Covid", "SANTÉ", "hôpital", "médecin", "Symptômes", "vaccinée", "CHU"])
def test_forbidden_words_are_found_whatever_their_dress(word):
    assert len(health_words(f"bonjour {word} 974")) == 1


def test_ordinary_words_that_resemble_them_pass():
    assert health_words("En cas de doute, le chemin de la carte mène au texte. Bonne journée !") == ()


def test_the_list_is_written_without_accents_or_capitals():
    assert all(entry == entry.lower() and entry.isascii() for entry in FORBIDDEN)


def test_a_pathway_that_names_the_team_is_held_to_the_same_rule():
    wording = Wording(sms="{team} : {link}", subject="{team}", mail="{team}")
    values = {"team": "Équipe de pneumologie", "link": LINK}
    assert write_sms(wording, language="fr", values=values) == f"Votre équipe : {LINK}"
    assert write_mail(wording, language="fr", values=values).subject == "Votre équipe"
