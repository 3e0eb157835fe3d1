"""What to forget of one record. The row of the list says nothing once the follow-up is gone."""

FORGET = ("DELETE FROM worklist_line WHERE subject_id = %s",)
