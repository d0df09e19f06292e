/* What changed from one document to another. */
#include "compare/diff.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "compare/change.h"
#include "compare/match.h"

static const dcx_column columns[DIFF_FIELDS] = {
    [DIFF_METRIC] = {"metric", DCX_TEXT, "the metric's name, the newer report's where there are two"},
    [DIFF_KIND] = {"kind", DCX_TEXT, "level, growth, change, share, multiple or rank"},
    [DIFF_UNIT] = {"unit", DCX_TEXT, "the unit that values and change are shown in"},
    [DIFF_OLD_YEAR] = {"old_year", DCX_TEXT, "the year of the older value"},
    [DIFF_OLD_VALUE] = {"old_value", DCX_DECIMAL, "the older value, in unit"},
    [DIFF_NEW_YEAR] = {"new_year", DCX_TEXT, "the year of the newer value"},
    [DIFF_NEW_VALUE] = {"new_value", DCX_DECIMAL, "the newer value, in unit"},
    [DIFF_CHANGE] = {"change", DCX_DECIMAL, "newer minus older value; of rates and shares in percentage points"},
    [DIFF_CHANGE_PCT] = {"change_pct", DCX_DECIMAL, "the change in percent, digits as far as the printed ones go"},
    [DIFF_PRINTED_GROWTH] = {"printed_growth", DCX_DECIMAL, "the growth that the newer report prints, in percent"},
    [DIFF_COMPUTED_GROWTH] = {"computed_growth", DCX_DECIMAL, "the growth that both levels give, in percent"},
    [DIFF_STATUS] = {"status", DCX_TEXT, "matched, only-old or only-new"},
    [DIFF_FLAGS] = {"flags", DCX_TEXT, "what to mind: scope unit qualifier period year-gap restated changed ..."},
    [DIFF_SCORE] = {"score", DCX_DECIMAL, "how sure the match is, 0 to 1"},
    [DIFF_SECTION] = {"section", DCX_TEXT, "heading path"},
    [DIFF_OLD_METRIC] = {"old_metric", DCX_TEXT, "the name in the older report"},
    [DIFF_NEW_METRIC] = {"new_metric", DCX_TEXT, "the name in the newer report"},
    [DIFF_OLD_UNIT] = {"old_unit", DCX_TEXT, "the unit as the older report prints it"},
    [DIFF_NEW_UNIT] = {"new_unit", DCX_TEXT, "the unit as the newer report prints it"},
    [DIFF_OLD_QUOTE] = {"old_quote", DCX_TEXT, "the quantity as the older report prints it"},
    [DIFF_NEW_QUOTE] = {"new_quote", DCX_TEXT, "the quantity as the newer report prints it"},
    [DIFF_OLD_FILE] = {"old_file", DCX_TEXT, "the older report's file"},
    [DIFF_OLD_LINE] = {"old_line", DCX_INTEGER, "line of that file"},
    [DIFF_NEW_FILE] = {"new_file", DCX_TEXT, "the newer report's file"},
    [DIFF_NEW_LINE] = {"new_line", DCX_INTEGER, "line of that file"},
    [DIFF_OLD_SOURCE] = {"old_source", DCX_TEXT, "who the older report has it from"},
    [DIFF_NEW_SOURCE] = {"new_source", DCX_TEXT, "who the newer report has it from"},
    [DIFF_OLD_CLAIM] = {"old_claim", DCX_TEXT, "actual, target or forecast"},
    [DIFF_NEW_CLAIM] = {"new_claim", DCX_TEXT, "actual, target or forecast"},
    [DIFF_OLD_PERIOD] = {"old_period", DCX_TEXT, "the older value's period"},
    [DIFF_NEW_PERIOD] = {"new_period", DCX_TEXT, "the newer value's period"},
    [DIFF_OLD_OF] = {"old_of", DCX_TEXT, "the whole or base in the older report"},
    [DIFF_NEW_OF] = {"new_of", DCX_TEXT, "the whole or base in the newer report"},
    [DIFF_OLD_ID] = {"old_id", DCX_TEXT, "the older record's id"},
    [DIFF_NEW_ID] = {"new_id", DCX_TEXT, "the newer record's id"},
    [DIFF_REPEATS] = {"repeats", DCX_TEXT, "other places of both, FILE:LINE:QUOTE"},
};

const dcx_schema *dcx_diff_schema(void) {
    static const dcx_schema schema = {"diff", columns, DIFF_FIELDS};
    return &schema;
}

