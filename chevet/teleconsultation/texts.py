"""What its messages say. Neutral: neither doctor nor care, and no name."""

from chevet.notifications.texts import Wording

# To the patient, when it is opened at once; with an appointment, the appointment's own message.
CALLED = {
    "fr": Wording(
        sms="{service} vous attend en vidéo. Touchez ce lien : {link}",
        subject="On vous attend en vidéo",
        mail="Touchez ce lien : vous serez en vidéo avec nous.",
        button="Ouvrir",
    ),
    "en": Wording(
        sms="{service} is waiting for you by video. Touch this link: {link}",
        subject="A video call is waiting for you",
        mail="Touch this link: you will be with us by video.",
        button="Open",
    ),
}
# To a relative, an interpreter, a colleague.
INVITED = {
    "fr": Wording(
        sms="{service} vous invite à un appel vidéo. {link}",
        subject="Vous êtes invité à un appel vidéo",
        mail="Vous êtes invité à un appel vidéo.",
        button="Rejoindre",
    ),
    "en": Wording(
        sms="{service} invites you to a video call. {link}",
        subject="You are invited to a video call",
        mail="You are invited to a video call.",
        button="Join",
    ),
}
# To the professional who expects the person, when a document came before the call, or after it.
DOCUMENT_WAITS = {
    "fr": Wording(
        sms="{service} : un document a été envoyé avant un appel vidéo. {link}",
        subject="Un document vous attend",
        mail="Quelqu’un que vous attendez a envoyé un document.",
        button="Voir",
    ),
    "en": Wording(
        sms="{service}: a document was sent before a video call. {link}",
        subject="A document is waiting for you",
        mail="Somebody you expect has sent a document.",
        button="See",
    ),
}
# To the patient, when a document or a sum waits after the end.
AFTERWARDS = {
    "fr": Wording(
        sms="{service} : la suite de votre rendez-vous vous attend ici : {link}",
        subject="La suite de votre rendez-vous",
        mail="La suite de votre rendez-vous vous attend sur cette page : documents, règlement.",
        button="Ouvrir",
    ),
    "en": Wording(
        sms="{service}: what follows your appointment is waiting here: {link}",
        subject="What follows your appointment",
        mail="What follows your appointment is waiting on this page: documents, payment.",
        button="Open",
    ),
}
