"""Five documents of different habit, as sales people have them in their folders, and what each place should become."""

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK

from tests.adopt.desk import Ask, Control, Desk, Form, Merge, with_part

BLANK = "____________"


def quotation() -> tuple[str, str, Desk, bytes]:
    """A Chinese 报价单: underscores, underlined spaces, a table with empty rows, a block to sign by hand."""
    desk = Desk()
    desk.font("Times New Roman", "宋体", 12)
    desk.header("苏州精锐自动化设备有限公司    报价单号：", Ask("________", "doc.doc_id"))
    title = desk.document.add_paragraph(style="Title")
    desk.fill(title, "报价单")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    desk.line(
        "需方：",
        Ask("                    ", "doc.client.full_name", "underline"),
        "      联系人：",
        Ask("            ", "doc.client.contact.name", "underline"),
    )
    desk.line("地址：", Ask(BLANK * 2, "doc.client.address"))
    desk.line("电话：", Ask(BLANK, "doc.client.contact.phone"), "  邮箱：", Ask(BLANK, "doc.client.contact.email"))
    desk.line("供方：", Ask(BLANK, "doc.seller.full_name"), "  业务员：", Ask("________", "doc.prepared_by"))
    desk.line(
        "报价日期：", Ask("____年__月__日", "doc.date"), "    有效期至：", Ask("____年__月__日", "doc.valid_until")
    )
    desk.line("项目名称：", Ask("                              ", "doc.title", "underline"))
    desk.heading("一、项目背景", 1)
    desk.line(Ask("（此处填写项目背景及客户现状）", "doc.background"))
    desk.heading("二、报价明细", 1)
    desk.line("感谢贵司的信任，现就贵司所需设备及服务报价如下（单位：元）：")
    heads = ["序号", "品名", "规格型号", "数量", "单位", "单价（元）", "金额（元）", "备注"]
    columns = ["line_no", "name", "spec", "qty", "unit", "unit_price", "amount", "remark"]
    truths = [f"doc.pricing.lines[].{name}" for name in columns]
    rows = [[desk.empty(head, truth) for head, truth in zip(heads, truths, strict=True)] for _ in range(3)]
    for row, number in zip(rows, "123", strict=True):
        row[0] = number
    desk.table(
        [
            heads,
            *rows,
            ["合计", "", "", "", "", "", Ask("________", "none"), ""],
            ["含税总价", "", "", "", "", "", Ask("￥______", "doc.pricing.totals.gross_total"), ""],
        ]
    )
    desk.loop(" | ".join(heads), "doc.pricing.lines")
    desk.line(
        "不含税合计：",
        Ask("________", "doc.pricing.totals.net_total"),
        "元，税额：",
        Ask("________", "doc.pricing.totals.tax_total"),
        "元。",
    )
    desk.line("合计金额（大写）：人民币", Ask("____________________", "doc.payable_in_words"), "元整")
    desk.heading("三、付款方式", 1)
    pay = ["付款节点", "付款比例", "金额（元）", "付款时间"]
    paid = [f"doc.payment_terms[].{name}" for name in ("milestone", "share", "amount", "due")]
    desk.table(
        [
            pay,
            [Ask("______", paid[0]), (Ask("____", paid[1]), "%"), Ask("________", paid[2]), Ask("______", paid[3])],
            [Ask("______", paid[0]), (Ask("____", paid[1]), "%"), Ask("________", paid[2]), Ask("______", paid[3])],
        ]
    )
    desk.loop(" | ".join(pay), "doc.payment_terms")
    desk.heading("四、其他约定", 1)
    desk.line("1. 交货期：合同签订后", Ask("____", "none"), "个工作日内。")
    desk.line("2. 质保期：验收合格之日起", Ask("____", "none"), "个月。")
    desk.line("3. 币种：", Ask("______", "doc.pricing.currency"), "；报价说明：", Ask(BLANK, "doc.pricing.note"))
    desk.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    desk.heading("五、签署", 1)
    desk.table(
        [
            [
                ["需方（盖章）：", "代表人签字：", ("日期：", Ask("____年__月__日", "hand"))],
                ["供方（盖章）：", "代表人签字：", ("日期：", Ask("____年__月__日", "hand"))],
            ],
        ]
    )
    desk.line("纳税人识别号（供方）：", Ask(BLANK, "doc.seller.credit_code"))
    desk.footer(
        "编制：",
        Ask("______", "doc.prepared_by"),
        "  审核：",
        Ask("______", "doc.reviewed_by"),
        "  批准：",
        Ask("______", "doc.approved_by"),
    )
    return "报价单.docx", "proposal", desk, desk.bytes()


