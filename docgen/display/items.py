"""Small models that display fields are made of: a fact, a signer, a bar. No document holds one."""

from typing import Annotated

from docgen.audience import MarkedModel, client
from docgen.schemas.figures import Date


class Fact(MarkedModel):
    """A label and its value, both as they are printed."""

    label: Annotated[str, client("Label", "名目", "What it is.", "文件编号")]
    value: Annotated[str, client("Value", "内容", "As it is printed.", "FA-2026-0117")]


class Signer(MarkedModel):
    """Who signs for a side, or a blank to fill in."""

    name: Annotated[str | None, client("Name", "姓名", "Who signs; empty for a blank.", "周国栋")] = None
    job_title: Annotated[str | None, client("Job title", "职务", "As what.", "总经理")] = None
    who: Annotated[str | None, client("Who", "签署人", "Name and job title.", "周国栋 · 总经理")] = None
    signed_on: Annotated[Date | None, client("Signed on", "签署日期", "The day.", "2026-12-08")] = None
    signed_on_or_line: Annotated[
        str, client("Signed on, or a line", "签署日期或空线", "The day, else a line to write on.", "________")
    ] = "______________________"