typedef struct diff_row {
    dcx_text *field;
    dcx_text size;  /* of the change, in base units */
    size_t section; /* number of its section, in the newer report's order */
    size_t order;
    bool exceeds; /* changed by more than the user's percentage */
} diff_row;

typedef struct diff {
    comparison c;
    const dcx_diff_options *options;
    const number *limit;   /* dcx_diff_options.percent, NULL: none */
    const char *points;    /* the base unit of percentage points */
    metric_list old, new_; /* all metrics, other years' too */
    diff_row *row;
    size_t rows;
    dcx_diff_counts counts;
} diff;

/* ---- what else a report says of a metric ---- */

static const figure *companion(const diff *d, const metric *m, figure_kind kind, int year, const char *unit) {
    return metric_companion(d->new_, m, kind, year, unit);
}

/* ---- flags ---- */

enum {
    FLAG_SCOPE = 1,
    FLAG_UNIT = 2,
    FLAG_QUALIFIER = 4,
    FLAG_PERIOD = 8,
    FLAG_YEAR_GAP = 16,
    FLAG_RESTATED = 32,
    FLAG_GROWTH = 64,
    FLAG_AMBIGUOUS = 128,
    FLAG_CHANGED = 256
};

static const struct {
    unsigned flag;
    const char *name;
} flag_names[] = {{FLAG_SCOPE, "scope"},
                  {FLAG_UNIT, "unit"},
                  {FLAG_QUALIFIER, "qualifier"},
                  {FLAG_PERIOD, "period"},
                  {FLAG_YEAR_GAP, "year-gap"},
                  {FLAG_RESTATED, "restated"},
                  {FLAG_GROWTH, "growth-mismatch"},
                  {FLAG_AMBIGUOUS, "ambiguous"},
                  {FLAG_CHANGED, "changed"}};

static dcx_text flag_text(arena *a, unsigned flags) {
    const char *text = "";
    for (size_t i = 0; i < sizeof flag_names / sizeof *flag_names; i++)
        if (flags & flag_names[i].flag)
            text = *text ? arena_print(a, "%s %s", text, flag_names[i].name) : flag_names[i].name;
    return text_of_c(text);
}

/* The rate of the year before that the newer report implies where it prints by how many points a rate changed. */
static bool implies_another_rate(diff *d, const metric *old, const metric *new_) {
    number_pool *p = d->c.set->numbers;
    const figure *points = companion(d, new_, KIND_CHANGE, new_->best->year, d->points);
    if (!points || !is_rate(new_->best))
        return false;
    return !interval_meet(p, interval_subtract(p, new_->best->meant, points->meant), old->best->meant);
}

/* Whether the newer report prints another value for the older one's year. */
static bool is_restated(diff *d, const metric *old, const metric *new_) {
    if (old->best->year == new_->best->year)
        return false;
    const figure *again = companion(d, new_, new_->best->kind, old->best->year, NULL);
    return again && text_equal(again->field[DCX_BASE_UNIT], old->best->field[DCX_BASE_UNIT]) &&
           !interval_meet(d->c.set->numbers, again->meant, old->best->meant);
}

static unsigned flags_of(diff *d, const metric *old, const match *m) {
    const figure *a = old->best, *b = m->with->best;
    unsigned flags = m->flags & PAIR_SCOPE ? FLAG_SCOPE : 0U;
    int gap = b->year - a->year;
    flags |= m->flags & PAIR_UNIT ? FLAG_UNIT : 0U;
    flags |= m->flags & PAIR_PERIOD ? FLAG_PERIOD : 0U;
    flags |= a->qualifier != b->qualifier || !a->base_max != !b->base_max ? FLAG_QUALIFIER : 0U;
    flags |= a->year && b->year && gap != 0 && gap != 1 ? FLAG_YEAR_GAP : 0U;
    flags |= m->ambiguous ? FLAG_AMBIGUOUS : 0U;
    if (is_restated(d, old, m->with))
        flags |= FLAG_RESTATED;
    if (d->c.every && (figure_visibly_differs(a, b) || old->others != m->with->others))
        flags |= FLAG_CHANGED;
    if (gap == 1 && implies_another_rate(d, old, m->with))
        flags |= FLAG_SCOPE;
    return flags;
}

/* ---- rows ---- */

