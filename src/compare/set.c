#include "compare/set.h"

#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "lexer/fold.h"
#include "record/unit.h"

void dcx_set_free(dcx_set *s) {
    if (!s)
        return;
    memory mem = s->mem;
    number_pool_free(s->numbers);
    memory_free(&mem, s->figure);
    memory_free(&mem, s->document);
    arena_free(&s->passing);
    arena_free(&s->scratch);
    arena_free(&s->arena);
    memory_free(&mem, s);
}

dcx_status dcx_set_open(dcx_set **out, const dcx_pack *pack, const dcx_allocator *hooks, dcx_error *error) {
    *out = NULL;
    memory mem;
    memory_init(&mem, hooks);
    dcx_set *s = memory_try(&mem, sizeof *s);
    if (!s)
        return error_no_memory(error);
    memset(s, 0, sizeof *s);
    s->mem = mem;
    s->pack = pack;
    arena_init(&s->arena, &s->mem);
    arena_init(&s->scratch, &s->mem);
    arena_init(&s->passing, &s->mem);
    jmp_buf trap;
    s->mem.trap = &trap;
    if (setjmp(trap)) {
        dcx_set_free(s);
        return error_no_memory(error);
    }
    s->numbers = number_pool_new(&s->mem);
    *out = s;
    return DCX_OK;
}

/* The number of the word that t is, or otherwise. */
static int one_of(dcx_text t, const char *const *words, int count, int otherwise) {
    for (int i = 0; i < count; i++)
        if (text_equal(t, text_of_c(words[i])))
            return i;
    return otherwise;
}

static long whole(dcx_text t) {
    char text[16] = "";
    if (t.length < sizeof text)
        memcpy(text, t.at, t.length);
    return strtol(text, NULL, 10);
}

const number *set_margin(dcx_set *s, const char *name) {
    const pack_data *p = pack_content(s->pack);
    for (uint32_t i = 0; i < p->macros; i++)
        if (!strcmp(p->macro[i].name, name))
            return number_parse(s->numbers, p->macro[i].body, strlen(p->macro[i].body));
    return NULL;
}

const number *figure_half_unit(dcx_set *s, const figure *f) {
    if (f->exact)
        return number_of(s->numbers, 0);
    int places = decimal_places(f->field[DCX_VALUE].at, f->field[DCX_VALUE].length);
    const number *half = number_divide(s->numbers, number_of(s->numbers, 1), number_of(s->numbers, 2));
    return number_multiply(s->numbers, half, number_power_of_ten(s->numbers, -places));
}

/* A bound moved outward by so many percent of the value. */
static const number *moved(dcx_set *s, const number *bound, const figure *f, const char *margin, bool up) {
    const number *percent = set_margin(s, margin);
    if (!percent)
        return NULL;
    const number *share = number_divide(s->numbers, percent, number_of(s->numbers, 100));
    const number *by = number_multiply(s->numbers, f->base, share);
    if (number_sign(by) < 0)
        by = number_subtract(s->numbers, number_of(s->numbers, 0), by);
    return up ? number_add(s->numbers, bound, by) : number_subtract(s->numbers, bound, by);
}

static interval meant_by(dcx_set *s, const figure *f) {
    interval m = f->printed;
    bool falls = number_sign(f->base) < 0; /* "fell by more than 3%" lies below -3% */
    if (f->qualifier == QUALIFIER_APPROX)
        m = (interval){moved(s, m.low, f, "margin-approx", false), moved(s, m.high, f, "margin-approx", true)};
    else if ((f->qualifier == QUALIFIER_GE) != falls && f->qualifier != QUALIFIER_NONE)
        m.high = moved(s, m.high, f, "margin-beyond", true);
    else if (f->qualifier != QUALIFIER_NONE)
        m.low = moved(s, m.low, f, "margin-beyond", false);
    return m;
}

static void measure(dcx_set *s, figure *f) {
    dcx_text value = f->field[DCX_VALUE], base = f->field[DCX_BASE_VALUE], max = f->field[DCX_VALUE_MAX];
    f->value = number_parse(s->numbers, value.at, value.length);
    f->base = number_parse(s->numbers, base.at, base.length);
    if (!f->value)
        return;
    if (!f->base)
        f->base = f->value;
    f->scale = number_sign(f->value) ? number_divide(s->numbers, f->base, f->value) : number_of(s->numbers, 1);
    const number *upper = max.length ? number_parse(s->numbers, max.at, max.length) : NULL;
    f->base_max = upper ? number_multiply(s->numbers, upper, f->scale) : NULL;
    dcx_text unit = f->field[DCX_UNIT], base_unit = f->field[DCX_BASE_UNIT];
    f->exact = f->kind != KIND_GROWTH && unit.length == base_unit.length && !decimal_places(value.at, value.length) &&
               !text_equal(unit, text_of_c("%")) && !number_compare(s->numbers, f->scale, number_of(s->numbers, 1));
    const number *half = number_multiply(s->numbers, figure_half_unit(s, f), f->scale);
    f->printed = (interval){number_subtract(s->numbers, f->base, half),
                            number_add(s->numbers, f->base_max ? f->base_max : f->base, half)};
    f->meant = meant_by(s, f);
}

