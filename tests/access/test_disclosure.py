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
        ("Centre anticancéreux", False),
        ("Institut d'oncologie", False),
        ("Oncopole", False),
        ("Neuroendocrinologie", False),
        ("Psycho-oncologie", False),
        ("Pédopsychiatrie", False),
        ("Centre de lutte contre la tuberculose", False),
        ("Centre de transplantation rénale", False),
        ("Unité neuro-vasculaire", False),
        ("Anti-douleur", False),
        ("Hématologie", False),
        ("Endocrinologie", False),
        ("CSAPA du Port", False),
        ("Clinique du sein", False),
        ("CHU Amiens-Picardie", True),
        ("Clinique de la Concorde", True),
        ("Filière thématique", True),
        ("Hôpital du Cardinal", True),
        ("Hôpital Reine-Mathilde", True),
        ("Maison de santé de la Maladrerie", True),
        ("Hôpital Saint-Denis, sur Seine", True),
        ("Clinique des Contamines", True),
        ("SAMU 69", True),
        ("", True),
    ],
)
def test_a_name_that_tells_the_illness_is_not_shown_to_strangers(name, shown):
    assert unrevealing(name) == (name if shown else "")
