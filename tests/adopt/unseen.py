"""Three more documents, written after the program, to measure its hit rate on documents that it wasn't tuned on."""

from tests.adopt.desk import Ask, Control, Desk, Form

RULE = "______________________"


def curly_minutes() -> tuple[str, str, Desk, bytes]:
    """English minutes out of another system: {curly}, ${x}, <<angles>>, and a few boxes to tick."""
    desk = Desk()
    desk.fill(desk.document.add_paragraph(style="Title"), "Minutes of meeting")
    desk.table(
        [
            ["Subject", Ask("{meeting_subject}", "doc.title"), "Ref.", Ask("{minutes_ref}", "doc.minutes_no")],
            ["Held on", Ask("{meeting_date}", "doc.time"), "Venue", Ask("{venue}", "doc.place")],
            ["Chaired by", Ask("${chair}", "doc.chair"), "Minutes by", Ask("${minute_taker}", "doc.recorder")],
            ["Customer", Ask("<<CustomerName>>", "doc.client.full_name"), "Round", Ask("<<round>>", "doc.round")],
        ]
    )
    desk.line(
        "Form: ",
        Ask("☐", "doc.mode = on_site"),
        " on site   ",
        Ask("☐", "doc.mode = video"),
        " by video   ",
        Ask("☐", "doc.mode = phone"),
        " by phone",
    )
    desk.heading("Present")
    heads = ["Name", "Company", "Position"]
    columns = ["name", "organisation", "job_title"]
    desk.table([heads, [Ask(f"{{attendee.{name}}}", f"doc.attendees[].{name}") for name in columns]])
    desk.loop(" | ".join(heads), "doc.attendees")
    desk.heading("Agenda")
    desk.line(Ask("{agenda_item}", "doc.agenda"), style="List Number")
    desk.loop("{agenda_item}", "doc.agenda")
    desk.heading("Decisions")
    heads = ["#", "Topic", "What was agreed", "Subject to"]
    columns = ["no", "topic", "agreed_text", "condition"]
    desk.table([heads, [Ask(f"{{d_{name}}}", f"doc.agreed[].{name}") for name in columns]])
    desk.loop(" | ".join(heads), "doc.agreed")
    desk.heading("Open points")
    heads = ["Point", "Responsible", "Until"]
    columns = ["issue", "owner", "due"]
    desk.table([heads, [Ask(f"{{{name}}}", f"doc.open_issues[].{name}") for name in columns]])
    desk.loop(" | ".join(heads), "doc.open_issues")
    desk.heading("Action items")
    for _ in range(2):
        desk.line(
            Ask("{action}", "doc.actions[].what"),
            " (",
            Ask("{who}", "doc.actions[].owner"),
            ", by ",
            Ask("{deadline}", "doc.actions[].due"),
            ")",
            style="List Bullet",
        )
    desk.loop("{action} ({who}, by {deadline}) / {action} ({who}, by {deadline})", "doc.actions")
    desk.line(
        "The next meeting takes place on ",
        Ask("{next_meeting_date}", "doc.next_meeting.time"),
        " at ",
        Ask("{next_meeting_venue}", "doc.next_meeting.place"),
        ".",
    )
    desk.line("Copies: ", Ask("{distribution}", "doc.copies"))
    desk.line("Please object to these minutes within ", Ask("{days}", "none"), " days.")
    desk.footer("Document ", Ask("{doc_no}", "doc.doc_id"), ", status ", Ask("{status}", "doc.status"))
    return "Minutes.docx", "minutes", desk, desk.bytes()


