"""What each data set teaches, as sentences with names, targets and pairs. Offsets are code points."""

from __future__ import annotations

import json
import random
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

Span = tuple[int, int]
STANCES = ["against", "neutral", "favor"]
PAIRS = ["none", "against", "favor"]


@dataclass
class Sentence:
    text: str
    source: str
    language: str
    # None: nothing is known about names here.
    entities: list[tuple[int, int, str]] | None = None
    targets: list[tuple[Span, int]] = field(default_factory=list)
    pairs: list[tuple[Span, Span, int]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)


def read_lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf8").splitlines() if line.strip()]


def stance_sentences(path: Path, source: str) -> list[Sentence]:
    """Rows of one sentence are joined, so that it is encoded once."""
    found: dict[str, Sentence] = {}
    for row in read_lines(path):
        sentence = found.setdefault(row["text"], Sentence(row["text"], source, row["lang"]))
        target = row["target"]
        sentence.targets.append(((target["start"], target["end"]), STANCES.index(row["label"])))
        sentence.ids.append(row["id"])
    return list(found.values())


def name_sentences(path: Path, source: str) -> list[Sentence]:
    found: dict[str, Sentence] = {}
    for row in read_lines(path):
        entities = [(e["start"], e["end"], e["type"]) for e in row["entities"]]
        found.setdefault(row["text"], Sentence(row["text"], source, row["lang"], entities, ids=[row["id"]]))
    return list(found.values())


@dataclass
class Own:
    """Sentences of our own. Held out: of gold every fifth row, of batches the fourth (rows of a batch say the same in five
    languages, so that a row alone is not held out), and `unseen`."""

    sample: list[Sentence] = field(default_factory=list)
    gold: list[Sentence] = field(default_factory=list)
    batch: list[Sentence] = field(default_factory=list)
    gold_held_out: list[Sentence] = field(default_factory=list)
    batch_held_out: list[Sentence] = field(default_factory=list)
    unseen: list[Sentence] = field(default_factory=list)


def own_sentences(path: Path) -> Own:
    own = Own()
    seen: set[str] = set()
    for number, row in enumerate(read_lines(path)):
        if row["text"] in seen:
            continue
        seen.add(row["text"])
        entities = [(e["start"], e["end"], e["type"]) for e in row["entities"]]
        sentence = Sentence(row["text"], row["kind"], row["lang"][:2], entities, ids=[row.get("id", f"sample-{number}")])
        if row["kind"] in ("gold", "batch"):
            _add_stances(sentence, row)
        if row["kind"] == "unseen":
            sentence.targets = [((t["start"], t["end"]), STANCES.index(t["label"])) for t in row["targets"]]
        held_out = {"gold": number % 5 == 0, "batch": sentence.ids[0].startswith("batch-4-")}.get(row["kind"], False)
        getattr(own, row["kind"] + ("_held_out" if held_out else "")).append(sentence)
    return own


def marked_sentences(folder: Path) -> list[Sentence]:
    """Lines of `sentences/*.txt`: [name], [+name] favoured, [-name] opposed, [*name] who takes that side."""
    found: list[Sentence] = []
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text("utf8").splitlines()):
            sentence = Sentence("", "marked", path.stem, ids=[f"{path.stem}-{number}"])
            holders: list[Span] = []
            for part in re.split(r"(\[[^\]]+\])", line):
                marked = re.fullmatch(r"\[([+*-]?)([^\]]+)\]", part)
                start = len(sentence.text)
                sentence.text += marked[2] if marked else part
                if not marked:
                    continue
                span = (start, len(sentence.text))
                sentence.targets.append((span, {"+": 2, "-": 0}.get(marked[1], 1)))
                holders += [span] if marked[1] == "*" else []
            for holder, _ in sentence.targets:
                for target, label in sentence.targets:
                    if holder != target and not (label != 1 and not holders):
                        opinion = PAIRS.index(STANCES[label]) if holder in holders and label != 1 else 0
                        sentence.pairs.append((holder, target, opinion))
            found.append(sentence)
    return found


