"""Is every file of a templates folder fit to be sent? Asked once, before anything is compiled."""

from __future__ import annotations

from jinja2 import Environment

from gateway.domain.errors import ConfigError
from gateway.render import markdown
from gateway.render.neutrality import check_public_words
from gateway.render.sandbox import Sandbox, check_source
from gateway.render.shield import DISCLOSURES, Shield
from gateway.render.sources import Sources

_AFTER_CHECK = "\n---\n"  # in voice.txt and call.txt: what follows is said only to the right person
_VOICEMAIL_NAMES = ("creditor.neutral_name", "creditor.contact_person", "creditor.telephone", "customer_name")
_LAYOUT = ("layout/email.html", "layout/email.css", "layout/email-media.css", "layout/letter.typ")
_NOT_TEMPLATES = (".toml", ".css", ".typ")


def halves(voice: str) -> tuple[str, str]:
    """Return what a call may say to anybody, and what it may say to the right person."""
    first, _, second = voice.partition(_AFTER_CHECK)
    return first, second


def check_all(sources: Sources, environment: Sandbox) -> None:
    """Raise ConfigError naming the file, and where possible the line, of the first thing that is wrong."""
    missing = [name for name in _LAYOUT if name not in sources.texts]
    if missing or not sources.words:
        raise ConfigError(f"templates/{(missing or ['layout/words/en.toml'])[0]} is missing.")
    parts = _parts(sources)
    for name, text in sources.texts.items():
        if name.endswith(_NOT_TEMPLATES):
            continue
        language = _language(sources, name)
        check_source(
            text,
            place=f"templates/{name}",
            environment=environment,
            parts=_may_include(name, parts),
            words=frozenset(sources.words[language]),
        )
        if name.endswith(".md"):
            _check_markdown(name, text, environment, sources.words[language])
        _check_manners(name, text)


def _language(sources: Sources, name: str) -> str:
    """Return the language a file is written in; one that serves all languages is checked against any."""
    found = [language for language in sources.words if f"/{language}/" in name or f"/{language}." in name]
    return (found or list(sources.words))[0]


def _parts(sources: Sources) -> frozenset[str]:
    """Return the names of all parts; each must exist in every form or in every language."""
    files = {name.removeprefix("parts/") for name in sources.texts if name.startswith("parts/")}
    names = {file.split("/")[0].split(".")[0] for file in files}
    for name in sorted(names):
        by_form = {f"{name}.{form}" for form in ("html", "txt", "json")}
        by_language = {f"{name}/{language}.md" for language in sources.words}
        lacking = sorted((by_form if by_form & files else by_language) - files)
        if lacking:
            raise ConfigError(f"templates/parts/{lacking[0]} is missing.")
    return frozenset(names)


def _may_include(name: str, parts: frozenset[str]) -> frozenset[str]:
    """Messages include parts and disclosures, disclosures parts, parts nothing: no circle is possible."""
    if name.startswith(("parts/", "layout/")):
        return frozenset()
    return parts if name.startswith("disclosures/") else parts | {DISCLOSURES}


def _check_markdown(name: str, text: str, environment: Environment, words: dict[str, str]) -> None:
    try:
        markdown.parse(Shield(environment, words).hide(text))
    except markdown.UnsupportedMarkdown as error:
        raise ConfigError(f"templates/{name}: Markdown's {error} has no place in a message.") from None


def _check_manners(name: str, text: str) -> None:
    """Check what each kind of file must and must not say."""
    place, file = f"templates/{name}", name.rsplit("/", 1)[-1]
    if file == "subject.txt":
        check_public_words(text, place)
    elif file == "sms.txt":
        check_public_words(text.split("\n", 1)[0], place)
    elif file in ("voice.txt", "call.txt"):
        check_public_words(halves(text)[0], place)
    elif file == "voicemail.txt":
        check_public_words(text, place, voicemail=True)
        _check_voicemail(text, place)
    if file in ("body.md", "sms.txt", "voice.txt", "call.txt") and "{{ disclosures }}" not in text:
        raise ConfigError(f"{place}: {{{{ disclosures }}}} is missing, so no required words could be shown.")


def _check_voicemail(text: str, place: str) -> None:
    """Only the four things of 12 CFR 1006.2(j)(1) and a salutation: no other value, no condition."""
    left = text
    for name in _VOICEMAIL_NAMES:
        left = left.replace(f"{{{{ {name} }}}}", "")
    if "{" in left or any(f"{{{{ {name} }}}}" not in text for name in _VOICEMAIL_NAMES[:3]):
        allowed = ", ".join(_VOICEMAIL_NAMES)
        raise ConfigError(f"{place}: a limited-content voicemail prints {allowed}, and no more.")
