"""The engine stands alone: no Django, no database, no clock; and it is fast."""

import re
import subprocess
import sys
import time as machine
from pathlib import Path

import chevet
from chevet.pathways.library import load
from chevet.pathways.rules import Facts, judge

ROOMS = Path(chevet.__file__).parent
PURE = [
    "kernel/sentences", "vitals/kinds", "questionnaires/definition", "questionnaires/typed", "questionnaires/reading",
    "questionnaires/fhir", "pathways/conditions", "pathways/definition", "pathways/closures", "pathways/compiled",
    "pathways/rules", "pathways/calendar", "pathways/check", "pathways/witnesses", "pathways/profiles",
    "pathways/simulate", "pathways/library", "pathways/language_files", "pathways/languages", "pathways/yaml_source",
]  # fmt: skip


def test_the_engine_is_imported_without_django_or_a_database():
    names = ", ".join(f"chevet.{name.replace('/', '.')}" for name in PURE)
    found = subprocess.run(
        [sys.executable, "-c", f"import sys, {names}; print(sorted({{'django', 'psycopg'}} & set(sys.modules)))"],
        capture_output=True, text=True, check=True, cwd=ROOMS.parent,
    )  # fmt: skip
    assert found.stdout.strip() == "[]"


def test_the_engine_reads_no_clock():
    for name in PURE:
        text = (ROOMS / f"{name}.py").read_text(encoding="utf-8")
        assert re.findall(r"\.now\(|\.today\(|^import time$|utcnow|monotonic", text, re.MULTILINE) == [], name


def test_a_judgement_costs_some_tens_of_microseconds():
    covid, facts = load("covid-medical"), Facts(age=50, day=3, baseline={"spo2": 97}, yesterday={"spo2": 97})
    answers = {"symptoms": True, "spo2": 97, "temperature": 38.4, "respiratory_rate": 18, "heart_rate": 88,
               "breathlessness": "same", "general_state": "same", "cough": False, "fever": False, "mood": "same"}  # fmt: skip
    assert judge(covid, answers=answers, facts=facts).level == 0
    best = min(_cpu_of_a_hundred(covid, answers, facts) for _ in range(10)) / 100
    assert best < 60e-6


def _cpu_of_a_hundred(pathway, answers, facts):
    began = machine.process_time()
    for _ in range(100):
        judge(pathway, answers=answers, facts=facts)
    return machine.process_time() - began
