import pytest

from chevet.access.disclosure import unrevealing


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Hôpital des Tilleuls", True),
        ("Maison de santé des Deux-Rives", True),
        ("Cabinet du Dr Istria", True),
        ("Suivi à domicile, équipe Nord", True),
        ("Suivi COVID-19", False),
        ("Cellule Contact", False),
        ("Pneumologie", False),
        ("Hépatologie B", False),
        ("Maternité", False),
        ("Clinique du Cœur", False),
        ("", True),
    ],
)
def test_a_name_that_tells_the_illness_is_not_shown_to_strangers(name, shown):
    assert unrevealing(name) == (name if shown else "")
