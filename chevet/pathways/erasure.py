"""What to forget of one record. Follow-ups and their questionnaires. Versions of pathways belong to nobody and stay."""

FORGET = (
    "DELETE FROM occurrence WHERE subject_id = %s",
    "DELETE FROM follow_up WHERE subject_id = %s",
)
