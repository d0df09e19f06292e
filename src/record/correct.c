/* Corrections: what they make of the records of a document. */
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "lexer/fold.h"
#include "record/corrections.h"
#include "record/id.h"
#include "record/unit.h"

static const dcx_text nothing = {"", 0};
static const char rule_name[] = "correction";

static dcx_text kept(dcx_corrections *c, dcx_text t) {
    return (dcx_text){arena_copy(&c->arena, t.at, t.length), t.length};
}

/* The document that rows come from, when it changes. */
static void enter(dcx_corrections *c, dcx_text document, dcx_text file) {
    if (text_equal(c->document, document) && text_equal(c->file, file))
        return;
    c->document = kept(c, document);
    c->file = kept(c, file);
    for (correction *row = c->first; row; row = row->next)
        row->of_document |= correction_is_for(row, document);
}

/* ---- a record */

/* The value with scale words multiplied in, where value or unit are others now. */
static void scale_anew(dcx_corrections *c, dcx_text *record) {
    const char *base = "";
    int power = 0;
    dcx_text unit = record[DCX_UNIT];
    if (unit.length && !unit_named(&c->row, c->pack, unit, &base, &power)) {
        record[DCX_BASE_VALUE] = record[DCX_BASE_UNIT] = nothing;
        return;
    }
    const char *value = arena_copy(&c->row, record[DCX_VALUE].at, record[DCX_VALUE].length);
    record[DCX_BASE_VALUE] = text_of_c(decimal_shift(&c->row, value, power));
    record[DCX_BASE_UNIT] = text_of_c(base);
}

/* Puts what one row says in the place of the record's fields; whether anything changed. */
static bool replace_by(dcx_corrections *c, const correction *row, dcx_text *record) {
    bool changed = false, amount = false, base = false;
    for (int f = DCX_METRIC; f <= DCX_SECTION; f++) {
        dcx_text said = row->field[CORRECTION_OF(f)];
        if (!said.at || text_equal(said, record[f]))
            continue;
        record[f] = said;
        changed = true;
        amount |= f == DCX_VALUE || f == DCX_UNIT;
        base |= f == DCX_BASE_VALUE || f == DCX_BASE_UNIT;
    }
    if (amount && !base)
        scale_anew(c, record);
    return changed;
}

static void replace(dcx_corrections *c, correction *const *row, size_t count, dcx_text *record) {
    for (size_t i = 0; i < count; i++)
        if (correction_is_for(row[i], c->document) && replace_by(c, row[i], record))
            record[DCX_RULE] = text_of_c(rule_name);
}

/* Whether the last row that decides it takes the record out. Marks the rows as used. */
static bool is_rejected(dcx_corrections *c, correction *const *row, size_t count) {
    bool rejected = false;
    for (size_t i = 0; i < count; i++) {
        if (!correction_is_for(row[i], c->document))
            continue;
        row[i]->used = row[i]->here = true;
        if (row[i]->action != ACTION_NONE)
            rejected = row[i]->action == ACTION_REJECT;
    }
    return rejected;
}

static int pass(dcx_corrections *c, const dcx_text *record, bool rejected) {
    dcx_row_fn *fn = rejected ? c->next.rejected : c->next.record;
    const dcx_schema *schema = rejected ? dcx_rejected_schema() : dcx_record_schema();
    return fn ? fn(c->next.data, &(dcx_row){schema, record}) : 0;
}

static runes folded(arena *a, dcx_text t) {
    return fold(a, utf8_to_runes(a, t.at, t.length));
}

/* The rows about a record. Those that know it by the id that it had before ids began with a letter learn the new one.
 */
static correction **rows_about(dcx_corrections *c, const dcx_text *record, size_t *count) {
    dcx_text id = record[DCX_ID];
    correction **row = corrections_about(c, id, count);
    if (*count || !c->count || !record[DCX_SENTENCE].length || !record[DCX_QUOTE].length)
        return row;
    const figure_name of = {sentence_key(folded(&c->row, record[DCX_SENTENCE])),
                            sentence_key(folded(&c->row, record[DCX_QUOTE]))};
    row = corrections_about(c, id_before(&c->row, of, id), count);
    for (size_t i = 0; i < *count; i++)
        row[i]->field[DCX_CORRECTION_ID] = kept(c, id);
    c->sorted &= !*count;
    return corrections_about(c, id, count);
}

static int take_record(dcx_corrections *c, const dcx_row *from) {
    dcx_text record[DCX_RECORD_FIELDS];
    memcpy(record, from->field, sizeof record);
    if (!c->has_text)
        enter(c, record[DCX_DOCUMENT], record[DCX_FILE]);
    size_t count;
    correction **row = rows_about(c, record, &count);
    bool rejected = is_rejected(c, row, count);
    if (!rejected)
        replace(c, row, count, record);
    return pass(c, record, rejected);
}

