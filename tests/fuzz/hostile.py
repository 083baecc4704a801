"""What forms are sent by mistake or on purpose."""

from __future__ import annotations

from hypothesis import strategies as st

SCRIPT = "<script>alert('zq')</script>"
# Every one of these has broken somebody's form.
KNOWN = (
    "", " ", "\t\r\n", "\x00", "a\x00b", "\x1b[31m", "\u202eabc", "\ufeff", "\u200b", "é" * 40,
    "🜁🏴󠁧󠁢󠁥󠁮󠁧󠁿", "ﷺ" * 30, "Z̸̢̛͚͎" * 20, "0", "-1", "+1", "1.5", "1e309", "NaN", "Infinity", "٣", "½",
    "9" * 50,
    "2147483648", "9223372036854775808", "0x10", "1_000", "0000-00-00", "2026-02-30", "31/02/2026",
    "99999-01-01", "10000-12-31", "25:61", "true", "None", "null", "[]", "{}", "on", "__None",
    "00000000-0000-0000-0000-000000000000", "00000000-0000-4000-8000-00000000000g", SCRIPT,
    "{{7*7}}", "${7*7}", "%(x)s %s %n", "' OR 1=1 --", '"; DROP TABLE person; --',
    "../../../../etc/passwd", "a\r\nSet-Cookie: x=1", "=cmd|' /C calc'!A0", "&lt;b&gt;", "%00",
    "full", "withheld", "accepted", "verified_complete", "system_administrator", "A" * 700,
    "B" * 25_000, "word " * 3_000,
)  # fmt: skip

values = st.one_of(
    st.sampled_from(KNOWN),
    st.text(st.characters(blacklist_categories=["Cs"]), max_size=60),
    st.integers(-(10**50), 10**50).map(str),
    st.dates().map(str),
    st.uuids().map(str),
)
# Once, not at all, or again and again.
answers = st.lists(values, min_size=0, max_size=3)
