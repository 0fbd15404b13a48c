"""What the `eval` commands do once they are parsed. Each returns the command's exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summarizer.evals.fixture import FixtureSet, GoldDocument
    from summarizer.evals.report import Report
    from summarizer.evals.runfile import RunFile
    from summarizer.evals.similarity import Similarity
    from summarizer.schema import Summary, Usage

PASSED, BLOCKED, PARTLY = 0, 1, 5


def _similarity(options: argparse.Namespace) -> Similarity:
    from summarizer.evals.remote import named_similarity

    return named_similarity(options.similarity, base_url=options.similarity_url, verdicts=options.verdicts)


def run_fixtures(options: argparse.Namespace, settings: dict[str, Any]) -> int:
    """Summarize, score, save and print; 0 done, 1 nothing succeeded, 5 stopped by the budget."""
    import asyncio

    from summarizer.evals.fixture import load_fixtures
    from summarizer.evals.match import solver
    from summarizer.evals.replay import connect
    from summarizer.evals.report import build_report
    from summarizer.evals.run import Budget, assemble, describe_run, make_outputs
    from summarizer.evals.runfile import run_path, save_run
    from summarizer.pipeline import EMBEDDED, Summarizer, chosen_model

    solver()  # what is missing is told before money is spent
    journal = Path(f"{run_path(options.out)}.journal") if options.out else None
    fixtures = load_fixtures(options.fixtures, settings["schema"])
    similarity = _similarity(options)
    if options.replay and chosen_model(settings["model"]) != EMBEDDED:
        settings["api_key"] = "not-needed"  # nobody is asked
    summarizer = Summarizer(**settings)
    told = {k: v for k, v in settings.items() if k in _TOLD and v not in (None, {}, "auto")}
    info = describe_run(summarizer, fixtures, split=options.split, repeats=options.repeat, options=told)
    with connect(summarizer, record=options.record, replay=options.replay) as connected:
        outputs = asyncio.run(
            make_outputs(
                connected,
                fixtures,
                info,
                concurrency=options.concurrency,
                budget=Budget(options.budget_usd, options.budget_tokens),
                journal=journal,
                progress=_progress if sys.stderr.isatty() else None,
            )
        )
    run = assemble(info, outputs, fixtures, similarity, replayed=bool(options.replay))
    left = run.of_status("not_run")
    if options.out:
        save_run(run, options.out)
        if journal is not None and not left:
            journal.unlink(missing_ok=True)
    _print(build_report(run, fixtures=fixtures))
    if left:
        _say(f"{len(left)} of {len(outputs)} outputs were left undone by the budget; raise it and run again.")
        return PARTLY
    return PASSED if run.of_status("ok", "not_applicable") else BLOCKED


_TOLD = frozenset(
    "max_records on_unsupported citations output_language mode temperature seed reasoning_effort "
    "max_output_tokens extra".split()
)


def _progress(done: int, whole: int, spent: Usage) -> None:
    cost = "" if spent.cost_usd is None else f", ${spent.cost_usd:.4f}"
    sys.stderr.write(f"\r{done} of {whole} outputs{cost}" + ("\n" if done == whole else ""))
    sys.stderr.flush()


def score_again(options: argparse.Namespace, schema: type[Summary]) -> int:
    """Score a saved run again and save it."""
    from summarizer.evals.fixture import load_fixtures
    from summarizer.evals.report import build_report
    from summarizer.evals.run import rescore
    from summarizer.evals.runfile import load_run, save_run

    fixtures = load_fixtures(options.fixtures, schema)
    run = rescore(load_run(options.run), fixtures, _similarity(options))
    save_run(run, options.out or options.run)
    _print(build_report(run, fixtures=fixtures))
    return PASSED


def compare(options: argparse.Namespace) -> int:
    """Print the changes between two runs."""
    from summarizer.evals.gate import compare_runs, describe
    from summarizer.evals.runfile import load_run

    changes = compare_runs(load_run(options.before), load_run(options.after), _thresholds(options))
    for name, change in changes.items():
        sys.stdout.write(
            f"{describe(name, change)}; two-sided p {change.p:.3f}; "
            f"detectable {100 * change.detectable:.1f} points\n"
        )
    return PASSED


def gate(options: argparse.Namespace, schema: type[Summary], page: Callable[..., str]) -> int:
    """Judge a run, print and write the report, and make it the baseline if that is asked for."""
    from summarizer.errors import InputError
    from summarizer.evals import forms
    from summarizer.evals.gate import Override, judge
    from summarizer.evals.report import build_report, to_json
    from summarizer.evals.runfile import load_run, save_run

    if bool(options.override_by) != bool(options.because):
        raise InputError("An override needs a name and a reason: --override-by NAME --because REASON.")
    run = load_run(options.run)
    path = baseline_path(options.against, run.info.model)
    if not path.exists() and not options.rebaseline:
        raise InputError(f"There is no baseline {path}; --rebaseline makes this run the first one.")
    baseline = load_run(path) if path.exists() else None
    override = Override(name=options.override_by, reason=options.because) if options.because else None
    thresholds = _thresholds(options)
    verdict = judge(run, baseline, thresholds, override)
    fixtures = _fixtures_or_none(options.fixtures, schema)
    apart = {"scorer", "fixtures", "complete"} & {check.name for check in verdict.reasons}
    compared = None if apart else baseline
    report = build_report(run, baseline=compared, verdict=verdict, thresholds=thresholds, fixtures=fixtures)
    _print(report)
    forms_of: Mapping[str | None, Callable[[], str]] = {
        options.json: lambda: to_json(report),
        options.markdown: lambda: forms.to_markdown(report),
        options.junit: lambda: forms.to_junit(report),
        options.html: lambda: page(report, run, fixtures, baseline=compared, schema=schema),
    }
    for target, form in forms_of.items():
        if target:
            _write(form(), target)
    if options.rebaseline and verdict.exit_code == PASSED:
        save_run(run, path)
        _say(f"{path} is the baseline now.")
    return verdict.exit_code


def baseline_path(against: str, model: str) -> Path:
    """The baseline file that `--against` means: itself, or the model's own in a folder."""
    path = Path(against)
    return path if path.suffix == ".json" else path / f"{model.replace('/', '-')}.json"


