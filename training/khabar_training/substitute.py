"""More sentences with names in Persian, Pashto and Arabic: own sentences with other names in the same places."""

from __future__ import annotations

import json
import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from .rows import Sentence

LANGUAGES = ("en", "ru", "fa", "ps", "ar")
KINDS = {"person": "PER", "org": "ORG", "country": "LOC", "place": "LOC", "region": "LOC"}


Names = dict[tuple[str, str], list[str]]


def registry_names(registry: Path) -> dict[str, list[str]]:
    """Names of the registry by "language type", as `names.json` keeps them (so that a later registry trains the same)."""
    names: dict[str, list[str]] = defaultdict(list)
    for path in sorted(registry.glob("*.jsonl")):
        for line in path.read_text("utf8").splitlines():
            entity = json.loads(line) if line.strip() else {"id": "topic:", "names": []}
            kind = KINDS.get(entity["id"].split(":")[0])
            for name in entity["names"]:
                if kind and name["kind"] in ("label", "alias", "surname"):
                    names[f"{name['language']} {kind}"].append(name["text"])
    return {key: texts for key, texts in names.items() if key[:2] in LANGUAGES}


def read_names(names_path: Path, people: Path) -> Names:
    """Names by (language, PER | ORG | LOC): those of `names.json`, and first with family names of `people`."""
    names: Names = defaultdict(list)
    for key, texts in json.loads(names_path.read_text("utf8")).items():
        language, kind = key.split()
        names[language, kind] += texts
    for language, parts in json.loads(people.read_text("utf8")).items():
        names[language, "PER"] += [f"{first} {family}" for first in parts["first"] for family in parts["family"]]
    return names


def substitute(sentence: Sentence, names: Names, chance: random.Random) -> Sentence | None:
    """The sentence with most of its names replaced, or None where it has none. Stances move along."""
    if not sentence.entities:
        return None
    text, done, entities, moved = "", 0, [], {}
    for start, end, kind in sorted(sentence.entities):
        choices = names.get((sentence.language, kind), [])
        if start < done:
            return None
        text += sentence.text[done:start]
        new = chance.choice(choices) if choices and chance.random() < 0.8 else sentence.text[start:end]
        moved[start, end] = (len(text), len(text) + len(new))
        entities.append((len(text), len(text) + len(new), kind))
        text += new
        done = end
    text += sentence.text[done:]
    targets = [(moved[span], label) for span, label in sentence.targets if span in moved]
    pairs = [(moved[h], moved[t], label) for h, t, label in sentence.pairs if h in moved and t in moved]
    return Sentence(text, sentence.source, sentence.language, entities, targets, pairs, sentence.ids)


def variants(sentences: Sequence[Sentence], names: Names, copies: int, seed: int) -> list[Sentence]:
    chance = random.Random(seed)
    found = [substitute(sentence, names, chance) for _ in range(copies) for sentence in sentences]
    return [sentence for sentence in found if sentence is not None]


if __name__ == "__main__":
    # python -m khabar_training.substitute ../packages/registry/data > names.json
    print(json.dumps(registry_names(Path(sys.argv[1])), ensure_ascii=False, indent=0))
