"""What is written of a consultation, ready to be played."""

from chevet.documents.operations import made
from chevet.kernel.tenancy import acting
from chevet.teleconsultation.models import Consultation
from chevet.usecases import ask_payment, end_consultation, keep_report, tell_afterwards, write_consultation

from .act import Act
from .acts_of_consultations import opened
from .acts_of_payments import switch_on
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


def owing() -> Stage:
    """It has ended, and a sum is asked for it."""
    stage = opened(admitted=True)
    switch_on(stage.place)
    with acting(stage.held.actor.scope()):
        subject_id = Consultation.objects.get().subject_id
    ask_payment.ask_payment(
        actor=stage.held.actor, payment_id=stage.key, subject_id=subject_id,
        consultation_id=stage.held.id, wanted=ask_payment.Sum(amount_cents=2500), **stage.held.clocks,
    )  # fmt: skip
    end_consultation.end_consultation(**stage.held.about, modality="video")
    return stage


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
    "tell_afterwards.tell_afterwards": Act(
        lambda s: tell_afterwards.tell_afterwards(**s.held.about), owing, keyed=True
    ),
}
