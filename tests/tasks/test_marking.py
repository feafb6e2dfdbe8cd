from tasks.marking import Mark, Piece, excerpt, heading, hits, paragraphs, pieces, within


def shown(found: list[Piece]) -> list[tuple[str, str]]:
    return [(piece.text, " ".join(mark.kind for mark in piece.marks)) for piece in found]


def test_text_without_marks_is_one_piece():
    assert pieces("新建100套", []) == [Piece("新建100套", 0)]


def test_empty_text_has_no_piece():
    assert pieces("", [Mark(0, 3, "task")]) == []


def test_nested_marks_stand_outermost_first():
    found = pieces("甲新建100套乙", [Mark(3, 6, "figure"), Mark(1, 7, "task")])

    assert shown(found) == [
        ("甲", ""),
        ("新建", "task"),
        ("100", "task figure"),
        ("套", "task"),
        ("乙", ""),
    ]


def test_crossing_marks_share_the_piece_in_the_middle():
    found = pieces("abcdef", [Mark(0, 4, "one"), Mark(2, 6, "two")])

    assert shown(found) == [("ab", "one"), ("cd", "one two"), ("ef", "two")]


def names(found: list[Piece]) -> list[tuple[str, ...]]:
    return [piece.names for piece in found]


def test_two_figures_of_one_stretch_are_both_named_there():
    marks = [Mark(0, 2, "target", "target-1"), Mark(0, 2, "target", "target-2")]

    assert names(pieces("97", marks)) == [("target-1", "target-2")]


def test_mark_is_named_only_at_its_first_piece():
    marks = [Mark(0, 6, "task", "task-1"), Mark(2, 4, "target", "target-1")]

    assert names(pieces("abcdef", marks)) == [("task-1",), ("target-1",), ()]


def test_figures_that_overlap_from_the_left_are_named_at_their_own_end():
    marks = [
        Mark(0, 4, "target", "target-1", at_end=True),
        Mark(0, 8, "target", "target-2", at_end=True),
    ]

    assert names(pieces("建100改20户", marks)) == [("target-1",), ("target-2",)]


def test_mark_beyond_the_text_is_cut_and_an_empty_one_is_not_shown():
    found = pieces("abc", [Mark(1, 99, "long"), Mark(2, 2, "empty"), Mark(50, 60, "outside")])

    assert shown(found) == [("a", ""), ("b", "long"), ("c", "long")]


def test_paragraphs_keep_a_mark_over_lines_and_its_one_beginning():
    task = Mark(3, 10, "task", "task-1")

    lines = paragraphs("一、\n甲甲\n\n乙乙。\n丙", [task])

    assert [shown(line) for line in lines] == [
        [("一、", "")],
        [("甲甲", "task")],
        [("乙乙。", "task")],
        [("丙", "")],
    ]
    assert names([piece for line in lines for piece in line]) == [(), ("task-1",), (), ()]


def test_name_at_the_end_of_a_line_is_not_lost_with_the_line_break():
    lines = paragraphs("甲\n乙", [Mark(0, 2, "target", "target-1", at_end=True)])

    assert names([piece for line in lines for piece in line]) == [("target-1",), ()]


def test_text_that_begins_with_line_breaks_has_no_empty_paragraph():
    assert [shown(line) for line in paragraphs("\n\n甲\n", [])] == [[("甲", "")]]


def test_paragraphs_know_where_they_start():
    assert [line[0].start for line in paragraphs("甲\n乙乙\n丙", [])] == [0, 2, 5]


def test_mark_within_a_stretch_is_counted_from_it():
    mark = Mark(10, 20, "target", "target-1", "#x", "tip")

    assert within(mark, 15, 40) == Mark(0, 5, "target", "target-1", "#x", "tip")
    assert within(mark, 20, 40) is None


def test_heading_runs_from_the_number_to_the_titles_end():
    text = "前言(十一)加强住房供应保障。筹集住房。"

    assert heading(text, 2, len(text), "加强住房供应保障") == (2, 14)


def test_heading_of_a_title_that_was_repaired_is_the_first_sentence():
    text = "7.加強住房,筹集住房。"

    assert heading(text, 2, len(text), "加强住房") == (2, 6)


def test_point_behind_a_number_ends_no_heading():
    text = "7.加强农村住房,筹集住房。"

    assert heading(text, 0, len(text), "加强城市住房") == (0, 8)


def test_hits_ignore_case_and_take_signs_literally():
    assert hits("5G网络 5g基站", "5g") == [Mark(0, 2, "hit"), Mark(5, 7, "hit")]
    assert hits("万户(套)", "(套)") == [Mark(2, 5, "hit")]
    assert hits("住房", "") == []


def test_excerpt_shows_the_surroundings_of_the_first_hit():
    found = excerpt("甲" * 10 + "住房" + "乙" * 10, "住房", around=3)

    assert shown(found) == [("…甲甲甲", ""), ("住房", "hit"), ("乙乙乙…", "")]


def test_excerpt_without_a_hit_is_the_beginning():
    assert shown(excerpt("甲乙丙丁", "住", around=1)) == [("甲乙…", "")]