def lay_out(options: argparse.Namespace, schema: type[Summary], page: Callable[..., str]) -> int:
    """Print or write a run's report."""
    from summarizer.evals import forms
    from summarizer.evals.agreement import agree
    from summarizer.evals.report import build_report, to_json
    from summarizer.evals.runfile import load_run
    from summarizer.evals.similarity import TokenSimilarity

    agreement = None
    if options.labellers:
        one, two = (_labelling(path, options.texts, schema) for path in options.labellers)
        agreement = agree(one, two, TokenSimilarity(), schema)
    run = load_run(options.run)
    baseline = load_run(options.against) if options.against else None
    fixtures = _fixtures_or_none(options.fixtures, schema)
    report = build_report(
        run,
        baseline=baseline,
        thresholds=_thresholds(options),
        fixtures=fixtures,
        agreement=agreement,
    )
    form: Mapping[str, Callable[[Report], str]] = {
        "text": forms.to_text,
        "json": to_json,
        "md": forms.to_markdown,
        "junit": forms.to_junit,
        "html": lambda report: page(report, run, fixtures, baseline=baseline, schema=schema),
    }
    _write(form[options.format](report), options.out)
    return PASSED


def agree_labellers(options: argparse.Namespace, schema: type[Summary]) -> int:
    """Print the agreement of two labellings."""
    from summarizer.errors import InputError
    from summarizer.evals.agreement import agree
    from summarizer.evals.stats import OVERALL

    one, two = (_labelling(path, options.texts, schema) for path in (options.one, options.two))
    agreement = agree(one, two, _similarity(options), schema)
    if not agreement.documents:
        raise InputError("The two labellings have no document in common.")
    sys.stdout.write(f"agreement on {agreement.documents} documents, F1\n")
    sys.stdout.write(f"  {'':10} {'all records':>12} {'core, as an engine is judged':>30}\n")
    for name in (OVERALL, *agreement.sections):
        both = (agreement.f1(name), agreement.selected.f1(name) if agreement.selected else None)
        cells = ["-" if value is None else f"{100 * value:.1f}" for value in both]
        sys.stdout.write(f"  {name:10} {cells[0]:>12} {cells[1]:>30}\n")
    return PASSED


