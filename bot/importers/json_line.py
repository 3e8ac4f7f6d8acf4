"""One line of JSON Lines as an object, or a sentence that says what is wrong with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from bot.errors import DocumentError

if TYPE_CHECKING:
    from bot.importers.lines import NumberedLine


def json_object(line: NumberedLine, name: str, what: str, example: str) -> dict[str, Any]:
    """The object on a line. what, example: what it should be, and one, for the sentence where it is not.

    Raises DocumentError, which names the document as `name`.
    """
    try:
        record = json.loads(line.text)
    except json.JSONDecodeError as error:
        problem = f"malformed JSON at column {error.colno}: {error.msg.removesuffix(' at')}"
        raise DocumentError(name, line.number, problem) from None
    except (RecursionError, ValueError):
        # nested thousands deep, or a number of thousands of digits
        raise DocumentError(name, line.number, f"malformed JSON: this can be no {what}") from None
    if not isinstance(record, dict):
        raise DocumentError(name, line.number, f"a {what} is a JSON object, such as {example}")
    return record
