"""Every code has its message in four languages, filled from what the rules give; none is idle."""

import ast
import re
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from ipregistry.domain.access import FILE
from ipregistry.domain.facts import Capacity, FilingStatus
from ipregistry.domain.filings import FILING_TYPES
from ipregistry.domain.filings.recordals import ACTS
from ipregistry.domain.ids import PREFIXES
from ipregistry.domain.numbers.model import Check, Scheme
from ipregistry.domain.rights import OFFICE_KINDS, RelationCategory, RightKind, Stage
from ipregistry.domain.titles import Strength
from ipregistry.schemas.faults import PARAMS, ShapeCode
from ipregistry.web.messages import FALLBACK, LANGUAGES, message, messages, negotiate, texts, word

PACKAGE = Path(__file__).resolve().parents[2] / "ipregistry"
TEMPLATES = PACKAGE / "web" / "templates"
CODE = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")

# What carries a code to a reader, and the place of the code among its arguments. A function that
# hands a parameter of its own on to one of these is found by itself, and so on.
CARRIERS = {
    "AuthenticationError": {0},
    "ClosedError": {0},
    "ConflictError": {0},
    "Fault": {0},
    "ErasedError": {0},
    "ForbiddenError": {0},
    "FullError": {0},
    "InFlightError": {0},
    "MismatchError": {0},
    "NotShown": {0},
    "NotFoundError": {0},
    "Refused": {1},
    "SlowDownError": {0},
    "TooLargeError": {0},
    "UnreadableError": {0},
    "UnusableKeyError": {0},
    "Violation": {0},
    "problem": {1},
}
# Tables of codes, and the functions that answer with one.
TABLES = {"CODE_OF_STATUS"}
ANSWERING = {"status_of", "_http", "_shape", "_refused"}
# The faults that `ipregistry verify` finds are named to the operator by code, beside the record.
# What is wrong with a rules pack is told in words, by file and line, to whoever wrote it.
FOR_OPERATORS = {
    PACKAGE / "services" / "verification.py",
    *(
        PACKAGE / "domain" / "packs" / f"{name}.py"
        for name in ("fields", "reading", "reading_fees", "reading_notices")
    ),
    # The demonstration expects codes of the server's, and says none of its own.
    *(PACKAGE / "cli" / "demo").glob("*.py"),
}
# Record kinds that a reader may ask for by number, so that the answer can be `KIND-unknown`.
READABLE = set(PREFIXES) - {"account", "entry"}
# Said by the command line or a door that is not built yet; the rest of the contract names them.
RESERVED = {"query-malformed", "too-many-requests"}


@dataclass(frozen=True)
class Use:
    """A code where it is made. `params` are the names given with it, None where not plain."""

    code: str
    params: frozenset[str] | None
    place: str


def functions(tree: ast.AST) -> Iterator[ast.AST]:
    """Every function, outer ones before inner ones, and the module itself."""
    yield tree
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node


def own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """What stands in a scope, without the functions inside it."""
    for child in ast.iter_child_nodes(scope):
        if not isinstance(child, ast.FunctionDef):
            yield child
            yield from own_nodes(child)


def assigned(scope: ast.AST, name: str) -> Iterator[ast.expr]:
    for node in own_nodes(scope):
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == name for target in node.targets
        ):
            yield node.value
        named = isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == name
        if named and node.value is not None:
            yield node.value


