"""Rows of one form go to the database together, however many rights a filing is on."""

from ipregistry.models import asset, holder
from ipregistry.services.statements import ROWS_TOGETHER, Clear, Seen, compile_operations


def test_rows_that_go_and_rights_that_were_seen_are_few_statements() -> None:
    rights = [f"AS-{number}" for number in range(5000)]
    operations = [Clear(holder, {"asset_id": right}) for right in rights]
    operations += [Seen(right, "2026-06-01T00:00:00.000000Z") for right in rights]  # type: ignore[misc]
    compiled = compile_operations(operations, "?")
    assert len(compiled) == 2 * 5000 / ROWS_TOGETHER
    cleared = [value for sql, values in compiled if sql.startswith("DELETE") for value in values]
    seen = [v for sql, values in compiled if sql.startswith("UPDATE") for v in values[1:]]
    assert cleared == seen == rights


def test_what_goes_by_several_columns_goes_row_by_row() -> None:
    keys = [{"asset_id": "AS-1", "party_id": party} for party in ("PA-1", "PA-2")]
    compiled = compile_operations([Clear(holder, key) for key in keys], "?")
    assert [list(values) for _, values in compiled] == [["AS-1", "PA-1"], ["AS-1", "PA-2"]]


def test_the_two_forms_of_one_table_do_not_mix() -> None:
    operations = [Clear(asset, {"id": "AS-1"}), Clear(asset, {"id": "AS-2", "kind": "design"})]
    assert len(compile_operations(operations, "?")) == 2