def brackets() -> tuple[str, str, Desk, bytes]:
    """An English proposal with [brackets], some of them split over runs and some highlighted."""
    desk = Desk()
    desk.header(
        "[Your Company] proposal".replace("[Your Company] ", ""),
        " ",
        Ask("[Proposal No.]", "doc.doc_id"),
        " v",
        Ask("[Version]", "doc.version"),
    )
    desk.fill(desk.document.add_paragraph(style="Title"), Ask("[Project Title]", "doc.title", "split"))
    desk.line("Prepared for ", Ask("[Client Name]", "doc.client.full_name", "split"))
    desk.line(
        "Prepared by ", Ask("[Author Name]", "doc.prepared_by"), ", ", Ask("[Our Company Name]", "doc.seller.full_name")
    )
    desk.line(
        "Date: ",
        Ask("[DD/MM/YYYY]", "doc.date"),
        "  Valid until: ",
        Ask("[Insert expiry date]", "doc.valid_until", "highlight"),
    )
    desk.document.add_page_break()
    desk.heading("Executive Summary")
    desk.line(Ask("[Insert a one-page summary of the proposal here]", "doc.executive_summary"))
    desk.heading("Background")
    desk.line(Ask("[Project background]", "doc.background", "highlight"))
    desk.heading("Objectives")
    heads = ["Objective", "Measure", "Baseline", "Target", "Due date"]
    fields = [f"doc.objectives[].{name}" for name in ("objective", "metric", "baseline", "target", "due")]
    desk.table(
        [heads, *[[Ask(f"[{head} {n}]", truth) for head, truth in zip(heads, fields, strict=True)] for n in (1, 2)]],
        "Light Grid Accent 1",
        header=True,
    )
    desk.loop(" | ".join(heads), "doc.objectives")
    desk.heading("Scope of Services")
    desk.line("We will provide the following services to ", Ask("[Client]", "doc.client.full_name"), ":")
    for number in (1, 2, 3):
        desk.line(Ask(f"[Scope item {number}]", "doc.scope_in"), style="List Bullet")
    desk.loop("[Scope item 1] / [Scope item 2] / [Scope item 3]", "doc.scope_in")
    desk.heading("Exclusions", 2)
    for number in (1, 2):
        desk.line(Ask(f"[Exclusion {number}]", "doc.scope_out"), style="List Bullet")
    desk.loop("[Exclusion 1] / [Exclusion 2]", "doc.scope_out")
    desk.heading("Our Team")
    team = ["Name", "Role", "Experience"]
    desk.table(
        [
            team,
            [
                Ask("[Name]", "doc.team[].name"),
                Ask("[Role]", "doc.team[].role"),
                Ask("[Years of experience]", "doc.team[].experience"),
            ],
        ],
        "Light List Accent 1",
    )
    desk.loop(" | ".join(team), "doc.team")
    desk.heading("Timeline")
    plan = ["Phase", "Start", "End", "Milestone"]
    desk.table(
        [
            plan,
            *[
                [
                    Ask("[Phase]", "doc.implementation[].name"),
                    Ask("[Start date]", "doc.implementation[].start"),
                    Ask("[End date]", "doc.implementation[].end"),
                    Ask("[Milestone]", "doc.implementation[].milestone"),
                ]
            ]
            * 2,
        ]
    )
    desk.loop(" | ".join(plan), "doc.implementation")
    desk.heading("Investment")
    price = ["Item", "Qty", "Unit price", "Total"]
    desk.table(
        [
            price,
            [
                Ask("[Product or service]", "doc.pricing.lines[].name"),
                Ask("[Qty]", "doc.pricing.lines[].qty"),
                ("$", Ask("[Price]", "doc.pricing.lines[].unit_price")),
                ("$", Ask("[Total]", "doc.pricing.lines[].amount")),
            ],
            ["Subtotal", "", "", ("$", Ask("[Subtotal]", "doc.pricing.totals.net_total"))],
            ["VAT", "", "", ("$", Ask("[VAT amount]", "doc.pricing.totals.tax_total"))],
            ["Total due", "", "", ("$", Ask("[Total]", "doc.pricing.totals.payable"))],
        ]
    )
    desk.loop(" | ".join(price), "doc.pricing.lines")
    desk.line("Amount in words: ", Ask("[Amount in words]", "doc.payable_in_words"))
    desk.heading("Payment Terms")
    desk.line("Payment is due as follows. Late payments bear interest of ", Ask("[X]", "none"), "% per month.")
    pay = ["Milestone", "Share", "Amount", "Due"]
    desk.table(
        [
            pay,
            [
                Ask("[Milestone]", "doc.payment_terms[].milestone"),
                (Ask("[XX]", "doc.payment_terms[].share"), "%"),
                Ask("[Amount]", "doc.payment_terms[].amount"),
                Ask("[When due]", "doc.payment_terms[].due"),
            ],
        ]
    )
    desk.loop(" | ".join(pay), "doc.payment_terms")
    desk.heading("Next Steps")
    for _ in range(2):
        desk.line(
            Ask("[Action]", "doc.next_steps[].action"),
            " – ",
            Ask("[Owner]", "doc.next_steps[].owner"),
            " – ",
            Ask("[Date]", "doc.next_steps[].due"),
            style="List Number",
        )
    desk.loop("[Action] – [Owner] – [Date] / [Action] – [Owner] – [Date]", "doc.next_steps")
    desk.heading("Acceptance")
    desk.line("Signed for ", Ask("[Client Name]", "doc.client.full_name"), ":")
    desk.line("Signature: ", Ask("______________________", "hand"), "  Date: ", Ask("______________", "hand"))
    desk.line(
        "This proposal is subject to our standard terms [1] and to the law of ", Ask("[Jurisdiction]", "none"), "."
    )
    desk.text_box("Questions? Contact ", Ask("[Sales Contact Name]", "doc.prepared_by"))
    desk.footer(
        Ask("[Company Name]", "none"), " | Confidentiality: ", Ask("[Confidentiality level]", "doc.confidentiality")
    )
    return "Proposal template.docx", "proposal", desk, desk.bytes()


