"""What a small library of documents holds, in many scripts and with hostile words: a table for tests of the site."""

from __future__ import annotations

from bot.facts import Fact, Source

HANDBOOK = Source("Server handbook & <rules>", "The mods", "Mara", "2 March 2026", "https://handbook.example/en#roles")
MANUAL = Source("Manual of the printer", "Printers & Sons", published="2019")
ARABIC = Source("كتيّب الورشة", "النادي", url="https://handbook.example/ar")
HOSTILE = Source("../../etc <script>alert(1)</script>", url="javascript:alert(1)")

ROLES = Fact(
    "roles",
    ("How do I change my role colour?", "role colour settings"),
    "Open **Settings → Roles**, then:\n\n1. pick *your* role\n2. press `Colour`\n\n"
    "```\na line of code that is so long that it cannot stand in one line of a telephone, whatever its width\n```\n"
    "It is in https://handbook.example/roles?a=1&b=2.",
    HANDBOOK,
    topic="Roles",
    locator="page 4",
    quote="Members may pick a colour.",
    anchor="#:~:text=Members%20may%20pick%20a%20colour",
    as_of="March 2026",
    checked="2026-11-20",
)
ATTACK = Fact(
    "attack",
    ("<script>alert(2)</script>",),
    "<img src=x onerror=alert(3)> [x](javascript:alert(4)) ![y](https://evil.example/y.png) \u202eabc",
    HOSTILE,
    topic='"><script>alert(5)</script>',
    locator="' onclick='alert(6)",
    quote="</blockquote><script>alert(7)</script>",
    anchor='#x" onclick="alert(8)',
)
HOURS = Fact("hours", ("متى تفتح الورشة؟",), "تفتح الورشة في الساعة 9 صباحًا (workshop hours).", ARABIC, topic="الزيارة")
PASSAGES = (
    Fact("paper", (), "Paper goes into the tray.\n\nPrinted side down.", MANUAL, "Paper › Loading", "section 1"),
    Fact("jam", (), "A jam is cleared from behind.", MANUAL, "Paper › Loading", checked="2026-11-01"),
    Fact("size", (), "A4 and A5, nothing larger.", MANUAL, "Paper › Sizes"),
    Fact("about", (), "All about paper.", MANUAL, "Paper"),
    Fact("thanks", (), "Thank you for buying this printer.", MANUAL),
)
WORDS = (
    Fact("istanbul", (), "İstanbul'da bir çay", MANUAL),
    Fact("strasse", (), "Die Straße ist gesperrt.", MANUAL),
    Fact("greek", (), "Η Ελλάς είναι όμορφη.", MANUAL),
    Fact("chinese", (), "工作坊每天早上九点开门", MANUAL),
    Fact("korean", (), "작업장은 아홉 시에 엽니다", MANUAL),
    Fact("thai", (), "เวิร์กช็อปเปิดเก้าโมง", MANUAL),
    Fact("hindi", (), "कार्यशाला नौ बजे खुलती है", MANUAL),
    Fact("ligature", (), "the ﬁnest x² of all", MANUAL),
    Fact("emoji", (), "👩‍👩‍👧 family_name v1.4.2", MANUAL),
)
FACTS = (ROLES, ATTACK, HOURS, *PASSAGES, *WORDS)