def form_proposal() -> tuple[str, str, Desk, bytes]:
    """A Chinese proposal: 【】, tables whose cells are empty beside their labels, lists of examples."""
    desk = Desk()
    desk.font("Times New Roman", "仿宋", 12)
    desk.fill(desk.document.add_paragraph(style="Title"), "智能工厂解决方案建议书")
    desk.table(
        [
            [
                "客户名称",
                desk.empty("客户名称", "doc.client.full_name"),
                "方案编号",
                desk.empty("方案编号", "doc.doc_id"),
            ],
            [
                "客户联系人",
                desk.empty("客户联系人", "doc.client.contact.name"),
                "联系电话",
                desk.empty("联系电话", "doc.client.contact.phone"),
            ],
            [
                "编制单位",
                desk.empty("编制单位", "doc.seller.full_name"),
                "编制人",
                desk.empty("编制人", "doc.prepared_by"),
            ],
            ["编制日期", desk.empty("编制日期", "doc.date"), "版本号", desk.empty("版本号", "doc.version")],
        ]
    )
    desk.heading("第一章 项目概述", 1)
    desk.heading("1.1 项目背景", 2)
    desk.line(Ask("【请简要描述客户的项目背景】", "doc.background"))
    desk.heading("1.2 项目目标", 2)
    heads = ["目标", "衡量指标", "现值", "目标值", "达成时间"]
    columns = ["objective", "metric", "baseline", "target", "due"]
    desk.table(
        [heads, [Ask(f"【{head}】", f"doc.objectives[].{name}") for head, name in zip(heads, columns, strict=True)]]
    )
    desk.loop(" | ".join(heads), "doc.objectives")
    desk.heading("第二章 痛点分析", 1)
    heads = ["痛点", "原因", "影响"]
    columns = ["problem", "cause", "cost_of_inaction"]
    desk.table([heads, *[[Ask("【……】", f"doc.diagnosis[].{name}") for name in columns]] * 2])
    desk.loop(" | ".join(heads), "doc.diagnosis")
    desk.heading("第三章 服务范围", 1)
    desk.line("我司为", Ask("【客户简称】", "doc.client.short_name"), "提供以下服务：")
    for _ in range(2):
        desk.line(Ask("【服务内容】", "doc.scope_in"), style="List Bullet")
    desk.loop("【服务内容】 / 【服务内容】", "doc.scope_in")
    desk.heading("第四章 交付物", 1)
    heads = ["交付物", "形式", "验收标准", "交付时间"]
    columns = ["name", "form", "acceptance", "due"]
    desk.table([heads, ["", "", "", ""], ["", "", "", ""]])
    for head, name in zip(heads, columns, strict=True):
        desk.empty(head, f"doc.deliverables[].{name}")
    desk.loop(" | ".join(heads), "doc.deliverables")
    desk.heading("第五章 报价", 1)
    heads = ["项次", "服务项目", "规格", "数量", "单位", "单价", "小计"]
    columns = ["line_no", "name", "spec", "qty", "unit", "unit_price", "amount"]
    desk.table(
        [heads, ["1", "", "", "", "", "", ""], ["……", "", "", "", "", "", ""], ["价税合计", "", "", "", "", "", ""]]
    )
    for head, name in zip(heads, columns, strict=True):
        desk.empty(head, f"doc.pricing.lines[].{name}")
    desk.empty("价税合计", "doc.pricing.totals.gross_total")
    desk.loop(" | ".join(heads), "doc.pricing.lines")
    desk.line(
        "本报价有效期至",
        Ask("【  年  月  日】", "doc.valid_until"),
        "，含税总价为人民币",
        Ask("【    】", "doc.pricing.totals.gross_total"),
        "元。",
    )
    desk.line("质保期为", Ask("【  】", "none"), "个月。")
    desk.line("甲方代表（签字）：", Ask("________", "hand"), "    乙方代表（签字）：", Ask("________", "hand"))
    desk.footer("第  页  ", Ask("【保密等级】", "doc.confidentiality"))
    return "方案建议书.docx", "proposal", desk, desk.bytes()


