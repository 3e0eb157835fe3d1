from django.db import models
from django.db.models import Q

from chevet.kernel.identifiers import new_id
from chevet.kernel.walls import Wall


class Document(models.Model):
    """A file of somebody's record: sent by the person, put there by a professional, or made by the product.

    What it is called and which kind it is are sealed, as is what it holds (DocumentPart).
    """

    class Source(models.TextChoices):
        PROFESSIONAL = "professional"
        PATIENT = "patient"
        PRODUCT = "product"

    class Scan(models.TextChoices):
        OFF = "off"
        WAITING = "waiting"
        CLEAN = "clean"
        INFECTED = "infected"

    id = models.UUIDField(primary_key=True, default=new_id, help_text="made by the page that sends it")
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField()
    follow_up_id = models.UUIDField(null=True, help_text="through which it came, if any")
    consultation_id = models.UUIDField(null=True, help_text="of which it is a part, if any")
    source = models.CharField(max_length=12, choices=Source)
    account_id = models.UUIDField(null=True, help_text="the professional who put it there, or for whom it was made")
    link_id = models.UUIDField(null=True, help_text="the link through which the person sent it")
    label = models.BinaryField(help_text="sealed: {title, category}")
    fingerprint = models.BinaryField(help_text="of the file as it was sent: a second sending or a conflict")
    media_type = models.CharField(max_length=20)
    size = models.IntegerField(help_text="bytes, as kept")
    pages = models.SmallIntegerField()
    previews = models.SmallIntegerField(help_text="pages that are drawn, as parts of their own")
    scan = models.CharField(max_length=8, choices=Scan, help_text="waiting: nobody opens it until it was looked at")
    kept_at = models.DateTimeField(help_text="domain clock")
    shown_at = models.DateTimeField(null=True, help_text="since when the person may read it; null for her own")
    read_at = models.DateTimeField(null=True, help_text="first opened by the other side, domain clock")
    expires_at = models.DateTimeField(null=True, help_text="forgotten then; null stays with the record")

    wall = Wall(subject="subject_id", purposes=("schedule",))

    class Meta:
        db_table = "document"
        indexes = [
            models.Index(fields=["subject_id", "-kept_at"], name="document_of_subject"),
            models.Index(fields=["expires_at"], condition=Q(expires_at__isnull=False), name="document_expires"),
            models.Index(fields=["id"], condition=Q(scan="waiting"), name="document_waits_for_scan"),
            models.Index(
                fields=["organisation_id"],
                condition=Q(source="patient", read_at=None, follow_up_id=None),
                name="document_to_open",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(source="patient", link_id__isnull=False, account_id=None, shown_at=None)
                | Q(source="professional", link_id=None, account_id__isnull=False)
                | Q(source="product", link_id=None),
                name="document_from_one_side",
            ),
            models.CheckConstraint(
                condition=Q(scan__in=["off", "waiting", "clean", "infected"]), name="document_scan_known"
            ),
        ]


class DocumentPart(models.Model):
    """A piece of a document, or the picture of one of its pages, each sealed by itself.

    Kept here, or in an object storage under its own id: `content` is null then.
    """

    class Kind(models.TextChoices):
        CONTENT = "content"
        PREVIEW = "preview"

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField(db_index=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT)
    kind = models.CharField(max_length=7, choices=Kind)
    number = models.SmallIntegerField(help_text="from 0")
    content = models.BinaryField(null=True, help_text="sealed")

    wall = Wall(subject="subject_id", purposes=("schedule",))

    class Meta:
        db_table = "document_part"
        constraints = [
            models.UniqueConstraint(fields=["document", "kind", "number"], name="document_part_once"),
        ]


class DocumentObject(models.Model):
    """What lies in the object storage, by id alone: an object whose part is gone is removed there too."""

    id = models.UUIDField(primary_key=True, help_text="of the part")
    written_at = models.DateTimeField(help_text="machine clock")

    class Meta:
        db_table = "document_object"