static void put_side(diff_row *r, const figure *f, bool is_new) {
    static const struct {
        unsigned char from, old, new_;
    } same[] = {{DCX_METRIC, DIFF_OLD_METRIC, DIFF_NEW_METRIC},
                {DCX_UNIT, DIFF_OLD_UNIT, DIFF_NEW_UNIT},
                {DCX_QUOTE, DIFF_OLD_QUOTE, DIFF_NEW_QUOTE},
                {DCX_FILE, DIFF_OLD_FILE, DIFF_NEW_FILE},
                {DCX_LINE, DIFF_OLD_LINE, DIFF_NEW_LINE},
                {DCX_SOURCE, DIFF_OLD_SOURCE, DIFF_NEW_SOURCE},
                {DCX_CLAIM, DIFF_OLD_CLAIM, DIFF_NEW_CLAIM},
                {DCX_PERIOD, DIFF_OLD_PERIOD, DIFF_NEW_PERIOD},
                {DCX_OF, DIFF_OLD_OF, DIFF_NEW_OF},
                {DCX_ID, DIFF_OLD_ID, DIFF_NEW_ID},
                {DCX_YEAR, DIFF_OLD_YEAR, DIFF_NEW_YEAR},
                {DCX_VALUE, DIFF_OLD_VALUE, DIFF_NEW_VALUE}};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        r->field[is_new ? same[i].new_ : same[i].old] = f->field[same[i].from];
    r->field[DIFF_METRIC] = f->field[DCX_METRIC];
    r->field[DIFF_KIND] = f->field[DCX_KIND];
    r->field[DIFF_UNIT] = f->field[DCX_UNIT];
    r->field[DIFF_SECTION] = f->field[DCX_SECTION];
}

static void put_repeats(buffer *out, const metric *m) {
    for (size_t i = 0; m && i < m->others; i++) {
        const dcx_text *f = m->other[i]->field;
        if (out->length)
            buffer_text(out, " | ");
        buffer_put(out, f[DCX_FILE].at, f[DCX_FILE].length);
        buffer_char(out, ':');
        buffer_put(out, f[DCX_LINE].at, f[DCX_LINE].length);
        buffer_char(out, ':');
        buffer_put(out, f[DCX_QUOTE].at, f[DCX_QUOTE].length);
    }
}

/* Fills in the printed and the computed growth; returns whether they contradict each other. */
static bool put_growth(diff *d, diff_row *r, const metric *old, const metric *new_) {
    dcx_set *s = d->c.set;
    const figure *growth = new_->growth;
    r->field[DIFF_COMPUTED_GROWTH] = r->field[DIFF_CHANGE_PCT];
    if (!growth)
        return false;
    dcx_text base = growth->field[DCX_BASE_VALUE], value = growth->field[DCX_VALUE];
    bool times = !text_equal(growth->field[DCX_BASE_UNIT], text_of_c("%"));
    if (times) {
        const number *rate = number_multiply(s->numbers, growth->base, number_of(s->numbers, 100));
        r->field[DIFF_PRINTED_GROWTH] = text_of_c(number_text(s->numbers, d->c.a, rate, 0));
    } else
        r->field[DIFF_PRINTED_GROWTH] = base.length ? base : value;
    int places = times ? 0 : decimal_places(value.at, value.length);
    if (new_->best->year != old->best->year + 1)
        return false;
    r->field[DIFF_COMPUTED_GROWTH] = percent_change_rounded(s, d->c.a, old->best, new_->best, places);
    return !growth_fits(s, old->best, new_->best, growth);
}

static unsigned put_change(diff *d, diff_row *r, const metric *old, const metric *new_) {
    dcx_set *s = d->c.set;
    arena *a = d->c.a;
    const figure *from = old->best, *to = new_->best;
    /* zero has no scale of its own */
    bool by_old = !number_sign(to->value);
    const figure *unit = by_old ? from : to;
    r->field[DIFF_UNIT] = unit->field[DCX_UNIT];
    r->field[DIFF_OLD_VALUE] = value_in_unit(s, a, from, unit);
    r->field[DIFF_NEW_VALUE] = value_in_unit(s, a, to, unit);
    r->field[DIFF_CHANGE] = difference(s, a, r->field[DIFF_OLD_VALUE], r->field[DIFF_NEW_VALUE]);
    r->size = difference(s, a, from->field[DCX_BASE_VALUE], to->field[DCX_BASE_VALUE]);
    bool points = text_equal(to->field[DCX_BASE_UNIT], text_of_c(d->points));
    if (points || is_rate(to) || (to->kind != KIND_LEVEL && to->kind != KIND_CHANGE))
        return 0;
    r->field[DIFF_CHANGE_PCT] = percent_change(s, a, from, to);
    r->exceeds = d->limit && change_exceeds(s, from, to, d->limit);
    /* a forecast's growth is that over a fact, not over the forecast of the year before */
    return to->kind == KIND_LEVEL && to->claim == CLAIM_ACTUAL && put_growth(d, r, old, new_) ? FLAG_GROWTH : 0U;
}