static dcx_text keep(dcx_set *s, dcx_text t) {
    return (dcx_text){arena_copy(&s->arena, t.at, t.length), t.length};
}

/* Of a figure's fields many are those of the figure before. */
static dcx_text keep_once(dcx_set *s, dcx_text t, int field) {
    if (!t.length)
        return (dcx_text){"", 0};
    const dcx_text *before = s->figures ? &s->figure[s->figures - 1].field[field] : NULL;
    return before && text_equal(*before, t) ? *before : keep(s, t);
}

/* Fills in what a record file without both of these columns leaves open; a unit that the pack does not know is its own.
 * The base unit of a scale word alone is empty, so that one is made anew as it was. */
static void complete_base(dcx_set *s, dcx_text field[DCX_RECORD_FIELDS]) {
    dcx_text unit = field[DCX_UNIT], value = field[DCX_VALUE];
    if ((field[DCX_BASE_VALUE].length && field[DCX_BASE_UNIT].length) || !unit.length)
        return;
    const char *name = unit.at, *base = value.at;
    int power = 0;
    if (unit_named(&s->scratch, s->pack, unit, &name, &power))
        base = decimal_shift(&s->scratch, value.at, power);
    field[DCX_BASE_UNIT] = keep(s, text_of_c(name));
    field[DCX_BASE_VALUE] = keep(s, text_of_c(base));
    arena_reset(&s->scratch);
}

static size_t document_of(dcx_set *s, size_t index, const dcx_row *row) {
    while (s->documents <= index) {
        if (s->documents == s->document_room) {
            size_t room = s->document_room ? 2 * s->document_room : 4;
            s->document = memory_resize(&s->mem, s->document, room * sizeof *s->document);
            s->document_room = room;
        }
        s->document[s->documents++] = (set_document){.first = s->figures};
    }
    set_document *d = &s->document[index];
    if (!d->name.at) {
        d->name = keep(s, row->field[DCX_FILE]);
        d->title = keep(s, row->field[DCX_DOCUMENT]);
        d->first = s->figures;
    }
    d->count++;
    return index;
}

static figure *new_figure(dcx_set *s) {
    if (s->figures == s->room) {
        size_t room = s->room ? 2 * s->room : 256;
        s->figure = memory_resize(&s->mem, s->figure, room * sizeof *s->figure);
        s->room = room;
    }
    return &s->figure[s->figures];
}

static void fill(dcx_set *s, figure *f, size_t index, const dcx_row *row) {
    static const char *const kinds[] = {"level", "growth", "change", "share", "multiple", "rank"};
    static const char *const claims[] = {"actual", "target", "forecast"};
    static const char *const qualifiers[] = {"", "ge", "le", "approx"};
    memset(f, 0, sizeof *f);
    for (int i = 0; i < DCX_RECORD_FIELDS; i++)
        f->field[i] = keep_once(s, row->field[i], i);
    complete_base(s, f->field);
    f->kind = (figure_kind)one_of(row->field[DCX_KIND], kinds, 6, KIND_LEVEL);
    f->claim = (figure_claim)one_of(row->field[DCX_CLAIM], claims, 3, CLAIM_ACTUAL);
    f->qualifier = (qualifier)one_of(row->field[DCX_QUALIFIER], qualifiers, 4, QUALIFIER_NONE);
    f->year = (int)whole(row->field[DCX_YEAR]);
    f->line = whole(row->field[DCX_LINE]);
    f->name = fold(&s->arena, utf8_to_runes(&s->arena, row->field[DCX_METRIC].at, row->field[DCX_METRIC].length));
    measure(s, f);
    f->order = s->figures;
    f->document = document_of(s, index, row);
}

/* The year that most of a document's facts are of; of equals the later. */
static int year_of(const dcx_set *s, size_t document) {
    enum { FIRST = 1900, YEARS = 201 };
    size_t count[YEARS] = {0}, best = 0;
    for (size_t i = 0; i < s->figures; i++) {
        const figure *f = &s->figure[i];
        if (f->document == document && f->claim == CLAIM_ACTUAL && f->year >= FIRST && f->year < FIRST + YEARS)
            count[f->year - FIRST]++;
    }
    for (size_t y = 1; y < YEARS; y++)
        if (count[y] >= count[best])
            best = y;
    return count[best] ? FIRST + (int)best : 0;
}

dcx_status dcx_set_add(dcx_set *s, size_t document, const dcx_row *row, dcx_error *error) {
    if (row->schema != dcx_record_schema())
        return error_set(error, DCX_USAGE, NULL, 0, "pass rows of dcx_record_schema", "a set holds records");
    jmp_buf trap;
    s->mem.trap = &trap;
    if (setjmp(trap))
        return error_no_memory(error);
    figure *f = new_figure(s);
    fill(s, f, document, row);
    if (!f->value)
        return error_set(error, DCX_BAD_INPUT, NULL, 0, "give a plain decimal", "value \"%.*s\" is no number",
                         (int)row->field[DCX_VALUE].length, row->field[DCX_VALUE].at);
    s->figures++;
    return DCX_OK;
}

int dcx_set_year(dcx_set *s, size_t document, int year) {
    if (document >= s->documents)
        return 0;
    set_document *d = &s->document[document];
    if (year)
        d->year = year;
    else if (!d->year)
        d->year = year_of(s, document);
    return d->year;
}
