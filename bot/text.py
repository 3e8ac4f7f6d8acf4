"""One normal form for both sides of every comparison: what a person typed, and what the table holds.

    tokens("What's the R&D head-count, 300k?")  ->  ["whats", "the", "r", "d", "head", "count", "300000"]
    stems(tokens("two phases"))                  ->  ["2", "phase"]

Text is folded (compatibility forms, case, accents, invisible characters), then cut into tokens: words, numbers with
their thousands separators and magnitudes resolved, and for scripts written without spaces single characters and
pairs of neighbours. Words are stemmed by Snowball (M. Porter, https://snowballstem.org): the script tells which of its
stemmers, English for the Latin alphabet; a word of any other script is its own stem.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import Stemmer

UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
)
"""Character ranges of scripts whose words are not told apart by spaces (Korean's are, but carry their particles)."""
SIGNED: Final = "\u0900-\u0963\u0966-\u0dff"
"""Character ranges of Indian scripts, whose vowel signs belong to the word."""

FORM: Final = 1
"""Counts the changes of this normal form. Whoever changes what a text's tokens or stems are adds one: every table is
then indexed anew when it is next opened for writing."""

STEMS_KEPT: Final = 200_000

_UNSPACED_RUN = re.compile(f"[{UNSPACED}]+|[^{UNSPACED}]+")
_UNSPACED_CHARACTER = re.compile(f"[{UNSPACED}]")
_WITH_ITS_MARKS = re.compile(f"[{UNSPACED}{SIGNED}]")
_MARKUP = re.compile(r"<(?:@[!&]?|#|a?:\w+:)\d+>|https?://\S+")
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]")
_LETTERS = rf"(?:[^\W_]|[{UNSPACED}{SIGNED}])+"
_TOKEN = re.compile(rf"\bv?\d+(?:[.,]\d+)+|{_LETTERS}(?:['\u2019\u02bc]{_LETTERS})*|[%$€£¥₹]")
_ASCII_TOKEN = re.compile(r"\bv?\d+(?:[.,]\d+)+|[a-z0-9]+(?:'[a-z0-9]+)*|[%$]")
"""_TOKEN for folded ASCII text, where it is cheaper."""
_MARKED = b"0123456789'%$<"
"""In ASCII text that holds none of these, and no web address, all tokens are runs of letters."""
_LETTERS_ALONE = bytes(ord(chr(code).lower()) if chr(code).isalpha() else 32 for code in range(128)).ljust(256)
"""For bytes.translate: small letters and spaces."""
_APOSTROPHES = str.maketrans("", "", "'\u2019\u02bc")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SCALED = re.compile(r"(\d+(?:\.\d+)?)(k|mn|mio|m|bn|b)")
_SUFFIXES = {"k": 10**3, "m": 10**6, "mn": 10**6, "mio": 10**6, "b": 10**9, "bn": 10**9}
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_SENTENCE_END = re.compile(r"[.!?…。！？\n](?:(?<=[.!?…])[\"'”’)\]]*\s+|(?<=[。！？])[”’」』]*\s*|(?<=\n)\n*)")
"""The first character alone says which end it is, so that the search can leap from one such to the next."""

_ENDED = re.compile(r"[.!?…。！？][\"'”’)\]』」]*$")
_LEANING = re.compile(
    r"\W*(?:that is|this|it|these|those|he|she|they|thus|hence|also|such|however|therefore"
    r"|in addition|as a result|for this reason)\b",
    re.IGNORECASE,
)
LONGEST_UNIT: Final = 350
"""Characters from which no further sentence is joined to those before."""

_SIGNS = {"%": "percent", "$": "dollar", "€": "euro", "£": "pound", "¥": "yuan", "₹": "rupee", "pct": "percent"}
_ORDINALS = {"1": "first", "2": "second", "3": "third", "4": "fourth"}
_NUMERALS = {
    word: str(value)
    for value, word in [
        *enumerate("two three four five six seven eight nine ten eleven twelve thirteen fourteen".split(), 2),
        *enumerate("fifteen sixteen seventeen eighteen nineteen twenty".split(), 15),
        *zip(range(30, 100, 10), "thirty forty fifty sixty seventy eighty ninety".split(), strict=True),
    ]
}
_MAGNITUDES = {
    "hundred": 100, "thousand": 10**3, "million": 10**6, "millions": 10**6, "billion": 10**9, "billions": 10**9,
    "trillion": 10**12, "k": 10**3, "mn": 10**6, "mio": 10**6, "bn": 10**9,
    "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8,
}  # fmt: skip

