"""What to forget of one record. Everything: an organisation's books are its own software's, fed by the export of acts;
the provider keeps its own as its law says. A sum that is still to be given back is seen in the dry run.
"""

FORGET = (
    "DELETE FROM payment_attempt WHERE subject_id = %s",
    "DELETE FROM payment WHERE subject_id = %s",
)
