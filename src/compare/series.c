/* The values of each metric over the years of several documents. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "compare/change.h"
#include "compare/match.h"

enum { METRIC, KIND, UNIT, YEAR, VALUE, QUALIFIER, STATUS, DOCUMENT, LINE, ID, FIELDS };
enum { WIDE_STATUS = 3, WIDE_FIXED }; /* metric, kind, unit, status, then the years */

static const dcx_column columns[FIELDS] = {
    [METRIC] = {"metric", DCX_TEXT, "the metric's name, as the last document has it"},
    [KIND] = {"kind", DCX_TEXT, "level, growth, change, share, multiple or rank"},
    [UNIT] = {"unit", DCX_TEXT, "scale and unit as printed"},
    [YEAR] = {"year", DCX_TEXT, "the year the value refers to"},
    [VALUE] = {"value", DCX_DECIMAL, "the number, digits as printed"},
    [QUALIFIER] = {"qualifier", DCX_TEXT, "ge, le, approx or nothing"},
    [STATUS] = {"status", DCX_TEXT, "first-published or restated"},
    [DOCUMENT] = {"document", DCX_TEXT, "the document that prints the value"},
    [LINE] = {"line", DCX_INTEGER, "line of its file"},
    [ID] = {"id", DCX_TEXT, "the record's id"},
};

const dcx_schema *dcx_series_schema(void) {
    static const dcx_schema schema = {"series", columns, FIELDS};
    return &schema;
}

typedef struct value {
    const figure *figure; /* the metric's best */
    const metric *metric;
    size_t turn; /* of its document among the documents in the order of their years */
    bool restated, dropped;
} value;

typedef struct chain {
    metric *latest; /* the metric of the last document that has it */
    value *value;
    size_t values, room;
} chain;

typedef struct series {
    comparison c;
    const dcx_series_options *options;
    chain *chain;
    size_t chains, room;
    dcx_series_counts counts;
    dcx_schema schema;
    int *year; /* the columns of a wide table */
    size_t years;
    dcx_row_fn *row;
    void *data;
} series;

/* ---- chaining ---- */

static size_t new_chain(series *s) {
    if (s->chains == s->room) {
        size_t room = s->room ? 2 * s->room : 256;
        s->chain = arena_grow(s->c.a, s->chain, s->chains * sizeof *s->chain, room * sizeof *s->chain);
        s->room = room;
    }
    s->chain[s->chains] = (chain){NULL, NULL, 0, 0};
    return ++s->chains;
}

static void add_value(series *s, metric *m, size_t which, size_t turn) {
    chain *k = &s->chain[which - 1];
    m->chain = which;
    if (k->values == k->room) {
        size_t room = k->room ? 2 * k->room : 4;
        k->value = arena_grow(s->c.a, k->value, k->values * sizeof *k->value, room * sizeof *k->value);
        k->room = room;
    }
    k->value[k->values++] = (value){m->best, m, turn, false, false};
}

static bool counts_here(const metric *m) {
    return m->best->claim == CLAIM_ACTUAL && m->best->year;
}

/* The facts among the metrics, own: of the document's year, else of the others. */
static metric_list facts_of(series *s, metric_list all, bool own) {
    metric_list list = {.at = arena_array(s->c.a, all.count + 1, sizeof(metric *))};
    for (size_t i = 0; i < all.count; i++)
        if (counts_here(all.at[i]) && all.at[i]->own == own)
            list.at[list.count++] = all.at[i];
    return list;
}

/* Puts each metric of the document's year into the series that it goes on with, or into a new one. */
static void chain_own(series *s, metric_list own, size_t turn) {
    metric_list known = {.at = arena_array(s->c.a, s->chains + 1, sizeof(metric *)), .count = s->chains};
    for (size_t i = 0; i < s->chains; i++)
        known.at[i] = s->chain[i].latest;
    match *m = match_metrics(&s->c, known, own);
    for (size_t i = 0; i < own.count; i++)
        own.at[i]->chain = 0;
    for (size_t i = 0; i < known.count; i++)
        if (m[i].with && !(m[i].flags & PAIR_APART)) {
            add_value(s, m[i].with, i + 1, turn);
            s->chain[i].latest = m[i].with;
        }
    for (size_t i = 0; i < own.count; i++)
        if (!own.at[i]->chain) {
            size_t which = new_chain(s);
            add_value(s, own.at[i], which, turn);
            s->chain[which - 1].latest = own.at[i];
        }
}

static bool is_same_kind(const metric *a, const metric *b) {
    return a->best->kind == b->best->kind && text_equal(a->best->field[DCX_BASE_UNIT], b->best->field[DCX_BASE_UNIT]) &&
           a->of.key == b->of.key;
}

