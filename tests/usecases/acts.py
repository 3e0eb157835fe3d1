"""Every use case, ready to be played: what must be there before, and the call. tests/house/test_failpoints.py crashes them.

A use case that is missing here fails the build. Each subject has a file of its own beside this one, which only joins them.
"""

from .act import Act
from .acts_of_administration import administration
from .acts_of_appointments import APPOINTMENTS
from .acts_of_consultations import CONSULTATIONS
from .acts_of_documents import DOCUMENTS
from .acts_of_jobs import JOBS
from .acts_of_operators import OPERATORS
from .acts_of_patients import PATIENT_SIDE
from .acts_of_payments import PAYMENTS
from .acts_of_people import PEOPLE
from .acts_of_reports import REPORTS
from .acts_on_episodes import EPISODES
from .acts_on_lists import LISTS
from .acts_on_records import RECORDS
from .regulation_acts import regulation_acts

TEAM_SIDE = EPISODES | LISTS | RECORDS

ACTS = (
    PATIENT_SIDE
    | TEAM_SIDE
    | JOBS
    | OPERATORS
    | PEOPLE
    | DOCUMENTS
    | PAYMENTS
    | APPOINTMENTS
    | CONSULTATIONS
    | REPORTS
    | administration(Act)
    | regulation_acts(Act)
)  # fmt: skip
