"""Tables as pandas frames and Parquet files, both by way of Apache Arrow, which fixes their types."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarizer.errors import MissingDependency, SchemaError
from summarizer.views.tables import Kind, Row, Table

if TYPE_CHECKING:
    import pandas

_GROUP_ROWS = 5_000


def _needed(module: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError:
        raise MissingDependency.of_extra("This table", module, "tables") from None


def _types() -> Mapping[Kind, Any]:
    arrow = _needed("pyarrow")
    return {
        "string": arrow.string(),
        "integer": arrow.int64(),
        "float": arrow.float64(),
        "boolean": arrow.bool_(),
        "date": arrow.date32(),
        "strings": arrow.list_(arrow.string()),
        "json": arrow.string(),
    }


def _schema(table: Table) -> Any:
    types = _types()
    return _needed("pyarrow").schema([(column.name, types[column.kind]) for column in table.columns])


def _arrow_table(name: str, table: Table, rows: Iterable[Row]) -> Any:
    arrow = _needed("pyarrow")
    schema = _schema(table)
    columns = list(zip(*rows, strict=True)) or [()] * len(table.columns)
    arrays = []
    for column, cells, field in zip(table.columns, columns, schema, strict=True):
        try:
            arrays.append(arrow.array(cells, type=field.type))
        except (arrow.ArrowException, OverflowError, TypeError) as error:
            raise SchemaError(
                f"{name}.{column.name} holds a value that its column cannot ({type(error).__name__}); "
                "export it as CSV or JSON."
            ) from None
    return arrow.Table.from_arrays(arrays, schema=schema)


def frame(name: str, table: Table, rows: Iterable[Row]) -> pandas.DataFrame:
    """A table as a pandas frame.

    Raises:
        MissingDependency: if pandas or pyarrow is not installed.
        SchemaError: if a value does not fit its column.
    """
    frames = _needed("pandas")
    types = _types()
    nullable = {
        types["string"]: frames.StringDtype(),
        types["integer"]: frames.Int64Dtype(),
        types["float"]: frames.Float64Dtype(),
        types["boolean"]: frames.BooleanDtype(),
    }
    whole = _arrow_table(name, table, rows)
    made: pandas.DataFrame = whole.to_pandas(types_mapper=nullable.get, date_as_object=False)
    for column in table.columns:
        if column.kind == "strings":  # Arrow hands out arrays of NumPy's, which compare element by element
            made[column.name] = frames.Series(whole[column.name].to_pylist(), dtype=object)
    return made


class ParquetTable:
    """A Parquet file that is written in groups of rows, so that memory stays flat."""

    def __init__(self, path: Path, name: str, table: Table) -> None:
        self._name, self._table = name, table
        self._rows: list[Row] = []
        self._writer = _needed("pyarrow.parquet").ParquetWriter(path, _schema(table))

    def write(self, rows: Iterable[Row]) -> None:
        self._rows.extend(rows)
        if len(self._rows) >= _GROUP_ROWS:
            self._flush()

    def close(self) -> None:
        try:
            if self._rows:
                self._flush()
        finally:
            self._writer.close()

    def _flush(self) -> None:
        rows, self._rows = self._rows, []
        self._writer.write_table(_arrow_table(self._name, self._table, rows))
