"""What a template may name besides the document and the library's entries, with titles."""

from typing import Annotated

from docgen.audience import MarkedModel, client


class StampText(MarkedModel):
    """The stamp as templates print it."""

    doc_id: Annotated[str, client("Document no.", "文件编号", "The document's number.", "FA-2026-0117")]
    version: Annotated[str, client("Version", "版本", "With a V.", "V1.2")]
    date: Annotated[str, client("Date", "日期", "In the document's language.", "2026年11月23日")]
    status: Annotated[str, client("Status", "状态", "In the document's language.", "已批准")]
    id: Annotated[str, client("Id", "完整戳号", "All 64 characters.", "1a2b3c4d…")]
    short_id: Annotated[str, client("Short id", "戳号", "The first eight characters of the id.", "#1a2b3c4d")]
    generator: Annotated[str, client("Generator", "生成软件", "docgen and its version.", "docgen 0.1.0")]
    template_name: Annotated[str, client("Template", "模板", "The template's path.", "templates/…/proposal.zh.pptx")]
    audience: Annotated[str, client("Audience", "读者", "Whom the file is for.", "client")]
    lead: Annotated[str, client("Identity line", "文件标识", "Number, version, date and status.", "FA-1 · V1.2")]


class TemplateNames(MarkedModel):
    """Names of every template that titles may mean, where no field of an item or of the document has the title."""

    stamp: Annotated[StampText, client("Stamp", "版本戳", "What the finished file is identified by.", None)]
    slide_total: Annotated[str, client("Slides in all", "总页数", "In decks: the number of slides.", "16")]
