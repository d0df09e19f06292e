-- The database that `dcx -f sqlite` writes, to be read as its documentation. dcx runs this once in a new file.
--
-- Empty text is NULL, unless a column says otherwise. Digits are kept as printed, in columns of type TEXT; the REAL
-- column beside one holds the same number for arithmetic, and is NULL where the text is no number.

PRAGMA application_id = 1684240498; -- the bytes "dcxr": other databases are refused (writer/database.h)
PRAGMA user_version = 1;            -- of this layout

-- One row for each time that dcx wrote to this database.
CREATE TABLE runs (
    run_id  INTEGER PRIMARY KEY,
    command TEXT NOT NULL, -- extract, diff or check
    at      TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')), -- UTC
    dcx     TEXT NOT NULL  -- version of the program
);

-- A document is known by its file, as it was named, and its title. Read again, it keeps its document_id, and its
-- records are replaced.
CREATE TABLE documents (
    document_id INTEGER PRIMARY KEY,
    file        TEXT NOT NULL,
    document    TEXT NOT NULL, -- title, else the file's name
    publisher   TEXT,
    year        INTEGER,       -- that it is about
    date        TEXT,          -- of publication, ISO 8601
    format      TEXT,          -- text, html, docx or pdf; NULL where only a file of its records was read
    run_id      INTEGER NOT NULL REFERENCES runs, -- the last run that read it
    UNIQUE (file, document)
);
CREATE INDEX documents_document ON documents (document);

-- Which documents each run read.
CREATE TABLE run_documents (
    run_id      INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    document_id INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    PRIMARY KEY (run_id, document_id)
) WITHOUT ROWID;
CREATE INDEX run_documents_document ON run_documents (document_id);

-- The figures. Fields are those of the other formats under the same names, but for file and document, which are the
-- document's.
CREATE TABLE records (
    document_id  INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
    position     INTEGER NOT NULL, -- in the document, from 1
    metric       TEXT,
    value        TEXT,             -- digits as printed
    number       REAL,             -- value, for arithmetic
    unit         TEXT,
    year         INTEGER,
    source       TEXT,
    kind         TEXT,             -- level, growth, change, share, multiple or rank
    claim        TEXT,             -- actual, target or forecast
    qualifier    TEXT,             -- ge, le, approx
    value_max    TEXT,             -- upper end of a range
    period       TEXT,             -- ISO 8601
    "of"         TEXT,             -- whole of a share, base of a multiple, growth or change
    base_value   TEXT,             -- value with scale words multiplied in, exact
    base_number  REAL,             -- base_value, for arithmetic
    base_unit    TEXT,
    source_basis TEXT,
    section      TEXT,
    page         INTEGER,
    line         INTEGER,
    "column"     INTEGER,
    length       INTEGER,
    quote        TEXT,
    sentence     TEXT,
    rule         TEXT,
    id           TEXT,             -- stays the same when the document is read again
    reviewed     INTEGER NOT NULL DEFAULT 0, -- 1: somebody has looked at it
    reviewer     TEXT,
    comment      TEXT,
    corrected    INTEGER NOT NULL DEFAULT 0, -- 1: a correction changed or added it
    rejected     INTEGER NOT NULL DEFAULT 0, -- 1: a correction takes it out; views leave it out
    PRIMARY KEY (document_id, position)
) WITHOUT ROWID;
CREATE INDEX records_id ON records (id);
CREATE INDEX records_metric ON records (metric, year);
CREATE INDEX records_kind ON records (kind);

-- What people said about records. Kept when documents are read again, and applied to their records then.
CREATE TABLE corrections (
    document     TEXT NOT NULL DEFAULT '', -- title of the document it is about; '': any
    id           TEXT NOT NULL DEFAULT '', -- of the record
    document_id  INTEGER REFERENCES documents ON DELETE SET NULL, -- the latest document of that title, if there is one
    run_id       INTEGER REFERENCES runs ON DELETE SET NULL,      -- the run that gave it last
    action       TEXT,    -- correct, reject or add
    state        TEXT,    -- applied; stale: its document has no record of this id any more; other: no such document
    origin       TEXT,    -- where it was written, FILE:LINE
    reviewed     TEXT,    -- yes: somebody has looked at the record
    reviewer     TEXT,
    comment      TEXT,
    clear        TEXT,    -- names of fields that are made empty
    metric       TEXT,    -- from here on: the field's new text; NULL: it stays
    value        TEXT,
    unit         TEXT,
    year         INTEGER,
    source       TEXT,
    kind         TEXT,
    claim        TEXT,
    qualifier    TEXT,
    value_max    TEXT,
    period       TEXT,
    "of"         TEXT,
    base_value   TEXT,
    base_unit    TEXT,
    source_basis TEXT,
    section      TEXT,
    file         TEXT,
    page         INTEGER,
    line         INTEGER,
    "column"     INTEGER,
    length       INTEGER,
    quote        TEXT,
    sentence     TEXT,
    PRIMARY KEY (document, id)
) WITHOUT ROWID;
CREATE INDEX corrections_id ON corrections (id);
CREATE INDEX corrections_document ON corrections (document_id);

