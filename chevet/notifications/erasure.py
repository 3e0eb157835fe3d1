"""What to forget of one record. Messages sent and waiting, and what silenced them."""

FORGET = (
    "DELETE FROM message WHERE subject_id = %s",
    "DELETE FROM push_subscription WHERE subject_id = %s",
    "DELETE FROM suppression WHERE subject_id = %s",
)
