"""What whoever runs the service does, ready to be played (see acts.py)."""

from chevet.pathways.library import load
from chevet.people.models import Role
from chevet.usecases import (
    brand_organisation,
    dismiss_member,
    erase_record,
    found_organisation,
    publish_pathway,
    rewrap_keys,
    seal_journal,
    sign_in,
)
from tests.fixtures.care import make_place

from .act import Act
from .stages import AT, Stage, branded, clocks, older_key, recorded, seal, sealing

FOUNDING = found_organisation.Founding(
    name="Clinique", territory="FR", phone="01 99 00 00 01", alert_email="a@exemple.fr", fiction=True
)


def relieved() -> Stage:
    """Somebody else is told of the team's alerts too."""
    place = make_place()
    found_organisation.add_member(
        organisation_id=place.organisation_id,
        team_id=place.team_id,
        email="releve@exemple.fr",
        name="Relève",
        role=Role.PROFESSIONAL,
        alerts_by="email",
        now=AT,
        machine_now=AT,
    )
    return Stage(place=place)


OPERATORS = {
    "seal_journal.seal_journal": Act(seal, sealing),
    "seal_journal.verify_journal": Act(lambda s: seal_journal.verify_journal(), sealing),
    "erase_record.erase_record": Act(
        lambda s: bool(erase_record.erase_record(**s.whose, why="request", dry_run=False, **clocks(s))), recorded
    ),
    "erase_record.replay_erasures": Act(
        lambda s: len(erase_record.replay_erasures(**clocks(s))), recorded, several=True
    ),
    "rewrap_keys.rotate_family": Act(
        lambda s: bool(rewrap_keys.rotate_family(family="medical", machine_now=AT)), several=True
    ),
    "rewrap_keys.resume_family": Act(lambda s: rewrap_keys.resume_family(family="medical"), older_key, several=True),
    "publish_pathway.publish_pathway": Act(
        lambda s: bool(publish_pathway.publish_pathway(pathway=load("covid-medical-nhs"), now=AT, machine_now=AT)),
        lambda: Stage(place=None),
    ),
    "publish_pathway.sign_pathway": Act(
        lambda s: bool(
            publish_pathway.sign_pathway(
                slug="covid-medical", version=1, doctor="Dr A. Roux", rpps="10003456786", on=AT.date(), machine_now=AT
            )
        )
    ),
    "found_organisation.found_organisation": Act(
        lambda s: bool(found_organisation.found_organisation(founding=FOUNDING, now=AT, machine_now=AT)),
        lambda: Stage(place=None),
    ),
    "brand_organisation.brand_organisation": Act(
        lambda s: brand_organisation.brand_organisation(
            organisation_id=s.place.organisation_id,
            colour="#0a5c66",
            phones=[("Standard", "04 72 00 00 00")],
            machine_now=AT,
        )
    ),
    "brand_organisation.read_logo": Act(
        lambda s: brand_organisation.read_logo(visit=s.patient.visit(), now=AT), branded
    ),
    "found_organisation.add_member": Act(
        lambda s: (
            found_organisation.add_member(
                organisation_id=s.place.organisation_id,
                team_id=s.place.team_id,
                email="nouvelle@exemple.fr",
                name="Nouvelle",
                role=Role.AGENT,
                now=AT,
                machine_now=AT,
            ).email
        )
    ),
    "sign_in.signed_in": Act(
        lambda s: sign_in.signed_in(account_id=s.place.actor.account_id, how="proof", machine_now=AT)
    ),
    "dismiss_member.dismiss_member": Act(
        lambda s: dismiss_member.dismiss_member(
            organisation_id=s.place.organisation_id,
            account_id=s.place.actor.account_id,
            actor="test",
            now=AT,
            machine_now=AT,
        ),
        relieved,
    ),
}
