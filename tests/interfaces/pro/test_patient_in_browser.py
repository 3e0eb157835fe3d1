"""The pages of an identity in a real browser: a scanner that types, a camera that reads, and what axe finds."""

import pytest

from chevet.people.matricule import NIR_TEST, key_of
from tests.interfaces.pro.colleagues import hire
from tests.interfaces.pro.test_in_browser import ANSWERS, code_of, faults, give_password
from tests.usecases.acts_of_people import registered

NUMBER = "2490569383045"
CODE = f"IS01{'0' * 22}S1{NUMBER}{key_of(NUMBER)}S2{NIR_TEST}S3PAULE ANNES4MARTINS5FS617-05-1949S769383"
# What a browser with a camera and a reader of such codes would do.
CAMERA = """(code) => {
  navigator.mediaDevices.getUserMedia = async () => document.createElement("canvas").captureStream();
  window.BarcodeDetector = class {
    static async getSupportedFormats() { return ["data_matrix"]; }
    async detect() { return [{ rawValue: code }]; }
  };
}"""


@pytest.fixture
def site(start_site):
    return start_site(CHEVET_DEMO="1")


@pytest.fixture
def stage(own_database):
    return registered(birth_name="Variant")


def enter(page, site, place) -> None:
    """As a secretary, whose home is the search."""
    give_password(page, site, hire(place, "secretary"))
    page.get_by_label("Code").fill(code_of("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"))
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("heading", name="Patients").wait_for(timeout=ANSWERS)


def test_a_scanner_types_a_code_and_a_camera_reads_it(site, stage, open_page):
    page = open_page(viewport={"width": 1280, "height": 860})
    page.add_init_script(f"({CAMERA})({CODE!r})")
    enter(page, site, stage.place)
    page.goto(f"{site.url}/pro/patients/new")
    page.get_by_label("Code INS (datamatrix)").press_sequentially(CODE)
    page.keyboard.press("Enter")
    page.get_by_text("n’est pas signé").wait_for(timeout=ANSWERS)
    assert page.get_by_label("Prénoms de naissance, tous").input_value() == "PAULE ANNE"
    assert page.get_by_label("Code INS (datamatrix)").input_value() == ""
    page.goto(f"{site.url}/pro/patients/new")
    page.get_by_role("button", name="Lire avec la caméra").click()
    page.get_by_text("n’est pas signé").wait_for(timeout=ANSWERS)
    assert page.get_by_label("Nom de naissance", exact=True).input_value() == "MARTIN"


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
def test_no_page_of_an_identity_has_a_fault_that_axe_finds(site, stage, open_page, width, scheme):
    page = open_page(viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce")
    enter(page, site, stage.place)
    hers, found = f"/pro/patients/{stage.patient_id}", {"search": faults(page)}
    for path in ("/pro/patients/new", hers, f"{hers}/contacts", f"{hers}/identity"):
        page.goto(site.url + path)
        found[path] = faults(page)
    page.get_by_role("button", name="Interroger le téléservice").click()
    page.get_by_role("button", name="Reprendre ces traits").wait_for(timeout=ANSWERS)
    found["answer"] = faults(page)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
