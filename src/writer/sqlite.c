/* An SQLite database that runs add to, in one transaction a run: schema.sql says what is in it.
 *
 * A document that is read again gets new records, and what people said about them stays. */
#include <string.h>

#include "base/utf8.h"
#include "writer/keep.h"
#include "writer/stored.h"
#include "writer/writer.h"

/* Statements that are run again and again. */
enum { FIND, ENTER, FORGET, LAST, JOIN, STATEMENTS };

static const char *const statements[STATEMENTS] = {
    [FIND] = "SELECT document_id, run_id FROM documents WHERE file = ifnull(?1, '') AND document = ifnull(?2, '')",
    /* What only a document says of itself stays where a file of its records is read (?8 is 0). */
    [ENTER] = "INSERT INTO documents (file, document, publisher, year, date, format, run_id)"
              " VALUES (ifnull(?1, ''), ifnull(?2, ''), ?3, iif(?4 GLOB '[0-9][0-9][0-9][0-9]', ?4, NULL), ?5, ?6, ?7)"
              " ON CONFLICT (file, document) DO UPDATE SET run_id = excluded.run_id,"
              " publisher = iif(?8, excluded.publisher, publisher), year = iif(?8, excluded.year, year),"
              " date = iif(?8, excluded.date, date), format = iif(?8, excluded.format, format)",
    [FORGET] = "DELETE FROM records WHERE document_id = ?1",
    [LAST] = "SELECT ifnull(max(position), 0) FROM records WHERE document_id = ?1",
    [JOIN] = "INSERT OR IGNORE INTO run_documents (run_id, document_id) VALUES (?1, ?2)",
};

static const stored_shape record_shape = {
    .table = "records",
    .keys = {"document_id", "position", "rejected"},
    .without = {"document", "file"},
    .numbers = {{"value", "number"}, {"base_value", "base_number"}},
};

/* The tables of a comparison and of a check. */
static const stored_shape diff_shape = {
    .table = "comparisons",
    .keys = {"run_id", "position"},
    .numbers = {{"old_value", "old_number"},
                {"new_value", "new_number"},
                {"change", "change_number"},
                {"change_pct", "pct_number"},
                {"score", "score"}},
};
static const stored_shape finding_shape = {.table = "findings", .keys = {"run_id", "position"}};
static const stored_shape place_shape = {
    .table = "places",
    .keys = {"run_id", "position"},
    .without = {"finding"},
    .numbers = {{"value", "value_number"}},
};

typedef struct filing {
    database base;
    sqlite3_int64 run_id;
    sqlite3_stmt *statement[STATEMENTS];
    stored records, main, places;
    kept corrections;
    sqlite3_int64 document_id; /* of the document that the last record was of; 0: there was none */
    buffer file, title;        /* of that document */
    sqlite3_int64 record;      /* position of the last record */
    sqlite3_int64 row;         /* and of the last row of a comparison or check */
} filing;

static bool is_of(const dcx_schema *schema, const char *name) {
    return !strcmp(schema->name, name);
}

/* ---- which rows ---- */

static bool wants(const dcx_writer *w, const dcx_schema *schema) {
    const dcx_schema *const others[] = {dcx_document_schema(), dcx_record_schema(), dcx_rejected_schema(),
                                        dcx_correction_schema()};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (schema == others[i])
            return true;
    return schema == dcx_place_schema() && is_of(w->schema, "finding");
}

static const char *what_is_wrong(const dcx_writer *w, const char **hint) {
    *hint = "leave --columns out";
    if (!is_of(w->schema, "record") && !is_of(w->schema, "diff") && !is_of(w->schema, "finding")) {
        *hint = "extract into the database; its view metric_years shows the series";
        return "a database takes what extract, diff and check find, nothing else";
    }
    if (w->columns != w->schema->columns)
        return "a database keeps all columns";
    if (is_of(w->schema, "record") && w->columns != DCX_RECORD_FIELDS) {
        *hint = "leave --show-unit out; the database has base_value and base_unit";
        return "a database has no column for a value in another unit";
    }
    return NULL;
}

