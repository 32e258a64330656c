"""What docgen does differently from docxtpl in running text, values and paragraphs: why, and what comes out."""

from collections.abc import Mapping

from oracle.difference import Difference

_TRACKED = (
    "a client could read who changed what, so the template is refused until the changes are accepted or rejected",
    "refused: template.tracked at document, paragraph 1",
)

DIFFERENCES: Mapping[str, Difference] = {
    "filter_block": Difference(
        "docxtpl filters the text's markup and loses `&`",
        "a filter works on the text as it is read",
        "p: R&D & MORE end",
    ),
    "filter_over_a_macro": Difference(
        "docxtpl filters the markup of what a macro or a `{% set %}` block gives, loses `&` and counts its entities",
        "a filter works on the text as it is read",
        "p: R&D R&D 3",
    ),
    "escaped_tags_in_data": Difference(
        "docxtpl turns `{_{` into `{{` everywhere, in data too",
        "`{_{` is the template's way to write braces; text from data is printed unchanged",
        "p: {_{ a }_} {_% b %_}",
    ),
    "a_name_that_is_not_there": Difference(
        "docxtpl prints nothing",
        "a misspelt name would reach a client unnoticed",
        "refused: template.undefined at document, paragraph 2",
    ),
    "a_field_of_a_name_that_is_not_there": Difference(
        "docxtpl ends with Jinja's error, without the place",
        "the author needs the place",
        "refused: template.undefined at document, paragraph 1",
    ),
    "nothing_printed": Difference(
        "docxtpl prints `None`", "an empty value prints nothing in all three formats", "p: []"
    ),
    "a_decimal_and_a_date": Difference(
        "docxtpl prints Python's form",
        "figures are never in powers of ten, dates are in the document's language",
        "p: 100 24 November 2026",
    ),
    "an_ampersand_in_a_tag": Difference(
        "docxtpl leaves `&amp;` in the tag, so that it is printed as those five letters",
        "a tag is what was typed in Word",
        """
        p: R&D!
        p: a & b <i>
        """,
    ),
    "a_mark_of_safety": Difference(
        "docxtpl writes `|safe` text as markup and loses what isn't markup",
        "text from data is never markup, and never lost",
        "p: [R&D <b>]",
    ),
    "paragraph_break_in_a_link": Difference(
        "docxtpl puts a paragraph into a paragraph, which Word refuses",
        "both paragraphs hold their part of the link",
        """
        p: [link https://a.example|one]
        p: [link https://a.example|two] end
        """,
    ),
    "control_characters": Difference(
        "docxtpl drops characters that no XML can hold",
        "text from data is never lost silently: the character is reported with its place",
        "refused: template.failed at document, paragraph 1",
    ),
    "line_ends_of_windows": Difference(
        "docxtpl leaves a carriage return, which Word shows as a space",
        "all line ends are line breaks",
        "p: one⏎two⏎three",
    ),
    "line_ends_of_unicode": Difference(
        "docxtpl leaves separators that Word shows as boxes", "all line ends are line breaks", "p: one⏎two⏎three⏎four"
    ),
    "paragraph_comment": Difference(
        "docxtpl leaves an empty paragraph if the comment holds a brace",
        "a comment may contain anything",
        """
        p: a
        p: b
        """,
    ),
    "paragraph_value_of_plain_text": Difference(
        "docxtpl puts the text outside of any paragraph, where Word loses it; it wants RichTextParagraph",
        "`{{p x }}` takes Markdown or plain text and keeps the paragraph's style; there is no RichText",
        """
        p(pStyle=Heading1): R&D
        p: end
        """,
    ),
    "run_value_of_plain_text": Difference(
        "docxtpl puts the text outside of any run, where Word loses it; it wants RichText",
        "`{{r x }}` prints text in its run's format; there is no RichText, Markdown says bold and italic",
        "p: a «b|R&D» b",
    ),
    "words_next_to_a_paragraph_tag": Difference(
        "docxtpl silently loses the words next to the tag",
        "text is never lost silently",
        "refused: template.lost at document, paragraph 2",
    ),
    "two_paragraph_tags_in_one": Difference(
        "docxtpl keeps only the last tag, and Jinja finds the loop without its end", "both tags are meant", "p: a"
    ),
    "run_tag_between_formatted_words": Difference(
        "docxtpl drops the format of what follows the tag in its run", "a tag changes no format", "p: «b|a b c»"
    ),
    "merge_dashes_in_paragraph_tags": Difference(
        "docxtpl merges the next paragraph into the one that is removed, and loses its words",
        "the dash has nothing to trim in a tag that removes its paragraph",
        """
        p: a
        p: b
        p: c
        """,
    ),
    "list_in_a_loop": Difference(
        "docxtpl counts on from turn to turn",
        "a list that begins in a loop's turn begins at 1",
        """
        p: a
        p(numPr[ilvl=0,numId=list1]): one
        p(numPr[ilvl=0,numId=list1]): two
        p: b
        p(numPr[ilvl=0,numId=list2]): one
        p(numPr[ilvl=0,numId=list2]): two
        """,
    ),
    "everything_goes": Difference(
        "docxtpl leaves a body without a paragraph", "Word writes one, so that there is a place to type", "p:"
    ),
    "split_by_formats": Difference(
        "docxtpl gives the words after the tag the format of the tag's first run",
        "only the tag moves",
        "p: a «b|R&D»«u=single| b»",
    ),
    "split_by_a_bookmark": Difference(
        "docxtpl loses the bookmark", "what refers to it would point nowhere", "p: a R&D[bookmark here] b"
    ),
    "split_over_the_edge_of_a_link": Difference(
        "docxtpl breaks the markup and loses the link and the section",
        "only the tag moves",
        "p: a R&D[link https://a.example| in] b",
    ),
    "split_over_the_edge_of_an_insertion": Difference(
        "docxtpl breaks the markup and loses text and section", *_TRACKED
    ),
    "split_over_the_edge_of_a_content_control": Difference(
        "docxtpl breaks the markup and loses the control and the section", "only the tag moves", "p: a R&D[sdt t| in] b"
    ),
    "split_by_a_deletion": Difference("docxtpl loses the tracked deletion", *_TRACKED),
    **{
        name: Difference("docxtpl leaves tracked changes, with their authors, in the file", *_TRACKED)
        for name in ("in_an_insertion", "in_a_deletion", "next_to_a_deletion")
    },
    "a_tag_of_two_paragraphs": Difference(
        "docxtpl joins the paragraphs",
        "a tag that isn't closed is an error, reported with its place",
        "refused: template.syntax at document, paragraph 1",
    ),
    "a_tag_that_is_not_closed": Difference(
        "docxtpl ends with Jinja's error, without the place",
        "an error is reported with its place",
        "refused: template.syntax at document, paragraph 2",
    ),
}
