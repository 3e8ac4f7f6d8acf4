"""Addresses that a reader may follow: of a source, and of the very passage in it."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

from bot.facts import Fact
from bot.site.naming import fact_address

LONGEST_ADDRESS: Final = 1000
"""An address longer than this is not shown; Discord takes 2,048 in an embed."""

LONGEST_LINK: Final = 512
"""Discord's limit for the address behind a button."""

_DIRECTIVE: Final = ":~:"
"""What stands between the name of an element and a text fragment."""

_SAFE: Final = "/%:;,=&?+$!~-._@'"
_LONE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_JUMP = re.compile(r"https://(?:\w+\.)?discord(?:app)?\.com/channels/")


def web_address(url: str) -> str:
    """The address as it may stand in a message, plain ASCII with its true host; "" for what should not be followed.

    Only http and https are. A name before an @ in the host is there to deceive, and such an address is not shown.
    """
    if _has_control_characters(url.strip()):
        return ""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or not re.fullmatch(r"[a-z0-9.-]*[a-z0-9]", host):
        return ""
    path, query, fragment = map(_encoded, parts[2:])
    address = urlunsplit((parts.scheme, host + port, path, query, fragment))
    return address if len(address) <= LONGEST_ADDRESS else ""


def passage_link(fact: Fact, site_url: str = "") -> str:
    """Where a reader finds the passage: in the original, else on the site; "" when neither has an address.

    site_url: the address of a site made by `factbot site`, "" for none. At most LONGEST_LINK characters: what would be
    longer is given without the place in the page.
    """
    address = web_address(fact.source.url)
    for link in (_with_anchor(address, fact.anchor), address, address.partition("#")[0]):
        if 0 < len(link) <= LONGEST_LINK:
            return link
    site = web_address(site_url).partition("#")[0].rstrip("/")
    link = f"{site}/{fact_address(fact)}" if site else ""
    return link if len(link) <= LONGEST_LINK else ""


def _with_anchor(address: str, anchor: str) -> str:
    """The address with the parts of the anchor that it does not have: an element's name, and a text fragment."""
    if not address or not anchor.startswith("#") or _has_control_characters(anchor) or _JUMP.match(address):
        return address
    page, _, given = address.partition("#")
    element, _, directive = given.partition(_DIRECTIVE)
    added_element, _, added_directive = _encoded(anchor[1:]).partition(_DIRECTIVE)
    element, directive = element or added_element, directive or added_directive
    fragment = element + (_DIRECTIVE + directive if directive else "")
    return f"{page}#{fragment}" if fragment else page


def _encoded(part: str) -> str:
    return quote(_LONE_PERCENT.sub("%25", part), safe=_SAFE)


def _has_control_characters(text: str) -> bool:
    return any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") for character in text)
