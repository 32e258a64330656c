"""What docgen does differently from docxtpl in tables, other parts and frames: why, and what comes out."""

from collections.abc import Mapping

from oracle.difference import Difference

DIFFERENCES: Mapping[str, Difference] = {
    "row_loop_over_nothing": Difference(
        "docxtpl leaves a table without rows, which Word refuses",
        "a table without rows is removed",
        """
        p: before
        p: after
        """,
    ),
    "words_next_to_a_row_tag": Difference(
        "docxtpl silently loses the words next to the tag",
        "text is never lost silently",
        "refused: template.lost at document, table 1, row 1, cell 1",
    ),
    "a_row_that_repeats_itself": Difference(
        "docxtpl ends with Jinja's error, without the place",
        "the tags would remove the row's words; the finding says how to write it",
        "refused: template.lost at document, table 1, row 1, cell 1",
    ),
    "a_cell_whose_paragraphs_all_go": Difference(
        "docxtpl leaves a cell without a paragraph, which Word refuses",
        "a cell ends with a paragraph",
        """
        tbl(TableGrid) grid=2
          tr:  ¦ b
        p:
        """,
    ),
    "a_row_whose_cells_all_go": Difference(
        "docxtpl leaves a row without cells, which Word refuses",
        "a row without cells is removed",
        """
        tbl(TableGrid) grid=3
          tr: b ¦  ¦
        p:
        """,
    ),
    "table_in_a_loop": Difference(
        "docxtpl leaves a table as the body's last block",
        "Word writes a paragraph after it, so that there is a place to type",
        """
        p: Pump
        tbl(TableGrid) grid=1
          tr: 1/Pump
          tr: 2/Pump
        p: R&D
        tbl(TableGrid) grid=1
          tr: 3/R&D
          tr: 4/R&D
        p:
        """,
    ),
    "nested_table_of_columns": Difference(
        "docxtpl counts a nested table's cells as the outer table's columns",
        "each table has the columns of its own rows",
        """
        tbl(TableGrid) grid=2
          tr:
            -
              tbl(TableGrid) grid=3
                tr: Mon ¦ Tue ¦ Wed
              p: under
            - b
        p:
        """,
    ),
    "colspan_in_a_cell_without_properties": Difference(
        "docxtpl drops the tag",
        "a cell need not have properties to get one",
        """
        tbl(TableGrid) grid=2
          tr: (gridSpan=2) Head
          tr: a ¦ b
        p:
        """,
    ),
    "vm_in_formatted_runs": Difference(
        "docxtpl removes only the words of the tag's own run, the others stay hidden in each merged cell",
        "the words of merged cells occur once",
        """
        tbl(TableGrid) grid=2
          tr: (vMerge=restart) «b|bold» ¦ a
          tr: (vMerge=continue) ¦ b
          tr: (vMerge=continue) ¦ c
        p:
        """,
    ),
    "footnote_in_a_document_of_two_sections": Difference(
        "docxtpl renders the footnotes once for each section, so that text from data is evaluated",
        "text from data is never evaluated",
        """
        p: a[footnoteReference 2]
        p:
        section
        header default of section 2: {{ 7*7 }} & <b> 2
        header first of section 2: {{ 7*7 }} {% if %} {# 2
        footnote 2: [{{ 7*7 }} & <b>]
        """,
    ),
    "a_footnote_that_all_goes": Difference(
        "docxtpl leaves a footnote without a paragraph, which Word refuses",
        "a footnote ends with a paragraph",
        """
        p: a[footnoteReference 2]
        footnote 2:
        """,
    ),
    "a_header_that_all_goes": Difference(
        "docxtpl leaves a header without a paragraph, which Word refuses",
        "a header ends with a paragraph",
        """
        p: x
        header default of section 1:
        """,
    ),
    "endnote": Difference(
        "docxtpl leaves endnotes unchanged",
        "tags work wherever an author can type",
        """
        p: a[endnoteReference 2]
        endnote 2:
          p: R&D <x>
          p: yes
        """,
    ),
    "comment": Difference(
        "docxtpl leaves comments in the file, with their authors",
        "a reviewer's comment on a template is removed, and that is reported",
        "p: a",
    ),
    "core_properties_with_markup": Difference(
        "docxtpl escapes twice, so that the title reads `R&amp;D`",
        "text is printed unchanged",
        """
        p: x
        core subject: {{ 7*7 }} {% if %} {#
        core title: R&D <x>
        """,
    ),
    "keywords_and_category": Difference(
        "docxtpl leaves these properties unchanged",
        "tags work in every property that holds text",
        """
        p: x
        core category: y
        core contentStatus: x
        core keywords: x, y
        """,
    ),
    "custom_properties": Difference(
        "docxtpl leaves custom properties unchanged",
        "tags work in every property that holds text",
        """
        p: x
        custom Client: R&D <x>
        custom Plain: as it is
        custom Kept True: x
        """,
    ),
    "link_target": Difference(
        "docxtpl leaves link targets unchanged",
        "Word writes a target's braces as %7B and %7D; they are tags nevertheless",
        "p: [link https://a.example/x?q=1&r=2|x]",
    ),
    "link_target_typed_plainly": Difference(
        "docxtpl leaves link targets unchanged",
        "tags work in link targets",
        "p: [link https://a.example/a%26b/c|here]",
    ),
    "a_text_box_that_all_goes": Difference(
        "docxtpl leaves a text box without a paragraph, which Word refuses",
        "a text box ends with a paragraph",
        """
        p: [AlternateContent]
          box 1:
            p:
          fallback 2:
            p:
        """,
    ),
    "alt_text_with_quotes_in_the_tag": Difference(
        "docxtpl leaves `&quot;` in the tag, and Jinja finds no expression",
        "a tag is what was typed in Word",
        "p: [drawing “x, y R&D” picture FF0000]",
    ),
    "alt_text_with_breaks": Difference(
        "docxtpl turns a line break into a space", "an alt text has lines, too", "p: [drawing “one⏎two” picture FF0000]"
    ),
    "bookmark_in_a_loop": Difference(
        "docxtpl duplicates the bookmark's name; Word drops the second",
        "each bookmark has a name of its own",
        """
        p: a [bookmark here]x
        p: a [bookmark here_*]y
        p: [link #here|there]
        """,
    ),
    "bookmark_with_its_link_in_a_loop": Difference(
        "docxtpl duplicates the bookmark's name, and each link leads to the first",
        "a link leads to the bookmark of its own turn",
        """
        p: [bookmark here]x[link #here|x]
        p: [bookmark here_*]y[link #here_*|y]
        """,
    ),
    "content_control_around_a_cell": Difference(
        "docxtpl doesn't count the cell in the control and drops a column",
        "a cell in a content control is a cell",
        """
        tbl(TableGrid) grid=2
          tr: a ¦ sdt(t) R&D <x>
        p:
        """,
    ),
    "a_content_control_that_all_goes": Difference(
        "docxtpl leaves a control without content",
        "a control ends with a paragraph",
        """
        sdt(t):
          p:
        p: end
        """,
    ),
}
