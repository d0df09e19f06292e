#include "writer/keep.h"

#include <string.h>

#include "base/utf8.h"

bool kept_open(kept *k, database *d, arena *a) {
    /* NULL in document and id, which cannot be NULL, makes REPLACE take their default, the empty text. */
    static const stored_shape shape = {.table = "corrections", .replaces = true, .keys = {"run_id"}};
    buffer sql;
    buffer_init_in(&sql, a);
    buffer_text(&sql, "SELECT ");
    database_put_names(&sql, dcx_correction_schema());
    buffer_text(&sql, " FROM corrections WHERE document = ifnull(?1, '') AND id = ifnull(?2, '')");
    buffer_char(&sql, 0);
    return stored_open(&k->rows, d, a, &shape, dcx_correction_schema()) && database_prepare(d, &k->find, sql.at);
}

/* ---- one correction ---- */

static bool has_word(dcx_text list, dcx_text word) {
    for (size_t from = 0, to; from < list.length; from = to + 1) {
        for (to = from; to < list.length && list.at[to] != ' ';)
            to++;
        if (text_equal((dcx_text){list.at + from, to - from}, word))
            return true;
    }
    return false;
}

static dcx_text given_field(const dcx_text *given, const char *name) {
    return given[dcx_schema_find(dcx_correction_schema(), name)];
}

/* Whether the field's old text is no longer what is wanted: it is made empty, or is to be computed from a new value. */
static bool is_dropped(const dcx_text *given, const char *name) {
    bool computed = !strcmp(name, "base_value") || !strcmp(name, "base_unit");
    bool anew = given_field(given, "value").length || given_field(given, "unit").length;
    return has_word(given[DCX_CORRECTION_CLEAR], text_of_c(name)) || (computed && anew);
}

/* The fields that are made empty: as before, but for those that have a text now, and those that are new. */
static dcx_text merge_clear(arena *scratch, dcx_text old, const dcx_text *merged, dcx_text given) {
    const dcx_schema *schema = dcx_correction_schema();
    buffer out;
    buffer_init_in(&out, scratch);
    for (size_t i = DCX_CORRECTION_METRIC; i < schema->columns; i++) {
        dcx_text name = text_of_c(schema->column[i].name);
        if (!has_word(given, name) && (merged[i].length || !has_word(old, name)))
            continue;
        if (out.length)
            buffer_char(&out, ' ');
        buffer_put(&out, name.at, name.length);
    }
    return (dcx_text){out.at, out.length};
}

static dcx_text copy(arena *scratch, dcx_text text) {
    return (dcx_text){arena_copy(scratch, text.at, text.length), text.length};
}

/* What was kept (the row that find is at) with what is given in its place. */
static void merge(const kept *k, arena *scratch, const dcx_text *given, dcx_text *merged) {
    const dcx_schema *schema = dcx_correction_schema();
    for (size_t i = 0; i < schema->columns; i++) {
        bool dropped = is_dropped(given, schema->column[i].name);
        merged[i] = given[i].length || dropped ? given[i] : copy(scratch, database_text(k->find, (int)i));
    }
    /* That it is about none of this run's documents says nothing of the one it is about. */
    if (text_equal(given[DCX_CORRECTION_STATE], text_of_c("other")))
        merged[DCX_CORRECTION_STATE] = copy(scratch, database_text(k->find, DCX_CORRECTION_STATE));
    dcx_text old = copy(scratch, database_text(k->find, DCX_CORRECTION_CLEAR));
    merged[DCX_CORRECTION_CLEAR] = merge_clear(scratch, old, merged, given[DCX_CORRECTION_CLEAR]);
}

