"""What to forget of one record: its line on every sheet. The general word of a sheet goes with the sheet."""

FORGET = ("DELETE FROM handover_line WHERE subject_id = %s",)