/* ---- the text around the records, which tells what still fits */

static int take_document(dcx_corrections *c, const dcx_row *row) {
    c->has_text = true;
    enter(c, row->field[1], row->field[0]);
    return c->next.document ? c->next.document(c->next.data, row) : 0;
}

static int take_mark(dcx_corrections *c, const dcx_row *row) {
    size_t count;
    correction **about = corrections_about(c, row->field[dcx_schema_find(row->schema, "id")], &count);
    for (size_t i = 0; i < count; i++)
        about[i]->fits |= correction_is_for(about[i], c->document);
    return c->next.mark ? c->next.mark(c->next.data, row) : 0;
}

/* The text without spaces. */
static dcx_text squeezed(arena *a, dcx_text t) {
    char *out = arena_alloc(a, t.length + 1);
    size_t n = 0, at = 0;
    while (at < t.length) {
        char32_t rune;
        bool valid;
        size_t length = utf8_decode(t.at + at, t.length - at, &rune, &valid);
        if (!rune_is_space(rune)) {
            memcpy(out + n, t.at + at, length);
            n += length;
        }
        at += length;
    }
    return (dcx_text){out, n};
}

static bool holds(dcx_text text, dcx_text part) {
    for (size_t i = 0; part.length && i + part.length <= text.length; i++)
        if (text.at[i] == *part.at && !memcmp(text.at + i, part.at, part.length))
            return true;
    return false;
}

/* A record that was added for a stretch of text fits where that stands. */
static int take_block(dcx_corrections *c, const dcx_row *row) {
    dcx_text text = nothing;
    for (correction *one = c->first; one; one = one->next) {
        dcx_text sentence = one->field[CORRECTION_OF(DCX_SENTENCE)];
        if (one->action != ACTION_ADD || one->fits || !sentence.length || !correction_is_for(one, c->document))
            continue;
        if (!text.length)
            text = squeezed(&c->row, row->field[dcx_schema_find(row->schema, "text")]);
        one->fits = holds(text, squeezed(&c->row, sentence));
    }
    return c->next.block ? c->next.block(c->next.data, row) : 0;
}

/* Runs one of these with memory that may be short. */
static int guarded(void *data, const dcx_row *row, int (*take)(dcx_corrections *, const dcx_row *)) {
    dcx_corrections *c = data;
    jmp_buf trap;
    c->mem.trap = &trap;
    if (setjmp(trap)) {
        c->status = error_no_memory(&c->error);
        return 1;
    }
    int stop = take(c, row);
    if (stop)
        c->status = DCX_STOPPED;
    arena_reset(&c->row);
    return stop;
}

static int on_record(void *data, const dcx_row *row) {
    return guarded(data, row, take_record);
}

static int on_document(void *data, const dcx_row *row) {
    return guarded(data, row, take_document);
}

static int on_mark(void *data, const dcx_row *row) {
    return guarded(data, row, take_mark);
}

static int on_block(void *data, const dcx_row *row) {
    return guarded(data, row, take_block);
}

static int on_missed(void *data, const dcx_row *row) {
    const dcx_corrections *c = data;
    return c->next.missed(c->next.data, row);
}

static void on_warning(void *data, const dcx_error *what) {
    const dcx_corrections *c = data;
    c->next.warning(c->next.data, what);
}

static void on_notice(void *data, const dcx_error *what) {
    const dcx_corrections *c = data;
    c->next.notice(c->next.data, what);
}

static void on_taken(void *data) {
    const dcx_corrections *c = data;
    c->next.taken(c->next.data);
}

void dcx_corrections_begin(dcx_corrections *c, const dcx_handler *next, dcx_handler *filter) {
    c->next = *next;
    c->has_text = false;
    c->status = DCX_OK;
    for (correction *row = c->first; row; row = row->next)
        row->fits = row->here = false;
    c->document = c->file = nothing;
    *filter = (dcx_handler){.data = c,
                            .record = on_record,
                            .document = on_document,
                            .block = on_block,
                            .mark = on_mark,
                            .missed = next->missed ? on_missed : NULL,
                            .warning = next->warning ? on_warning : NULL,
                            .notice = next->notice ? on_notice : NULL,
                            .taken = next->taken ? on_taken : NULL};
}

/* ---- what is left at the end of a document */

/* A record that names neither document nor sentence is added to the first document alone. */
static bool is_added(const dcx_corrections *c, const correction *row) {
    bool placed = row->field[CORRECTION_OF(DCX_SENTENCE)].length || row->field[CORRECTION_OF(DCX_DOCUMENT)].length;
    bool fits = row->fits || !c->has_text || !row->field[CORRECTION_OF(DCX_SENTENCE)].length;
    return row->action == ACTION_ADD && !row->here && (placed || !row->used) && fits &&
           correction_is_for(row, c->document) && c->document.length;
}

