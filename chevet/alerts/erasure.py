"""What to forget of one record. Alerts and episodes go with the record; what was counted of them stays, without a person."""

FORGET = (
    "DELETE FROM advice WHERE subject_id = %s",
    "DELETE FROM alert WHERE subject_id = %s",
    "DELETE FROM episode WHERE subject_id = %s",
)
