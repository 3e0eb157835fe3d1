"""What a link's message says: touch, show, stay on the line. Neutral: neither SAMU nor doctor nor illness."""

from chevet.notifications.texts import Wording

# To who is on the telephone with the doctor, or beside that person.
SHOW = {
    "fr": Wording(
        sms="{service} : touchez ce lien, puis Montrer. Restez au téléphone, haut-parleur mis. {link}",
        subject="Touchez, puis Montrer",
        mail="Ouvrez ce lien, puis touchez Montrer. Restez au téléphone, haut-parleur mis.",
        button="Ouvrir",
    ),
    "en": Wording(
        sms="{service}: touch this link, then Show. Stay on the phone, speaker on. {link}",
        subject="Touch, then Show",
        mail="Open this link, then touch Show. Stay on the phone, speaker on.",
        button="Open",
    ),
}
# To a colleague: seeing, and speaking if wanted.
JOIN = {
    "fr": Wording(
        sms="{service} : un appel vidéo vous attend. {link}",
        subject="Un appel vidéo vous attend",
        mail="Un appel vidéo vous attend.",
        button="Rejoindre",
    ),
    "en": Wording(
        sms="{service}: a video call is waiting for you. {link}",
        subject="A video call is waiting for you",
        mail="A video call is waiting for you.",
        button="Join",
    ),
}