/* The series that another year's value of a document belongs to: the nearest of the same name, 0: none. */
static size_t series_of(metric_list all, const metric *m) {
    enum { TRIES = 64 };
    size_t best = 0, least = 0;
    for (size_t i = m->alike; i < all.count && i < m->alike + TRIES && all.by_key[i]->key == m->key; i++) {
        const metric *n = all.by_key[i];
        size_t apart = n->place < m->place ? m->place - n->place : n->place - m->place;
        if (n->chain && is_same_kind(n, m) && (!best || apart < least)) {
            best = n->chain;
            least = apart;
        }
    }
    return best;
}

static void chain_document(series *s, size_t document, size_t turn) {
    metric_list all = metrics_of(&s->c, document, 0);
    metric_list own = facts_of(s, all, true), others = facts_of(s, all, false);
    chain_own(s, own, turn);
    for (size_t i = 0; i < others.count; i++) {
        size_t which = series_of(all, others.at[i]);
        if (!which) {
            which = new_chain(s);
            s->chain[which - 1].latest = others.at[i];
        }
        add_value(s, others.at[i], which, turn);
    }
    for (size_t i = 0; i < all.count; i++)
        s->counts.no_year += !all.at[i]->best->year;
}

typedef struct turn {
    size_t document;
    int year;
} turn;

static int by_year(const void *a, const void *b) {
    const turn *left = a, *right = b;
    if (left->year != right->year)
        return left->year < right->year ? -1 : 1;
    return (left->document > right->document) - (left->document < right->document);
}

static void chain_all(series *s) {
    size_t count = s->c.set->documents;
    turn *order = arena_array(s->c.a, count + 1, sizeof *order);
    for (size_t i = 0; i < count; i++)
        order[i] = (turn){i, dcx_set_year(s->c.set, i, 0)};
    qsort(order, count, sizeof *order, by_year);
    for (size_t i = 0; i < count; i++)
        chain_document(s, order[i].document, i);
}

/* ---- first published, restated ---- */

static int by_year_and_turn(const void *a, const void *b) {
    const value *left = a, *right = b;
    if (left->figure->year != right->figure->year)
        return left->figure->year < right->figure->year ? -1 : 1;
    if (left->turn != right->turn)
        return left->turn < right->turn ? -1 : 1;
    return (left->figure->order > right->figure->order) - (left->figure->order < right->figure->order);
}

/* Sorts a chain's values; what only repeats one before, rounding apart, is dropped. Returns for how many years. */
static size_t settle(series *s, chain *k) {
    size_t years = 0, first = 0;
    qsort(k->value, k->values, sizeof *k->value, by_year_and_turn);
    for (size_t i = 0; i < k->values; i++) {
        value *v = &k->value[i];
        if (!i || v->figure->year != k->value[i - 1].figure->year) {
            years++;
            first = i;
            continue;
        }
        size_t mark = number_pool_mark(s->c.set->numbers);
        for (size_t j = first; j < i; j++)
            v->dropped |= interval_meet(s->c.set->numbers, v->figure->printed, k->value[j].figure->printed);
        number_pool_reset(s->c.set->numbers, mark);
        v->restated = !v->dropped;
    }
    return years;
}

/* ---- rows ---- */

static const char *status_of(bool restated) {
    return restated ? "restated" : "first-published";
}

static bool put_long(series *s, const chain *k) {
    for (size_t i = 0; i < k->values; i++) {
        const value *v = &k->value[i];
        const dcx_text *f = v->figure->field;
        dcx_text field[FIELDS] = {
            [METRIC] = k->latest->best->field[DCX_METRIC],
            [KIND] = f[DCX_KIND],
            [UNIT] = f[DCX_UNIT],
            [YEAR] = f[DCX_YEAR],
            [VALUE] = f[DCX_VALUE],
            [QUALIFIER] = f[DCX_QUALIFIER],
            [STATUS] = text_of_c(status_of(v->restated)),
            [DOCUMENT] = f[DCX_DOCUMENT].length ? f[DCX_DOCUMENT] : f[DCX_FILE],
            [LINE] = f[DCX_LINE],
            [ID] = f[DCX_ID],
        };
        if (!v->dropped && s->row(s->data, &(dcx_row){&s->schema, field}))
            return false;
    }
    return true;
}

static size_t column_of(const series *s, int year) {
    size_t i = 0;
    while (i < s->years && s->year[i] != year)
        i++;
    return WIDE_FIXED + i;
}

