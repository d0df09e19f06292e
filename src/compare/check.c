/* Figures that contradict each other: what a finding is, and the way through the documents. */
#include "compare/check.h"

#include <string.h>

#include "base/error.h"
#include "lexer/fold.h"

enum { CHECK, SEVERITY, METRIC, MESSAGE, COMPUTED, PRINTED, TOLERANCE, FILE_NAME, LINE, QUOTE, PLACES, COLUMNS };

const dcx_schema *dcx_finding_schema(void) {
    static const dcx_column column[COLUMNS] = {
        [CHECK] = {"check", DCX_TEXT, "the kind of relation"},
        [SEVERITY] = {"severity", DCX_TEXT, "error, note, or ok: it holds"},
        [METRIC] = {"metric", DCX_TEXT, "the name of the figure that is judged"},
        [MESSAGE] = {"message", DCX_TEXT, "the arithmetic"},
        [COMPUTED] = {"computed", DCX_TEXT, "what the other figures give"},
        [PRINTED] = {"printed", DCX_TEXT, "what is printed"},
        [TOLERANCE] = {"tolerance", DCX_TEXT, "what the other figures' digits and hedges allow"},
        [FILE_NAME] = {"file", DCX_TEXT, "the file as it was named"},
        [LINE] = {"line", DCX_INTEGER, "line of the file, from 1"},
        [QUOTE] = {"quote", DCX_TEXT, "the figure that is judged"},
        [PLACES] = {"places", DCX_TEXT, "all figures of the relation, FILE:LINE:QUOTE"},
    };
    static const dcx_schema schema = {"finding", column, COLUMNS};
    return &schema;
}

enum {
    PLACE_FINDING,
    PLACE_NUMBER,
    PLACE_FILE,
    PLACE_PAGE,
    PLACE_LINE,
    PLACE_COLUMN,
    PLACE_METRIC,
    PLACE_VALUE,
    PLACE_UNIT,
    PLACE_YEAR,
    PLACE_KIND,
    PLACE_QUOTE,
    PLACE_AT,
    PLACE_LENGTH,
    PLACE_SENTENCE,
    PLACE_ID,
    PLACE_COLUMNS
};

const dcx_schema *dcx_place_schema(void) {
    static const dcx_column column[PLACE_COLUMNS] = {
        [PLACE_FINDING] = {"finding", DCX_INTEGER, "number of the finding, from 1"},
        [PLACE_NUMBER] = {"number", DCX_INTEGER, "number of the figure in it, from 1"},
        [PLACE_FILE] = {"file", DCX_TEXT, "the file as it was named"},
        [PLACE_PAGE] = {"page", DCX_INTEGER, "page, for paged formats"},
        [PLACE_LINE] = {"line", DCX_INTEGER, "line of the file, from 1"},
        [PLACE_COLUMN] = {"column", DCX_INTEGER, "character of the line, from 1"},
        [PLACE_METRIC] = {"metric", DCX_TEXT, "the figure's name"},
        [PLACE_VALUE] = {"value", DCX_DECIMAL, "its number"},
        [PLACE_UNIT] = {"unit", DCX_TEXT, "its unit"},
        [PLACE_YEAR] = {"year", DCX_TEXT, "its year"},
        [PLACE_KIND] = {"kind", DCX_TEXT, "level, growth, change, share, multiple or rank"},
        [PLACE_QUOTE] = {"quote", DCX_TEXT, "the quantity as printed"},
        [PLACE_AT] = {"at", DCX_INTEGER, "character of the sentence where it begins, from 1"},
        [PLACE_LENGTH] = {"length", DCX_INTEGER, "characters of it in the sentence"},
        [PLACE_SENTENCE] = {"sentence", DCX_TEXT, "the sentence it stands in"},
        [PLACE_ID] = {"id", DCX_TEXT, "the record's id"},
    };
    static const dcx_schema schema = {"place", column, PLACE_COLUMNS};
    return &schema;
}

/* ---- relations */

relation relation_of(relation_kind kind, grade g, const item *judged) {
    return (relation){.kind = kind, .grade = g, .judged = judged};
}

void relation_add(relation *r, const item *place) {
    for (size_t i = 0; i < r->places; i++)
        if (r->place[i] == place)
            return;
    if (r->places < CHECK_PLACES)
        r->place[r->places++] = place;
}

static bool hedged(const relation *r) {
    for (size_t i = 0; i < r->places; i++)
        if (r->place[i]->f->qualifier != QUALIFIER_NONE)
            return true;
    return false;
}

static const char *places_of(check *c, const relation *r) {
    const char *all = "";
    for (size_t i = 0; i < r->places; i++) {
        const dcx_text *f = r->place[i]->f->field;
        all =
            arena_print(&c->scratch, "%s%s%.*s:%.*s:%.*s", all, i ? " | " : "", (int)f[DCX_FILE].length, f[DCX_FILE].at,
                        (int)f[DCX_LINE].length, f[DCX_LINE].at, (int)f[DCX_QUOTE].length, f[DCX_QUOTE].at);
    }
    return all;
}