def strings(node: ast.expr, scope: ast.AST) -> Iterator[str]:
    """The texts that an argument can be, as far as they stand in the source."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from strings(node.body, scope)
        yield from strings(node.orelse, scope)
    elif isinstance(node, ast.Name):
        for value in assigned(scope, node.id):
            yield from strings(value, scope)
    elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "get":
        for otherwise in node.args[1:]:
            yield from strings(otherwise, scope)


def names_given(call: ast.Call, scope: ast.AST) -> frozenset[str] | None:
    """The parameter names of a call, None where a name is built at run time."""
    given = {keyword.arg for keyword in call.keywords if keyword.arg}
    known = {"severity", "params", "citation", "pointer", "headers", "violations"}
    dictionaries: list[ast.expr] = []
    for argument in (*call.args, *(k.value for k in call.keywords if k.arg == "params")):
        values = [argument]
        if isinstance(argument, ast.Name) and ("param" in argument.id or argument.id == "limit"):
            values = list(assigned(scope, argument.id))
            if not values:
                return None
        dictionaries += [value for value in values if isinstance(value, ast.Dict)]
        if isinstance(argument, ast.Attribute) and argument.attr == "params":
            return None
    names = set(given - known)
    for dictionary in dictionaries:
        for key in dictionary.keys:
            if not isinstance(key, ast.Constant):
                return None
            names.add(key.value)
    return frozenset(names)


def added_later(scope: ast.AST, names: frozenset[str] | None) -> frozenset[str] | None:
    """With what is put into `params` after it was made."""
    if names is None:
        return None
    keys = {
        target.slice.value
        for node in own_nodes(scope)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Subscript)
        and isinstance(target.slice, ast.Constant)
        and isinstance(target.slice.value, str)
    }
    return names | keys


def name_called(call: ast.Call) -> str:
    """A method has a dot in front: `query.fault(name, code)` is not `fault(code)`."""
    return getattr(call.func, "id", None) or "." + getattr(call.func, "attr", "")


def sources() -> dict[str, ast.Module]:
    paths = [
        path
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.parent.name != "web" and path not in FOR_OPERATORS
    ]
    return {str(path.relative_to(PACKAGE)): ast.parse(path.read_text()) for path in paths}


def all_carriers(trees: Iterable[ast.Module]) -> dict[str, set[int]]:
    """`CARRIERS`, and every function that passes a code on to one, by name."""
    found = {name: set(places) for name, places in CARRIERS.items()}
    defined = [f for tree in trees for f in functions(tree) if isinstance(f, ast.FunctionDef)]
    grown = True
    while grown:
        grown = False
        for function in defined:
            name = "." + function.name if is_method(function) else function.name
            places = set(_places_passed_on(function, found)) - found.get(name, set())
            if places:
                found.setdefault(name, set()).update(places)
                grown = True
    return found


def is_method(function: ast.FunctionDef) -> bool:
    return bool(function.args.args) and function.args.args[0].arg == "self"


def _places_passed_on(function: ast.FunctionDef, carriers: dict[str, set[int]]) -> Iterator[int]:
    names = [one.arg for one in function.args.args]
    names = names[1:] if is_method(function) else names
    for node in own_nodes(function):
        if isinstance(node, ast.Call):
            for place in carriers.get(name_called(node), ()):
                argument = node.args[place] if len(node.args) > place else None
                if isinstance(argument, ast.Name) and argument.id in names:
                    yield names.index(argument.id)


def uses() -> list[Use]:
    """Every code in the package, where it is made."""
    trees = sources()
    carriers = all_carriers(trees.values())
    return [
        use
        for path, tree in trees.items()
        for scope in functions(tree)
        for use in _uses_in(scope, path, carriers)
    ]


def _uses_in(scope: ast.AST, path: str, carriers: dict[str, set[int]]) -> Iterator[Use]:
    for node in own_nodes(scope):
        if not isinstance(node, ast.Call):
            continue
        params = added_later(scope, names_given(node, scope))
        for place in carriers.get(name_called(node), ()):
            for code in strings(node.args[place], scope) if len(node.args) > place else ():
                if CODE.fullmatch(code):
                    yield Use(code, params, f"{path}:{node.lineno}")


def answered_codes() -> set[str]:
    """Codes of whole answers: from the table of problems and what its functions return."""
    found: set[str] = set()
    for path in (PACKAGE / "api").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            table = isinstance(node, ast.Assign) and any(
                getattr(target, "id", "") in TABLES for target in node.targets
            )
            if table or (isinstance(node, ast.FunctionDef) and node.name in ANSWERING):
                found |= {
                    constant.value
                    for constant in ast.walk(node)
                    if isinstance(constant, ast.Constant)
                    and isinstance(constant.value, str)
                    and (constant.value in messages(FALLBACK) or "-" in constant.value)
                    and CODE.fullmatch(constant.value)
                }
    return found


USES = uses()
EVERY_CODE = (
    {use.code for use in USES}
    | {code.value for code in ShapeCode}
    | {f"{kind}-unknown" for kind in READABLE}
    | answered_codes()
)


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def test_the_walk_finds_codes_in_every_layer():
    layers = {use.place.split("/")[0] for use in USES}
    assert {"domain", "services", "formats", "api"} <= layers
    assert len(EVERY_CODE) > 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_message(language):
    missing = EVERY_CODE - messages(language).keys()
    places = {use.code: use.place for use in USES}
    assert {code: places.get(code, "") for code in missing} == {}


def test_no_message_is_idle():
    assert messages(FALLBACK).keys() - EVERY_CODE - RESERVED == set()


def test_reserved_messages_are_still_reserved():
    assert not RESERVED & EVERY_CODE


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_have_the_same_placeholders_in_every_language(language):
    english, here = messages(FALLBACK), messages(language)
    assert here.keys() == english.keys()
    differing = {
        code for code in english if placeholders(here[code]) != placeholders(english[code])
    }
    assert differing == set()


def test_no_message_asks_for_a_parameter_that_is_never_given():
    given: dict[str, set[str]] = {}
    unknown = set()
    for use in USES:
        if use.params is None:
            unknown.add(use.code)
        else:
            given.setdefault(use.code, set()).update(use.params)
    for code, names in PARAMS.items():
        given.setdefault(code.value, set()).update(names)
    asking = {
        code: placeholders(messages(FALLBACK)[code]) - names
        for code, names in given.items()
        if code not in unknown and code in messages(FALLBACK)
    }
    assert {code: names for code, names in asking.items() if names} == {}


def test_shape_messages_ask_only_for_what_a_fault_carries():
    for code in ShapeCode:
        assert placeholders(messages(FALLBACK)[code.value]) <= PARAMS.get(code, frozenset()), code


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_left_in_another_script(language):
    for code, template in messages(language).items():
        assert template.strip() == template != "", code
        has_han = re.search(r"[\u4e00-\u9fff]", template) is not None
        assert has_han == language.startswith("zh"), code


def test_traditional_and_simplified_messages_differ():
    same = {
        code
        for code, template in messages("zh-Hant").items()
        if template == messages("zh-Hans")[code]
    }
    assert same <= {"number-standard-form-read"}


# What is written alike in English and in another language: the languages' own names, signs, and
# words that the two share. A sentence never is.
OWN_NAMES = {f"language.{language}" for language in LANGUAGES} | {"join.names"}
ALIKE = {"pt": {"case_place.HK", "join.bracket", "join.list", "page.classes"}}


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != FALLBACK])
def test_nothing_stands_untranslated(language):
    english, here = messages(FALLBACK), messages(language)
    assert {code for code, text in here.items() if text == english[code]} == set()
    alike = {
        f"{group}.{name}"
        for group, words in texts(language).items()
        for name, text in words.items()
        if text == texts(FALLBACK)[group].get(name)
    }
    assert alike - OWN_NAMES - ALIKE.get(language, set()) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_the_pages_are_the_same_set_in_every_language(language):
    english, here = texts(FALLBACK), texts(language)
    assert {group: set(words) for group, words in here.items()} == {
        group: set(words) for group, words in english.items()
    }
    for group, words in english.items():
        for name, text in words.items():
            assert placeholders(here[group][name]) == placeholders(text), (group, name)


def finding_codes() -> set[str]:
    folder = PACKAGE / "domain" / "titles"
    return {
        code
        for path in folder.glob("*.py")
        for scope in functions(ast.parse(path.read_text()))
        for node in own_nodes(scope)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Finding"
        for code in strings(node.args[0], scope)
    }


@pytest.mark.parametrize(
    ("group", "values"),
    [
        ("office", set(OFFICE_KINDS)),
        ("kind", {kind.value for kind in RightKind}),
        ("scheme", {scheme.value for scheme in Scheme}),
        ("check", {check.value for check in Check}),
        ("strength", {strength.value for strength in Strength}),
        ("act", set(FILING_TYPES) | set(ACTS) | set(FILE)),
        ("status", {status.value for status in FilingStatus}),
        ("stage", {stage.value for stage in Stage}),
        ("capacity", {capacity.value for capacity in Capacity}),
        ("relation", {category.value for category in RelationCategory}),
        ("finding", finding_codes()),
    ],
)
def test_every_word_of_the_register_can_be_said(group, values):
    assert values, group
    for language in LANGUAGES:
        assert values - texts(language)[group].keys() == set(), (group, language)


def test_templates_say_nothing_that_is_not_in_the_catalogue():
    said: set[str] = set()
    for path in TEMPLATES.rglob("*.html"):
        said |= set(re.findall(r"\bt\(\"([a-z_]+)\"[,)]", path.read_text()))
        said |= set(re.findall(r"\bt\('([a-z_]+)'[,)]", path.read_text()))
    assert len(said) > 40
    assert said - texts(FALLBACK)["page"].keys() == set()


def test_no_word_of_the_pages_is_idle():
    sources = [*TEMPLATES.rglob("*.html"), *(PACKAGE / "web").glob("*.py")]
    everything = "\n".join(path.read_text() for path in sources)
    idle = {
        name
        for name in texts(FALLBACK)["page"]
        if f'"{name}"' not in everything
        and f"'{name}'" not in everything
        and not name.startswith("cover_")
    }
    assert idle == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_parameter_that_is_a_word_of_ours_is_said_in_the_readers_language(language):
    said = message("root-too-weak", {"found": "publication", "needed": "grant"}, language)
    assert word("strength", "publication", language) in said
    assert word("strength", "grant", language) in said


def test_a_rule_that_only_asks_for_review_says_which_rule_it_would_be():
    said = message("needs-legal-review", {"code": "date-in-future"}, "pt")
    assert message("date-in-future", {}, "pt") in said
    nested = message("needs-legal-review", {"code": "needs-legal-review"}, "en")
    assert nested.endswith("…")


def test_what_a_filer_wrote_is_said_back_unchanged():
    assert "{0.__class__}" in message("text-too-long", {"max": "{0.__class__}"}, "en")
    assert "a, grant" in message("xml-truncated", {"reason": "a, grant"}, "zh-Hant")


def test_a_missing_message_falls_back_to_english_and_then_to_the_code():
    assert message("stale", {}, "xx") == messages("en")["stale"]
    assert message("never-heard-of", {"a": 1}, "pt") == "never-heard-of"


def test_a_missing_parameter_does_not_raise():
    assert "…" in message("root-too-old", {}, "pt")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("zh-HK,zh;q=0.9,en;q=0.8", "zh-Hant"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-MO", "zh-Hant"),
        ("yue", "zh-Hant"),
        ("yue-Hans", "zh-Hans"),
        ("zh-Hant-CN", "zh-Hant"),
        ("zh-Hans-HK", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("zh_HK", "zh-Hant"),
        ("pt-BR", "pt"),
        ("PT-mo", "pt"),
        ("en-GB", "en"),
        ("fr", "en"),
        ("fr, zh-MO;q=0.5", "zh-Hant"),
        ("en;q=0.3, pt;q=0.7", "pt"),
        ("en;q=0.3, pt;q=0", "en"),
        ("pt;q=0", "en"),
        ("*", "en"),
        (None, "en"),
        ("", "en"),
    ],
)
def test_the_language_is_the_one_that_the_reader_likes_best(header, language):
    assert negotiate(header) == language


@pytest.mark.parametrize(
    "header",
    [
        ";;;q=,,,",
        "zh;q=abc",
        "zh;q=nan",
        "zh;q=-1",
        "zh;q=1e9",
        "zh;q=²",
        "zh;level=1",
        "-" * 5000,
        "\x00\ud800",
        "," * 5000 + "zh",
        "x," * 40 + "zh",
    ],
)
def test_a_language_header_that_is_garbage_gives_english(header):
    assert negotiate(header) == "en"


def test_qualities_decide_between_every_two_languages():
    for first, second in pairwise([*LANGUAGES, LANGUAGES[0]]):
        assert negotiate(f"{first};q=0.5,{second};q=0.6") == second
        assert negotiate(f"{first},{second}") == first
