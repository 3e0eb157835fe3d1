"""What the security checklist promises of the code itself: each test reads the whole product."""

import ast
import re
import tomllib
from collections.abc import Iterator

from django.contrib.auth.hashers import Argon2PasswordHasher

from config import settings as product

from .sources import PROJECT, name_of, python_files, tracked_files, tree_of

SCRIPTS = [PROJECT / path for path in tracked_files() if path.startswith("chevet/") and path.endswith(".js")]
OURS = [path for path in SCRIPTS if "/vendor/" not in path.as_posix()]
TEMPLATES = [PROJECT / path for path in tracked_files() if path.startswith("chevet/") and path.endswith(".html")]

PRIMITIVES = "cryptography.hazmat.primitives"
OF_WEB_PUSH = {
    f"{PRIMITIVES}.kdf.hkdf.HKDF", f"{PRIMITIVES}.serialization.PublicFormat", f"{PRIMITIVES}.serialization.Encoding",
    f"{PRIMITIVES}.asymmetric.utils.decode_dss_signature", f"{PRIMITIVES}.hashes.SHA256",
    f"{PRIMITIVES}.asymmetric.ec",
}  # fmt: skip
SPREADS_WAITS = {"chevet/usecases/dispatch_messages.py", "chevet/usecases/receive_receipt.py"}