static dcx_text count_text(check *c, size_t n) {
    return text_of_c(n ? arena_print(&c->scratch, "%zu", n) : "");
}

static void pass_place(check *c, const item *it, size_t ordinal) {
    const dcx_text *f = it->f->field;
    bool found = it->from != NOWHERE;
    const dcx_text field[PLACE_COLUMNS] = {[PLACE_FINDING] = count_text(c, c->findings),
                                           [PLACE_NUMBER] = count_text(c, ordinal),
                                           [PLACE_FILE] = f[DCX_FILE],
                                           [PLACE_PAGE] = f[DCX_PAGE],
                                           [PLACE_LINE] = f[DCX_LINE],
                                           [PLACE_COLUMN] = f[DCX_COLUMN],
                                           [PLACE_METRIC] = f[DCX_METRIC],
                                           [PLACE_VALUE] = f[DCX_VALUE],
                                           [PLACE_UNIT] = f[DCX_UNIT],
                                           [PLACE_YEAR] = f[DCX_YEAR],
                                           [PLACE_KIND] = f[DCX_KIND],
                                           [PLACE_QUOTE] = f[DCX_QUOTE],
                                           [PLACE_AT] = count_text(c, found ? it->from + 1 : 0),
                                           [PLACE_LENGTH] = count_text(c, found ? it->to - it->from : 0),
                                           [PLACE_SENTENCE] = f[DCX_SENTENCE],
                                           [PLACE_ID] = f[DCX_ID]};
    c->stopped |= c->options->place(c->data, &(dcx_row){dcx_place_schema(), field}) != 0;
}

static void pass(check *c, const relation *r, const char *severity) {
    static const char *const names[] = {
        [GROWTH] = "growth",
        [NET_CHANGE] = "net-change",
        [SHARE_SUM] = "share-sum",
        [PART_OF_WHOLE] = "part-of-whole",
        [PARTS_TOTAL] = "parts-total",
        [REPEATED] = "repeated",
        [MULTIPLE] = "multiple",
        [BOUND] = "bound",
        [RATE_DIFFERENCE] = "rate-difference",
        [RATIO] = "ratio",
    };
    const dcx_text *f = r->judged->f->field;
    const dcx_text field[COLUMNS] = {[CHECK] = text_of_c(names[r->kind]),
                                     [SEVERITY] = text_of_c(severity),
                                     [METRIC] = f[DCX_METRIC],
                                     [MESSAGE] = text_of_c(r->message),
                                     [COMPUTED] = text_of_c(r->computed ? r->computed : ""),
                                     [PRINTED] = text_of_c(r->printed ? r->printed : printed_of(c, r->judged)),
                                     [TOLERANCE] = text_of_c(r->tolerance ? r->tolerance : ""),
                                     [FILE_NAME] = f[DCX_FILE],
                                     [LINE] = f[DCX_LINE],
                                     [QUOTE] = f[DCX_QUOTE],
                                     [PLACES] = text_of_c(places_of(c, r))};
    c->findings++;
    c->stopped |= c->row(c->data, &(dcx_row){dcx_finding_schema(), field}) != 0;
    for (size_t i = 0; c->options->place && i < r->places && !c->stopped; i++)
        pass_place(c, r->place[i], i + 1);
}

bool relation_report(check *c, const relation *r) {
    if (c->stopped || (!r->holds && r->grade == GRADE_LOOSE))
        return false;
    bool error = !r->holds && r->grade == GRADE_ERROR && !hedged(r);
    c->counts.relations++;
    c->counts.holding += r->holds;
    c->counts.errors += error;
    c->counts.notes += !r->holds && !error;
    if (!r->holds || c->options->explain)
        pass(c, r, r->holds ? "ok" : error ? "error" : "note");
    return true;
}

/* ---- what messages are made of */

bool shows_minus(check *c, const item *a) {
    dcx_text t = a->f->field[DCX_QUOTE];
    runes quote = fold(&c->scratch, utf8_to_runes(&c->scratch, t.at, t.length));
    return pack_find(c->set->pack, WORD_MINUS, quote.at, quote.length) != NULL;
}

static bool lacks_minus(check *c, const item *a) {
    return a->f->base && number_sign(a->f->base) < 0 && !shows_minus(c, a);
}

const char *printed_of(check *c, const item *a) {
    dcx_text t = a->f->field[DCX_QUOTE];
    return arena_print(&c->scratch, "%s%.*s", lacks_minus(c, a) ? "-" : "", (int)t.length, t.at);
}

const char *term_of(check *c, const item *a) {
    const char *printed = printed_of(c, a);
    bool negative = a->f->base && number_sign(a->f->base) < 0;
    return negative ? arena_print(&c->scratch, "(%s)", printed) : printed;
}

const char *shown(check *c, const number *n, int places, const char *unit) {
    return n ? arena_print(&c->scratch, "%s%s", number_text(c->set->numbers, &c->scratch, n, places), unit) : "";
}

const char *shown_interval(check *c, interval v, int places, const char *unit) {
    const char *low = shown(c, v.low, places, unit), *high = shown(c, v.high, places, unit);
    return !strcmp(low, high) ? low : arena_print(&c->scratch, "%s..%s", low, high);
}