static int add_record(dcx_corrections *c, correction *first) {
    dcx_text record[DCX_RECORD_FIELDS];
    for (int f = 0; f < DCX_RECORD_FIELDS; f++)
        record[f] = nothing;
    size_t count;
    correction **row = corrections_about(c, first->field[DCX_CORRECTION_ID], &count);
    bool rejected = is_rejected(c, row, count);
    for (int f = DCX_METRIC; f <= DCX_SENTENCE; f++)
        if (first->field[CORRECTION_OF(f)].at)
            record[f] = first->field[CORRECTION_OF(f)];
    if (!record[DCX_KIND].length)
        record[DCX_KIND] = text_of_c("level");
    if (!record[DCX_CLAIM].length)
        record[DCX_CLAIM] = text_of_c("actual");
    if (!record[DCX_BASE_VALUE].length)
        scale_anew(c, record);
    replace(c, row, count, record);
    record[DCX_RULE] = text_of_c(rule_name);
    record[DCX_ID] = first->field[DCX_CORRECTION_ID];
    record[DCX_DOCUMENT] = c->document;
    record[DCX_FILE] = c->file;
    return pass(c, record, rejected);
}

dcx_status dcx_corrections_end(dcx_corrections *c, dcx_error *error) {
    jmp_buf trap;
    c->mem.trap = &trap;
    if (setjmp(trap))
        return error_no_memory(error);
    if (c->status && c->status != DCX_STOPPED && error)
        *error = c->error;
    for (correction *row = c->first; row && !c->status; row = row->next) {
        if (is_added(c, row) && add_record(c, row))
            c->status = DCX_STOPPED;
        arena_reset(&c->row);
    }
    return c->status;
}

/* ---- what has become of them */

/* Everything that rows about one record and document say, taken together. */
static void merge(correction *const *row, size_t count, const correction *first, dcx_text *field) {
    for (size_t i = 0; i < count; i++) {
        if (!correction_is_for(row[i], first->field[CORRECTION_OF(DCX_DOCUMENT)]) && row[i] != first)
            continue;
        for (int f = 0; f < CORRECTION_FIELDS; f++)
            if (row[i]->field[f].at && (row[i]->field[f].length || f >= DCX_CORRECTION_METRIC))
                field[f] = row[i]->field[f];
    }
}

/* The names of the fields that are made empty. */
static dcx_text cleared(arena *a, const dcx_text *field) {
    const char *names = "";
    for (int f = DCX_METRIC; f <= DCX_SECTION; f++)
        if (field[CORRECTION_OF(f)].at && !field[CORRECTION_OF(f)].length)
            names = arena_print(a, "%s%s%s", names, *names ? " " : "", dcx_record_schema()->column[f].name);
    return text_of_c(names);
}

static bool same_document(const correction *a, const correction *b) {
    return text_equal(a->field[CORRECTION_OF(DCX_DOCUMENT)], b->field[CORRECTION_OF(DCX_DOCUMENT)]);
}

static const char *state_of(correction *const *row, size_t count, const correction *first) {
    bool used = false, read = false;
    for (size_t i = 0; i < count; i++)
        if (same_document(row[i], first)) {
            used |= row[i]->used;
            read |= row[i]->of_document;
        }
    return used ? "applied" : read ? "stale" : "other";
}

static bool is_first_of_its_document(correction *const *row, size_t i) {
    for (size_t k = 0; k < i; k++)
        if (same_document(row[k], row[i]))
            return false;
    return true;
}

static int pass_merged(dcx_corrections *c, correction *first, dcx_row_fn *fn, void *data) {
    size_t count;
    correction **row = corrections_about(c, first->field[DCX_CORRECTION_ID], &count);
    size_t i = 0;
    while (row[i] != first)
        i++;
    if (!is_first_of_its_document(row, i))
        return 0;
    dcx_text field[CORRECTION_FIELDS] = {{NULL, 0}};
    merge(row, count, first, field);
    field[DCX_CORRECTION_CLEAR] = cleared(&c->row, field);
    field[DCX_CORRECTION_STATE] = text_of_c(state_of(row, count, first));
    for (int f = 0; f < CORRECTION_FIELDS; f++)
        if (!field[f].at)
            field[f] = nothing;
    return fn(data, &(dcx_row){dcx_correction_schema(), field});
}

dcx_status dcx_corrections_list(dcx_corrections *c, dcx_row_fn *fn, void *data, dcx_error *error) {
    jmp_buf trap;
    c->mem.trap = &trap;
    if (setjmp(trap))
        return error_no_memory(error);
    for (correction *row = c->first; row; row = row->next) {
        if (pass_merged(c, row, fn, data))
            return DCX_STOPPED;
        arena_reset(&c->row);
    }
    return DCX_OK;
}