def product_files() -> Iterator:
    yield from python_files()
    yield from python_files(folder=PROJECT / "config")


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call of the product with the file it stands in."""
    for path in product_files():
        yield from ((name_of(path), node) for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call))


def imports() -> Iterator[tuple[str, str]]:
    """(file, module.name) of every import."""
    for path in product_files():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Import):
                yield from ((name_of(path), alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                yield from ((name_of(path), f"{node.module}.{alias.name}") for alias in node.names)


def users_of(*modules: str) -> set[str]:
    return {file for file, name in imports() if any(f"{name}.".startswith(f"{module}.") for module in modules)}


def in_scripts(pattern: str) -> set[str]:
    return {path.name for path in OURS if re.search(pattern, path.read_text(encoding="utf-8"))}


def test_no_text_is_ever_run_as_code():
    wrong = [file for file, call in calls() if ast.unparse(call.func) in ("eval", "exec", "compile", "__import__")]
    assert wrong == []
    assert in_scripts(r"\beval\(|new Function|set(Timeout|Interval)\(\s*['\"`]|document\.write") == set()


def test_templates_come_from_files_of_the_product_alone():
    made = {"Template", "from_string", "Environment", "template.Template"}
    assert [file for file, call in calls() if ast.unparse(call.func).rpartition(".")[2] in made] == []


def test_programs_start_from_lists_and_never_through_a_shell():
    starters = {"run", "Popen", "call", "check_call", "check_output"}
    seen = [(file, call) for file, call in calls() if ast.unparse(call.func) in {f"subprocess.{n}" for n in starters}]
    assert seen, "the search finds what starts programs"
    for file, call in seen:
        assert not {"shell", "executable"} & {word.arg for word in call.keywords}, file
        assert not isinstance(call.args[0], ast.Constant | ast.JoinedStr), file
    assert [file for file, call in calls() if ast.unparse(call.func) in ("os.system", "os.popen")] == []


def test_nothing_that_arrives_is_unpickled_and_yaml_makes_no_objects():
    assert users_of("pickle", "marshal", "shelve", "dill", "jsonpickle") == set()
    loaders = {ast.unparse(call) for _, call in calls() if ast.unparse(call.func) in ("yaml.load", "yaml.unsafe_load")}
    assert loaders == set()


def test_cryptography_is_a_reviewed_library_in_one_mode():
    used = {name for _, name in imports() if name.startswith(("cryptography", "Crypto", "nacl"))}
    assert used - OF_WEB_PUSH == {"cryptography.hazmat.primitives.ciphers.aead.AESGCM"}
    by_push = {file for file, name in imports() if name in OF_WEB_PUSH}
    assert by_push <= {"chevet/notifications/webpush.py", "chevet/interfaces/cli/keys.py"}, "RFC 8291 says which"
    sizes = [call for _, call in calls() if ast.unparse(call.func) == "AESGCM.generate_key"]
    assert [ast.unparse(call.args[0]) for call in sizes] == ["256"]


def test_hashes_are_of_the_256_bit_family():
    named = set()
    for path in product_files():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "hashlib":
                named.add(node.attr)
    assert named == {"sha256", "sha1"}
    digests = [(file, call) for file, call in calls() if ast.unparse(call.func) in ("hmac.digest", "hmac.new")]
    assert digests
    others = {file for file, call in digests if ast.unparse(call.args[2]) != "hashlib.sha256"}
    assert others == {"chevet/video/relay.py"}, "what TURN servers check their credentials with"


def test_passwords_are_kept_with_argon2id_at_todays_cost():
    assert product.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    kept = Argon2PasswordHasher().encode("une phrase assez longue", "sel-de-seize-octets")
    found = re.match(r"argon2\$argon2id\$v=19\$m=(\d+),t=(\d+),p=\d+\$", kept)
    assert int(found[1]) >= 19 * 1024
    assert int(found[2]) >= 2


def test_chance_that_may_be_foreseen_only_tells_stories_and_spreads_waits():
    """Codes, links, keys and tickets come from `secrets` and `os.urandom`."""
    stories = ("chevet/demo/", "chevet/interfaces/cli/seeding/", "chevet/pathways/simulate", "chevet/pathways/profiles")
    serious = {file for file in users_of("random") if not file.startswith(stories)}
    assert serious <= {"chevet/notifications/policy.py", *SPREADS_WAITS}
    for door in ("chevet/access/tokens.py", "chevet/kernel/keyring.py", "chevet/interfaces/streams/tickets.py"):
        assert door in users_of("secrets")


def test_only_the_gateways_open_connections_to_the_outside():
    outward = users_of("httpx", "requests", "urllib.request", "http.client", "smtplib", "ftplib", "aiohttp")
    assert outward == {
        "chevet/notifications/gateway.py", "chevet/notifications/mail.py", "chevet/notifications/request_template.py",
        "chevet/notifications/webpush.py", "chevet/payments/providers/payfip.py", "chevet/payments/providers/stripe.py",
        "chevet/documents/storage.py", "chevet/interfaces/cli/demo.py",  # asks whether the demonstration itself is ready
    }  # fmt: skip


def test_no_outgoing_call_follows_a_redirect_or_trusts_any_certificate():
    followed = [word for _, call in calls() for word in call.keywords if word.arg in ("follow_redirects", "verify")]
    assert {(word.arg, ast.unparse(word.value)) for word in followed} == {("follow_redirects", "False")}


def test_no_form_or_answer_takes_a_whole_row():
    forbidden = {"model_to_dict", "modelform_factory", "serializers.serialize", "ModelForm"}
    assert [file for file, call in calls() if ast.unparse(call.func) in forbidden] == []
    bases = [
        name_of(path) for path in product_files() for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ClassDef) and any("ModelForm" in ast.unparse(base) for base in node.bases)
    ]  # fmt: skip
    assert bases == []
    spread = [word for _, call in calls() for word in call.keywords if word.arg is None]
    assert [text for word in spread if re.search(r"\.(POST|GET|body)\b", text := ast.unparse(word.value))] == []


def test_debug_pages_cannot_be_switched_on():
    tree = tree_of(PROJECT / "config" / "settings.py")
    given = [node.value for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node) == "DEBUG = False"]
    assert len(given) == 1
    assert (product.DEBUG, "django.contrib.admin" in product.INSTALLED_APPS) == (False, False)


def test_no_secret_stands_in_the_code():
    """What reads like one is compared with the names of what is read from files or the environment."""
    texts = [PROJECT / path for path in tracked_files() if path.startswith(("config/", "bin/", "chevet/"))]
    shapes = r"-----BEGIN|(?i:password|secret|token|api_key)\w*\s*=\s*[\"'][^\"'{$]{8,}[\"']"
    found = {name_of(path) for path in texts if path.suffix in (".py", ".sh", ".yaml", "") and path.is_file()
             and re.search(shapes, path.read_text(encoding="utf-8", errors="replace"))}  # fmt: skip
    assert found == {"chevet/people/models.py"}, "a field whose name holds the word"


def test_what_is_installed_holds_no_history_and_no_tests():
    built = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    assert built["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == ["chevet", "config"]


def test_scripts_write_peoples_words_as_text():
    """What takes markup takes a fragment of our own server, already escaped."""
    fragments = {"live.js", "list_asking.js", "list_lines.js", "list_panel.js", "consultation.js"}
    fixed = {"stage.js"}  # an empty frame, whose words come afterwards as text
    assert in_scripts(r"innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment") <= fragments | fixed
    assert in_scripts(r"textContent") != set()


def test_scripts_listen_to_no_message_of_another_window():
    """Streams, calls and their channels have messages of their own; windows have none."""
    of_windows = r"postMessage|(?:^|[^\w.]|window\.|self\.)addEventListener\(\s*[\"']message[\"']|window\.onmessage"
    assert in_scripts(of_windows + "|BroadcastChannel") == set()


def test_scripts_compare_strictly():
    assert in_scripts(r"[^=!<>]==[^=]|!=[^=]") == set()


def test_a_professionals_page_keeps_nothing_of_anybody_in_the_browser():
    """Apart from wishes (the sound of reds, of arrivals) and, while the tab is open, which line was last looked at: an id."""
    keepers = in_scripts(r"localStorage|sessionStorage|indexedDB|caches\.|document\.cookie")
    wishes = {"arrivals.js", "list_lines.js"}
    assert {path.name for path in OURS if "/patient/" not in path.as_posix()} & keepers - wishes == set()
    kept = {path.name: re.findall(r"Storage\.setItem\((\w+),\s*([^;]+)\);", path.read_text()) for path in OURS}
    assert {name: kept[name] for name in wishes} == {
        "arrivals.js": [("KEPT", 'wanted() ? "off" : "on"')],
        "list_lines.js": [("KEPT", "one.dataset.line")]
    }  # fmt: skip


def test_pages_need_no_plug_in_and_paste_is_never_hindered():
    tags = re.compile(r"<(object|embed|applet|frameset|marquee|keygen)\b|onpaste|autocomplete=.?off.*type=.?password")
    assert [path.name for path in TEMPLATES if tags.search(path.read_text(encoding="utf-8"))] == []
    assert in_scripts(r"[\"']paste[\"']|onpaste|ActiveXObject|document\.all\b") == set()


def test_what_is_marked_as_safe_is_a_short_reviewed_list():
    marked = {file for file, call in calls() if ast.unparse(call.func) in ("mark_safe", "SafeString")}
    assert marked <= {
        "chevet/interfaces/ui/templatetags/ui.py", "chevet/interfaces/ui/drawings/__init__.py",
        "chevet/interfaces/ui/tags/charts.py", "chevet/interfaces/patient/templatetags/phrases.py",
        "chevet/interfaces/pro/lines.py", "chevet/interfaces/pro/listing.py", "chevet/interfaces/pro/drawn.py",
    }  # fmt: skip
    safe = {path.name for path in TEMPLATES if re.search(r"\|\s*safe\b|autoescape off", path.read_text())}
    assert safe == {"field.html"}, "help texts of forms, which are ours"