/* Digits that a computed value is worth showing with: one more than its like is printed with, where that has few. */
static int places_like(const item *like) {
    enum { ENOUGH = 4 };
    dcx_text v = like->f->field[DCX_VALUE];
    return decimal_places(v.at, v.length) + (decimal_significant(v.at, v.length) < ENOUGH);
}

static const char *unit_of(check *c, const item *like) {
    return arena_copy(&c->scratch, like->f->field[DCX_UNIT].at, like->f->field[DCX_UNIT].length);
}

static const number *in_unit(check *c, const number *base, const item *like) {
    return base && like->f->scale ? number_divide(c->set->numbers, base, like->f->scale) : base;
}

const char *shown_like(check *c, const number *base, const item *like) {
    return shown(c, in_unit(c, base, like), places_like(like), unit_of(c, like));
}

const char *shown_interval_like(check *c, interval base, const item *like) {
    interval v = {in_unit(c, base.low, like), in_unit(c, base.high, like)};
    return shown_interval(c, v, places_like(like) + 1, unit_of(c, like));
}

interval interval_of(check *c, long n) {
    const number *v = number_of(c->set->numbers, n);
    return (interval){v, v};
}

interval interval_times(check *c, interval v, long by) {
    const number *n = number_of(c->set->numbers, by);
    return (interval){v.low ? number_multiply(c->set->numbers, v.low, n) : NULL,
                      v.high ? number_multiply(c->set->numbers, v.high, n) : NULL};
}

interval interval_over(check *c, interval v, long by) {
    const number *n = number_of(c->set->numbers, by);
    return (interval){v.low ? number_divide(c->set->numbers, v.low, n) : NULL,
                      v.high ? number_divide(c->set->numbers, v.high, n) : NULL};
}

interval digits_cut(check *c, const item *a) {
    number_pool *p = c->set->numbers;
    const number *half = figure_half_unit(c->set, a->f);
    if (a->f->scale)
        half = number_multiply(p, half, a->f->scale);
    interval slack = {number_subtract(p, number_of(p, 0), half), half};
    return interval_add(p, a->f->meant, slack);
}

bool is_narrow(check *c, interval v, long thousandths) {
    if (!v.low || !v.high || number_sign(v.low) <= 0)
        return false;
    number_pool *p = c->set->numbers;
    const number *wide = number_multiply(p, number_subtract(p, v.high, v.low), number_of(p, 1000));
    return number_compare(p, wide, number_multiply(p, v.low, number_of(p, thousandths))) <= 0;
}

bool not_above(check *c, const number *a, const number *b) {
    return !a || !b || number_compare(c->set->numbers, a, b) <= 0;
}

/* ---- the way through the documents */

static void check_document(check *c, size_t document) {
    static void (*const family[])(check *, const sentence *) = {check_growth, check_change, check_multiples,
                                                                check_parts,  check_totals, check_bounds,
                                                                check_rates,  check_repeats};
    for (size_t i = 0; i < c->sentences && !c->stopped; i++)
        for (size_t k = 0; k < sizeof family / sizeof *family && c->sentence[i].document == document; k++) {
            size_t mark = number_pool_mark(c->set->numbers);
            family[k](c, &c->sentence[i]);
            number_pool_reset(c->set->numbers, mark);
            arena_reset(&c->scratch);
        }
}

static dcx_status run(check *c, dcx_error *error) {
    c->engine = regex_engine_new(&c->set->mem);
    for (size_t d = 0; d < c->set->documents; d++)
        (void)dcx_set_year(c->set, d, 0);
    if (!check_index(c, error))
        return error ? error->status : DCX_BAD_PACK;
    for (size_t d = 0; d < c->set->documents; d++)
        if (d != c->options->against)
            check_document(c, d);
    if (c->options->against < c->set->documents)
        check_document(c, c->options->against);
    return c->stopped ? DCX_STOPPED : DCX_OK;
}

static void close_check(check *c) {
    memory mem = c->set->mem;
    for (int i = 0; i < CUES; i++)
        regex_free(c->engine, c->cue[i]);
    regex_engine_free(c->engine);
    arena_free(&c->scratch);
    arena_free(&c->arena);
    memory_free(&mem, c);
}

dcx_status dcx_check(dcx_set *set, const dcx_check_options *options, dcx_row_fn *row, void *data,
                     dcx_check_counts *counts, dcx_error *error) {
    static const dcx_check_options usual = {.against = DCX_NO_DOCUMENT};
    check *c = memory_try(&set->mem, sizeof *c);
    if (!c)
        return error_no_memory(error);
    *c = (check){.set = set, .options = options ? options : &usual, .row = row, .data = data};
    arena_init(&c->arena, &set->mem);
    arena_init(&c->scratch, &set->mem);
    size_t mark = number_pool_mark(set->numbers);
    jmp_buf trap;
    set->mem.trap = &trap;
    dcx_status status = setjmp(trap) ? error_no_memory(error) : run(c, error);
    number_pool_reset(set->numbers, mark);
    if (counts)
        *counts = c->counts;
    close_check(c);
    return status;
}
