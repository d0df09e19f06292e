/* The database: what is in it after runs of all sorts, what it refuses, and that a run that fails leaves the old one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "allocator.h"
#include "dcx.h"

#define BASE "figures.db"

/* ---- rows ---- */

typedef struct cell {
    const char *column, *text;
} cell;

enum { MOST = 48 };

static dcx_status put_text(dcx_writer *w, const dcx_schema *schema, const cell *cells, const dcx_text *hostile,
                           dcx_error *error) {
    dcx_text field[MOST] = {{0}};
    for (size_t i = 0; i < schema->columns; i++)
        field[i].at = "";
    for (; cells->column; cells++) {
        int c = dcx_schema_find(schema, cells->column);
        assert_true(c >= 0);
        field[c] = hostile && !strcmp(cells->text, "?") ? *hostile : (dcx_text){cells->text, strlen(cells->text)};
    }
    return dcx_writer_row(w, &(dcx_row){schema, field}, error);
}

#define PUT(w, schema, ...)           assert_int_equal(put_text(w, schema, (cell[]){__VA_ARGS__, {0}}, NULL, NULL), DCX_OK)
#define DOCUMENT(w, name, title, ...) PUT(w, dcx_document_schema(), {"file", name}, {"document", title}, __VA_ARGS__)
#define RECORD(w, name, title, ...)   PUT(w, dcx_record_schema(), {"file", name}, {"document", title}, __VA_ARGS__)

static int no_sink(void *data, const char *bytes, size_t size) {
    (void)data;
    (void)bytes;
    fail_msg("%zu bytes for the sink", size);
    return 1;
}

static dcx_status try_open(dcx_writer **w, const dcx_schema *schema, const dcx_allocator *hooks, dcx_error *error) {
    return dcx_writer_open(w, schema, &(dcx_layout){.format = "sqlite", .path = BASE}, no_sink, NULL, hooks, error);
}

static dcx_writer *open_base(const dcx_schema *schema) {
    dcx_writer *w;
    dcx_error error = {0};
    dcx_status status = try_open(&w, schema, NULL, &error);
    if (status)
        fail_msg("%s: %s", error.file, error.message);
    return w;
}

static void end(dcx_writer *w) {
    dcx_error error = {0};
    if (dcx_writer_end(w, &error))
        fail_msg("%s", error.message);
    dcx_writer_free(w);
}

/* ---- questions ---- */

enum { ANSWER = 4096 };

static int add_row(void *data, int columns, char **value, char **name) {
    (void)name;
    char *out = data;
    for (int i = 0; i < columns; i++) {
        size_t used = strlen(out);
        (void)snprintf(out + used, ANSWER - used, "%s%s", i ? "|" : used ? "\n" : "", value[i] ? value[i] : "NULL");
    }
    return 0;
}

