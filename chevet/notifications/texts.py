"""The messages that belong to the product, in French and English; a pathway may bring its own invitation and reminders.

Each is written three times: one text message in GSM-7 that stays in one part, and the plain and HTML faces of one
e-mail. None names a person's health, and the alert to a professional says nothing but that there is one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from .gsm7 import FIELD, as_name, fit_one_part
from .words import health_words

LANGUAGES = ("fr", "en")

# Fields that go into a text as they are; every other one is a name, and may be transliterated and shortened.
EXACT = frozenset({"link", "code", "domain", "day", "count", "phone", "emergency"})

# Fields that name who writes: the product's texts say `service`, a pathway's may say `team`.
SENDERS = frozenset({"service", "team"})

# Where that name would say too much, this is said instead: a message is never held back for a label.
NEUTRAL_SERVICE = {"fr": "Votre équipe", "en": "Your team"}
SHARED_PHONE = {"fr": "pour {label}, ", "en": "for {label}, "}


@dataclass(frozen=True, kw_only=True)
class Wording:
    """One message in one language. Fields in braces; `button` labels the link of the e-mail, empty for none."""

    sms: str
    subject: str
    mail: str
    button: str = ""


@dataclass(frozen=True, kw_only=True)
class MailText:
    subject: str
    plain: str
    html: str
    calendar: str = ""


CATALOGUE: dict[str, dict[str, Wording]] = {
    "code": {
        "fr": Wording(
            # The last line lets a telephone fill the code in on our site and on no other.
            sms="{code} est votre code. Il sert une fois, pendant 10 minutes. Ne le donnez à personne.\n@{domain} #{code}",
            subject="Votre code",
            mail="{code} est votre code.\n\nIl sert une fois, pendant 10 minutes. Ne le donnez à personne.",
        ),
        "en": Wording(
            sms="{code} is your code. It works once, for 10 minutes. Give it to nobody.\n@{domain} #{code}",
            subject="Your code",
            mail="{code} is your code.\n\nIt works once, for 10 minutes. Give it to nobody.",
        ),
    },
    "alert": {
        "fr": Wording(
            sms="Alerte à traiter {link}",
            subject="Alerte à traiter",
            mail="Alerte à traiter",
            button="Ouvrir",
        ),
        "en": Wording(sms="Alert to handle {link}", subject="Alert to handle", mail="Alert to handle", button="Open"),
    },
    "digest": {
        "fr": Wording(
            sms="Suivis à lire : {count}. {link}",
            subject="Suivis à lire : {count}",
            mail="Suivis à lire : {count}.",
            button="Ouvrir",
        ),
        "en": Wording(
            sms="Follow-ups to read: {count}. {link}",
            subject="Follow-ups to read: {count}",
            mail="Follow-ups to read: {count}.",
            button="Open",
        ),
    },
    "advice_asked": {
        "fr": Wording(sms="Avis demandé {link}", subject="Avis demandé", mail="Avis demandé", button="Ouvrir"),
        "en": Wording(sms="Advice asked {link}", subject="Advice asked", mail="Advice asked", button="Open"),
    },
    "advice_given": {
        "fr": Wording(sms="Avis rendu {link}", subject="Avis rendu", mail="Avis rendu", button="Ouvrir"),
        "en": Wording(sms="Advice given {link}", subject="Advice given", mail="Advice given", button="Open"),
    },
    "invitation": {
        "fr": Wording(
            sms="{service} : {whom}un questionnaire vous attend, 2 minutes. {link} Une question ? {phone}",
            subject="Un questionnaire vous attend",
            mail="Bonjour,\n\n{service} : {whom}un questionnaire vous attend. Il prend 2 minutes."
            "\n\nUne question ? Appelez le {phone}.",
            button="Ouvrir le questionnaire",
        ),
        "en": Wording(
            sms="{service}: {whom}a questionnaire is waiting for you, 2 minutes. {link} Questions? {phone}",
            subject="A questionnaire is waiting for you",
            mail="Hello,\n\n{service}: {whom}a questionnaire is waiting for you. It takes 2 minutes."
            "\n\nQuestions? Call {phone}.",
            button="Open the questionnaire",
        ),
    },
    "reminder": {
        "fr": Wording(
            sms="{service} : {whom}votre questionnaire du jour {day} vous attend, 2 minutes. {link}",
            subject="Votre questionnaire du jour {day}",
            mail="Bonjour,\n\n{service} : {whom}votre questionnaire du jour {day} vous attend. Il prend 2 minutes."
            "\n\nVous pouvez arrêter ces messages depuis cette page.",
            button="Ouvrir le questionnaire",
        ),
        "en": Wording(
            sms="{service}: {whom}your questionnaire of day {day} is waiting for you, 2 minutes. {link}",
            subject="Your questionnaire of day {day}",
            mail="Hello,\n\n{service}: {whom}your questionnaire of day {day} is waiting for you. It takes 2 minutes."
            "\n\nYou can stop these messages from that page.",
            button="Open the questionnaire",
        ),
    },
    "nudge": {
        "fr": Wording(
            sms="{service} : {whom}il reste votre questionnaire du jour {day}, 2 minutes. {link}",
            subject="Il reste votre questionnaire du jour {day}",
            mail="Bonjour,\n\n{service} : {whom}nous n’avons pas encore reçu votre questionnaire du jour {day}."
            " Il prend 2 minutes.\n\nVous pouvez arrêter ces messages depuis cette page.",
            button="Ouvrir le questionnaire",
        ),
        "en": Wording(
            sms="{service}: {whom}your questionnaire of day {day} is still open, 2 minutes. {link}",
            subject="Your questionnaire of day {day} is still open",
            mail="Hello,\n\n{service}: {whom}we have not received your questionnaire of day {day} yet."
            " It takes 2 minutes.\n\nYou can stop these messages from that page.",
            button="Open the questionnaire",
        ),
    },
    "message_waiting": {
        "fr": Wording(
            sms="{service} : {whom}un message vous attend. {link}",
            subject="Un message vous attend",
            mail="Bonjour,\n\n{service} : {whom}un message vous attend."
            "\n\nVous pouvez arrêter ces messages depuis cette page.",
            button="Ouvrir",
        ),
        "en": Wording(
            sms="{service}: {whom}a message is waiting for you. {link}",
            subject="A message is waiting for you",
            mail="Hello,\n\n{service}: {whom}a message is waiting for you."
            "\n\nYou can stop these messages from that page.",
            button="Open",
        ),
    },
    "stop_confirmation": {
        "fr": Wording(
            sms="{service} : vous ne recevrez plus de rappels par SMS. Nous pouvons encore vous appeler. {phone}",
            subject="Vous ne recevrez plus de rappels",
            mail="Bonjour,\n\n{service} : vous ne recevrez plus de rappels. Nous pouvons encore vous appeler."
            "\n\nUne question ? Appelez le {phone}.",
        ),
        "en": Wording(
            sms="{service}: you will get no more reminders by text. We may still call you. {phone}",
            subject="You will get no more reminders",
            mail="Hello,\n\n{service}: you will get no more reminders. We may still call you."
            "\n\nQuestions? Call {phone}.",
        ),
    },
    "unread_reply": {
        "fr": Wording(
            sms="Personne ne lit les SMS envoyés ici. Ouvrez votre lien ou appelez le {phone}. Si c'est grave,"
            " appelez le {emergency}.",
            subject="Personne ne lit les réponses",
            mail="Personne ne lit les réponses à ces messages. Ouvrez votre lien ou appelez le {phone}."
            " Si c’est grave, appelez le {emergency}.",
        ),
        "en": Wording(
            sms="Nobody reads texts sent here. Open your link or call {phone}. If it is serious, call {emergency}.",
            subject="Nobody reads replies",
            mail="Nobody reads replies to these messages. Open your link or call {phone}."
            " If it is serious, call {emergency}.",
        ),
    },
}


def wording_of(kind: str, *, language: str) -> Wording:
    """The product's wording of this kind, in French when the language is not one of ours. Raises KeyError."""
    return CATALOGUE[kind].get(language) or CATALOGUE[kind]["fr"]


