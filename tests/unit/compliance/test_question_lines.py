"""Does a stream of bytes come apart into the questions that it holds, and is what is none named exactly?"""

from __future__ import annotations

import json

import pytest

from compliance.question_lines import in_pieces, question_in, questions_in
from gateway.domain.errors import DataError

NOT_JSON = [
    # the bytes, what is said of them, the field
    (b'{"x_note": "\xff"}', "not UTF-8 at byte 12", None),
    (b"{", "not JSON: Expecting property name enclosed in double quotes (line 1, column 2)", None),
    (b'{\n"at" 1}', "not JSON: Expecting ':' delimiter (line 2, column 6)", None),
    (b'{"at": NaN}', "not JSON: a number that is none", None),
    (b"9" * 5_000, "not JSON: a number that is none", None),
    (b"[" * 100_000, "nested too deeply for a question", None),
    (b'{"x_note": "\\ud800"}', "holds half a character, which is no text", None),
    (b'{"at": 1, "at": 2}', "at: is said twice", "at"),
    (b'{"a": {"b": 1, "c": 2, "b": 3}}', "a.b: is said twice", "a.b"),
    (b'{"a": [{"b": 1}, {"b": 1, "b": 2}]}', "a[1].b: is said twice", "a[1].b"),
    (b'[{"b": 1, "b": 2}]', "[0].b: is said twice", "[0].b"),
    (b'{"a": [[1, {"b": {"c": 1, "c": 2}}]]}', "a[0][1].b.c: is said twice", "a[0][1].b.c"),
]


@pytest.mark.parametrize("number", range(len(NOT_JSON)))
def test_what_is_no_question_is_named(number):
    text, said, field = NOT_JSON[number]
    with pytest.raises(DataError) as refused:
        question_in(text)
    assert (str(refused.value), refused.value.field) == (said, field)


def test_a_whole_character_may_be_written_in_halves():
    assert question_in(b'{"x_note": "\\ud83d\\ude00"}') == {"x_note": "\U0001f600"}


def test_a_mark_of_byte_order_is_no_part_of_a_question():
    assert question_in(b'\xef\xbb\xbf{"at": 1}') == {"at": 1}


STREAMS = [
    # lines, the questions in them
    ([b'{"at": 1}\n', b"\n", b'{"at": 2}\n'], [{"at": 1}, {"at": 2}]),
    ([b'\xef\xbb\xbf{"at":\n', b"1}\n"], [{"at": 1}]),
    ([b"{\n", b'"at": 1,\n', b'"b": [\n', b'{"type": "call", "at": 2}\n', b"]\n", b"}\n", b'{"at": 3}\n'],
     [{"at": 1, "b": [{"type": "call", "at": 2}]}, {"at": 3}]),
    ([b"{\n", b'"a": "} ]",\n', b'"b": "\\"}",\n', b'"at": 1}\n'], [{"a": "} ]", "b": '"}', "at": 1}]),
    ([b'[{"at": 1},\n', b'{"b": 2}]\n'], [[{"at": 1}, {"b": 2}]]),
    ([b"{\n", b'"a": [\n', b'{"b": 1}\n', b"]}\n"], [{"a": [{"b": 1}]}]),
    ([b"{\n", b'"at": 1\n', b'{"at": 2}\n', b'{"at": 3}\n'], ["error", "error", {"at": 2}, {"at": 3}]),
    ([b"}\n", b'{"at": 1}\n'], ["error", {"at": 1}]),
    ([b"{\n", b"\n", b"nonsense}\n", b'{"at": 1}\n'], ["error", {"at": 1}]),
    ([b"{\n", b"\n", b'"at": 1\n'], ["error", "error"]),
    ([b" \n", b"\t\n"], []),
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(STREAMS)))
def test_a_stream_comes_apart(number):
    lines, questions = STREAMS[number]
    found = ["error" if isinstance(each, DataError) else each for each in questions_in(lines)]
    assert found == questions


def test_each_question_is_read_as_soon_as_its_last_line_has_come():
    told: list[bytes] = []

    def lines():
        for line in (b'{"at": 1}\n', b"{\n", b'"at": 2}\n', b'{"at": 3}\n'):
            told.append(line)
            yield line

    questions = questions_in(lines())
    assert [(next(questions), len(told)) for _ in range(3)] == [
        ({"at": 1}, 1),
        ({"at": 2}, 3),
        ({"at": 3}, 4),
    ]


def test_what_was_read_is_what_json_reads():
    text = json.dumps({"at": "x", "events": [{"type": "call"}], "n": [1, 2.5, None, True]}, indent=1)
    assert question_in(text.encode()) == json.loads(text)


def test_lines_are_shared_out_where_a_question_ends():
    whole, begun = b'{"at": "x"}\n', b'{\n"at": "x"\n}\n'.splitlines(True)
    lines = [whole, *begun, whole, whole, *begun]
    pieces = list(in_pieces(lines, 2))
    assert pieces == [[whole, *begun, whole], [whole, *begun]]
    assert [q for piece in pieces for q in questions_in(piece)] == list(questions_in(lines))
