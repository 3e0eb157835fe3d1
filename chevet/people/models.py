from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.indexes import GinIndex
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q

from chevet.kernel.identifiers import new_id
from chevet.kernel.walls import Wall
from chevet.organisations.models import Organisation, Team
from chevet.people.identity import FROM_DOCUMENT, FROM_SERVICE, Status

CHECKED, GIVEN = (sorted(one.value for one in group) for group in (FROM_DOCUMENT, FROM_SERVICE))


class AccountDirectory(BaseUserManager):
    """How Django and allauth make and find accounts."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Account":
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, email: str | None) -> "Account":
        return self.get(email=(email or "").lower())


class Account(AbstractBaseUser):
    """Somebody who signs in: a professional, an agent, a secretary, an administrator. Never a patient."""

    id = models.UUIDField(primary_key=True, default=new_id)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    profession = models.CharField(max_length=60, blank=True)
    rpps = models.CharField(max_length=11, blank=True)
    mobile = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=5, default="fr")
    is_active = models.BooleanField(default=True)
    ends_on = models.DateField(null=True, blank=True, help_text="last day of a locum")

    objects = AccountDirectory()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        db_table = "account"

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    PROFESSIONAL = "professional", "Soignant"
    AGENT = "agent", "Agent"
    SECRETARY = "secretary", "Secrétaire"
    ADMINISTRATOR = "administrator", "Administrateur"
    REGULATION_DOCTOR = "regulation_doctor", "Médecin régulateur"
    REGULATION_ASSISTANT = "regulation_assistant", "Assistant de régulation"
    DESIGNER = "designer", "Concepteur de parcours"
    DECISION_MAKER = "decision_maker", "Décideur"


class Membership(models.Model):
    """What an account may do in one team (or, for an administrator, in the whole organisation)."""

    class AlertsBy(models.TextChoices):
        SMS = "sms"
        EMAIL = "email"
        NONE = "none"

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT)
    role = models.CharField(max_length=20, choices=Role)
    alerts_by = models.CharField(max_length=5, choices=AlertsBy, default=AlertsBy.NONE)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True, help_text="may be set ahead: the end of a locum's last day")
    invited_at = models.DateTimeField(null=True, help_text="machine clock: when the last invitation was written")

    wall = Wall(account="account_id", purposes=("schedule", "dispatch", "watch"))

    class Meta:
        db_table = "membership"
        constraints = [
            models.UniqueConstraint(
                fields=["account", "team", "role"], condition=Q(until=None), name="one_live_membership"
            )
        ]


class AccountSession(AbstractBaseSession):
    """One browser in which an account is signed in. The key is the secret of its cookie: never show it."""

    account_id = models.UUIDField(null=True, db_index=True)
    device = models.CharField(max_length=80, blank=True, help_text="browser and system, in the words of devices.py")
    began_at = models.DateTimeField(null=True, help_text="machine clock: when somebody signed in")

    class Meta:
        db_table = "account_session"


class Patient(models.Model):
    """A person followed by one organisation. Names, birth date and sex in clear; everything else sealed in `profile`.

    profile: birth_place, address, access (how to get in), to_call {name, link, phone}, guardian {name, link, phone},
    doctor (médecin traitant), risk_factors, alone, lung_disease, usual_spo2, oxygen_litres, devices.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    subject_id = models.UUIDField(unique=True, default=new_id)
    organisation_id = models.UUIDField()
    birth_name = models.CharField(max_length=80)
    first_name = models.CharField(max_length=80, help_text="first given name of the birth record")
    used_name = models.CharField(max_length=80, blank=True)
    used_first_name = models.CharField(max_length=80, blank=True)
    birth_date = models.DateField()
    sex = models.CharField(max_length=1, choices=[("F", "F"), ("M", "M"), ("U", "?")])
    territory = models.CharField(max_length=3)
    search = models.TextField(help_text="names folded to plain lower-case letters, for the trigram index")
    profile = models.BinaryField()
    created_at = models.DateTimeField()

    wall = Wall(subject="subject_id", purposes=("schedule", "dispatch"))

    class Meta:
        db_table = "patient"
        indexes = [
            GinIndex(fields=["search"], opclasses=["gin_trgm_ops"], name="patient_search"),
            models.Index(fields=["organisation_id", "birth_date"], name="patient_birth"),
        ]

    @property
    def name(self) -> str:
        """As they are called: used names first."""
        return f"{self.used_first_name or self.first_name} {(self.used_name or self.birth_name).upper()}"


class ContactPoint(models.Model):
    """A number or an address of a patient, or of a relative who answers. Two people may share one."""

    class Kind(models.TextChoices):
        MOBILE = "mobile"
        LANDLINE = "landline"
        EMAIL = "email"

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField(db_index=True)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE)
    kind = models.CharField(max_length=8, choices=Kind)
    value = models.BinaryField(help_text="sealed: E.164 or e-mail address")
    blind = models.BinaryField(help_text="blind index of the whole value")
    label = models.BinaryField(null=True, help_text="sealed: chosen where a phone is shared")
    state = models.CharField(max_length=8, default="active", help_text="active, stopped, wrong, retired")
    stopped_at = models.DateTimeField(null=True)

    wall = Wall(subject="subject_id", purposes=("schedule", "dispatch"))

    class Meta:
        db_table = "contact_point"
        indexes = [models.Index(fields=["organisation_id", "blind"], name="contact_blind")]


