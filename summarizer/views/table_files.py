"""Tables as a folder of CSV or Parquet files, written document by document."""

from __future__ import annotations

import contextlib
import csv
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, Protocol

from summarizer.errors import SettingsError
from summarizer.schema import Summary
from summarizer.views.tables import Row, Table, tables

# What spreadsheets take for the beginning of a formula, in their wide forms too (OWASP, CSV injection).
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


class _TableFile(Protocol):
    def write(self, rows: Iterable[Row]) -> None: ...
    def close(self) -> None: ...


class _CsvTable:
    def __init__(self, path: Path, table: Table, *, keep_formulas: bool) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file)
        self._keep = keep_formulas
        self._writer.writerow(column.name for column in table.columns)

    def write(self, rows: Iterable[Row]) -> None:
        self._writer.writerows([self._cell(value) for value in row] for row in rows)

    def _cell(self, value: Any) -> Any:
        if isinstance(value, list):
            return json.dumps(value, ensure_ascii=False)
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, str) and value.startswith(_FORMULA) and not self._keep:
            return f"'{value}"
        return value

    def close(self) -> None:
        self._file.close()


def write_tables(
    summaries: Iterable[tuple[str, Summary]],
    folder: str | Path,
    *,
    schema: type[Summary] = Summary,
    form: Literal["csv", "parquet"] = "csv",
    keep_formulas: bool = False,
) -> list[Path]:
    """Write a file for each table into a folder, and return their paths.

    The files take their names when all is written; until then those of an earlier export stay. Memory does
    not grow with the number of summaries.

    Args:
        summaries: what rows call a document, and its summary.
        keep_formulas: leave text in CSV as it is. By default text that a spreadsheet would run as a
            formula (it begins with =, +, -, @, a tab or a line break) gets an apostrophe before it.

    Raises:
        MissingDependency: for Parquet, if pyarrow is not installed.
        SettingsError: if the folder cannot be written.
        SchemaError: if a value does not fit its column.
    """
    made = Path(folder)
    try:
        made.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=made, prefix=".tables.") as scratch:
            with _opened(Path(scratch), tables(schema), form, keep_formulas) as files:
                for key, summary in summaries:
                    for name, table in tables(schema).items():
                        files[name].write(table.rows(key, summary))
            for path in _paths(Path(scratch), tables(schema), form):
                path.replace(made / path.name)
        return _paths(made, tables(schema), form)
    except OSError as error:
        raise SettingsError(f"{folder} cannot be written: {error.strerror or error}.") from None


def _paths(folder: Path, names: Iterable[str], form: str) -> list[Path]:
    return [folder / f"{name}.{form}" for name in names]


@contextlib.contextmanager
def _opened(
    folder: Path, wanted: Mapping[str, Table], form: str, keep_formulas: bool
) -> Iterator[dict[str, _TableFile]]:
    files: dict[str, _TableFile] = {}
    with contextlib.ExitStack() as opened:
        for path, (name, table) in zip(_paths(folder, wanted, form), wanted.items(), strict=True):
            if form == "parquet":
                from summarizer.views.arrow import ParquetTable

                files[name] = ParquetTable(path, name, table)
            else:
                files[name] = _CsvTable(path, table, keep_formulas=keep_formulas)
            opened.callback(files[name].close)
        yield files