_DENIALS = {
    f"{verb}nt": (whole, "not")
    for verb, whole in {
        **{verb: verb for verb in "is are was were do does did have has had would could should must need".split()},
        "ca": "can", "wo": "will", "sha": "shall", "ai": "is",
    }.items()
} | {"cannot": ("can", "not")}  # fmt: skip
"""Verbs that carry their "not", without the apostrophe that many leave out."""

_PECULIAR = frozenset({*_DENIALS, *_NUMERALS, *_SIGNS})
"""Tokens that are not left as they are."""

_SCRIPTS: Final = {
    "greek": "\u0370-\u03ff",
    "russian": "\u0400-\u04ff",
    "arabic": "\u0600-\u06ff",
    "hindi": "\u0900-\u097f",
    "tamil": "\u0b80-\u0bff",
}
"""Snowball's stemmers, by the script that tells the language, or the one of its languages that is asked in most; of
plain letters it is English."""
_english = Stemmer.Stemmer("english", 0).stemWord
_stemmers = [
    (re.compile(f"[{characters}]+"), Stemmer.Stemmer(language, 0).stemWord) for language, characters in _SCRIPTS.items()
]


def fold(text: str) -> str:
    """The text with differences that no asker means taken out: compatibility forms, case, accents on letters,
    invisible and unpaired characters, Discord's markup for mentions and emoji, web addresses.

    Idempotent: fold(fold(x)) == fold(x).
    """
    if text.isascii():
        text = text.lower()
    else:
        text = unicodedata.normalize("NFKC", text).casefold()
        text = _MARKS.sub("", unicodedata.normalize("NFD", text))
        # before the letters are put together again, which an invisible character between their parts would prevent
        text = text.translate(_visible)
        text = unicodedata.normalize("NFKC", text)
    # last, for markup written in capitals or full width is markup too
    return _MARKUP.sub(" ", text) if "<" in text or "://" in text else text


class _Visible(dict[int, int | None]):
    """For str.translate: each character stays, but for invisible and unpaired ones and marks of no word."""

    def __missing__(self, code: int) -> int | None:
        character = chr(code)
        stays = unicodedata.category(character) not in {"Cf", "Cs", "Mn"} or _WITH_ITS_MARKS.match(character)
        self[code] = kept = code if stays else None
        return kept


_visible = _Visible()


class _Stems(dict[str, str]):
    """The stems found so far, by token; looking up an unknown one finds it."""

    def __missing__(self, token: str) -> str:
        found = token
        if len(token) > 2:
            if token.isascii():
                if token.isalpha() and token.islower():
                    found = str(_english(token))
            else:
                found = next((str(stemmed(token)) for script, stemmed in _stemmers if script.fullmatch(token)), token)
        if len(self) >= STEMS_KEPT:
            self.clear()
        self[token] = found
        return found


stem = _Stems().__getitem__
"""The stem under which a token is indexed. Numbers, short words and other scripts are their own stems."""


def is_number(token: str) -> bool:
    """Whether the token is a number or starts as one ("2024", "1.4", "3d")."""
    return token[0].isdigit()


def is_unspaced(token: str) -> bool:
    """Whether the token stands for characters of a script that is written without spaces."""
    return not token.isascii() and _UNSPACED_CHARACTER.match(token) is not None


