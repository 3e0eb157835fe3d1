"""How long a record is kept, in words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def retention_words(retention: Any) -> str:
    """ "20 ans", or the length of the follow-up; `retention` is that of a pathway."""
    years = retention.years
    if retention.ends == "at_the_end" or not years:
        return _("la durée du suivi")
    return ngettext("%(years)s an", "%(years)s ans", years) % {"years": years}