-- The rows of `dcx diff`. A diff of the same documents replaces the rows of the one before.
CREATE TABLE comparisons (
    run_id          INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    position        INTEGER NOT NULL,
    metric          TEXT,
    kind            TEXT,
    unit            TEXT, -- of both values and of the change
    old_year        INTEGER,
    old_value       TEXT,
    old_number      REAL,
    new_year        INTEGER,
    new_value       TEXT,
    new_number      REAL,
    change          TEXT,
    change_number   REAL,
    change_pct      TEXT, -- no more digits than the printed values justify
    pct_number      REAL, -- change_pct, for arithmetic
    printed_growth  TEXT,
    computed_growth TEXT,
    status          TEXT, -- matched, only-old or only-new
    flags           TEXT,
    score           REAL,
    section         TEXT,
    old_metric      TEXT,
    new_metric      TEXT,
    old_unit        TEXT,
    new_unit        TEXT,
    old_quote       TEXT,
    new_quote       TEXT,
    old_file        TEXT,
    old_line        INTEGER,
    new_file        TEXT,
    new_line        INTEGER,
    old_source      TEXT,
    new_source      TEXT,
    old_claim       TEXT,
    new_claim       TEXT,
    old_period      TEXT,
    new_period      TEXT,
    old_of          TEXT,
    new_of          TEXT,
    old_id          TEXT, -- records.id
    new_id          TEXT,
    repeats         TEXT,
    PRIMARY KEY (run_id, position)
) WITHOUT ROWID;
CREATE INDEX comparisons_metric ON comparisons (metric);
CREATE INDEX comparisons_old ON comparisons (old_id);
CREATE INDEX comparisons_new ON comparisons (new_id);

-- The rows of `dcx check`. A check of the same documents replaces the rows of the one before.
CREATE TABLE findings (
    run_id    INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
    position  INTEGER NOT NULL,
    "check"   TEXT, -- growth, share-sum, bound ...
    severity  TEXT, -- error, note or ok
    metric    TEXT,
    message   TEXT, -- the arithmetic
    computed  TEXT,
    printed   TEXT,
    tolerance TEXT,
    file      TEXT,
    line      INTEGER,
    quote     TEXT,
    places    TEXT, -- FILE:LINE:QUOTE of every figure; the table below has them one by one
    PRIMARY KEY (run_id, position)
) WITHOUT ROWID;
CREATE INDEX findings_severity ON findings (severity, "check");

-- The figures of a finding.
CREATE TABLE places (
    run_id       INTEGER NOT NULL,
    position     INTEGER NOT NULL, -- of the finding
    number       INTEGER NOT NULL, -- of the figure in it, from 1
    file         TEXT,
    page         INTEGER,
    line         INTEGER,
    "column"     INTEGER,
    metric       TEXT,
    value        TEXT,
    value_number REAL,
    unit         TEXT,
    year         INTEGER,
    kind         TEXT,
    quote        TEXT,
    at           INTEGER, -- character of the sentence where it begins
    length       INTEGER,
    sentence     TEXT,
    id           TEXT,    -- records.id
    PRIMARY KEY (run_id, position, number),
    FOREIGN KEY (run_id, position) REFERENCES findings ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX places_id ON places (id);

-- Every record that stands, with its document: what most queries want to begin with.
CREATE VIEW figures AS
SELECT r.metric, r.value, r.number, r.unit, r.year, r.source, r.kind, r.claim, r.qualifier, r.value_max, r.period, r."of",
       r.base_value, r.base_number, r.base_unit, r.source_basis, r.section, d.document, d.file, r.page, r.line, r."column",
       r.length, r.quote, r.sentence, r.rule, r.id, r.reviewed, r.reviewer, r.comment, r.corrected, d.year AS document_year,
       d.publisher, d.date, r.document_id, r.position
FROM records AS r JOIN documents AS d USING (document_id)
WHERE NOT r.rejected;

-- A metric across the years: SELECT * FROM metric_years WHERE metric = '...'. Levels, growths, shares ..., what is
-- planned and what is, wholes, and parts of the year (part: the period without its year; NULL: all of it, or its end)
-- are told apart: each is a series of its own, from the earliest year on. What a document prints several times is one
-- row. Where documents disagree on a year both are there, the earlier document first.
CREATE VIEW metric_years AS
SELECT metric, kind, claim, "of", nullif(replace(period, year, ''), '-12-31') AS part, year, value, unit, qualifier,
       number, base_value, base_number, base_unit, document, document_year, source, file, line, quote, id, document_id,
       min(position) AS position, count(*) AS times
FROM figures
WHERE year IS NOT NULL
GROUP BY document_id, metric, kind, claim, "of", part, year, value, unit
ORDER BY metric, kind <> 'level', kind, claim, "of", part, year, document_year, document_id, position;
