/* Whether every figure of a draft is supported by its sources: one row a figure. */
#include "compare/verify.h"

#include <string.h>

#include "base/buffer.h"
#include "base/error.h"

enum field {
    V_STATUS,
    V_METRIC,
    V_KIND,
    V_VALUE,
    V_UNIT,
    V_YEAR,
    V_PERIOD,
    V_CLAIM,
    V_REASON,
    V_SCORE,
    V_SOURCE_METRIC,
    V_SOURCE_VALUE,
    V_SOURCE_UNIT,
    V_SOURCE_YEAR,
    V_SOURCE_PERIOD,
    V_SOURCE_QUOTE,
    V_SOURCE_SENTENCE,
    V_SOURCE_NAME,
    V_SOURCE_FILE,
    V_SOURCE_PAGE,
    V_SOURCE_LINE,
    V_SOURCE_ID,
    V_COMPUTED,
    V_FILE,
    V_PAGE,
    V_LINE,
    V_COLUMN,
    V_QUOTE,
    V_SENTENCE,
    V_ID,
    V_FIELDS
};

static const dcx_column columns[V_FIELDS] = {
    [V_STATUS] = {"status", DCX_TEXT, "supported, mismatch, other-year, computed or not-found"},
    [V_METRIC] = {"metric", DCX_TEXT, "the name of what is measured, in the draft"},
    [V_KIND] = {"kind", DCX_TEXT, "level, growth, change, share, multiple or rank"},
    [V_VALUE] = {"value", DCX_DECIMAL, "the draft's value, digits as printed"},
    [V_UNIT] = {"unit", DCX_TEXT, "the draft's unit, as printed"},
    [V_YEAR] = {"year", DCX_TEXT, "the year the draft's value refers to"},
    [V_PERIOD] = {"period", DCX_TEXT, "the draft's period, where it is finer than a year"},
    [V_CLAIM] = {"claim", DCX_TEXT, "actual, target or forecast"},
    [V_REASON] = {"reason", DCX_TEXT, "how the values differ or agree; of a computed one the further figures"},
    [V_SCORE] = {"score", DCX_DECIMAL, "how sure it is that the source's figure is the one that is meant, 0 to 1"},
    [V_SOURCE_METRIC] = {"source_metric", DCX_TEXT, "the name in the source"},
    [V_SOURCE_VALUE] = {"source_value", DCX_DECIMAL, "the source's value"},
    [V_SOURCE_UNIT] = {"source_unit", DCX_TEXT, "the source's unit"},
    [V_SOURCE_YEAR] = {"source_year", DCX_TEXT, "the year the source's value refers to"},
    [V_SOURCE_PERIOD] = {"source_period", DCX_TEXT, "the source's period"},
    [V_SOURCE_QUOTE] = {"source_quote", DCX_TEXT, "the quantity as the source prints it"},
    [V_SOURCE_SENTENCE] = {"source_sentence", DCX_TEXT, "the sentence it stands in"},
    [V_SOURCE_NAME] = {"source_name", DCX_TEXT, "who the source has it from"},
    [V_SOURCE_FILE] = {"source_file", DCX_TEXT, "the source's file"},
    [V_SOURCE_PAGE] = {"source_page", DCX_INTEGER, "page of that file"},
    [V_SOURCE_LINE] = {"source_line", DCX_INTEGER, "line of that file"},
    [V_SOURCE_ID] = {"source_id", DCX_TEXT, "the source's record"},
    [V_COMPUTED] = {"computed", DCX_TEXT, "the arithmetic"},
    [V_FILE] = {"file", DCX_TEXT, "the draft's file"},
    [V_PAGE] = {"page", DCX_INTEGER, "page of that file"},
    [V_LINE] = {"line", DCX_INTEGER, "line of that file"},
    [V_COLUMN] = {"column", DCX_INTEGER, "character of the line, from 1"},
    [V_QUOTE] = {"quote", DCX_TEXT, "the quantity as the draft prints it"},
    [V_SENTENCE] = {"sentence", DCX_TEXT, "the draft's sentence"},
    [V_ID] = {"id", DCX_TEXT, "the draft's record"},
};

const dcx_schema *dcx_verdict_schema(void) {
    static const dcx_schema schema = {"verdict", columns, V_FIELDS};
    return &schema;
}

/* ---- rows ---- */

static void put_draft(dcx_text *field, const figure *f) {
    static const unsigned char from[][2] = {{DCX_METRIC, V_METRIC},     {DCX_KIND, V_KIND},     {DCX_VALUE, V_VALUE},
                                            {DCX_UNIT, V_UNIT},         {DCX_YEAR, V_YEAR},     {DCX_PERIOD, V_PERIOD},
                                            {DCX_CLAIM, V_CLAIM},       {DCX_FILE, V_FILE},     {DCX_PAGE, V_PAGE},
                                            {DCX_LINE, V_LINE},         {DCX_COLUMN, V_COLUMN}, {DCX_QUOTE, V_QUOTE},
                                            {DCX_SENTENCE, V_SENTENCE}, {DCX_ID, V_ID}};
    for (size_t i = 0; i < sizeof from / sizeof *from; i++)
        field[from[i][1]] = f->field[from[i][0]];
}

