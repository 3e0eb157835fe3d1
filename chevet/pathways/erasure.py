"""What to forget of one record. Follow-ups, their questionnaires and thresholds. Versions of pathways belong to nobody and stay."""

FORGET = (
    "DELETE FROM threshold WHERE subject_id = %s",
    "DELETE FROM occurrence WHERE subject_id = %s",
    "DELETE FROM follow_up WHERE subject_id = %s",
)