def mail_merge() -> tuple[str, str, Desk, bytes]:
    """An English quotation letter set up as a mail merge over a customer list."""
    desk = Desk()
    desk.line(Merge("Customer_Company", "doc.client.full_name"))
    desk.line(Merge("Customer_Address", "doc.client.address", simple=True))
    desk.line(
        "Attn: ",
        Merge("Contact_Name", "doc.client.contact.name"),
        ", ",
        Merge("Contact_Title", "doc.client.contact.job_title"),
    )
    desk.line(
        "Tel. ",
        Merge("Contact_Phone", "doc.client.contact.phone", '\\b "(" \\f ")"'),
        "  E-mail ",
        Merge("CustomerEmail", "doc.client.contact.email", simple=True),
    )
    desk.line(Merge("Letter_Date", "doc.date", '\\@ "d MMMM yyyy"'))
    desk.line(
        "Our reference: ",
        Merge("QuoteNumber", "doc.doc_id"),
        "   Version ",
        Merge("Revision", "doc.version", simple=True),
    )
    desk.line("Dear ", Merge("Contact_Name", "doc.client.contact.name"), ",")
    desk.heading("Re: Quotation for your project", 2)
    desk.line(
        "Thank you for your enquiry about ", Merge("Project_Name", "doc.title"), ". We are pleased to offer as follows."
    )
    desk.line(Merge("Intro_Text", "none", simple=True))
    heads = ["No.", "Description", "Quantity", "Unit", "Unit price", "Discount", "Amount"]
    names = ["Line_No", "Item_Name", "Item_Qty", "Item_Unit", "Item_Price", "Item_Discount", "Item_Amount"]
    columns = ["line_no", "name", "qty", "unit", "unit_price", "discount", "amount"]
    desk.table(
        [
            heads,
            [
                Merge(
                    name,
                    f"doc.pricing.lines[].{column}",
                    '\\# "#,##0.00"' if "Price" in name or "Amount" in name else "",
                )
                for name, column in zip(names, columns, strict=True)
            ],
            ["", "", "", "", "", "Subtotal", Merge("Net_Total", "doc.pricing.totals.net_total", '\\# "#,##0.00"')],
            ["", "", "", "", "", "VAT", Merge("VAT_Total", "doc.pricing.totals.tax_total", '\\# "#,##0.00"')],
            [
                "",
                "",
                "",
                "",
                "",
                "Total incl. VAT",
                Merge("Grand_Total", "doc.pricing.totals.gross_total", '\\# "#,##0.00"'),
            ],
        ],
        header=True,
    )
    desk.loop(" | ".join(heads), "doc.pricing.lines")
    desk.line("In words: ", Merge("Amount_In_Words", "doc.payable_in_words"))
    desk.line(
        "All prices are in ",
        Merge("Currency", "doc.pricing.currency"),
        ". This offer is valid until ",
        Merge("Valid_Until", "doc.valid_until", '\\@ "d MMMM yyyy"'),
        ".",
    )
    desk.heading("Delivery and payment", 2)
    desk.line(
        "Work starts on ",
        Merge("Project_Start_Date", "doc.project_start", '\\@ "d MMMM yyyy"'),
        " and ends on ",
        Merge("Project_End_Date", "doc.project_end", '\\@ "d MMMM yyyy"'),
        ".",
    )
    for number in range(6):
        desk.line(
            f"Clause {number + 1}. The parties agree that the usual conditions of the trade hold, as far as "
            "this letter "
            "does not say otherwise; changes need the written form."
        )
    desk.line("Yours sincerely,")
    desk.line(Merge("Account_Manager", "doc.prepared_by"))
    desk.line(
        Merge("Our_Company", "doc.seller.full_name", simple=True),
        ", ",
        Merge("Our_Company_Address", "doc.seller.address"),
    )
    desk.header("Page head: ", Merge("Quote_No", "doc.doc_id"))
    desk.footer(
        "Approved: ",
        Merge("Approved_By", "doc.approved_by"),
        "  File: ",
        Merge("Title", "doc.title", word="DOCPROPERTY"),
    )
    data = with_part(
        desk.bytes(),
        "word/settings.xml",
        lambda text: (
            text.replace(
                "<w:zoom",
                '<w:mailMerge><w:mainDocumentType w:val="formLetters"/><w:dataType w:val="textFile"/>'
                '<w:query w:val="SELECT * FROM customers"/></w:mailMerge><w:zoom',
                1,
            )
            if "<w:zoom" in text
            else text
        ),
    )
    return "Quotation letter.docx", "proposal", desk, data


