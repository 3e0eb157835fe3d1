"""The pages of an identity in a real browser: a scanner that types, a camera that reads, and what axe finds."""

import pytest

from chevet.people.matricule import NIR_TEST, key_of
from tests.fixtures.axe import DESK, looked_at
from tests.interfaces.pro.colleagues import hire
from tests.interfaces.pro.test_in_browser import ANSWERS, sign_in
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
def stage(common_database):
    return registered(birth_name="Variant")


@pytest.fixture
def desk(common_site, stage, open_page):
    """Of a secretary, whose home is the search."""
    page = open_page(viewport=DESK)
    page.add_init_script(f"({CAMERA})({CODE!r})")
    sign_in(page, common_site, hire(stage.place, "secretary"), "Patients")
    return page


def test_a_scanner_types_a_code_and_a_camera_reads_it(common_site, desk):
    page, site = desk, common_site
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


def test_no_page_of_an_identity_has_a_fault_that_axe_finds(common_site, stage, desk):
    hers, wrong = f"/pro/patients/{stage.patient_id}", looked_at(desk, "search")
    for path in ("/pro/patients/new", hers, f"{hers}/contacts", f"{hers}/identity"):
        desk.goto(common_site.url + path)
        wrong |= looked_at(desk, path)
    desk.get_by_role("button", name="Interroger le téléservice").click()
    desk.get_by_role("button", name="Reprendre ces traits").wait_for(timeout=ANSWERS)
    wrong |= looked_at(desk, "answer")
    assert wrong == {}
