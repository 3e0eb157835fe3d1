"""What a screen reader meets on each of the patient's screens, in order, against a text that people can read.

The order and the names are the browser's own accessibility tree. A change of a page shows as a change of
`read_aloud.txt` in its review; `CHEVET_READ_ALOUD=1` writes the file again.
"""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from chevet.access.models import Device
from chevet.kernel.tenancy import acting
from tests.usecases.doing import send

from .patient_site import serving
from .test_patient import MEASURES, onwards

KEPT = Path(__file__).parent / "read_aloud.txt"
READING = ("aujourdhui", "messages", "dossier", "reglages", "acces", "accord", "copie", "mesurer", "arreter")
BEFORE_A_CODE = ("code", "pas-moi")
WHOLE = {
    "link",
    "button",
    "heading",
    "textbox",
    "radio",
    "checkbox",
    "DisclosureTriangle",
    "image",
    "option",
    "caption",
    "LegendText",
}
CONTAINERS = {"banner", "navigation", "main", "contentinfo", "region", "group", "radiogroup", "alert", "status", "dialog",
              "alertdialog", "form", "figure", "table", "list", "progressbar"}  # fmt: skip
STATES = ("checked", "required", "invalid", "expanded", "disabled", "modal")


@pytest.fixture
def site(own_database, monkeypatch):
    with serving(monkeypatch) as opened:
        yield opened


def aloud(page) -> list[str]:
    """One line for each thing announced, indented by the regions around it."""
    cdp = page.context.new_cdp_session(page)
    nodes = {node["nodeId"]: node for node in cdp.send("Accessibility.getFullAXTree")["nodes"]}
    root = next(node for node in nodes.values() if "parentId" not in node)
    lines: list[str] = []
    _say(root, nodes, lines, 0)
    cdp.detach()
    return lines


def _say(node, nodes, lines, depth) -> None:
    role, name = _value(node, "role"), " ".join(str(_value(node, "name")).split())
    spoken = not node.get("ignored") and (
        role in WHOLE or role == "StaticText" or (role in CONTAINERS and (name or role != "group"))
    )
    if spoken and (name or role in CONTAINERS):
        states = [f"{one['name']}={one['value']['value']}" for one in node.get("properties", []) if _tells(one)]
        what = name if role == "StaticText" else " ".join(filter(None, [f"[{role}]", name, *states]))
        lines.append("  " * depth + what)
    if role in WHOLE and spoken:
        return
    for child in node.get("childIds", []):
        if child in nodes:
            _say(nodes[child], nodes, lines, depth + (1 if spoken and role in CONTAINERS else 0))


def _value(node, part) -> str:
    return node.get(part, {}).get("value", "")


def _tells(one) -> bool:
    return one["name"] in STATES and one["value"]["value"] not in (False, "false")


def screens(site, page):
    """(name, lines) of each screen, as one person goes through them."""
    stranger = site.include(birth_name="Roche", first_name="Paul", confirmed_duplicate=True, identified=False)
    page.goto(site.link(stranger))
    yield "The link, before anything", aloud(page)
    patient = site.include(confirmed_duplicate=True)
    site.recognise(page, patient)
    for place in BEFORE_A_CODE:
        page.goto(site.link(patient, place))
        yield place, aloud(page)
    page.goto(site.link(patient, "questions"))
    page.wait_for_selector("[data-ready]")
    yield from the_questions(page)
    with acting(site.place.scope):
        Device.objects.update(state="bound")
    site.now += timedelta(days=1)
    send(patient, {"symptoms": "no", "spo2": "97", "temperature": "37,9"}, now=site.now)
    for place in READING:
        page.goto(site.link(patient, place))
        yield place, aloud(page)


def the_questions(page):
    yield "Question 1", aloud(page)
    page.check("#a_symptoms_true")
    onwards(page)
    page.check("#a_chest_pain_true")
    page.get_by_text("L'équipe est prévenue.").wait_for()
    yield "A danger sign", aloud(page)
    page.get_by_role("button", name="Continuer les questions").click()
    page.get_by_role("button", name="Retour").click()
    page.wait_for_selector("#a_symptoms_false:visible")
    page.check("#a_symptoms_false")
    onwards(page)
    yield "A measure", aloud(page)
    page.fill("#a_spo2", "970")
    page.get_by_role("button", name="Continuer", exact=True).click()
    page.locator("#error_spo2").wait_for()
    yield "A measure to correct", aloud(page)
    for kind, value in MEASURES.items():
        page.fill(f"#a_{kind}", value)
        onwards(page)
    for choice in ("#a_mood_same", "#a_call_me_false"):
        page.check(choice)
        onwards(page)
    yield "Check your answers", aloud(page)
    page.get_by_role("button", name="Envoyer mes réponses").click()
    page.wait_for_url("**/recu/*")
    yield "The receipt", aloud(page)


def test_each_screen_is_read_in_the_order_that_is_kept(site, page):
    told = "".join(f"# {name}\n\n" + "\n".join(lines) + "\n\n" for name, lines in screens(site, page))
    if os.environ.get("CHEVET_READ_ALOUD") == "1":
        KEPT.write_text(told, encoding="utf-8")
    assert told == KEPT.read_text(encoding="utf-8")
