"""Small documents for the tests of their readers, and what is read from them."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable
from pathlib import Path

import pytest

from bot.errors import DocumentError
from bot.facts import Fact
from bot.importers import Defaults, read


def facts(folder: Path, name: str, content: str | bytes, defaults: Defaults = Defaults()) -> list[Fact]:  # noqa: B008
    """What a file of this name and content holds."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return list(read(path, defaults))


def mistake(folder: Path, name: str, content: str | bytes) -> str:
    """The sentence that such a file is refused with, without its path."""
    with pytest.raises(DocumentError) as refusal:
        facts(folder, name, content)
    return str(refusal.value).removeprefix(f"{folder / name}:").strip()


def answers(some: Iterable[Fact]) -> list[str]:
    """The answers alone."""
    return [fact.answer for fact in some]


def asked(some: Iterable[Fact]) -> dict[str, str]:
    """The answers by question, of the facts that have one."""
    return {fact.title: fact.answer for fact in some if fact.questions}


def pdf(*pages: Iterable[tuple[float, float, float, str]], font: str = "Helvetica", info: str = "") -> bytes:
    """A PDF of lines (left, baseline, size, text) on each page; a size below zero is bold."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for lines in pages:
        drawn = "".join(
            f"BT /{'B' if size < 0 else 'F'} {abs(size)} Tf {left} {baseline} Td ({_escaped(text)}) Tj ET\n"
            for left, baseline, size, text in lines
        )
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}endstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects)} 0 R /Resources << /Font << "
            f"/F << /Type /Font /Subtype /Type1 /BaseFont /{font} /Encoding /WinAnsiEncoding >> "
            f"/B << /Type /Font /Subtype /Type1 /BaseFont /{font}-Bold /Encoding /WinAnsiEncoding >> >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    objects.append(f"<< {info} >>")
    body, offsets = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    trailer = f"trailer << /Size {size} /Root 1 0 R /Info {len(objects)} 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode("latin-1")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


LOCKED = zlib.decompress(
    base64.b85decode(
        "c-oy)J#W-77#@(Q<dNkhCJ)@eQ2cEt(y4-Ld*Y+0)m?!BIymv0YtWHYiHlk$Mt%r?fTaT)17c)AObkf$2QVWfgp<48opeYbk_`6q"
        "KJW9`PwejA)?l685UBg@{NpFYFvVr^6!m(D?4KS1CY#pVNjXMj&yJzSJP?LxV*^3q8X{k5XnBa-%Uz8hW6|*O0V12_ap5srY88KM"
        "ZHy`i)TtA>4=%U;@+4@{@M^}fiTPBq@PSxkIb{x^E|04;EV5A?gz9vF7X}T8$mlrn?X&?IB7Iv!ODDHs@*I4gT12*sv~+nf#^h06"
        "+$!q)0%&$X`u`)k-Y+NaFUs?87Lr^FX$Ok2Kg3cr_1afppP{#3esn&sbxy9oyt?!H(&?)Y=E~il>6^=EU-#wK`*)o+bnW|-UuWkx"
        "JBN+rtZOE&7UBy>z2x{1^N=eRb8p6@@Pn}Av5d9haVQV+iH8c4k++4jRoLJz?om)YRFxGVAu=)*X=c*|GR2rR!ln{Zp14RWmpb93"
        "=0-CaGh>s?8IU332e{{`lGZYCX&TWumR3>|WlnM$uox(hl1zdM7Dh!@GA$_$bDd?GrHn?)L7r5QA&L#6^9O6Cgu)q~V=N@nR*D6t"
        "<qF2QSiyq(3Z`hhiV3>Fd}Z?qRBhIy`~`&NkzrYedon%JcZ#gUYBt^qSD>du4h~|_F6JguPBSZ5;y8yaY&#Mg|3W!v4`FqB<gvcE"
        "&$YLeZ$mOtp>B73cYuBa5=J7l"
    )
)
"""A PDF of one line that nobody reads without its password."""
