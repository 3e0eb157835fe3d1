"""Short answers ready to be sent or completed, said in the patient's language."""

from chevet.kernel.sentences import Sentence

REPLIES = {
    "read": Sentence(
        "Nous avons bien lu votre message. Merci de nous avoir écrit.",
        "We have read your message. Thank you for writing.",
    ),
    "will_call": Sentence("Nous vous appelons aujourd'hui.", "We will call you today."),
    "call_us": Sentence("Appelez-nous, s'il vous plaît.", "Please call us."),
    "measure": Sentence(
        "Mesurez encore une fois, au repos, puis envoyez vos réponses du jour.",
        "Please measure once more, at rest, then send today's answers.",
    ),
    "same": Sentence(
        "Rien ne change pour l'instant. Continuez comme prévu.", "Nothing changes for now. Go on as planned."
    ),
    "doctor": Sentence(
        "Nous en parlons au médecin et nous vous répondons.", "We will ask the doctor and write to you again."
    ),
}
"""By code; the screens offer them in this order."""