def order_form() -> tuple[str, str, Desk, bytes]:
    """An English quote on one page: rules to write on, TBD, a legacy form field, a dated signature."""
    desk = Desk()
    desk.fill(desk.document.add_paragraph(style="Title"), "QUOTE")
    bill = [("Company", "full_name"), ("Attention", "contact.name"), ("Address", "address"), ("VAT no.", "credit_code")]
    facts = [
        ("Quote #", "________", "doc_id"),
        ("Date", "___/___/____", "date"),
        ("Expires", "___/___/____", "valid_until"),
    ]
    left = [(f"{label}: ", Ask(RULE, f"doc.client.{name}")) for label, name in bill]
    right = [(f"{label}: ", Ask(rule, f"doc.{name}")) for label, rule, name in facts]
    desk.table([[["Bill to:", *left], [*right, ("Sales rep: ", Ask("________", "doc.prepared_by"))]]])
    desk.line("Project: ", Form("Text1", "doc.title"))
    heads = ["Product", "Description", "Qty", "Price", "Line total"]
    columns = ["name", "spec", "qty", "unit_price", "amount"]
    sums = [["", "", "", name, ""] for name in ("Subtotal", "Sales tax", "TOTAL")]
    desk.table([heads, [""] * 5, [""] * 5, *sums])
    for head, name in zip(heads, columns, strict=True):
        desk.empty(head, f"doc.pricing.lines[].{name}")
    desk.empty("Subtotal", "doc.pricing.totals.net_total")
    desk.empty("Sales tax", "doc.pricing.totals.tax_total")
    desk.empty("TOTAL", "none")
    desk.loop(" | ".join(heads), "doc.pricing.lines")
    desk.heading("Terms", 2)
    desk.line("Delivery: ", Ask("TBD", "none"), ". Warranty: ", Ask("TBD", "none"), ".")
    desk.line(
        "Service starts on ", Control("Start date", "doc.service_period.start", "Click to enter a date.", "date"), "."
    )
    desk.line("Questions about this quote? Call ", Ask("[phone]", "doc.seller.contact.phone"), " or write to ",
              Ask("[e-mail]", "doc.seller.contact.email"), ".")  # fmt: skip
    desk.line(
        "Accepted by: ", Ask(RULE, "hand"), "  Signature: ", Ask(RULE, "hand"), "  Date: ", Ask("__________", "hand")
    )
    desk.footer("Thank you for your business, ", Ask("[customer]", "doc.client.full_name"), "!")
    return "Quote.docx", "proposal", desk, desk.bytes()


def offer_letter() -> tuple[str, str, Desk, bytes]:
    """A Chinese offer in running text: blanks and crosses between words, a fee table, a block to sign."""
    desk = Desk()
    desk.fill(desk.document.add_paragraph(style="Title"), "技术服务报价函")
    desk.line("编号：", Ask("XX-20XX-XXX", "doc.doc_id"))
    desk.line("致：", Ask("×××公司", "doc.client.full_name"))
    desk.line(
        "收件人：", Ask("×××", "doc.client.contact.name"), "    电话：", Ask("×××××××××××", "doc.client.contact.phone")
    )
    desk.line("承蒙贵司信任，就", Ask("________________", "doc.title"), "项目，我司提出如下报价，请查阅。")
    desk.heading("一、项目概况", 1)
    desk.line(Ask("（请在此处填写项目概况，不超过300字）", "doc.background"))
    desk.heading("二、服务内容", 1)
    for _ in range(3):
        desk.line(Ask("（请填写服务内容）", "doc.scope_in"), style="List Number")
    desk.loop("（请填写服务内容） / （请填写服务内容） / （请填写服务内容）", "doc.scope_in")
    desk.heading("三、费用明细", 1)
    heads = ["序号", "费用项目", "单位", "数量", "含税单价", "税率", "含税金额"]
    columns = ["line_no", "name", "unit", "qty", "unit_price", "tax_rate", "gross"]
    asks = [Ask("×", f"doc.pricing.lines[].{name}") for name in columns]
    row = [Ask("XX", ask.truth) for ask in asks]
    desk.table([heads, row, row, ["总计（含税）", "", "", "", "", "", Ask("XX", "doc.pricing.totals.gross_total")]])
    desk.loop(" | ".join(heads), "doc.pricing.lines")
    desk.line("总计（大写）：", Ask("____________________", "doc.payable_in_words"))
    desk.heading("四、付款安排", 1)
    heads = ["期次", "比例", "金额", "付款条件"]
    columns = ["milestone", "share", "amount", "due"]
    desk.table([heads, [Ask("XX", f"doc.payment_terms[].{name}") for name in columns]])
    desk.loop(" | ".join(heads), "doc.payment_terms")
    desk.heading("五、实施进度", 1)
    heads = ["阶段", "工作内容", "开始日期", "结束日期"]
    columns = ["name", "milestone", "start", "end"]
    desk.table([heads, [Ask("XX", f"doc.implementation[].{name}") for name in columns]])
    desk.loop(" | ".join(heads), "doc.implementation")
    desk.line(
        "本报价自",
        Ask("____年__月__日", "doc.date"),
        "起有效，有效期至",
        Ask("____年__月__日", "doc.valid_until"),
        "。",
    )
    desk.line(
        "联系人：", Ask("______", "doc.seller.contact.name"), "，邮箱：", Ask("______", "doc.seller.contact.email")
    )
    desk.line("报价单位（盖章）：", Ask("______________", "hand"), "  日期：", Ask("____年__月__日", "hand"))
    desk.header(
        Ask("【我司名称】", "doc.seller.full_name"),
        "  密级：",
        Ask("【】".replace("【】", "【密级】"), "doc.confidentiality"),
    )
    return "报价函.docx", "proposal", desk, desk.bytes()