bool kept_put(const kept *k, database *d, arena *scratch, sqlite3_int64 run_id, const dcx_text *given) {
    const dcx_schema *schema = dcx_correction_schema();
    dcx_text *merged = arena_array(scratch, schema->columns, sizeof *merged);
    memcpy(merged, given, schema->columns * sizeof *merged);
    bool found = false;
    bool done = stored_bind(d, k->find, 1, given_field(given, "document"), scratch) &&
                stored_bind(d, k->find, 2, given[DCX_CORRECTION_ID], scratch) && database_step(d, k->find, &found);
    if (done && found)
        merge(k, scratch, given, merged);
    sqlite.sqlite3_reset(k->find);
    sqlite.sqlite3_clear_bindings(k->find);
    return done && stored_put(&k->rows, d, scratch, &run_id, merged);
}

/* ---- the end of a run ---- */

#define THIS_RUN "(SELECT max(run_id) FROM runs)" /* it was added last */

/* Earlier runs of the same command on the same documents: neither run has one that the other lacks. */
#define OUTDATED                                                                                                       \
    "(SELECT r.run_id FROM runs AS r JOIN runs AS n ON n.run_id = " THIS_RUN                                           \
    " WHERE r.run_id < n.run_id AND r.command = n.command"                                                             \
    " AND EXISTS (SELECT 1 FROM run_documents WHERE run_id = n.run_id)"                                                \
    " AND NOT EXISTS (SELECT document_id FROM run_documents WHERE run_id = r.run_id"                                   \
    " EXCEPT SELECT document_id FROM run_documents WHERE run_id = n.run_id)"                                           \
    " AND NOT EXISTS (SELECT document_id FROM run_documents WHERE run_id = n.run_id"                                   \
    " EXCEPT SELECT document_id FROM run_documents WHERE run_id = r.run_id))"

static const char *const settling[] = {
    "UPDATE corrections SET document_id ="
    " (SELECT max(document_id) FROM documents AS d WHERE d.document = corrections.document)",
    /* Of the documents that this run read, and where nothing is known yet. What this run says it applied is applied,
     * though the record may have been left out (--select). */
    "UPDATE corrections SET state = CASE"
    " WHEN EXISTS (SELECT 1 FROM records AS r JOIN documents AS d USING (document_id)"
    " WHERE r.id = corrections.id AND corrections.document IN (d.document, '')) THEN 'applied'"
    " WHEN document = '' OR document_id IS NOT NULL THEN 'stale' ELSE 'other' END"
    " WHERE NOT (run_id IS " THIS_RUN " AND state IS 'applied')"
    " AND (state IS NULL OR document = '' OR document_id IS NULL"
    " OR document IN (SELECT document FROM documents WHERE run_id = " THIS_RUN "))",
    /* What this run calls by the id that its record has now was kept under the one it had before. */
    "DELETE FROM corrections WHERE state = 'stale' AND run_id IS NOT " THIS_RUN
    " AND EXISTS (SELECT 1 FROM corrections AS n WHERE n.run_id = " THIS_RUN
    " AND n.state = 'applied' AND n.id <> corrections.id AND n.document = corrections.document"
    " AND n.origin IS corrections.origin AND n.action IS corrections.action AND n.clear IS corrections.clear"
    " AND n.metric IS corrections.metric AND n.value IS corrections.value AND n.unit IS corrections.unit"
    " AND n.comment IS corrections.comment)",
    /* What records show of the corrections about them. */
    "UPDATE records SET reviewed = c.reviewed IS 'yes', reviewer = c.reviewer, comment = c.comment,"
    " corrected = c.action IS 'add' OR coalesce(c.clear, c.metric, c.value, c.unit, c.year, c.source, c.kind, c.claim,"
    " c.qualifier, c.value_max, c.period, c.\"of\", c.base_value, c.base_unit, c.source_basis, c.section) IS NOT NULL"
    " FROM corrections AS c, documents AS d"
    " WHERE records.id = c.id AND d.document_id = records.document_id AND c.document IN (d.document, '')"
    " AND d.run_id = " THIS_RUN,
    "DELETE FROM comparisons WHERE run_id IN " OUTDATED,
    "DELETE FROM findings WHERE run_id IN " OUTDATED,
};

bool kept_settle(database *d) {
    for (size_t i = 0; i < sizeof settling / sizeof *settling; i++)
        if (!database_run(d, settling[i]))
            return false;
    return true;
}