static diff_row *add_row(diff *d, const char *status) {
    diff_row *r = &d->row[d->rows];
    *r = (diff_row){.field = arena_array(d->c.a, DIFF_FIELDS, sizeof *r->field), .order = d->rows++};
    r->field[DIFF_STATUS] = text_of_c(status);
    return r;
}

static void put_place(diff *d, diff_row *r, const metric *old, const metric *new_) {
    buffer repeats;
    buffer_init_in(&repeats, d->c.a);
    put_repeats(&repeats, old);
    put_repeats(&repeats, new_);
    r->field[DIFF_REPEATS] = (dcx_text){repeats.at, repeats.length};
}

static void add_single(diff *d, const metric *m, bool is_new) {
    diff_row *r = add_row(d, is_new ? "only-new" : "only-old");
    put_side(r, m->best, is_new);
    put_place(d, r, is_new ? NULL : m, is_new ? m : NULL);
    *(is_new ? &d->counts.only_new : &d->counts.only_old) += 1;
}

static void add_match(diff *d, const metric *old, const match *m) {
    size_t mark = number_pool_mark(d->c.set->numbers);
    diff_row *r = add_row(d, "matched");
    put_side(r, old->best, false);
    put_side(r, m->with->best, true);
    unsigned flags = flags_of(d, old, m);
    if (!(m->flags & PAIR_APART))
        flags |= put_change(d, r, old, m->with);
    r->field[DIFF_FLAGS] = flag_text(d->c.a, flags);
    r->field[DIFF_SCORE] =
        text_of_c(arena_print(d->c.a, "%d.%02d", m->score / SCORE_SURE, m->score % SCORE_SURE / 100));
    put_place(d, r, old, m->with);
    d->counts.matched++;
    d->counts.flagged += flags != 0;
    number_pool_reset(d->c.set->numbers, mark);
}

/* ---- their order ---- */

/* What both reports have stands first, the rest apart by section. */
static int by_side(const diff_row *a, const diff_row *b) {
    dcx_text matched = text_of_c("matched");
    bool left = text_equal(a->field[DIFF_STATUS], matched), right = text_equal(b->field[DIFF_STATUS], matched);
    return left == right ? 0 : left ? -1 : 1;
}

static int by_order(const diff_row *a, const diff_row *b) {
    return (a->order > b->order) - (a->order < b->order);
}

static int compare_texts(dcx_text a, dcx_text b) {
    size_t length = a.length < b.length ? a.length : b.length;
    int order = length ? memcmp(a.at, b.at, length) : 0;
    return order ? order : (a.length > b.length) - (a.length < b.length);
}

static int by_section_text(const void *a, const void *b) {
    const diff_row *left = a, *right = b;
    int order = compare_texts(left->field[DIFF_SECTION], right->field[DIFF_SECTION]);
    return order ? order : by_order(left, right);
}

static int by_section(const void *a, const void *b) {
    const diff_row *left = a, *right = b;
    if (left->section != right->section)
        return left->section < right->section ? -1 : 1;
    return by_order(left, right);
}

static int by_name(const void *a, const void *b) {
    const diff_row *left = a, *right = b;
    int order = compare_texts(left->field[DIFF_METRIC], right->field[DIFF_METRIC]);
    return order ? order : by_order(left, right);
}

static int by_size(const void *a, const void *b) {
    const diff_row *left = a, *right = b;
    int side = by_side(left, right);
    if (side)
        return side;
    int order = decimal_compare_size(right->size, left->size);
    return order ? order : by_order(left, right);
}

static int by_percent(const void *a, const void *b) {
    const diff_row *left = a, *right = b;
    int side = by_side(left, right);
    if (side)
        return side;
    int order = decimal_compare_size(right->field[DIFF_CHANGE_PCT], left->field[DIFF_CHANGE_PCT]);
    return order ? order : by_order(left, right);
}

