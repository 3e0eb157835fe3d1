"""What to forget of one record. The person, what proves who she is, her contact points and her circle of care. Accounts of professionals stay."""

FORGET = (
    "DELETE FROM identity WHERE subject_id = %s",
    "DELETE FROM contact_point WHERE subject_id = %s",
    "DELETE FROM care_link WHERE subject_id = %s",
    "DELETE FROM patient WHERE subject_id = %s",
)
