"""Legal blocks: approved clauses of the library, which proposals and minutes refer to."""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Self

from docgen.audience import MarkedModel, client, internal, library_id
from docgen.errors import Finding
from docgen.schemas.base import EntryStatus, PublicId, Text, Version, notice
from docgen.schemas.figures import Date
from docgen.schemas.governance import Approvable, governance_notices, owner_note
from docgen.wording import in_language

_SEPARATORS = {"title": " ", "summary": "\n", "text": "\n\n", "applies_when": "\n\n", "notes": "\n\n"}


class LegalBlock(MarkedModel, Approvable):
    """A clause of the library in one language, or stacked in both, merged for one industry."""

    legal_id: Annotated[Text, library_id("Clause no.", "条款编号", "The id that documents use.", "confidentiality")]
    title: Annotated[Text, client("Clause", "条款", "Its heading.", "保密")]
    summary: Annotated[
        Text, client("In short", "要点", "In a sentence, for slides; the text prevails.", "双方互相保密，期限三年。")
    ]
    text: Annotated[
        Text, client("Text", "内容", "What it says, in full.", "双方对在合作中获知的信息保密……", markdown=True)
    ]
    jurisdiction: Annotated[
        Text | None, client("Jurisdiction", "适用法域", "The law it is written for; left out: any.", "中国大陆")
    ] = None
    applies_when: Annotated[
        Text, internal("When it applies", "适用情形", "When a rep takes it.", "凡提供资料的项目", markdown=True)
    ]
    notes: Annotated[
        Text | None,
        internal("Notes", "内部说明", "What may be given way on, and who decides.", "期限可降至两年", markdown=True),
    ] = None
    status: Annotated[EntryStatus, client("Status", "状态", "Where the entry stands.", "approved")] = EntryStatus.draft
    owner: Annotated[Text, internal("Owner", "维护人", "Who keeps it.", "林岚")]
    version: Annotated[Version, client("Version", "版本号", "Of this entry.", "1.0")]
    approved_by: Annotated[Text | None, internal("Approved by", "批准", "Who released it.", "赵静")] = None
    approved_on: Annotated[Date | None, internal("Approved on", "批准日期", "When it was released.", "2026-09-30")] = (
        None
    )
    review_by: Annotated[Date, internal("Review due", "复审日期", "When it must be looked at again.", "2027-03-31")]
    valid_until: Annotated[
        Date | None, internal("Valid until", "有效期至", "The last day it may go out.", "2027-12-31")
    ] = None
    public_id: Annotated[
        PublicId | None, library_id("Public id", "公开编号", "Its name in clients' files.", "kqtrmvbzxwnd")
    ] = None

    def notices(self, on: dt.date, place: str = "") -> Iterator[Finding]:
        """Notices about using this block on the day `on`; `place` is where the document names it."""
        yield from governance_notices(self, "legal", self.legal_id, on, place)
        if self.valid_until and self.valid_until < on:
            facts = {"entry": self.legal_id, "valid_until": self.valid_until, "owner": owner_note(self)}
            yield notice("notice.legal_expired", place, **facts)

    def stacked_over(self, english: Self) -> Self:
        """This block with the English one stacked below: the stricter status, the earlier dates, both owners."""
        texts = {name: _both(self, english, name, separator) for name, separator in _SEPARATORS.items()}
        people = {name: _both(self, english, name, " / ") for name in ("jurisdiction", "owner", "approved_by")}
        dates = {name: _earlier(self, english, name) for name in ("approved_on", "review_by", "valid_until")}
        stricter = self if self.status is not EntryStatus.approved else english
        facts = {**texts, **people, **dates, "status": stricter.status}
        return self.with_standing(stricter.standing, **facts)


def _both(first: LegalBlock, second: LegalBlock, name: str, separator: str) -> str | None:
    zh, en = getattr(first, name), getattr(second, name)
    return in_language(en, zh, "zh+en", separator) if zh and en else zh or en


def _earlier(first: LegalBlock, second: LegalBlock, name: str) -> dt.date | None:
    return min(filter(None, (getattr(first, name), getattr(second, name))), default=None)