/* Numbers the sections by where the first row of each stands. */
static void number_sections(diff *d) {
    qsort(d->row, d->rows, sizeof *d->row, by_section_text);
    for (size_t i = 0; i < d->rows; i++) {
        bool first = !i || !text_equal(d->row[i].field[DIFF_SECTION], d->row[i - 1].field[DIFF_SECTION]);
        d->row[i].section = first ? d->row[i].order : d->row[i - 1].section;
    }
}

static void sort_rows(diff *d) {
    static int (*const orders[])(const void *, const void *) = {[DCX_BY_SECTION] = by_section,
                                                                [DCX_BY_CHANGE] = by_size,
                                                                [DCX_BY_PERCENT] = by_percent,
                                                                [DCX_BY_NAME] = by_name};
    if (d->options->order == DCX_BY_PLACE)
        return;
    if (d->options->order == DCX_BY_SECTION)
        number_sections(d);
    qsort(d->row, d->rows, sizeof *d->row, orders[d->options->order]);
}

/* ---- the comparison ---- */

/* A row for each metric, in the newer report's order; what only the older one has comes last. */
static void make_rows(diff *d) {
    metric_list old = d->c.every ? d->old : metrics_own(&d->c, d->old);
    metric_list new_ = d->c.every ? d->new_ : metrics_own(&d->c, d->new_);
    match *m = match_metrics(&d->c, old, new_);
    size_t *with = arena_array(d->c.a, d->new_.count + 1, sizeof *with);
    for (size_t i = 0; i < old.count; i++)
        if (m[i].with)
            with[m[i].with->place] = i + 1;
    d->row = arena_array(d->c.a, old.count + new_.count + 1, sizeof *d->row);
    for (size_t i = 0; i < new_.count; i++) {
        size_t partner = with[new_.at[i]->place];
        if (partner)
            add_match(d, old.at[partner - 1], &m[partner - 1]);
        else
            add_single(d, new_.at[i], true);
    }
    for (size_t i = 0; i < old.count; i++)
        if (!m[i].with)
            add_single(d, old.at[i], false);
    d->counts.other_years = d->old.count - old.count + d->new_.count - new_.count;
}

static bool read_limit(diff *d, dcx_error *error) {
    const char *text = d->options->percent;
    if (!text)
        return true;
    d->limit = number_parse(d->c.set->numbers, text, strlen(text));
    if (d->limit && number_sign(d->limit) >= 0)
        return true;
    error_set(error, DCX_USAGE, NULL, 0, "give a plain decimal, not below zero", "'%s' is no percentage", text);
    return false;
}

static dcx_status pass_rows(const diff *d, dcx_row_fn *row, void *data) {
    for (size_t i = 0; i < d->rows; i++) {
        const dcx_row r = {dcx_diff_schema(), d->row[i].field};
        if (d->row[i].exceeds && d->options->exceeding && d->options->exceeding(data, &r))
            return DCX_STOPPED;
        if (row(data, &r))
            return DCX_STOPPED;
    }
    return DCX_OK;
}

static void prepare(diff *d, size_t old, size_t new_) {
    const dcx_diff_options *o = d->options;
    /* two versions of one report */
    d->c.every = !o->old_year && !o->new_year && old < d->c.set->documents && new_ < d->c.set->documents &&
                 dcx_set_year(d->c.set, old, 0) == dcx_set_year(d->c.set, new_, 0);
    d->points = comparison_points(&d->c);
    d->old = metrics_of(&d->c, old, o->old_year);
    d->new_ = metrics_of(&d->c, new_, o->new_year);
}

dcx_status dcx_diff(dcx_set *s, size_t old, size_t new_, const dcx_diff_options *options, dcx_row_fn *row, void *data,
                    dcx_diff_counts *counts, dcx_error *error) {
    static const dcx_diff_options usual = {.order = DCX_BY_PLACE};
    diff d = {.options = options ? options : &usual};
    jmp_buf trap;
    s->mem.trap = &trap;
    if (setjmp(trap))
        return error_no_memory(error);
    dcx_status status = comparison_begin(&d.c, s, d.options->least_score, &d.options->aliases, error);
    if (status)
        return status;
    if (!read_limit(&d, error))
        return DCX_USAGE;
    prepare(&d, old, new_);
    make_rows(&d);
    sort_rows(&d);
    status = pass_rows(&d, row, data);
    if (counts)
        *counts = d.counts;
    return status;
}