def _add_stances(sentence: Sentence, row: dict) -> None:
    """Targets: each named entity, neutral where nobody takes a side. Pairs: each two different entities."""
    by_id: dict[str, Span] = {}
    for entity in row["entities"]:
        by_id.setdefault(entity["id"], (entity["start"], entity["end"]))
    labels: dict[str, set[str]] = defaultdict(set)
    towards: dict[tuple[str, str], str] = {}
    doubtful: set[str] = set()
    for stance in row["stances"]:
        if stance.get("optional"):
            doubtful.update(stance["target"])
            continue
        targets = [target for target in stance["target"] if target in by_id]
        holders = [holder for holder in stance["holder"] if holder in by_id]
        for target in targets:
            labels[target].add(stance["label"])
            for holder in holders:
                towards[holder, target] = stance["label"]
        if not targets and any(target.startswith("topic:taliban") for target in stance["target"]):
            labels["org:taliban"].add(stance["label"])
    for name, span in by_id.items():
        if name in doubtful:
            continue
        if len(labels[name]) < 2:
            sentence.targets.append((span, STANCES.index(next(iter(labels[name]), "neutral"))))
        for other, holder_span in by_id.items():
            if other != name:
                sentence.pairs.append((holder_span, span, PAIRS.index(towards.get((other, name), "none"))))


def rusentrel_sentences(folder: Path, documents: range, seed: int) -> list[Sentence]:
    """Sentences of RuSentRel that name two entities; a pair takes the opinion of its document (distant, so noisy)."""
    synonyms: dict[str, int] = {}
    for group, line in enumerate((folder / "synonyms.txt").read_text("utf8").splitlines()):
        for name in line.split(","):
            synonyms[name.strip().lower()] = group
    chance = random.Random(seed)
    found: list[Sentence] = []
    for number in documents:
        text_path, names_path = folder / f"art{number}.txt", folder / f"art{number}.ann"
        opinions_path = folder / f"art{number}.opin.txt"
        if not (text_path.exists() and names_path.exists() and opinions_path.exists()):
            continue
        # Offsets count the carriage returns.
        text = text_path.read_bytes().decode("utf8")
        group = lambda name: synonyms.get(name.strip().lower(), name.strip().lower())  # noqa: E731
        opinions: dict[tuple[object, object], str] = {}
        for line in opinions_path.read_text("utf8").splitlines():
            parts = [part.strip() for part in line.split(",")]
            if len(parts) >= 3:
                opinions[group(parts[0]), group(parts[1])] = parts[2]
        names: list[tuple[int, int, object]] = []
        for line in names_path.read_text("utf8").splitlines():
            parts = line.split("\t")
            if len(parts) == 3 and parts[2].strip() not in ("Author", "Unknown"):
                start, end = (int(x) for x in parts[1].split()[1:3])
                names.append((start, end, group(parts[2])))
        at = 0
        for line in text.splitlines(keepends=True):
            begin = at + (line.index("}") + 2 if line.startswith("{") and "}" in line else 0)
            at += len(line)
            inside = [(s - begin, e - begin, g) for s, e, g in names if s >= begin and e <= at]
            if len({g for _, _, g in inside}) < 2 or len(line) > 600:
                continue
            sentence = Sentence(text[begin:at].rstrip(), "rusentrel", "ru", ids=[f"art{number}-{at}"])
            for hs, he, hg in inside:
                for ts, te, tg in inside:
                    if hg == tg:
                        continue
                    label = {"neg": 1, "pos": 2}.get(opinions.get((hg, tg), ""), 0)
                    if label or chance.random() < 0.25:
                        sentence.pairs.append(((hs, he), (ts, te), label))
            if sentence.pairs:
                sentence.pairs = chance.sample(sentence.pairs, min(2, len(sentence.pairs)))
                found.append(sentence)
    return found