/* One row of those values that are restated, or of those that are not. */
static bool put_wide(series *s, const chain *k, bool restated) {
    const figure *unit = k->latest->best;
    dcx_text *field = arena_array(s->c.a, WIDE_FIXED + s->years, sizeof *field);
    bool any = false;
    field[METRIC] = unit->field[DCX_METRIC];
    field[KIND] = unit->field[DCX_KIND];
    field[UNIT] = unit->field[DCX_UNIT];
    field[WIDE_STATUS] = text_of_c(status_of(restated));
    for (size_t i = 0; i < k->values; i++) {
        const value *v = &k->value[i];
        if (v->dropped || v->restated != restated)
            continue;
        any = true;
        field[column_of(s, v->figure->year)] = value_in_unit(s->c.set, s->c.a, v->figure, unit);
    }
    return !any || !s->row(s->data, &(dcx_row){&s->schema, field});
}

static bool put_chain(series *s, const chain *k) {
    size_t mark = number_pool_mark(s->c.set->numbers);
    bool more = s->options->wide ? put_wide(s, k, false) && put_wide(s, k, true) : put_long(s, k);
    number_pool_reset(s->c.set->numbers, mark);
    return more;
}

/* ---- the table ---- */

static int by_int(const void *a, const void *b) {
    int left = *(const int *)a, right = *(const int *)b;
    return (left > right) - (left < right);
}

/* The years that have a value, each once. */
static void find_years(series *s, const bool *shown) {
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < s->chains; i++)
        count += s->chain[i].values;
    s->year = arena_array(s->c.a, count + 1, sizeof *s->year);
    count = 0;
    for (size_t i = 0; i < s->chains; i++)
        for (size_t j = 0; shown[i] && j < s->chain[i].values; j++)
            s->year[count++] = s->chain[i].value[j].figure->year;
    qsort(s->year, count, sizeof *s->year, by_int);
    for (size_t i = 0; i < count; i++)
        if (!kept || s->year[i] != s->year[kept - 1])
            s->year[kept++] = s->year[i];
    s->years = kept;
}

static void make_schema(series *s) {
    s->schema = *dcx_series_schema();
    if (!s->options->wide)
        return;
    dcx_column *column = arena_array(s->c.a, WIDE_FIXED + s->years, sizeof *column);
    memcpy(column, columns, WIDE_STATUS * sizeof *column);
    column[UNIT].help = "the unit that all values of the row are shown in";
    column[WIDE_STATUS] = columns[STATUS];
    for (size_t i = 0; i < s->years; i++)
        column[WIDE_FIXED + i] = (dcx_column){arena_print(s->c.a, "%d", s->year[i]), DCX_DECIMAL, "the year's value"};
    s->schema = (dcx_schema){"series-wide", column, WIDE_FIXED + s->years};
}

static void count_values(series *s, const chain *k) {
    s->counts.metrics++;
    for (size_t i = 0; i < k->values; i++) {
        s->counts.values += !k->value[i].dropped;
        s->counts.restated += k->value[i].restated;
    }
}

static bool is_wanted(series *s, const chain *k) {
    size_t count = 0;
    if (!s->options->wanted)
        return true;
    for (size_t i = 0; i < k->values; i++)
        count += 1 + k->value[i].metric->others;
    dcx_text *name = arena_array(s->c.a, count + 1, sizeof *name);
    count = 0;
    for (size_t i = 0; i < k->values; i++) {
        const metric *m = k->value[i].metric;
        name[count++] = m->best->field[DCX_METRIC];
        for (size_t j = 0; j < m->others; j++)
            name[count++] = m->other[j]->field[DCX_METRIC];
    }
    return s->options->wanted(s->data, name, count);
}

static dcx_status write_all(series *s, dcx_schema_fn *begin) {
    bool *shown = arena_array(s->c.a, s->chains + 1, sizeof *shown);
    for (size_t i = 0; i < s->chains; i++) {
        if (!is_wanted(s, &s->chain[i]))
            continue;
        shown[i] = settle(s, &s->chain[i]) > 1 || s->options->all;
        s->counts.single += !shown[i];
        if (shown[i])
            count_values(s, &s->chain[i]);
    }
    find_years(s, shown);
    make_schema(s);
    if (begin && begin(s->data, &s->schema))
        return DCX_STOPPED;
    for (size_t i = 0; i < s->chains; i++)
        if (shown[i] && !put_chain(s, &s->chain[i]))
            return DCX_STOPPED;
    return DCX_OK;
}

dcx_status dcx_series(dcx_set *set, const dcx_series_options *options, dcx_schema_fn *begin, dcx_row_fn *row,
                      void *data, dcx_series_counts *counts, dcx_error *error) {
    static const dcx_series_options usual = {.wide = 0};
    series s = {.options = options ? options : &usual, .row = row, .data = data};
    jmp_buf trap;
    set->mem.trap = &trap;
    if (setjmp(trap))
        return error_no_memory(error);
    dcx_status status = comparison_begin(&s.c, set, s.options->least_score, &s.options->aliases, error);
    if (status)
        return status;
    chain_all(&s);
    status = write_all(&s, begin);
    if (counts)
        *counts = s.counts;
    return status;
}
