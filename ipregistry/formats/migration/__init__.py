"""Our own format for bringing an office's register over from another system.

An office exports its rights, holders, recorded transactions, interests with their ends, and
life-cycle events; `ipregistry import` takes the files in any order and any number of times.

**NDJSON** (RFC 8259, one object a line, UTF-8). The first line says what the file is; every
other line is one record.

    {"ipregistryMigration": 1, "officeCode": "MO", "asOfDate": "2026-01-31"}
    {"record": "right", "rightKind": "trademark", "number": "N/000001", …}

`right`: `rightKind`, `number`, and as far as known `furtherNumberBag` (texts), `titleBag`
(`value`, `languageCode`), `filingDate`, `publicationDate`, `registrationDate`, `expiryDate`,
`classBag`, `statusText`, `holderBag`. Each holder has `name`, `category` (``organization`` or
``person``), and as far as known `languageCode`, `addressText`, `countryCode`, `share` (an
exact fraction such as ``1/3``; all holders have one, or none).
With `holderBag` the record is an extract of the register on `asOfDate` (of the line, or else
of the file). `interestBag` (numbers) then lists every interest that the register shows on that
day: where it stands, the chain that is recorded here is held against it.

`transaction`: `act` (``assignment``, ``security``, ``security-release``, ``licence``,
``licence-termination``, ``name-change``, ``correction``, ``other``), `recordalNumber`,
`recordedDate`, `rightBag` (each `rightKind`, `number`), and as far as known `executedDate`,
`receivedDate`, `publicationDate`, `giverBag`, `takerBag` (as holders), `text`, `refersToBag`
(numbers of earlier recordals).

`interest`: like a transaction whose act is ``security`` or ``licence``, with `untilDate` and
`category` (``exclusive``, ``sole``, ``non-exclusive``, ``pledge``, ``mortgage``), and, where
it has ended, `endedDate`, `endedNumber`, `endedText`: the end becomes a recordal of its own.

`event`: `rightKind`, `number`, `code` (the office's own), `date`, and as far as known
`effectiveDate`, `text`.

**CSV** (RFC 4180, UTF-8, a header line). The header begins with ``ipregistry_migration`` whose
column holds `right`, `transaction`, `interest` or `event`; every other column has the name of
a member of above. Rows that follow each other with the same `key` are one record: each may
add a right (`rightKind`, `number`), and a party (`partyRole`: ``holder``, ``giver`` or
``taker``, with `name`, `category`, `languageCode`, `addressText`, `countryCode`, `share`), a
title (`title`, `titleLanguage`), a further number (`furtherNumber`), a class (`class`), a
listed interest (`interestNumber`) or an earlier recordal (`refersTo`). `officeCode` and
`asOfDate` stand in every row.

A member that is not of this list is kept with the record, and listed. A record of another
kind is kept whole, and listed.
"""

from ipregistry.formats.migration.reading import read_csv, read_ndjson

CSV_MARK = "ipregistry_migration"
NDJSON_MARK = "ipregistryMigration"

__all__ = ["CSV_MARK", "NDJSON_MARK", "read_csv", "read_ndjson"]