def tokens(text: str) -> list[str]:
    """The text's tokens in order, in normal form, not stemmed. Any string is accepted; one without a word gives []."""
    if text.isascii() and "://" not in text:
        raw = text.encode()
        if len(raw) == len(raw.translate(None, _MARKED)):
            words = raw.translate(_LETTERS_ALONE).decode().split()
            if _PECULIAR.isdisjoint(words):
                return words
    folded = fold(text)
    pieces: list[str] = (_ASCII_TOKEN if folded.isascii() else _TOKEN).findall(folded)
    found: list[str] = []
    plain = True
    for token in pieces:
        if token.isascii() and token.isalpha():
            if token in _PECULIAR:
                found += _DENIALS.get(token, (token,))
                plain = plain and token not in _NUMERALS
            else:
                found.append(token)
        elif _UNSPACED_CHARACTER.search(token):
            parts = _characters(token)
            found += parts
            plain = plain and not any(part[0].isdigit() for part in parts)
        elif token[0].isdigit() or token in _SIGNS or token[1:2].isdigit():
            found.append(token.removeprefix("v") if "." in token else token)
            plain = False
        else:
            word = token.translate(_APOSTROPHES)
            found += _DENIALS.get(word, (word,))
    return found if plain else _with_numbers(found)


def stems(words: list[str]) -> list[str]:
    """The stem of each token, in order."""
    return list(map(stem, words))


def stems_of(text: str) -> list[str]:
    """The stems of a text's tokens, in order."""
    return stems(tokens(text))


def sentences(text: str) -> list[str]:
    """The text cut after full stops, question and exclamation marks, and at line ends; never inside a number."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    pieces = [text[start:end].strip() for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]
    return [piece for piece in pieces if piece]


def units(text: str) -> list[str]:
    """The text cut into pieces that can be understood alone: its sentences, those that lean on the one before ("It
    also ...", "That is, ...") joined to it, and what a colon at a line's end announces joined to that line.

    A piece is not continued once it has LONGEST_UNIT characters.
    """
    found: list[str] = []
    announced = False
    for line in text.splitlines():
        for place, sentence in enumerate(sentences(line)):
            leans = announced if place == 0 else _LEANING.match(sentence) is not None
            if leans and len(found[-1]) < LONGEST_UNIT:
                found[-1] += ("\n" if announced and place == 0 else " ") + sentence
            else:
                found.append(sentence)
        announced = bool(found) and line.rstrip().endswith((":", "："))
    return found


def ends_sentence(piece: str) -> bool:
    """Whether a piece ends as a sentence does; one that does not is a line of its own: a heading, an item, a row."""
    return _ENDED.search(piece) is not None


def _characters(token: str) -> list[str]:
    """Characters and pairs of neighbours of the unspaced runs of a token; its other parts stay whole."""
    parts: list[str] = []
    for run in _UNSPACED_RUN.findall(token):
        if _UNSPACED_CHARACTER.match(run):
            parts += run
            parts += [run[i : i + 2] for i in range(len(run) - 1)]
        elif word := run.translate(_APOSTROPHES):
            parts.append(word)
    return parts


def _with_numbers(words: list[str]) -> list[str]:
    """Numbers in one form: "two" 2, "300,000" and "300k" and "300 thousand" 300000, "1st" first, "%" percent."""
    found: list[str] = []
    i = 0
    while i < len(words):
        word = words[i]
        i += 1
        number = _NUMERALS.get(word, word)
        if not number[0].isdigit():
            found.append(_SIGNS.get(word, word))
            continue
        number = _plain_number(number)
        factor = 1
        while i < len(words) and words[i] in _MAGNITUDES and _is_decimal(number):
            factor *= _MAGNITUDES[words[i]]
            i += 1
        found.append(number)
        if factor > 1:
            if number.isdigit():
                found.pop()
            found.append(_scaled(number, factor))
    return found


def _plain_number(word: str) -> str:
    if _THOUSANDS.fullmatch(word):
        return word.replace(",", "")
    if (ordinal := _ORDINAL.fullmatch(word)) is not None:
        return _ORDINALS.get(ordinal[1], ordinal[1])
    if (scaled := _SCALED.fullmatch(word)) is not None:
        return _scaled(scaled[1], _SUFFIXES[scaled[2]])
    return word.replace(",", ".")


def _is_decimal(number: str) -> bool:
    return number.isascii() and number.replace(".", "", 1).isdigit() and len(number) <= 15


def _scaled(number: str, factor: int) -> str:
    whole, _, part = number.partition(".")
    digits = str(factor)[1:]
    if len(part) > len(digits):
        return number
    return str(int(whole + part + digits[len(part) :]))
