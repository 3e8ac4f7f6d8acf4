"""What belongs to a page and not to its text: navigation, sharing, cookies, copyright, page numbers."""

from __future__ import annotations

import re

_LINE = re.compile(
    r"""(?:
      (?:previous|next|prev)\s(?:[^.!?,;]|(?<=\d),(?=\d)){1,200}      # the neighbours of an article, and no sentence
    | (?:previous|next|prev|zurück|weiter)
    | (?:back\sto\stop|skip\sto\s(?:main\s)?content|read\s(?:more|also)|see\salso|share(?:\s(?:this|on)\b.*)?|tweet
        |print
        |advertisement|sponsored|related(?:\s(?:posts?|articles?|news|stories))?|you\smay\salso\slike.*
        |leave\sa\s(?:reply|comment).*|comments?\s\(\d+\)|log\s?in|sign\s(?:in|up)|subscribe.*|newsletter|menu|search
        |contents?|table\sof\scontents|on\sthis\spage|in\sthis\sarticle|navigation|edit(?:\son\sgithub)?|permalink)
    | (?:source|via|tags?|categor(?:y|ies)|filed\sunder|posted\sin|source\s?/\s?via)\s*:.{0,80}
    | (?:©|\(c\)\s|copyright\s(?:©|\(c\)|\d)).*
    | all\srights\sreserved.*
    | .{0,60}\bnews\sof\sthe\sweek
    | (?:page|seite)\s\d+(?:\s(?:of|von|/)\s\d+)?
    | [-–—\s]*\d{1,4}[-–—\s]*
    | x{0,3}(?:ix|iv|v?i{0,3})
    )[.!…:»>\s]*""",
    re.IGNORECASE | re.VERBOSE,
)

_NAMES = re.compile(
    r"""(?:^|[\s_-])(?:
      nav|navbar|navigation|menu|breadcrumbs?|sidebar|footer|cookies?|consent|gdpr|social|sharing|share|toc
    | table-?of-?contents|headerlink|comments?|newsletter|promo|advert(?:isement)?s?|ads?|related|recommended
    | pagination|pager
    | skip-?link|mw-editsection|navbox|noprint|sphinxsidebar|toctree-wrapper|rst-versions|popup|modal|banner|subscribe
    | screen-reader-text|sr-only|visually-hidden|contents
    )(?:$|[\s_-])""",
    re.IGNORECASE | re.VERBOSE,
)


def is_furniture(line: str) -> bool:
    """Whether a whole line or short paragraph is of the page, not of the text."""
    return len(line) <= 250 and bool(line.strip()) and _LINE.fullmatch(line.strip()) is not None


def names_furniture(names: str) -> bool:
    """Whether the class or id of an HTML element says that it holds such."""
    return _NAMES.search(names) is not None
