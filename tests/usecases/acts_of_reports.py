"""What is written of a consultation, ready to be played."""

from chevet.documents.operations import made
from chevet.usecases import keep_report, write_consultation

from .act import Act
from .acts_of_consultations import opened
from .stages import Stage

REPORT = {"motive": "Toux", "findings": "Pas de signe de gravité.", "conclusion": "Bronchite.", "plan": "Repos."}


def drafted() -> Stage:
    stage = opened(admitted=True)
    write_consultation.keep_draft(**stage.held.about, words={"note": "Toux depuis trois jours"})
    return stage


def signed() -> Stage:
    stage = drafted()
    signs(stage)
    return stage


def signs(stage: Stage):
    return write_consultation.sign_report(**stage.held.about, report=REPORT, shown=True)["report"]


def keeps(stage: Stage):
    return str(
        keep_report.keep_report(**stage.held.about, document_id=stage.key, file=made(b"%PDF-1.7"), title="Compte rendu")
    )


REPORTS = {
    "write_consultation.keep_draft": Act(
        lambda s: write_consultation.keep_draft(**s.held.about, words={"note": "Fièvre"}), drafted
    ),
    "write_consultation.sign_report": Act(signs, drafted, keyed=True),
    "write_consultation.add_addendum": Act(
        lambda s: write_consultation.add_addendum(**s.held.about, key=s.key, text="Appelée le soir."),
        signed,
        keyed=True,
    ),
    "keep_report.keep_report": Act(keeps, signed, keyed=True),
}
