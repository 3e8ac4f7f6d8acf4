"""An answer's Markdown as HTML: as much of it as Discord knows, and nothing that a page must fear.

Paragraphs, line breaks, lists, quotations, bold, italic, struck out, code, and links to the web. Headings become bold
lines, for the page has its own. HTML stays text, and so do pictures and links that lead anywhere else.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML

from bot.links import web_address
from bot.site.wording import readable

if TYPE_CHECKING:
    from collections.abc import MutableMapping, Sequence
    from typing import Any

    from markdown_it.token import Token
    from markdown_it.utils import OptionsDict

RULES: Final = (
    *("paragraph", "list", "fence", "blockquote", "heading"),
    *("text", "newline", "escape", "backticks", "emphasis", "strikethrough", "link", "autolink"),
    *("balance_pairs", "fragments_join"),
)
NESTED: Final = 20
"""How deep lists and the like may stand in each other; an answer that goes deeper is shown as plain text."""

_ADDRESS = re.compile(r"https?://[^\s<>]*[^\s<>.,;:!?'\")\]]")
"""An address in running text, without the stop behind it."""


class _Renderer(RendererHTML):
    """Every text of its own decides by its letters which way it runs, and is kept from turning what is beside it."""

    def renderToken(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:  # noqa: N802
        token = tokens[idx]
        if token.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            return '<p dir="auto"><strong>' if token.nesting == 1 else "</strong></p>\n"
        if token.nesting == 1 and token.tag in {"p", "li", "blockquote", "ul", "ol"}:
            token.attrSet("dir", "auto")
        if token.type == "link_open":
            token.attrSet("rel", "nofollow noopener")
        return super().renderToken(tokens, idx, options, env)

    def text(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]) -> str:
        """Addresses in it become links, unless it is the text of one."""
        content = tokens[idx].content
        if "://" not in content or any(token.type == "link_open" for token in tokens[max(0, idx - 1) : idx]):
            return escape(content)
        pieces, end = [], 0
        for found in _ADDRESS.finditer(content):
            address = web_address(found[0])
            link = f'<a href="{escape(address)}" rel="nofollow noopener">{escape(found[0])}</a>'
            pieces += [escape(content[end : found.start()]), link if address else escape(found[0])]
            end = found.end()
        return "".join((*pieces, escape(content[end:])))

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: MutableMapping[str, Any]) -> str:
        """Without the language: nothing here would colour it."""
        tokens[idx].info = ""
        return super().fence(tokens, idx, options, env).replace("<pre>", '<pre dir="auto" tabindex="0">', 1)


def _parser() -> MarkdownIt:
    options = {"maxNesting": NESTED, "breaks": True, "html": False, "linkify": False, "typographer": False}
    parser = MarkdownIt("zero", options, renderer_cls=_Renderer)
    parser.enable(list(RULES))
    parser.normalizeLink = web_address  # type: ignore[method-assign]
    parser.validateLink = bool  # type: ignore[method-assign,assignment]
    return parser


class AnswerMarkup:
    """Makes answers into HTML."""

    def __init__(self) -> None:
        self._parser = _parser()

    def html(self, answer: str) -> str:
        """Safe HTML of an answer; any text is accepted."""
        text = readable(answer)
        tokens = self._parser.parse(text)
        if any(token.level >= NESTED - 2 for token in tokens):
            return f'<p class="plain" dir="auto">{escape(text)}</p>\n'
        return str(self._parser.renderer.render(tokens, self._parser.options, {}))