def write_sms(wording: Wording, *, language: str, values: Mapping[str, str]) -> str:
    """One text message in one part. `values`: the fields, and `label` where a telephone is shared.

    Raises what fit_one_part raises.
    """
    ready = _ready(wording.sms, language=language, values=values)
    exact = {key: value for key, value in ready.items() if key in EXACT}
    names = {key: value for key, value in ready.items() if key not in EXACT}
    template = wording.sms.replace("{whom}", SHARED_PHONE[_known(language)] if "label" in names else "")
    return fit_one_part(template, exact=exact, **names)


def write_mail(wording: Wording, *, language: str, values: Mapping[str, str]) -> MailText:
    """The e-mail twin: names are kept with their accents, `link` becomes the one button."""
    ready = _ready(wording.mail + wording.subject, language=language, values=values)
    whom = SHARED_PHONE[_known(language)].format(label=ready["label"]) if "label" in ready else ""
    subject, body = (_fill(part, ready | {"whom": whom}) for part in (wording.subject, wording.mail))
    link = values["link"] if wording.button else ""
    plain = f"{body}\n\n{wording.button} : {link}\n" if link else f"{body}\n"
    page = _html(subject=subject, body=body, link=link, button=wording.button, language=_known(language))
    return MailText(subject=subject, plain=plain, html=page)


def _ready(template: str, *, language: str, values: Mapping[str, str]) -> dict[str, str]:
    """The values this template uses, with a service or label that would say too much made neutral."""
    used = set(FIELD.findall(template))
    ready = {key: " ".join(value.split()) for key, value in values.items() if key in used}
    for sender in SENDERS & ready.keys():
        if health_words(ready[sender]) or not as_name(ready[sender]):
            ready[sender] = NEUTRAL_SERVICE[_known(language)]
    label = " ".join(values.get("label", "").split())
    if "whom" in used and label and as_name(label) and not health_words(label):
        ready["label"] = label
    return ready


def _known(language: str) -> str:
    return language if language in LANGUAGES else "fr"


def _fill(template: str, values: Mapping[str, str]) -> str:
    return FIELD.sub(lambda field: values[field[1]], template)


def _html(*, subject: str, body: str, link: str, button: str, language: str) -> str:
    """A small page without any remote part: text first, one link, colours that keep their contrast when inverted."""
    paragraphs = "".join(f'<p style="margin:0 0 16px">{escape(one)}</p>' for one in body.split("\n\n"))
    address = escape(link)
    action = (
        f'<p style="margin:24px 0"><a href="{address}" style="display:inline-block;padding:14px 20px;'
        f'background:#1f3a5f;color:#ffffff;border-radius:6px;text-decoration:none">{escape(button)}</a></p>'
        f'<p style="margin:0;font-size:14px;word-break:break-all">{address}</p>'
        if link
        else ""
    )
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(subject)}</title></head>'
        '<body style="margin:0;padding:24px;background:#ffffff;color:#1a1a1a;'
        'font:17px/1.5 system-ui,-apple-system,Segoe UI,Roboto,Arial,sans-serif">'
        f'<main style="max-width:560px;margin:0 auto">{paragraphs}{action}</main></body></html>\n'
    )