def discovery_report() -> tuple[str, str, Desk, bytes]:
    """An English needs analysis with [brackets], sample rows of words, and yellow hints."""
    desk = Desk()
    desk.fill(
        desk.document.add_paragraph(style="Title"), "Discovery report for ", Ask("[customer]", "doc.client.full_name")
    )
    desk.table(
        [
            ["Report no.", Ask("[no.]", "doc.doc_id"), "Version", Ask("[x.y]", "doc.version")],
            ["Author", Ask("[name]", "doc.prepared_by"), "Reviewed by", Ask("[name]", "doc.reviewed_by")],
            ["Date", Ask("[date]", "doc.date"), "Industry", Ask("[industry]", "doc.industry")],
        ]
    )
    desk.heading("Client profile")
    desk.line(Ask("[Summarise the client's business in a few sentences]", "doc.client_profile.summary", "highlight"))
    desk.heading("Interviews")
    heads = ["Date", "Interviewee", "Position", "Interviewer"]
    columns = ["date", "interviewee", "role", "interviewer"]
    desk.table([heads, [Ask("[…]", f"doc.interviews[].{name}") for name in columns]])
    desk.loop(" | ".join(heads), "doc.interviews")
    desk.heading("Current process")
    desk.line(Ask("[Describe how the client works today]", "doc.current_state.process"))
    desk.heading("Pain points")
    heads = ["No.", "Pain", "Root cause", "Impact", "Severity"]
    columns = ["id", "statement", "root_cause", "impact", "severity"]
    desk.table([heads, [Ask(f"[{head}]", f"doc.pains[].{name}") for head, name in zip(heads, columns, strict=True)]])
    desk.loop(" | ".join(heads), "doc.pains")
    desk.heading("Requirements")
    heads = ["No.", "Requirement", "Priority", "Acceptance criteria"]
    columns = ["id", "statement", "priority", "acceptance"]
    desk.table([heads, ["", "", "", ""]])
    for head, name in zip(heads, columns, strict=True):
        desk.empty(head, f"doc.requirements[].{name}")
    desk.loop(" | ".join(heads), "doc.requirements")
    desk.heading("Constraints")
    desk.line(Ask("[Constraint 1]", "doc.constraints"), style="List Bullet")
    desk.line(Ask("[Constraint 2]", "doc.constraints"), style="List Bullet")
    desk.loop("[Constraint 1] / [Constraint 2]", "doc.constraints")
    desk.heading("Next steps")
    heads = ["Action", "Owner", "Due"]
    columns = ["action", "owner", "due"]
    desk.table([heads, [Ask("[tbd]", f"doc.next_steps[].{name}") for name in columns]])
    desk.loop(" | ".join(heads), "doc.next_steps")
    desk.line("Confirmed by ", Ask("[name of client contact]", "doc.confirmation.confirmed_by"), " on ",
              Ask("[date]", "doc.confirmation.confirmed_at"), ".")  # fmt: skip
    desk.footer("Classification: ", Ask("[classification]", "doc.confidentiality"))
    return "Discovery report.docx", "needs_analysis", desk, desk.bytes()


UNSEEN = (curly_minutes, form_proposal, order_form, offer_letter, discovery_report)
