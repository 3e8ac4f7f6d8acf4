"""The report as one JSON object, for programs and for a later `--baseline`. Keys may be added, none is renamed."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bot.evaluation.report import KIND, VERSION

if TYPE_CHECKING:
    from bot.evaluation.comparing import Comparison
    from bot.evaluation.judging import Judged
    from bot.evaluation.report import Report

_DIGITS = 6
_SURROGATE = re.compile("[\ud800-\udfff]")


def report_json(report: Report, comparison: Comparison | None = None) -> str:
    """The object on one line. Shares and confidences are 0 to 1; null where there was nothing to measure."""
    decided = {"answerable": report.decided, "unanswerable": report.decided_unanswerable}
    record: dict[str, Any] = {
        "kind": KIND,
        "version": VERSION,
        "table": report.table,
        "files": report.files,
        "left_out": not report.files,
        "questions": len(report.rows),
        "answerable": report.answerable,
        "figures": asdict(report.figures),
        "decided": {who: {str(key): count for key, count in counts.items()} for who, counts in decided.items()},
        "calibration": [asdict(one) for one in report.bins],
        "confused": [
            {"facts": [pair.one.id, pair.other.id], "lost": [len(pair.one_lost), len(pair.other_lost)]}
            for pair in report.confused
        ],
        "lacking": [{"query": row.asked.query, "fact_id": row.asked.fact_id, **_place(row)} for row in report.lacking],
        "rows": [_row(row) for row in report.rows],
    }
    if comparison is not None:
        record["changes"] = {
            "figures": {key: {"before": before, "now": now} for key, before, now in comparison.figures},
            **{
                key: [{"query": change.query, "before": change.before, "now": change.now} for change in changes]
                for key, changes in comparison.lists
            },
            "only_before": comparison.only_before,
            "only_now": comparison.only_now,
        }
    text = json.dumps(_rounded(record), ensure_ascii=False)
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _row(row: Judged) -> dict[str, Any]:
    return {
        "query": row.asked.query,
        "fact_id": row.asked.fact_id,
        **_place(row),
        "outcome": row.outcome.value,
        "right": row.is_right,
        "rank": row.rank,
        "first": row.first.id if row.first else None,
        "confidence": row.confidence,
    }


def _place(row: Judged) -> dict[str, Any]:
    return {"file": row.asked.file or None, "line": row.asked.line or None}


def _rounded(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """The value with its fractions cut to six digits, which is more than any of them is worth."""
    if isinstance(value, float):
        return round(value, _DIGITS)
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list | tuple) else value
