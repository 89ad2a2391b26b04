"""Names in the words of judgements: what was cited or written before a name was masked.

A judgement keeps its hash and its place in the chain. Its words as they were written go into the
key, from which the hash can be computed again; the study has them with marks. They are worked out
anew from the decisions whenever these are carried out, so that a decision can be taken back.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from coder_tui.domain.blinding import MASK, Masker, Segment, text_hash
from coder_tui.domain.requoting import Stored, requoted
from coder_tui.storage.database import Connection
from coder_tui.storage.judgements import Value, row_hash

WORDS = {
    "evidence": ("quote", "source_url", "source_place"),
    "comment": ("text",),
    "flag": ("reason",),
    "submission": ("reason",),
    "adjudication": ("sentence",),
    "proposal": ("wording",),
}
"""The columns of judgements that hold words: quoted ones, or typed ones."""

_READ = {
    table: f"select sitting, seq, {', '.join(names)} from {table} order by sitting, seq"
    for table, names in WORDS.items()
}
_PLACES = "select sitting, seq, blind_id, part, span_start, span_end, part_hash from evidence"
_SET = {
    table: f"update {table} set {', '.join(f'{name} = :{name}' for name in names)} "
    "where sitting = :sitting and seq = :seq"
    for table, names in WORDS.items()
}
_ROW = {table: f"select * from {table} where sitting = ? and seq = ?" for table in WORDS}

SPELLINGS = """
select spelling
from leak
where decision in ('masked', 'excluded')
or decision is null
and exists (
    select 1
    from leak as decided
    where decided.blind_id = leak.blind_id and decided.decision = 'excluded'
)
union
select name from leak where decision in ('masked', 'excluded') and kind in ('exact', 'altered')
union
select spelling from forgotten
"""
"""What is masked in words that coders typed: the spellings, and the names that they spell."""

CONCERNED = """
select blind_id from leak where decision in ('masked', 'excluded')
union
select blind_id from unleaked
"""

NOTE = """
insert into redacted values (?, ?, ?, ?, ?, 0)
on conflict do update set wanted = excluded.wanted, carried = 0
"""

Words = dict[str, str | None]
"""Columns of a judgement and their words."""
Id = tuple[str, int]
"""The sitting and the number of a judgement."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """Words of a judgement that are to be others than they are."""

    table: str
    id: Id
    written: Words
    """As they were written."""
    wanted: Words


@dataclass(frozen=True, slots=True)
class PartTexts:
    """A part's texts: in which words may have been cited, and the one that is to be."""

    before: tuple[Stored, ...]
    now: Stored


Parts = Mapping[int, PartTexts]


def redactions(
    study: Connection, key: Connection, parts_of: Mapping[str, Parts]
) -> Iterator[Redaction]:
    """Give the judgements whose words are not what the decisions ask for.

    Args:
        study: the study's connection.
        key: that of its key.
        parts_of: the parts of the items in which names are masked, or were.
    """
    masker = _typed_names(key)
    kept = _kept(key)
    (salt,) = study.execute("select salt from study").fetchone()
    places = {(row[0], row[1]): row[2:] for row in study.execute(_PLACES)}
    for table, names in WORDS.items():
        for sitting, seq, *present in study.execute(_READ[table]).fetchall():
            words = dict(zip(names, present, strict=True))
            written, noted = kept.get((sitting, seq), (words, words))
            wanted = {name: _typed(text, masker) for name, text in written.items()}
            if table == "evidence" and written["quote"]:
                place = places[sitting, seq]
                wanted["quote"] = _quoted(
                    written["quote"], words["quote"] or "", place, parts_of, masker, salt
                )
            if not wanted == words == noted:
                yield Redaction(table, (sitting, seq), written, wanted)


def judged_items(connection: Connection) -> set[str]:
    """Give the items in which something was cited."""
    return {row[0] for row in connection.execute("select distinct blind_id from evidence")}


def _typed_names(connection: Connection) -> Masker:
    """Give the masker of typed words; a spelling over two lines counts on one, too."""
    spellings = [text for (text,) in connection.execute(SPELLINGS).fetchall()]
    return Masker([*spellings, *(" ".join(text.split()) for text in spellings)])


def _kept(connection: Connection) -> dict[Id, tuple[Words, Words]]:
    """Give the words of judgements in which names are masked: as written, and as they stand."""
    rows = connection.execute("select sitting, seq, written, wanted from redacted").fetchall()
    return {
        (sitting, seq): (json.loads(written), json.loads(wanted))
        for sitting, seq, written, wanted in rows
    }


def _typed(text: str | None, masker: Masker) -> str | None:
    spans = masker.find(text) if text else []
    if text is None or not spans:
        return text
    pieces, at = [], 0
    for start, end in sorted(spans):
        if start >= at:
            pieces += [text[at:start], MASK]
        at = max(at, end)
    return "".join([*pieces, text[at:]])


def _quoted(
    written: str,
    present: str,
    place: tuple[str, int, int, int, str],
    parts_of: Mapping[str, Parts],
    masker: Masker,
    salt: str,
) -> str | None:
    """Give the words of a quote as they are to stand; one from a source is like typed words."""
    blind_id, part, start, end, part_hash = place
    if start == end:
        return _typed(written, masker)
    if blind_id not in parts_of:
        return present
    texts = parts_of[blind_id].get(part)
    if texts is None:
        return _typed(present, masker)
    if texts.now.text[start:end] == written:
        return written
    # The text that it was cited from, if it is one of those known, before the others.
    before = sorted(texts.before, key=lambda each: text_hash(salt, each.text) != part_hash)
    found = requoted(written, present, start, before, texts.now)
    return _typed(present, masker) if found is None else found


def note_redactions(key: Connection, found: Iterable[Redaction]) -> None:
    """Note in the key what is to be done, within the caller's transaction."""
    key.executemany(
        NOTE,
        ((each.table, *each.id, json.dumps(each.written), json.dumps(each.wanted))
         for each in found),
    )  # fmt: skip


def is_noted(key: Connection) -> bool:
    """Whether something is noted that the study may not have."""
    return bool(
        key.execute("select exists (select 1 from redacted where carried = 0)").fetchone()[0]
    )


def redact(study: Connection, key: Connection, *, at: str) -> int:
    """Write into the study what is noted in the key, within transactions of both.

    Returns:
        How many judgements have other words.
    """
    noted = key.execute(
        "select judgement, sitting, seq, written, wanted from redacted where carried = 0"
    ).fetchall()
    for table, sitting, seq, written, wanted in noted:
        place = {"sitting": sitting, "seq": seq}
        study.execute(_SET[table], json.loads(wanted) | place)
        if wanted == written:
            study.execute("delete from redaction where sitting = :sitting and seq = :seq", place)
        else:
            stands = row_hash(table, judgement(study, table, (sitting, seq)))
            study.execute(
                "insert or replace into redaction values (?, ?, ?, ?)", (sitting, seq, stands, at)
            )
    key.execute("delete from redacted where wanted = written and carried = 0")
    key.execute("update redacted set carried = 1")
    return len(noted)


def judgement(study: Connection, table: str, row_id: Id) -> dict[str, Value]:
    """Give a judgement's columns; nothing where there is none."""
    cursor = study.execute(_ROW[table], row_id)
    row = cursor.fetchone()
    return dict(zip([each[0] for each in cursor.description], row, strict=True)) if row else {}


def stored(text: str, segments: str) -> Stored:
    """Give a text with its replacements as the key keeps them."""
    return Stored(text, tuple(Segment(*each) for each in json.loads(segments)))