static void change(const char *sql, char *out) {
    sqlite3 *base;
    char *why = NULL;
    assert_int_equal(sqlite3_open_v2(BASE, &base, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    if (sqlite3_exec(base, sql, out ? add_row : NULL, out, &why))
        fail_msg("%s: %s", sql, why);
    sqlite3_close(base);
}

static void ask(const char *sql, const char *wanted) {
    char out[ANSWER] = "";
    change(sql, out);
    assert_string_equal(out, wanted);
}

static int clean(void **state) {
    (void)state;
    (void)unlink(BASE);
    (void)unlink(BASE "-journal");
    return 0;
}

static void is_absent(void) {
    assert_int_not_equal(access(BASE, F_OK), 0);
    assert_int_not_equal(access(BASE "-journal", F_OK), 0);
}

/* ---- what is stored ---- */

static void two_records(const char *value) {
    dcx_writer *w = open_base(dcx_record_schema());
    DOCUMENT(w, "a.txt", "A", {"publisher", "P"}, {"year", "2025"}, {"date", "2026-01"}, {"format", "text"});
    RECORD(w, "a.txt", "A", {"metric", "m"}, {"value", value}, {"unit", "u"}, {"year", "2025"}, {"kind", "level"},
           {"base_value", "15000.0"}, {"line", "7"}, {"of", "whole"}, {"column", "3"}, {"id", "000000000001"});
    RECORD(w, "a.txt", "A", {"metric", "n"}, {"value", "x"}, {"line", "seven"}, {"id", "000000000002"});
    end(w);
}

static void tables_and_types(void **state) {
    (void)state;
    two_records("1.50");
    ask("PRAGMA application_id", "1684240498");
    ask("PRAGMA user_version", "1");
    ask("SELECT file, document, publisher, year, date, format, typeof(year) FROM documents",
        "a.txt|A|P|2025|2026-01|text|integer");
    ask("SELECT position, metric, value, typeof(value), number, typeof(number), unit, year, typeof(year), base_value,"
        " base_number, line, typeof(line), \"of\", \"column\", source, id, reviewed, corrected, rejected FROM records",
        "1|m|1.50|text|1.5|real|u|2025|integer|15000.0|15000.0|7|integer|whole|3|NULL|000000000001|0|0|0\n"
        "2|n|x|text|NULL|null|NULL|NULL|null|NULL|NULL|NULL|null|NULL|NULL|NULL|000000000002|0|0|0");
    ask("SELECT command, dcx, at LIKE '20__-__-__T__:__:__Z' FROM runs", "extract|" DCX_VERSION "|1");
    ask("PRAGMA foreign_key_check", "");
    ask("PRAGMA integrity_check", "ok");
}

static void digits_are_kept(void **state) {
    (void)state;
    two_records("12345678901234567890.10");
    ask("SELECT value, number FROM records WHERE position = 1", "12345678901234567890.10|1.23456789012346e+19");
}

static void read_again(void **state) {
    (void)state;
    two_records("1");
    two_records("2");
    ask("SELECT document_id, value FROM records", "1|2\n1|x");
    ask("SELECT run_id FROM documents", "2");
    ask("SELECT count(*) FROM runs", "2");
    /* The same file twice in one run. */
    dcx_writer *w = open_base(dcx_record_schema());
    for (int i = 0; i < 2; i++) {
        DOCUMENT(w, "a.txt", "A", {"year", "2024"});
        RECORD(w, "a.txt", "A", {"metric", "m"});
    }
    end(w);
    ask("SELECT count(*), max(position) FROM records", "1|1");
    ask("SELECT year, publisher FROM documents", "2024|NULL");
    /* A document in which nothing is found any more. */
    w = open_base(dcx_record_schema());
    DOCUMENT(w, "a.txt", "A", {"year", "2024"});
    end(w);
    ask("SELECT count(*) FROM records", "0");
}

/* Files of records have no row for a document, and may have records of several, in any order. */
static void records_alone(void **state) {
    (void)state;
    two_records("1");
    dcx_writer *w = open_base(dcx_record_schema());
    RECORD(w, "b.txt", "B", {"metric", "b1"});
    RECORD(w, "a.txt", "A", {"metric", "a1"});
    RECORD(w, "b.txt", "B", {"metric", "b2"});
    RECORD(w, "a.txt", "A", {"metric", "a2"});
    RECORD(w, "", "", {"metric", "none"});
    end(w);
    ask("SELECT file, document, publisher, position, metric FROM documents JOIN records USING (document_id)"
        " ORDER BY document_id, position",
        "a.txt|A|P|1|a1\na.txt|A|P|2|a2\nb.txt|B|NULL|1|b1\nb.txt|B|NULL|2|b2\n||NULL|1|none");
    ask("SELECT count(*) FROM run_documents WHERE run_id = 2", "3");
}

static void hostile_text(void **state) {
    (void)state;
    static const char bad[] = "x'); DROP TABLE records; --\"\n\0y\xFF\xE5\x9F z";
    const dcx_text hostile = {bad, sizeof bad - 1};
    dcx_writer *w = open_base(dcx_record_schema());
    const cell document[] = {{"file", "?"}, {"document", "?"}, {"publisher", "?"}, {"year", "?"}, {0}};
    const cell record[] = {{"file", "?"},  {"document", "?"}, {"metric", "?"},
                           {"value", "?"}, {"source", "?"},   {"section", "?"},
                           {"line", "?"},  {"id", "?"},       {0}};
    const cell correction[] = {{"id", "?"},      {"document", "?"}, {"reviewed", "yes"},
                               {"comment", "?"}, {"clear", "?"},    {0}};
    assert_int_equal(put_text(w, dcx_document_schema(), document, &hostile, NULL), DCX_OK);
    for (int i = 0; i < 2; i++)
        assert_int_equal(put_text(w, dcx_record_schema(), record, &hostile, NULL), DCX_OK);
    for (int i = 0; i < 2; i++)
        assert_int_equal(put_text(w, dcx_correction_schema(), correction, &hostile, NULL), DCX_OK);
    end(w);
#define CLEAN "x'); DROP TABLE records; --\"\n\xEF\xBF\xBDy\xEF\xBF\xBD\xEF\xBF\xBD z"
    ask("SELECT metric FROM records", CLEAN "\n" CLEAN);
    ask("SELECT DISTINCT source = metric, section = metric, file = metric, document = metric, id = metric, value = "
        "metric,"
        " line, year, number, reviewed FROM figures",
        "1|1|1|1|1|1|NULL|NULL|NULL|1");
    ask("SELECT file = document, publisher = file, year FROM documents", "1|1|NULL");
    ask("SELECT count(*), min(comment) FROM corrections", "1|" CLEAN);
}

/* SQLite itself would end the text there. */
static void nul_alone(void **state) {
    (void)state;
    const dcx_text text = {"a\0b", 3};
    dcx_writer *w = open_base(dcx_record_schema());
    assert_int_equal(put_text(w, dcx_record_schema(), (cell[]){{"metric", "?"}, {0}}, &text, NULL), DCX_OK);
    end(w);
    ask("SELECT metric FROM records", "a\xEF\xBF\xBD"
                                      "b");
}

/* A name that SQLite would take for something else than a file. */
static void strange_file_names(void **state) {
    (void)state;
    static const char *const names[] = {":memory:", "file:x.db?mode=memory", " ", "'; --"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        dcx_writer *w;
        const dcx_layout layout = {.format = "sqlite", .path = names[i]};
        assert_int_equal(dcx_writer_open(&w, dcx_record_schema(), &layout, no_sink, NULL, NULL, NULL), DCX_OK);
        end(w);
        assert_int_equal(access(names[i], F_OK), 0);
        (void)unlink(names[i]);
    }
}

/* ---- corrections ---- */

static void corrected(const char *id, cell what, const char *comment) {
    dcx_writer *w = open_base(dcx_record_schema());
    DOCUMENT(w, "a.txt", "A", {"year", "2025"});
    RECORD(w, "a.txt", "A", {"metric", "m"}, {"value", "1"}, {"id", "000000000001"});
    PUT(w, dcx_rejected_schema(), {"file", "a.txt"}, {"document", "A"}, {"metric", "bad"}, {"id", "000000000002"});
    PUT(w, dcx_correction_schema(), {"id", id}, {"document", "A"}, what, {"comment", comment}, {"reviewed", "yes"});
    end(w);
}

static void corrections_are_kept(void **state) {
    (void)state;
    corrected("000000000001", (cell){"value", "1"}, "first");
    corrected("000000000001", (cell){"unit", "u"}, "second");
    corrected("000000000002", (cell){"action", "reject"}, "");
    ask("SELECT id, state, value, unit, comment, action FROM corrections",
        "000000000001|applied|1|u|second|NULL\n000000000002|applied|NULL|NULL|NULL|reject");
    two_records("5");
    ask("SELECT id, reviewed, comment, corrected FROM figures", "000000000001|1|second|1\n000000000002|1|NULL|0");
}

static void rejected_records_are_marked(void **state) {
    (void)state;
    corrected("000000000002", (cell){"action", "reject"}, "no figure");
    ask("SELECT metric, rejected, reviewed, comment, corrected FROM records", "m|0|0|NULL|0\nbad|1|1|no figure|0");
    ask("SELECT metric FROM figures", "m");
}

static void fields_are_cleared(void **state) {
    (void)state;
    corrected("000000000001", (cell){"unit", "u"}, "");
    corrected("000000000001", (cell){"clear", "unit year"}, "");
    ask("SELECT unit, clear FROM corrections", "NULL|unit year");
    corrected("000000000001", (cell){"year", "2024"}, "");
    ask("SELECT year, clear FROM corrections", "2024|unit");
    /* What was computed from an old value does not outlive it. */
    corrected("000000000001", (cell){"base_value", "10000"}, "");
    corrected("000000000001", (cell){"value", "2"}, "");
    ask("SELECT value, base_value FROM corrections", "2|NULL");
}

static void stale_corrections(void **state) {
    (void)state;
    corrected("000000000001", (cell){"value", "1"}, "");
    dcx_writer *w = open_base(dcx_record_schema());
    PUT(w, dcx_correction_schema(), {"id", "00000000000f"}, {"document", "A"}, {"comment", "gone"}, {"state", "other"});
    PUT(w, dcx_correction_schema(), {"id", "00000000000e"}, {"document", "Z"}, {"state", "other"});
    PUT(w, dcx_correction_schema(), {"id", "000000000001"}, {"document", "A"}, {"state", "other"});
    PUT(w, dcx_correction_schema(), {"id", "000000000002"}, {"comment", "any document"});
    end(w);
    ask("SELECT id, state FROM corrections ORDER BY id",
        "000000000001|applied\n000000000002|applied\n00000000000e|other\n00000000000f|other");
    w = open_base(dcx_record_schema()); /* read again, with other figures in it */
    DOCUMENT(w, "a.txt", "A", {"year", "2025"});
    RECORD(w, "a.txt", "A", {"metric", "m"}, {"id", "00000000000a"});
    end(w);
    ask("SELECT id, state, value FROM corrections ORDER BY id",
        "000000000001|stale|1\n000000000002|stale|NULL\n00000000000e|other|NULL\n00000000000f|stale|NULL");
    two_records("1");
    ask("SELECT id, state FROM corrections WHERE state = 'applied' ORDER BY id",
        "000000000001|applied\n000000000002|applied");
}

typedef struct seen {
    size_t rows;
    char text[512];
} seen;

static int see(void *data, const dcx_row *row) {
    seen *s = data;
    assert_ptr_equal(row->schema, dcx_correction_schema());
    for (size_t i = 0; i < row->schema->columns; i++)
        if (row->field[i].length)
            (void)snprintf(s->text + strlen(s->text), sizeof s->text - strlen(s->text), "%s=%.*s ",
                           row->schema->column[i].name, (int)row->field[i].length, row->field[i].at);
    s->rows++;
    return 0;
}

static int stop(void *data, const dcx_row *row) {
    (void)data;
    (void)row;
    return 1;
}

static void corrections_are_read(void **state) {
    (void)state;
    seen s = {0};
    assert_int_equal(dcx_database_corrections(BASE, see, &s, NULL, NULL), DCX_OK);
    assert_int_equal(s.rows, 0);
    is_absent();
    corrected("000000000001", (cell){"year", "2024"}, "c");
    assert_int_equal(dcx_database_corrections(BASE, see, &s, NULL, NULL), DCX_OK);
    assert_string_equal(s.text, "id=000000000001 reviewed=yes comment=c state=applied year=2024 document=A ");
    assert_int_equal(s.rows, 1);
    assert_int_equal(dcx_database_corrections(BASE, stop, NULL, NULL, NULL), DCX_STOPPED);
    dcx_status status = DCX_NO_MEMORY;
    for (long at = 1; status != DCX_OK; at++) {
        allocations a = {.fail_at = at};
        const dcx_allocator hooks = allocations_hooks(&a);
        status = dcx_database_corrections(BASE, see, &s, &hooks, NULL);
        assert_true(status == (a.asked < at ? DCX_OK : DCX_NO_MEMORY));
        assert_int_equal(a.live, 0);
    }
}

/* ---- comparisons and findings ---- */

static void compare(const char *old, const char *change_pct) {
    dcx_writer *w = open_base(dcx_diff_schema());
    DOCUMENT(w, old, "Old", {"year", "2024"});
    RECORD(w, old, "Old", {"metric", "m"}, {"id", "000000000001"});
    DOCUMENT(w, "new.txt", "New", {"year", "2025"});
    PUT(w, dcx_diff_schema(), {"metric", "m"}, {"old_value", "1.0"}, {"old_year", "2024"}, {"change", "-0.5"},
        {"change_pct", change_pct}, {"score", "0.93"}, {"old_line", "4"});
    PUT(w, dcx_diff_schema(), {"metric", "n"});
    end(w);
}

static void comparisons(void **state) {
    (void)state;
    compare("old.txt", "50");
    ask("SELECT run_id, position, metric, old_value, old_number, typeof(old_year), change, change_number, change_pct,"
        " pct_number, score, typeof(score), typeof(old_line), new_value FROM comparisons",
        "1|1|m|1.0|1.0|integer|-0.5|-0.5|50|50.0|0.93|real|integer|NULL\n"
        "1|2|n|NULL|NULL|null|NULL|NULL|NULL|NULL|NULL|null|null|NULL");
    ask("SELECT command FROM runs", "diff");
    ask("SELECT metric FROM records", "m");
    compare("old.txt", "51"); /* the same documents */
    ask("SELECT run_id, change_pct FROM comparisons", "2|51\n2|NULL");
    compare("older.txt", "52");
    ask("SELECT run_id, change_pct FROM comparisons WHERE position = 1", "2|51\n3|52");
    change(
        "PRAGMA foreign_keys = ON; DELETE FROM runs WHERE run_id = 3 AND 0; DELETE FROM comparisons WHERE run_id = 3",
        NULL);
    ask("SELECT count(*) FROM comparisons", "2");
}

static void find(void) {
    dcx_writer *w = open_base(dcx_finding_schema());
    DOCUMENT(w, "a.txt", "A", {"year", "2025"});
    PUT(w, dcx_finding_schema(), {"check", "growth"}, {"severity", "note"}, {"line", "3"});
    PUT(w, dcx_place_schema(), {"finding", "1"}, {"number", "1"}, {"value", "2.0"}, {"year", "2025"}, {"at", "5"});
    PUT(w, dcx_place_schema(), {"finding", "1"}, {"number", "2"}, {"value", "4"});
    PUT(w, dcx_finding_schema(), {"check", "bound"}, {"severity", "error"});
    PUT(w, dcx_place_schema(), {"finding", "2"}, {"number", "1"}, {"quote", "q"});
    end(w);
}

static void findings(void **state) {
    (void)state;
    find();
    find();
    ask("SELECT run_id, position, \"check\", severity, line FROM findings", "2|1|growth|note|3\n2|2|bound|error|NULL");
    ask("SELECT run_id, position, number, value, value_number, year, at, quote FROM places",
        "2|1|1|2.0|2.0|2025|5|NULL\n2|1|2|4|4.0|NULL|NULL|NULL\n2|2|1|NULL|NULL|NULL|NULL|q");
    ask("PRAGMA foreign_key_check", "");
}

/* ---- the view of years ---- */

static void years(void **state) {
    (void)state;
    dcx_writer *w = open_base(dcx_record_schema());
    DOCUMENT(w, "b.txt", "B", {"year", "2025"});
    RECORD(w, "b.txt", "B", {"metric", "m"}, {"kind", "level"}, {"year", "2025"}, {"value", "3"}, {"base_value", "30"});
    RECORD(w, "b.txt", "B", {"metric", "m"}, {"kind", "level"}, {"year", "2025"}, {"value", "3"}, {"base_value", "30"});
    RECORD(w, "b.txt", "B", {"metric", "m"}, {"kind", "growth"}, {"year", "2025"}, {"value", "9"});
    RECORD(w, "b.txt", "B", {"metric", "m"}, {"kind", "level"}, {"value", "no year"});
    RECORD(w, "b.txt", "B", {"metric", "m"}, {"kind", "level"}, {"year", "2023"}, {"value", "1.1"});
    RECORD(w, "b.txt", "B", {"metric", "m"}, {"kind", "level"}, {"year", "2025"}, {"period", "2025-06-30"},
           {"value", "2.9"});
    PUT(w, dcx_rejected_schema(), {"file", "b.txt"}, {"document", "B"}, {"metric", "m"}, {"year", "2020"});
    DOCUMENT(w, "a.txt", "A", {"year", "2024"});
    RECORD(w, "a.txt", "A", {"metric", "m"}, {"kind", "level"}, {"year", "2024"}, {"period", "2024-12-31"},
           {"value", "2"});
    RECORD(w, "a.txt", "A", {"metric", "m"}, {"kind", "level"}, {"year", "2023"}, {"value", "1"});
    end(w);
    ask("SELECT kind, part, year, value, base_number, times, document FROM metric_years WHERE metric = 'm'",
        "level|NULL|2023|1|NULL|1|A\nlevel|NULL|2023|1.1|NULL|1|B\nlevel|NULL|2024|2|NULL|1|A\n"
        "level|NULL|2025|3|30.0|2|B\nlevel|-06-30|2025|2.9|NULL|1|B\ngrowth|NULL|2025|9|NULL|1|B");
}

/* ---- what is refused ---- */

static void refused(const char *message) {
    dcx_writer *w;
    dcx_error error = {0};
    assert_int_equal(try_open(&w, dcx_record_schema(), NULL, &error), DCX_IO);
    assert_null(w);
    assert_string_equal(error.file, BASE);
    assert_non_null(strstr(error.message, message));
    assert_true(*error.hint);
    memset(&error, 0, sizeof error);
    assert_int_equal(dcx_database_corrections(BASE, stop, NULL, NULL, &error), DCX_IO);
    assert_non_null(strstr(error.message, message));
}

static void write_file(const char *text) {
    FILE *f = fopen(BASE, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static void not_a_database(void **state) {
    (void)state;
    char text[2048], now[2048] = "";
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = 0;
    write_file(text);
    refused("no SQLite database");
    FILE *f = fopen(BASE, "r");
    assert_non_null(f);
    assert_non_null(fgets(now, sizeof now, f));
    (void)fclose(f);
    assert_string_equal(now, text);
    write_file("short");
    refused("no SQLite database");
}

static void other_databases(void **state) {
    (void)state;
    write_file("");
    change("CREATE TABLE mine (a); INSERT INTO mine VALUES (1)", NULL);
    refused("another program's database");
    ask("SELECT group_concat(name) FROM sqlite_schema", "mine");
    clean(NULL);
    write_file("");
    change("PRAGMA application_id = 7", NULL);
    refused("another program's database");
    clean(NULL);
    two_records("1");
    change("PRAGMA user_version = 2", NULL);
    refused("newer dcx");
    ask("SELECT count(*) FROM runs", "1");
}

static void no_regular_file(void **state) {
    (void)state;
    dcx_writer *w;
    dcx_error error = {0};
    const dcx_layout folder = {.format = "sqlite", .path = "."}, nowhere = {.format = "sqlite", .path = "no/where.db"};
    assert_int_equal(dcx_writer_open(&w, dcx_record_schema(), &folder, no_sink, NULL, NULL, &error), DCX_IO);
    assert_non_null(strstr(error.message, "no regular file"));
    assert_int_equal(dcx_writer_open(&w, dcx_record_schema(), &nowhere, no_sink, NULL, NULL, &error), DCX_IO);
    assert_non_null(strstr(error.hint, "folder"));
}

/* An empty file is a new database. */
static void empty_file(void **state) {
    (void)state;
    write_file("");
    assert_int_equal(dcx_database_corrections(BASE, stop, NULL, NULL, NULL), DCX_OK);
    two_records("1");
    ask("SELECT count(*) FROM records", "2");
}

static void wrong_usage(void **state) {
    (void)state;
    static const int some[] = {0, 1};
    dcx_column column[DCX_RECORD_FIELDS + 1];
    memcpy(column, dcx_record_schema()->column, DCX_RECORD_FIELDS * sizeof *column);
    column[DCX_RECORD_FIELDS] = (dcx_column){"shown_value", DCX_DECIMAL, ""};
    const dcx_schema shown = {"record", column, DCX_RECORD_FIELDS + 1};
    const struct {
        const dcx_schema *schema;
        dcx_layout layout;
        const char *hint;
    } wrong[] = {
        {dcx_series_schema(), {.format = "sqlite", .path = BASE}, "metric_years"},
        {dcx_token_schema(), {.format = "sqlite", .path = BASE}, "extract"},
        {dcx_record_schema(), {.format = "sqlite", .path = BASE, .columns = some, .count = 2}, "--columns"},
        {dcx_record_schema(), {.format = "sqlite"}, "-o"},
        {&shown, {.format = "sqlite", .path = BASE}, "--show-unit"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        dcx_writer *w;
        dcx_error error = {0};
        assert_int_equal(dcx_writer_open(&w, wrong[i].schema, &wrong[i].layout, no_sink, NULL, NULL, &error),
                         DCX_USAGE);
        assert_non_null(strstr(error.hint, wrong[i].hint));
        is_absent();
    }
}

/* All columns in another order are all columns. */
static void columns_in_another_order(void **state) {
    (void)state;
    int order[DCX_RECORD_FIELDS];
    for (int i = 0; i < DCX_RECORD_FIELDS; i++)
        order[i] = DCX_RECORD_FIELDS - 1 - i;
    const dcx_layout layout = {
        .format = "sqlite", .path = BASE, .columns = order, .count = DCX_RECORD_FIELDS, .heading = DCX_BOTH};
    dcx_writer *w;
    assert_int_equal(dcx_writer_open(&w, dcx_record_schema(), &layout, no_sink, NULL, NULL, NULL), DCX_OK);
    RECORD(w, "a.txt", "A", {"metric", "m"}, {"kind", "level"}, {"sentence", "s"});
    end(w);
    ask("SELECT metric, kind, sentence, file FROM figures", "m|level|s|a.txt");
}

/* ---- what fails half way ---- */

static void free_without_end(void **state) {
    (void)state;
    dcx_writer *w = open_base(dcx_record_schema());
    RECORD(w, "a.txt", "A", {"metric", "m"});
    dcx_writer_free(w);
    is_absent();
    two_records("1");
    w = open_base(dcx_record_schema());
    DOCUMENT(w, "a.txt", "A", {"year", "2026"});
    PUT(w, dcx_correction_schema(), {"id", "000000000001"}, {"document", "A"}, {"value", "7"});
    dcx_writer_free(w);
    ask("SELECT count(*), (SELECT count(*) FROM corrections), (SELECT year FROM documents) FROM records", "2|0|2025");
    ask("SELECT count(*) FROM runs", "1");
}

static dcx_status write_within(const dcx_allocator *hooks) {
    dcx_writer *w;
    dcx_status status = try_open(&w, dcx_record_schema(), hooks, NULL);
    if (status)
        return status;
    for (int i = 0; i < 50 && !status; i++) {
        char title[32], bad[] = "a\xFFz";
        (void)snprintf(title, sizeof title, "%d%*s", i / 10, i, "");
        status = put_text(w, dcx_record_schema(),
                          (cell[]){{"file", "a.txt"}, {"document", title}, {"metric", bad}, {0}}, NULL, NULL);
        if (!status)
            status = put_text(w, dcx_correction_schema(),
                              (cell[]){{"id", "1"}, {"clear", "unit"}, {"comment", bad}, {0}}, NULL, NULL);
    }
    if (!status)
        status = dcx_writer_end(w, NULL);
    dcx_writer_free(w);
    return status;
}

/* Every allocation is made to fail in turn: nothing is left behind, not of the old rows nor of the memory. */
static void memory_fails(void **state) {
    (void)state;
    dcx_status status = DCX_NO_MEMORY;
    for (long at = 1; status != DCX_OK; at++) {
        allocations a = {.fail_at = at};
        const dcx_allocator hooks = allocations_hooks(&a);
        assert_true(at < 500);
        status = write_within(&hooks);
        assert_true(status == DCX_OK || status == DCX_NO_MEMORY);
        assert_int_equal(a.live, 0);
        if (status)
            is_absent();
    }
    ask("SELECT count(*) FROM records", "50");
}

/* Another program is writing. The writer waits for it, and says so when it has waited long enough. */
static void locked(void **state) {
    (void)state;
    two_records("1");
    sqlite3 *base;
    assert_int_equal(sqlite3_open_v2(BASE, &base, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(base, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    dcx_writer *w;
    dcx_error error = {0};
    assert_int_equal(try_open(&w, dcx_record_schema(), NULL, &error), DCX_IO);
    assert_string_equal(error.message, "database is locked");
    assert_non_null(strstr(error.hint, "another program"));
    seen s = {0}; /* who reads need not wait */
    assert_int_equal(dcx_database_corrections(BASE, see, &s, NULL, NULL), DCX_OK);
    sqlite3_close(base);
    two_records("2");
}

/* Tables that somebody changed. */
static void tables_are_missing(void **state) {
    (void)state;
    two_records("1");
    change("DROP TABLE corrections", NULL);
    refused("no such table");
    ask("SELECT count(*) FROM records", "2");
}

int main(void) {
    char folder[] = "/tmp/dcx-sqlite-XXXXXX";
    if (!mkdtemp(folder) || chdir(folder))
        return 1;
#define TEST(name) cmocka_unit_test_setup_teardown(name, clean, clean)
    const struct CMUnitTest tests[] = {
        TEST(tables_and_types),
        TEST(digits_are_kept),
        TEST(read_again),
        TEST(records_alone),
        TEST(hostile_text),
        TEST(nul_alone),
        TEST(strange_file_names),
        TEST(corrections_are_kept),
        TEST(rejected_records_are_marked),
        TEST(fields_are_cleared),
        TEST(stale_corrections),
        TEST(corrections_are_read),
        TEST(comparisons),
        TEST(findings),
        TEST(years),
        TEST(not_a_database),
        TEST(other_databases),
        TEST(no_regular_file),
        TEST(empty_file),
        TEST(wrong_usage),
        TEST(columns_in_another_order),
        TEST(free_without_end),
        TEST(memory_fails),
        TEST(locked),
        TEST(tables_are_missing),
    };
    int failures = cmocka_run_group_tests(tests, NULL, NULL);
    if (chdir("/") || rmdir(folder))
        failures++;
    return failures;
}
