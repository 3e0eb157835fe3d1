"""What to forget of one record: everything. What lies in an object storage goes with the next sweep (DocumentObject)."""

FORGET = (
    "DELETE FROM document_part WHERE subject_id = %s",
    "DELETE FROM document WHERE subject_id = %s",
)
