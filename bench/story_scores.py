"""How well a grouping agrees with labels."""

from collections import Counter
from collections.abc import Hashable, Sequence


def scores(labels: Sequence[Hashable], groups: Sequence[Hashable]) -> dict[str, float]:
    """B-cubed precision, recall and F1 (Bagga and Baldwin 1998); F1 over pairs; adjusted Rand index (Hubert and Arabie
    1985). Raises ValueError for lists of different lengths."""
    both = Counter(zip(labels, groups, strict=True))
    by_label, by_group, all_texts = Counter(labels), Counter(groups), max(1, len(labels))
    precision = sum(n * n / by_group[group] for (_, group), n in both.items()) / all_texts
    recall = sum(n * n / by_label[label] for (label, _), n in both.items()) / all_texts
    together, labelled, grouped = pairs(both), pairs(by_label), pairs(by_group)
    possible = all_texts * (all_texts - 1) / 2
    by_chance = labelled * grouped / possible if possible else 0.0
    best = (labelled + grouped) / 2
    return {
        "B-cubed precision": round(precision, 4),
        "B-cubed recall": round(recall, 4),
        "B-cubed F1": round(harmonic(precision, recall), 4),
        "pair F1": round(2 * together / (labelled + grouped), 4) if labelled + grouped else 1.0,
        "ARI": round((together - by_chance) / (best - by_chance), 4) if best != by_chance else 1.0,
    }


def pairs(counts: Counter[Hashable] | Counter[tuple[Hashable, Hashable]]) -> float:
    return sum(n * (n - 1) / 2 for n in counts.values())


def harmonic(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0