def _labelling(path: str, texts: str | None, schema: type[Summary]) -> Mapping[str, GoldDocument]:
    """A labelling as gold documents by id: a set's own, or a folder of drafts."""
    from summarizer.errors import InputError
    from summarizer.evals.fixture import load_fixtures
    from summarizer.evals.labels import read_labelling

    if (Path(path) / "manifest.json").exists():
        return {doc.id: doc for doc in load_fixtures(path, schema).documents}
    if texts is None:
        raise InputError(f"{path} holds drafts; name the set of their texts with --texts.")
    return read_labelling(Path(path), Path(texts), schema)


def list_suspects(options: argparse.Namespace, schema: type[Summary]) -> int:
    """Print the gold records that several runs contradict."""
    from summarizer.evals.agreement import find_suspects
    from summarizer.evals.report import describe_record
    from summarizer.evals.runfile import load_run

    runs: dict[str, RunFile] = {}
    for path in options.runs:
        run = load_run(path)
        runs[f"{run.info.model} ({Path(path).stem})"] = run
    fixtures = _fixtures_or_none(options.fixtures, schema)
    golds = {
        (doc.id, gold.record.id): describe_record(gold.record, {})
        for doc in (fixtures.documents if fixtures else ())
        for section in doc.records.values()
        for gold in section
    }
    found = find_suspects({name: run.scores for name, run in runs.items()}, options.at_least)
    for suspect in found:
        words = golds.get((suspect.document, suspect.record), "")
        said = "; ".join(
            f"{engine}: {what}" for engine, what in zip(suspect.engines, suspect.said, strict=True)
        )
        sys.stdout.write(f"{suspect.document} {suspect.record} {words!r}\n  {said}\n")
    sys.stdout.write(f"{len(found)} suspects\n")
    return PASSED


def import_files(options: argparse.Namespace, schema: type[Summary]) -> int:
    """Write drafts of what was labelled elsewhere; 0 all of it, 5 if something was left out, 1 nothing."""
    from summarizer.evals.imports import add_texts, import_labels, write_drafts
    from summarizer.evals.imports.marked import Fields

    texts = Path(options.texts) if options.texts else None
    imported = import_labels(
        [Path(file) for file in options.files],
        options.form,
        mapping=Path(options.mapping) if options.mapping else None,
        annotator=options.annotator,
        fields=Fields(options.text_field, options.id_field),
        texts=texts,
        schema=schema,
    )
    write_drafts(imported, Path(options.out))
    added = add_texts(imported, texts) if texts else []
    counts = ", ".join(f"{count} {section}" for section, count in imported.count(schema).items())
    sys.stdout.write(f"{len(imported.drafts)} drafts in {options.out}: {counts}.\n")
    if added:
        sys.stdout.write(f"{len(added)} texts added to {options.texts}.\n")
    for what, count in imported.left.most_common():
        _say(f"left out: {count} {what}")
    if not any(imported.count(schema).values()):
        return BLOCKED
    return PARTLY if imported.left else PASSED


def _fixtures_or_none(path: str, schema: type[Summary]) -> FixtureSet | None:
    """The fixtures, whose words make a report readable; None where they are not at hand."""
    from summarizer.evals.fixture import load_fixtures

    folder = Path(path)
    there = (folder / "manifest.json").exists() or any(folder.glob("fixtures/*/manifest.json"))
    return load_fixtures(folder, schema) if there else None


def _thresholds(options: argparse.Namespace) -> Any:
    from summarizer.evals.gate import Thresholds, load_thresholds

    default = Path("evals/gate.toml")
    if options.gate is None and not default.exists():
        return Thresholds()
    return load_thresholds(options.gate or default)


def _print(report: Report) -> None:
    from summarizer.evals.forms import to_text

    sys.stdout.write(to_text(report))


def _write(text: str, path: str | None) -> None:
    from summarizer.errors import InputError

    if path is None:
        sys.stdout.write(text)
        return
    try:
        Path(path).write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror or error}") from None


def _say(message: str) -> None:
    sys.stderr.write(f"summarizer: {message}\n")