def controls() -> tuple[str, str, Desk, bytes]:
    """An English form with content controls, a legacy form field or two, boxes to tick, and a cover of properties."""
    desk = Desk()
    desk.fill(desk.document.add_paragraph(style="Title"), Control("Title", "doc.title", "[Document title]"))
    desk.line(Control("Company", "doc.seller.full_name", "[Company name]", tag="seller_company"))
    desk.line("Publish date: ", Control("Publish Date", "doc.date", "[Pick the date]", "date"))
    desk.heading("1. Parties")
    desk.table(
        [
            ["Client", Control("Client name", "doc.client.full_name")],
            ["Client address", Control("Address", "doc.client.address")],
            ["Client contact", Control("Contact person", "doc.client.contact.name")],
            ["Contact e-mail", Control("", "doc.client.contact.email", tag="client_email")],
            ["Supplier", Control("Supplier", "doc.seller.full_name")],
            ["Supplier contact", Control("Supplier contact", "doc.seller.contact.name")],
            ["Supplier phone", Form("Text7", "doc.seller.contact.phone")],
        ]
    )
    desk.heading("2. Document control")
    desk.table(
        [
            ["Proposal no.", Control("Proposal number", "doc.doc_id"), "Version", Control("Version", "doc.version")],
            [
                "Status",
                Control("Status", "doc.status", "Choose an item.", "list", items=("Draft", "Approved", "Issued")),
                "Valid until",
                Control("Valid until", "doc.valid_until", "Click or tap to enter a date.", "date"),
            ],
            [
                "Prepared by",
                Control("Author", "doc.prepared_by"),
                "Approved by",
                Control("Approver", "doc.approved_by"),
            ],
        ]
    )
    desk.line(
        "Confidentiality: ",
        Control("", "doc.confidentiality = public", "☐", "box", placeholder=False),
        " Public   ",
        Control("", "doc.confidentiality = internal", "☐", "box", placeholder=False),
        " Internal   ",
        Control("", "doc.confidentiality = confidential", "☐", "box", placeholder=False),
        " Confidential",
    )
    desk.heading("3. Summary")
    desk.line(Control("Executive summary", "doc.executive_summary", kind="rich"))
    desk.heading("4. Deliverables")
    heads = ["Deliverable", "Form", "Acceptance criteria", "Due"]
    desk.table(
        [
            heads,
            [
                Control("Deliverable", "doc.deliverables[].name"),
                Control("Form", "doc.deliverables[].form"),
                Control("Acceptance", "doc.deliverables[].acceptance"),
                Control("Due", "doc.deliverables[].due", "Click or tap to enter a date.", "date"),
            ],
        ]
    )
    desk.loop(" | ".join(heads), "doc.deliverables")
    desk.heading("5. Risks")
    risks = ["Risk", "Likelihood", "Impact", "Mitigation", "Owner"]
    desk.table(
        [
            risks,
            [
                Control("Risk", "doc.risks[].risk"),
                Control(
                    "Likelihood", "doc.risks[].likelihood", "Choose an item.", "list", items=("Low", "Medium", "High")
                ),
                Control("Impact", "doc.risks[].impact", "Choose an item.", "list", items=("Low", "Medium", "High")),
                Control("Mitigation", "doc.risks[].response"),
                Control("Risk owner", "doc.risks[].owner"),
            ],
        ]
    )
    desk.loop(" | ".join(risks), "doc.risks")
    desk.heading("6. Fees")
    desk.line(
        "Total fee: ",
        Control("Total fee", "doc.pricing.totals.payable"),
        " (currency: ",
        Control("Currency", "doc.pricing.currency", "Choose an item.", "list", items=("USD", "EUR", "CNY")),
        ")",
    )
    desk.line(
        "Service period: ",
        Control("Service start", "doc.service_period.start", "Click or tap to enter a date.", "date"),
        " to ",
        Control("Service end", "doc.service_period.end", "Click or tap to enter a date.", "date"),
    )
    desk.line("Purchase order no.: ", Control("PO number", "none"))
    desk.line("Service manager: ", Control("", "none", "Click or tap here to enter text."))
    desk.heading("7. Signatures")
    desk.table(
        [
            [
                [
                    "For the client",
                    ("Signature: ", Ask("________________", "hand")),
                    ("Date: ", Ask("__________", "hand")),
                ],
                [
                    "For the supplier",
                    ("Signature: ", Ask("________________", "hand")),
                    ("Date: ", Ask("__________", "hand")),
                ],
            ]
        ]
    )
    desk.footer("Ref. ", Control("Proposal no.", "doc.doc_id"))
    return "Statement of work form.docx", "proposal", desk, desk.bytes()