static void put_source(dcx_text *field, const figure *f) {
    static const unsigned char from[][2] = {
        {DCX_METRIC, V_SOURCE_METRIC},     {DCX_VALUE, V_SOURCE_VALUE},   {DCX_UNIT, V_SOURCE_UNIT},
        {DCX_YEAR, V_SOURCE_YEAR},         {DCX_PERIOD, V_SOURCE_PERIOD}, {DCX_QUOTE, V_SOURCE_QUOTE},
        {DCX_SENTENCE, V_SOURCE_SENTENCE}, {DCX_SOURCE, V_SOURCE_NAME},   {DCX_FILE, V_SOURCE_FILE},
        {DCX_PAGE, V_SOURCE_PAGE},         {DCX_LINE, V_SOURCE_LINE},     {DCX_ID, V_SOURCE_ID}};
    for (size_t i = 0; i < sizeof from / sizeof *from; i++)
        field[from[i][1]] = f->field[from[i][0]];
}

/* The further figures of arithmetic, as FILE:LINE:QUOTE. */
static dcx_text places_of(arena *a, const verdict *v) {
    buffer out;
    buffer_init_in(&out, a);
    for (size_t i = 0; i < v->terms; i++) {
        const dcx_text *f = v->term[i]->f->field;
        buffer_text(&out, i ? " | " : "");
        buffer_put(&out, f[DCX_FILE].at, f[DCX_FILE].length);
        buffer_char(&out, ':');
        buffer_put(&out, f[DCX_LINE].at, f[DCX_LINE].length);
        buffer_char(&out, ':');
        buffer_put(&out, f[DCX_QUOTE].at, f[DCX_QUOTE].length);
    }
    return (dcx_text){out.at, out.length};
}

static int pass(verification *v, const figure *f, const verdict *found, dcx_row_fn *row, void *data) {
    static const char *const names[] = {"supported", "mismatch", "other-year", "computed", "not-found"};
    dcx_text field[V_FIELDS];
    memset(field, 0, sizeof field);
    for (size_t i = 0; i < V_FIELDS; i++)
        field[i].at = "";
    put_draft(field, f);
    if (found->source)
        put_source(field, found->source->f);
    field[V_STATUS] = text_of_c(names[found->status]);
    field[V_REASON] = found->status == VERIFY_COMPUTED ? places_of(v->c.a, found) : text_of_c(found->reason);
    field[V_COMPUTED] = text_of_c(found->computed);
    if (found->source)
        field[V_SCORE] = text_of_c(arena_print(v->c.a, "%d.%02d", found->score / 10000, found->score % 10000 / 100));
    return row(data, &(dcx_row){dcx_verdict_schema(), field});
}

/* ---- the command ---- */

static void count(dcx_verify_counts *counts, verify_status status) {
    size_t *const of[] = {&counts->supported, &counts->mismatches, &counts->other_years, &counts->computed,
                          &counts->not_found};
    ++*of[status];
    counts->figures++;
}

static void prepare(verification *v, size_t drafts) {
    static const char *const counting[] = {"people", "count", "noun", "age", "computing"};
    const dcx_pack *pack = v->c.set->pack;
    v->percent = pack_dimension(pack, "percent");
    v->points = pack_dimension(pack, "points");
    for (size_t i = 0; i < sizeof counting / sizeof *counting; i++)
        v->counted[i] = pack_dimension(pack, counting[i]);
    verify_index(v, drafts);
}

static dcx_status verify_all(verification *v, size_t drafts, dcx_row_fn *row, void *data, dcx_verify_counts *counts) {
    dcx_set *s = v->c.set;
    for (size_t i = 0; i < s->figures; i++) {
        const figure *f = &s->figure[i];
        if (f->document >= drafts)
            continue;
        size_t mark = number_pool_mark(s->numbers);
        entry e = verify_entry(v, f);
        verdict found = verify_judge(v, &e);
        count(counts, found.status);
        number_pool_reset(s->numbers, mark);
        if (pass(v, f, &found, row, data))
            return DCX_STOPPED;
    }
    return DCX_OK;
}

dcx_status dcx_verify(dcx_set *set, size_t drafts, const dcx_aliases *aliases, dcx_row_fn *row, void *data,
                      dcx_verify_counts *counts, dcx_error *error) {
    static const dcx_aliases none = {NULL, NULL, 0};
    dcx_verify_counts own = {0};
    verification v = {.percent = 0};
    jmp_buf trap;
    set->mem.trap = &trap;
    if (setjmp(trap))
        return error_no_memory(error);
    dcx_status status = comparison_begin(&v.c, set, 0, aliases ? aliases : &none, error);
    if (status)
        return status;
    arena_reset(&set->passing);
    prepare(&v, drafts);
    status = verify_all(&v, drafts, row, data, &own);
    if (counts)
        *counts = own;
    return status;
}