/* ---- documents ---- */

static bool find_document(filing *f, dcx_text file, dcx_text title, arena *scratch, sqlite3_int64 *run_id) {
    sqlite3_stmt *find = f->statement[FIND];
    bool found = false;
    bool done = stored_bind(&f->base, find, 1, file, scratch) && stored_bind(&f->base, find, 2, title, scratch) &&
                database_step(&f->base, find, &found);
    f->document_id = found ? sqlite.sqlite3_column_int64(find, 0) : 0;
    *run_id = found ? sqlite.sqlite3_column_int64(find, 1) : 0;
    sqlite.sqlite3_reset(find);
    sqlite.sqlite3_clear_bindings(find);
    return done;
}

/* row: what the document says of itself, or NULL. */
static bool enter_document(filing *f, dcx_text file, dcx_text title, arena *scratch, const dcx_row *row) {
    enum { PUBLISHER = 2, SAID = 4 }; /* publisher, year, date, format */
    sqlite3_stmt *enter = f->statement[ENTER];
    bool done = stored_bind(&f->base, enter, 1, file, scratch) && stored_bind(&f->base, enter, 2, title, scratch);
    for (int i = PUBLISHER; done && row && i < PUBLISHER + SAID; i++)
        done = stored_bind(&f->base, enter, i + 1, row->field[i], scratch);
    (void)sqlite.sqlite3_bind_int64(enter, 7, f->run_id);
    (void)sqlite.sqlite3_bind_int(enter, 8, row != NULL);
    sqlite3_int64 before;
    return done && database_finish(&f->base, enter) && find_document(f, file, title, scratch, &before);
}

static bool with_document(filing *f, int which) {
    sqlite3_stmt *s = f->statement[which];
    (void)sqlite.sqlite3_bind_int64(s, 1, which == JOIN ? f->run_id : f->document_id);
    if (which == JOIN)
        (void)sqlite.sqlite3_bind_int64(s, 2, f->document_id);
    return database_finish(&f->base, s);
}

static bool find_last(filing *f) {
    bool found;
    (void)sqlite.sqlite3_bind_int64(f->statement[LAST], 1, f->document_id);
    bool done = database_step(&f->base, f->statement[LAST], &found);
    f->record = done && found ? sqlite.sqlite3_column_int64(f->statement[LAST], 0) : 0;
    sqlite.sqlite3_reset(f->statement[LAST]);
    return done;
}

/* From here on records are of this document. Those of earlier runs go, as do those that this run found, where the
 * document begins once more. */
static bool go_to_document(filing *f, dcx_text file, dcx_text title, arena *scratch, const dcx_row *row) {
    f->file.length = f->title.length = 0;
    buffer_put(&f->file, file.at, file.length);
    buffer_put(&f->title, title.at, title.length);
    sqlite3_int64 run_id;
    if (!find_document(f, file, title, scratch, &run_id))
        return false;
    if (run_id == f->run_id && !row)
        return find_last(f);
    f->record = 0;
    return enter_document(f, file, title, scratch, row) && with_document(f, FORGET) && with_document(f, JOIN);
}

static bool is_same(const buffer *b, dcx_text text) {
    return text_equal((dcx_text){b->at, b->length}, text);
}

static bool put_record(filing *f, arena *scratch, const dcx_text *field, bool rejected) {
    dcx_text file = field[DCX_FILE], title = field[DCX_DOCUMENT];
    if ((!f->document_id || !is_same(&f->file, file) || !is_same(&f->title, title)) &&
        !go_to_document(f, file, title, scratch, NULL))
        return false;
    return stored_put(&f->records, &f->base, scratch, (sqlite3_int64[]){f->document_id, ++f->record, rejected}, field);
}

/* ---- the run ---- */

