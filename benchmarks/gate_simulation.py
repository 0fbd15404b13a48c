"""How often the gate says what, when the truth is known: the whole verdict, on simulated runs.

Each simulated document has about 20 core records in four sections, found with a chance of its own
(logit-normal around 0.75, which is then precision, recall and F1 alike). A new release keeps half of the
outcomes and draws the other half again, with chances lowered so that the true F1 falls by the given
points. One wrong record in twenty contradicts. One output in a thousand fails, and one record in a
thousand has no support, so that the absolute conditions can block as well.

    python benchmarks/gate_simulation.py [--runs 400] [--resamples 600] [--seed 1]
"""

from __future__ import annotations

import argparse
import datetime
import sys
import time
from collections import Counter

import numpy as np

from summarizer.evals.gate import Thresholds, blocked_by, judge, table_of
from summarizer.evals.runfile import Failure, Output, RunFile, RunInfo
from summarizer.evals.score import DocumentScore, EvidenceScore, SectionScore, Wrong
from summarizer.evals.stats import estimate

SECTIONS = ["actors", "events", "claims", "figures"]
MEAN, SPREAD, SHARED = 0.75, 0.6, 0.5
CONTRADICTING, FAILING, UNSUPPORTED = 0.05, 0.001, 0.001


class Release:
    """Two runs on the same simulated documents: a baseline, and a release whose F1 is `drop` lower."""

    def __init__(self, documents: int, drop: float, random: np.random.Generator) -> None:
        logit = np.log(MEAN / (1 - MEAN)) + SPREAD * random.standard_normal((documents, 1))
        # The mean of the logistic of a normal is nearer to one half than the logistic of its mean.
        chance = 1 / (1 + np.exp(-logit * 1.06))
        self.sizes = 1 + random.poisson(4, size=(documents, len(SECTIONS)))
        self.random = random
        self.before = [self._draw(chance) for _ in range(2)]
        again = [self._draw(np.clip(chance - drop / (1 - SHARED), 0, 1)) for _ in range(2)]
        self.after = [
            [
                [np.where(self._keep(old), old, new) for old, new in zip(*rows, strict=True)]
                for rows in zip(*both, strict=True)
            ]
            for both in zip(self.before, again, strict=True)
        ]

    def _draw(self, chance: np.ndarray) -> list[list[np.ndarray]]:
        """For each document and section whether each of its places is right."""
        return [
            [self.random.random(n) < c[0] for n in row] for row, c in zip(self.sizes, chance, strict=True)
        ]

    def _keep(self, places: np.ndarray) -> np.ndarray:
        return self.random.random(len(places)) < SHARED

    def run(self, outcomes: list[list[list[np.ndarray]]]) -> RunFile:
        """A run file of these outcomes: gold places found, and output places right."""
        found, right = outcomes
        scores, outputs = [], []
        for index, (golds, places) in enumerate(zip(found, right, strict=True)):
            key = f"d{index}"
            failed = self.random.random() < FAILING
            error = Failure(type="ProviderUnavailable", message="") if failed else None
            outputs.append(
                Output.model_construct(document=key, status="error" if failed else "ok", error=error)
            )
            sections = {
                name: self._section(len(g), 0 if failed else int(g.sum()), 0 if failed else int((~p).sum()))
                for name, g, p in zip(SECTIONS, golds, places, strict=True)
            }
            records = sum(len(s.correct) + len(s.spurious) + len(s.incorrect) for s in sections.values())
            supported = records - self.random.binomial(records, UNSUPPORTED)
            evidence = EvidenceScore(records=records, supported=supported)
            scores.append(
                DocumentScore.model_construct(document=key, repeat=0, sections=sections, evidence=evidence)
            )
        info = RunInfo(
            model="simulated/model",
            library_version="0",
            fixtures={o.document: "" for o in outputs},
            sections=SECTIONS,
        )
        now = datetime.datetime.now(datetime.UTC)
        return RunFile.model_construct(
            created=now, info=info, scorer="simulated", outputs=outputs, scores=scores
        )

    def _section(self, size: int, correct: int, wrong: int) -> SectionScore:
        incorrect = self.random.binomial(min(wrong, size - correct), CONTRADICTING)
        pair = Wrong(gold="", record="", differences=["value"], contradicts=True, core=True)
        return SectionScore.model_construct(
            correct=[("", "")] * correct,
            optional=[],
            incorrect=[pair] * incorrect,
            missing=[""] * (size - correct - incorrect),
            spurious=[""] * (wrong - incorrect),
            attributes={},
        )


def simulate(
    documents: int, drop: float, runs: int, resamples: int, seed: int
) -> tuple[Counter[str], Counter[str], float]:
    """Outcomes, reasons of BLOCKs, and the mean detectable change."""
    random = np.random.default_rng(seed)
    outcomes: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    detectable = []
    for number in range(runs):
        release = Release(documents, drop, random)
        before, after = release.run(release.before), release.run(release.after)
        verdict = judge(after, before, Thresholds(resamples=resamples, seed=number))
        outcomes[verdict.outcome] += 1
        reasons.update(blocked_by(verdict))
        if number < 20:
            detectable.append(estimate(table_of(before), resamples=resamples)["overall"].detectable)
    return outcomes, reasons, float(np.mean(detectable))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--resamples", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--documents", type=int, nargs="+", default=[30, 60, 120])
    parser.add_argument("--drops", type=float, nargs="+", default=[0, 3, 6])
    options = parser.parse_args()
    started = time.monotonic()
    print("| documents | true drop | PASS | INCONCLUSIVE | BLOCK | detectable, points | BLOCK because of |")
    print("|---|---|---|---|---|---|---|")
    for documents in options.documents:
        for drop in options.drops:
            outcomes, reasons, detectable = simulate(
                documents, drop / 100, options.runs, options.resamples, options.seed
            )
            shares = [f"{outcomes[o] / options.runs:.1%}" for o in ("PASS", "INCONCLUSIVE", "BLOCK")]
            why = ", ".join(f"{name} {count / options.runs:.1%}" for name, count in reasons.most_common(8))
            print(
                f"| {documents} | {drop:g} | {' | '.join(shares)} | {100 * detectable:.1f} | {why} |",
                flush=True,
            )
    print(f"\n{options.runs} simulated releases a row, {time.monotonic() - started:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
