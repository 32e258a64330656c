"""Encodings of input files: judged by what each would make of the file, named when guessed, refused when none fits."""

from pathlib import Path

import pytest
from test_load import PROPOSAL, load

from docgen.errors import Finding, InputError
from docgen.loading.encodings import decode_text

TEXTS = {
    "cp1252": (
        "Company,Contact\nHôtel du Président,Éric Lefèvre\n",
        "Müller",
        "créée",
        "Straße 5;Größe",
        "€ 50",
        "20 °C",
        "MÜLLER GMBH,JÜRGEN",
        "São Paulo,Conceição",
        "Århus,Østergård",
        "naïve “quoted” text…",
    ),
    "gb18030": (
        "编号,公司,联系人\n1,华东精工,马俊\n",
        "title: 方案",
        "王",
        "北京,上海",
        "朱镕基先生",
        "title: 方案（二）— APS系统升级",
        "欧阳娜娜",
        "note,很好的客户,a",
    ),
    "big5": ("編號,公司,聯絡人\n1,台灣積體電路,張忠謀\n", "客戶名稱", "陳先生"),
    "cp932": ("番号,会社名,担当者\n1,トヨタ自動車,田中\n", "株式会社日立製作所"),
    "euc_kr": ("번호,회사,담당자\n1,삼성전자,김철수\n",),
    "utf-16-le": ("company,王\n1,2\n",),
    "utf-16-be": ("company,王\n1,2\n",),
}
NAMES = {"cp1252": "Windows-1252", "cp932": "Shift-JIS", "euc_kr": "EUC-KR", "big5": "Big5", "gb18030": "GB18030"}


@pytest.mark.parametrize(("encoding", "text"), [(code, text) for code, texts in TEXTS.items() for text in texts])
def test_an_encoding_is_told_by_its_characters_and_named(encoding: str, text: str) -> None:
    read, (notice,) = decode_text(Path("a.csv"), text.encode(encoding))
    assert read == text
    assert NAMES.get(encoding, "UTF-16") in notice.message
    assert (notice.code, notice.severity) == ("notice.encoding", "warning")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_what_a_file_says_itself_is_no_guess(encoding: str) -> None:
    assert decode_text(Path("a.csv"), "编号,公司".encode(encoding)) == ("编号,公司", ())


@pytest.mark.parametrize(
    "data",
    ["Иванов,Москва".encode("cp1251"), "Αθήνα".encode("cp1253"), "编号,公司,客户".encode() + b"\xff", b"\xff\xfea"],
)
def test_text_that_fits_no_encoding_is_refused_at_its_first_byte(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        decode_text(Path("a.csv"), b"kind\n" * (not data.startswith(b"\xff")) + data)
    assert caught.value.findings[0].code == "input.encoding"
    assert caught.value.findings[0].line in {1, 2}


@pytest.mark.parametrize("name", ["facts.yaml", "facts.json"])
def test_a_broken_file_in_another_encoding_keeps_its_place(tmp_path: Path, name: str) -> None:
    text = "{'kind'：方案}" if name.endswith("json") else "kind: 方案\ntitle: '客户\n"
    assert only_error(tmp_path, text.encode("gb18030"), name).line in {1, 2}


def only_error(folder: Path, data: bytes, name: str) -> Finding:
    with pytest.raises(InputError) as caught:
        load(folder, data, name)
    (error,) = [finding for finding in caught.value.findings if finding.severity == "error"]
    return error


def test_documents_load_from_the_encodings_of_windows(tmp_path: Path) -> None:
    text = PROPOSAL.replace('title: "Title"', 'title: "方案"')
    for encoding in ("utf-16", "gb18030"):
        assert load(tmp_path, text.encode(encoding)).document.title == "方案"
    western = load(tmp_path, text.replace("方案", "Angebot für Müller").replace("−", "-").encode("cp1252"))
    assert western.document.title == "Angebot für Müller"


def test_text_that_yaml_leaves_out_is_reported(tmp_path: Path) -> None:
    for value, read, left in (
        ("方案 #2", "方案", "#2"),
        ("Offer  #A-7 for you", "Offer", "#A-7 for you"),
        ("Lot # 12", "Lot", "# 12"),
        ("&Co 方案", "方案", "&Co"),
    ):
        loaded = load(tmp_path, PROPOSAL.replace('title: "Title"', f"title: {value}"))
        (notice,) = [found for found in loaded.notices if found.code in {"notice.comment", "notice.anchor"}]
        assert (loaded.document.title, f"`{left}`" in notice.message) == (read, True)
        assert "quotes" in notice.hint


@pytest.mark.parametrize("value", ['"方案 #2"', "C#", "方案 # ein Kommentar", "方案 #", "a#2"])
def test_a_comment_proper_and_a_sign_inside_a_word_are_not_reported(tmp_path: Path, value: str) -> None:
    loaded = load(tmp_path, PROPOSAL.replace('title: "Title"', f"title: {value}"))
    assert not [found for found in loaded.notices if found.code == "notice.comment"]


def test_a_value_that_is_all_comment_is_reported_as_empty_and_as_comment(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        load(tmp_path, PROPOSAL.replace('title: "Title"', "title: #2 方案"))
    assert [found.code for found in caught.value.findings] == ["input.missing", "notice.comment"]


def test_a_merge_key_adds_fields_in_inputs_as_in_the_library(tmp_path: Path) -> None:
    text = PROPOSAL.replace("seller:\n", "seller:\n  <<: {address: 1 Street}\n", 1)
    assert load(tmp_path, text).document.seller.address == "1 Street"