class Identity(models.Model):
    """How sure we are of who a patient is (identity.py). No row: provisional, as declared.

    known (sealed): given_names, birth_place, and from the national service matricule and oid.
    """

    patient = models.OneToOneField(Patient, primary_key=True, on_delete=models.CASCADE)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField(unique=True)
    status = models.CharField(max_length=11, choices=[(one.value, one.value) for one in Status])
    doubt = models.CharField(max_length=10, blank=True, db_default="", help_text="doubtful, fictitious")
    homonym = models.BooleanField(db_default=False, help_text="somebody else here has nearly the same traits")
    document = models.CharField(max_length=20, blank=True, db_default="", help_text="kind of the document seen")
    checked_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, db_index=False)
    checked_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True, help_text="when the national service last gave these traits")
    known = models.BinaryField()
    blind = models.BinaryField(null=True, help_text="blind index of the matricule")

    wall = Wall(subject="subject_id")

    class Meta:
        db_table = "identity"
        indexes = [
            models.Index(fields=["organisation_id", "blind"], condition=Q(blind__isnull=False), name="identity_blind")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=CHECKED, checked_by__isnull=False, checked_at__isnull=False) & ~Q(document="")
                | ~Q(status__in=CHECKED) & Q(document="", checked_by=None, checked_at=None),
                name="identity_checked_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(status__in=GIVEN, blind__isnull=False, asked_at__isnull=False)
                | ~Q(status__in=GIVEN) & Q(blind=None, asked_at=None),
                name="identity_given_by_the_service",
            ),
            models.CheckConstraint(
                condition=Q(doubt="") | Q(status=Status.PROVISIONAL.value), name="identity_in_doubt"
            ),
        ]


class CareLink(models.Model):
    """The circle of care: who follows whom, since, until, why. Every permission on a record asks this.

    A team, or one person: a colleague of the organisation, or whoever broke the glass for an hour. From elsewhere a guest,
    or a guest's team, enters through the follow-up to which it was called (usecases/followed.py), with the patient's
    agreement.
    """

    class Why(models.TextChoices):
        INCLUSION = "inclusion"
        REGISTERED = "registered"
        ADDED = "added"
        HANDED_OVER = "handed_over"
        BREAK_GLASS = "break_glass"
        SECOND_LINE = "second_line"
        APPOINTMENT = "appointment"

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField()
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT)
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, db_index=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, help_text="when it ended, or set ahead when it ends by itself")
    why = models.CharField(max_length=40)
    motive = models.CharField(max_length=20, blank=True, db_default="", help_text="code: why the glass was broken")
    words = models.BinaryField(null=True, help_text="sealed: why, in words")
    by_id = models.UUIDField(null=True, help_text="the account that opened the circle; null for an inclusion")
    guest_of = models.UUIDField(null=True, help_text="the follow-up through which somebody of elsewhere enters")
    guest_name = models.CharField(
        max_length=250, blank=True, db_default="", help_text="a team of elsewhere, as the patient heard it named"
    )
    agreed_by = models.CharField(max_length=10, blank=True, db_default="", help_text="how the patient agreed")
    agreed_text = models.CharField(max_length=20, blank=True, db_default="", help_text="version of the text read out")

    wall = Wall(subject="subject_id", guest="account_id", purposes=("schedule",))

    class Meta:
        db_table = "care_link"
        indexes = [
            models.Index(fields=["account"], condition=Q(account__isnull=False), name="care_link_of_account"),
            models.Index(
                fields=["organisation_id", "since"], condition=Q(why="break_glass"), name="care_link_broken_glass"
            ),
            models.Index(
                fields=["team"], condition=Q(guest_of__isnull=False, team__isnull=False), name="care_link_of_guest_team"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["subject_id", "team"], condition=Q(until=None), name="one_live_care_link"),
            models.UniqueConstraint(
                fields=["subject_id", "account"], condition=Q(until=None), name="one_live_care_link_of_account"
            ),
            models.CheckConstraint(
                condition=Q(team=None, account__isnull=False) | Q(team__isnull=False, account=None),
                name="care_link_to_a_team_or_a_person",
            ),
            models.CheckConstraint(
                condition=Q(guest_of=None) | (~Q(agreed_by="") & ~Q(agreed_text="")), name="guest_with_agreement"
            ),
            models.CheckConstraint(
                condition=~Q(why="break_glass") | (Q(until__isnull=False) & ~Q(motive="")),
                name="broken_glass_ends_and_says_why",
            ),
        ]