static bool prepare(dcx_writer *w, filing *f) {
    database *d = &f->base;
    bool done = stored_open(&f->records, d, &w->arena, &record_shape, dcx_record_schema()) &&
                kept_open(&f->corrections, d, &w->arena);
    for (size_t i = 0; done && i < STATEMENTS; i++)
        done = database_prepare(d, &f->statement[i], statements[i]);
    if (done && is_of(w->schema, "diff"))
        done = stored_open(&f->main, d, &w->arena, &diff_shape, w->schema);
    if (done && is_of(w->schema, "finding"))
        done = stored_open(&f->main, d, &w->arena, &finding_shape, w->schema) &&
               stored_open(&f->places, d, &w->arena, &place_shape, dcx_place_schema());
    return done;
}

static bool begin_run(dcx_writer *w, filing *f) {
    sqlite3_stmt *s;
    const char *command = is_of(w->schema, "record") ? "extract" : is_of(w->schema, "diff") ? "diff" : "check";
    if (!database_prepare(&f->base, &s, "INSERT INTO runs (command, dcx) VALUES (?, ?)") ||
        !stored_bind(&f->base, s, 1, text_of_c(command), &w->row) ||
        !stored_bind(&f->base, s, 2, text_of_c(dcx_version()), &w->row) || !database_finish(&f->base, s))
        return false;
    f->run_id = sqlite.sqlite3_last_insert_rowid(f->base.handle);
    return true;
}

/* ---- the format ---- */

/* Says why something was not done. */
static void settle(dcx_writer *w, bool done) {
    const filing *f = w->state;
    if (!done)
        writer_fail(w, f->base.trouble.status, f->base.trouble.hint, f->base.trouble.message);
}

static void begin(dcx_writer *w) {
    const char *hint, *wrong = what_is_wrong(w, &hint);
    if (!wrong && !w->layout.path) {
        hint = "name it with -o FILE";
        wrong = "a database needs a file";
    }
    if (wrong) {
        writer_fail(w, DCX_USAGE, hint, wrong);
        return;
    }
    filing *f = w->state = arena_alloc(&w->arena, sizeof *f);
    buffer_init_in(&f->file, &w->arena);
    buffer_init_in(&f->title, &w->arena);
    settle(w, database_open(&f->base, &w->arena, w->layout.path) && prepare(w, f) && begin_run(w, f));
}

static void row(dcx_writer *w, const dcx_text *cell) {
    filing *f = w->state;
    dcx_text *field = arena_array(&w->row, w->columns, sizeof *field);
    for (size_t i = 0; i < w->columns; i++)
        field[w->field[i]] = cell[i]; /* all are there, in any order */
    if (is_of(w->schema, "record"))
        settle(w, put_record(f, &w->row, field, false));
    else
        settle(w, stored_put(&f->main, &f->base, &w->row, (sqlite3_int64[]){f->run_id, ++f->row}, field));
}

static void side(dcx_writer *w, const dcx_row *from) {
    filing *f = w->state;
    const dcx_text *field = from->field;
    if (from->schema == dcx_document_schema())
        settle(w, go_to_document(f, field[0], field[1], &w->row, from));
    else if (from->schema == dcx_correction_schema())
        settle(w, kept_put(&f->corrections, &f->base, &w->row, f->run_id, field));
    else if (from->schema == dcx_place_schema())
        settle(w, stored_put(&f->places, &f->base, &w->row, (sqlite3_int64[]){f->run_id, f->row}, field));
    else
        settle(w, put_record(f, &w->row, field, from->schema == dcx_rejected_schema()));
}

static void end(dcx_writer *w) {
    filing *f = w->state;
    settle(w, kept_settle(&f->base) && database_commit(&f->base));
}

static void release(dcx_writer *w) {
    filing *f = w->state;
    if (f)
        database_close(&f->base);
}

const writer_format writer_sqlite = {
    .begin = begin, .row = row, .side = side, .end = end, .wants = wants, .names_only = true, .release = release};
