"""The ids of our buttons and menus: everything that a press needs to know, and nothing that it is trusted with.

An id outlives the process that made it, so a form that was once sent is never changed: a new meaning gets a new name.
"""

from __future__ import annotations

import re
from typing import Final

_FIELDS: Final = {
    "asker": r"[0-9]{1,20}",
    "handle": r"[0-9a-f]{12}",
    "version": r"[0-9]{1,15}",
    "what": r"[a-z-]{1,30}",
    "number": r"[0-9]{1,15}",
    "stamp": r"b2-[0-9a-f]{16}|0",
}


class Form:
    """How one kind of id is written: its name and its fields, with colons between them. At most 70 characters."""

    def __init__(self, name: str, *fields: str) -> None:
        self.name, self.fields = name, fields
        self.pattern = re.compile(":".join((name, *(f"(?P<{field}>{_FIELDS[field]})" for field in fields))) + r"\Z")

    def __call__(self, **values: object) -> str:
        """The id with these values. Raises KeyError when one is missing."""
        return ":".join((self.name, *(str(values[field]) for field in self.fields)))

    def read(self, custom_id: str) -> dict[str, str] | None:
        """The values of an id of this form; None for any other."""
        found = self.pattern.match(custom_id)
        return found.groupdict() if found else None


PICK: Final = Form("pick", "asker", "handle")
WHY: Final = Form("why", "asker", "handle", "version")
MORE: Final = Form("more", "asker", "handle")
WRONG: Final = Form("wrong", "handle", "version")
DELETE: Final = Form("delete", "asker")
SHARE: Final = Form("share", "handle", "version")
READ: Final = Form("read", "handle")
CURATORS: Final = Form("curators", "asker")
SETTING: Final = Form("setting", "what")
FORGET: Final = Form("forget", "what")

THUMB: Final = Form("thumb", "what", "handle", "version")
WORDING: Final = Form("wording", "asker", "handle")
DRAFT: Final = Form("draft", "what", "number")
IMPORT: Final = Form("import", "what", "number")
PROPOSAL: Final = Form("proposal", "what", "number")
GAP: Final = Form("gap", "what", "number")
REVIEW: Final = Form("review", "number")
UNDO: Final = Form("undo", "number")
LIST: Final = Form("list", "what", "handle", "number")

ADD: Final = Form("fact-add", "number")
EDIT: Final = Form("fact-edit", "handle", "stamp")
REDRAFT: Final = Form("fact-redraft", "number")
DECIDE: Final = Form("fact-decide", "number", "stamp")
REASON: Final = Form("reason", "what", "number")
REPORT: Final = Form("report", "handle", "version")
"""Forms to fill in; the others are buttons and menus."""