def minutes() -> tuple[str, str, Desk, bytes]:
    """Chinese minutes with XXX, ×× and highlighted examples from the last meeting."""
    desk = Desk()
    desk.font("Calibri", "微软雅黑", 11)
    title = desk.document.add_paragraph(style="Title")
    desk.fill(title, "商务谈判会议纪要")
    desk.table(
        [
            ["会议主题", Ask("XXX项目商务谈判", "doc.title", "highlight"), "纪要编号", Ask("XXXX", "doc.minutes_no")],
            ["会议时间", Ask("20XX年XX月XX日", "doc.time"), "会议地点", Ask("×××会议室", "doc.place")],
            ["主持人", Ask("XXX", "doc.chair"), "记录人", Ask("XXX", "doc.recorder")],
            ["甲方", Ask("某某公司", "doc.client.full_name"), "乙方", Ask("XX有限公司", "doc.seller.full_name")],
        ]
    )
    desk.heading("一、参会人员", 1)
    who = ["姓名", "单位", "职务"]
    desk.table(
        [
            who,
            *[
                [
                    Ask("XXX", "doc.attendees[].name"),
                    Ask("XX公司", "doc.attendees[].organisation"),
                    Ask("XX", "doc.attendees[].job_title"),
                ]
            ]
            * 2,
        ]
    )
    desk.loop(" | ".join(who), "doc.attendees")
    desk.heading("二、会议议程", 1)
    for _ in range(2):
        desk.line(Ask("XXXXXX", "doc.agenda"), style="List Number")
    desk.loop("XXXXXX / XXXXXX", "doc.agenda")
    desk.heading("三、达成一致事项", 1)
    desk.line("双方经友好协商，就以下事项达成一致：")
    agreed = ["序号", "议题", "约定内容", "附加条件", "生效日期"]
    fields = ["no", "topic", "agreed_text", "condition", "effective_from"]
    desk.table(
        [
            agreed,
            *[["1", *[Ask("XXX", f"doc.agreed[].{name}") for name in fields[1:]]]],
            ["2", "XXX", "XXX", "XXX", "XXX"],
        ]
    )
    desk.loop(" | ".join(agreed), "doc.agreed")
    desk.heading("四、待解决问题", 1)
    issues = ["问题", "我方意见", "对方意见", "责任人", "完成时间"]
    fields = ["issue", "our_view", "their_view", "owner", "due"]
    desk.table(
        [
            issues,
            [
                Ask(text, f"doc.open_issues[].{name}", "highlight")
                for text, name in zip(
                    ("法务审核合同模板", "采用乙方模板", "采用集团模板", "张三", "2026-12-04"), fields, strict=True
                )
            ],
        ]
    )
    desk.loop(" | ".join(issues), "doc.open_issues")
    desk.heading("五、后续行动", 1)
    actions = ["行动事项", "负责人", "完成日期"]
    desk.table(
        [
            actions,
            [Ask("XXX", "doc.actions[].what"), Ask("XXX", "doc.actions[].owner"), Ask("XX月XX日", "doc.actions[].due")],
        ]
    )
    desk.loop(" | ".join(actions), "doc.actions")
    desk.heading("六、下次会议", 1)
    desk.line(
        "下次会议时间：",
        Ask("XXXX年XX月XX日", "doc.next_meeting.time"),
        "，地点：",
        Ask("XXXX", "doc.next_meeting.place"),
        "。",
    )
    desk.line("本纪要一式", Ask("XX", "none"), "份，抄送：", Ask("XXX、XXX", "doc.copies", "highlight"), "。")
    desk.line("效力说明：", Ask("本纪要仅记录双方意向，以签订的合同为准", "doc.legal_effect", "highlight"))
    desk.heading("七、签署", 1)
    desk.table(
        [
            [
                ["甲方（签字）：", ("日期：", Ask("    年  月  日", "hand", "underline"))],
                ["乙方（签字）：", ("日期：", Ask("    年  月  日", "hand", "underline"))],
            ]
        ]
    )
    desk.header("文件编号：", Ask("XXX-XXXX", "doc.doc_id"), "  密级：", Ask("XX", "doc.confidentiality"))
    desk.footer("编制：", Ask("XXX", "doc.prepared_by"))
    return "谈判纪要.docx", "minutes", desk, desk.bytes()


HABITS = (quotation, brackets, mail_merge, controls, minutes)
