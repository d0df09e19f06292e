/* A binding becomes a row. */
#include <string.h>

#include "base/decimal.h"
#include "record/reader.h"
#include "rules/action.h"

/* The printed characters without the spaces between them. */
static dcx_text squeezed(arena *a, const char32_t *at, size_t length) {
    char32_t *out = arena_raw(a, length + 1, sizeof *out);
    size_t n = 0;
    for (size_t i = 0; i < length; i++)
        if (!rune_is_space(at[i]))
            out[n++] = at[i];
    return utf8_from_runes(a, out, n);
}

/* A value as it counts: with the unit of its list, and the sign of its direction. */
typedef struct amount {
    const char *value, *max, *unit, *base_value, *base_max, *base_unit;
} amount;

static amount amount_of(arena *a, const reading *r, const binding *b) {
    const token *t = &r->tokens.at[b->token];
    amount m = {t->value, t->value_max, t->unit, t->base_value, t->base_max, t->base_unit};
    if (t->kind == TOKEN_RATIO) {
        m.max = m.base_max = "";
        m.base_value = t->value;
    }
    const token *u = b->unit ? b->unit : b->unit_token >= 0 ? &r->tokens.at[b->unit_token] : t;
    if (u != t && strcmp(t->unit, u->unit) != 0 && !strncmp(t->unit, u->unit, strlen(t->unit))) {
        int power = decimal_power(u->value, u->base_value);
        m.unit = u->unit;
        m.base_value = decimal_shift(a, t->value, power);
        m.base_max = decimal_shift(a, t->value_max, power);
        m.base_unit = u->base_unit;
    }
    if (b->negative && *m.value != '-') {
        m.value = decimal_negate(a, m.value);
        m.max = decimal_negate(a, m.max);
        m.base_value = decimal_negate(a, m.base_value);
        m.base_max = decimal_negate(a, m.base_max);
    }
    return m;
}

static const scope *whole_before(const findings *f, const binding *b) {
    const scope *best = NULL;
    for (size_t i = 0; i < f->wholes && !strcmp(b->kind, "share"); i++)
        if (f->whole[i].from < b->at)
            best = &f->whole[i];
    return best;
}

/* "Last month": no year before, whatever year it is in. */
static bool names_month(const dcx_pack *pack, const reading *r, const token *t) {
    return pack_find(pack, WORD_RELATIVE_MONTH, r->folded.at + t->from, t->to - t->from) != NULL;
}

/* The end of the year before is as good as the year itself; any other day is not. */
static bool is_year_before(const dcx_pack *pack, const reading *r, const token *t, int year) {
    size_t n = strlen(t->period);
    bool end = n >= 6 && (!strcmp(t->period + n - 6, "-12-31") || !strcmp(t->period + n - 3, "-12"));
    bool beginning = n >= 6 && !strcmp(t->period + n - 6, "-01-01");
    if (t->form == TIME_RELATIVE)
        return !names_month(pack, r, t) && (!t->year || t->year >= year - 1);
    return (t->year == year - 1 && (!n || end)) || (t->year == year && beginning);
}

/* "2025-04/2025-06": a quarter of a year. */
static bool is_quarter(const char *period) {
    static const char *const ends[] = {"-01/-03", "-04/-06", "-07/-09", "-10/-12"};
    const char *second = strchr(period, '/');
    if (!second || second - period != 7 || strlen(second) != 8)
        return false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (!strncmp(period + 4, ends[i], 4) && !strcmp(second + 5, ends[i] + 4))
            return true;
    return false;
}

/* The period before, as its word says: "last month". A word may stand for the quarter before a quarter as well. */
static dcx_text pace_text(const pack_word *pace, const char *period) {
    const char *second = strchr(pace->extra, '/');
    if (!second)
        return text_of_c(pace->extra);
    if (is_quarter(period))
        return text_of_c(second + 1);
    return (dcx_text){pace->extra, (size_t)(second - pace->extra)};
}

/* What a share is of, or a base that is not simply the year before. */
static dcx_text of_text(const work *w, const reading *r, const binding *b, const dated *when) {
    arena *a = w->arena;
    if (b->pace && !b->of.length)
        return pace_text(b->pace, when->period);
    const scope *whole = b->of.length ? NULL : whole_before(&r->found, b);
    if (whole)
        return squeezed(a, whole->name.text.at, whole->name.text.length);
    runes base = b->of.length ? b->of : b->base;
    const token *t = b->base_time >= 0 ? &r->tokens.at[b->base_time] : NULL;
    bool time_alone = t && base.length <= t->to - t->from + 1;
    if (time_alone && strcmp(b->kind, "multiple") != 0 && is_year_before(w->reader->pack, r, t, when->year))
        return (dcx_text){"", 0};
    return squeezed(a, base.at, base.length);
}

void key_figures(arena *a, reading *r, uint32_t count) {
    seen before = {0};
    r->key = arena_raw(a, count + 1, sizeof *r->key);
    r->sentence_key = sentence_key((runes){r->folded.at + r->sentence.from, r->sentence.to - r->sentence.from});
    for (uint32_t i = 0; i < count; i++) {
        const token *t = &r->tokens.at[i];
        uint64_t quote = sentence_key((runes){r->folded.at + t->quote_from, t->quote_to - t->quote_from});
        r->key[i] = (figure_key){quote, seen_before(a, &before, quote)};
    }
}

dcx_text token_id(arena *a, const reading *r, uint32_t number_of_token, uint32_t repeat) {
    const figure_key *own = &r->key[number_of_token];
    return record_id(a, r->sentence_key, own->quote, own->ordinal, repeat);
}

static void put_place(arena *a, const work *w, const reading *r, const token *t, dcx_text *f) {
    place p = block_place(r->block, t->quote_from);
    f[DCX_FILE] = w->document->name;
    f[DCX_PAGE] = decimal_count(a, p.page);
    f[DCX_LINE] = decimal_count(a, p.line);
    f[DCX_COLUMN] = decimal_count(a, p.column);
    place end = block_place(r->block, t->quote_to - 1);
    bool one_line = end.line == p.line && end.column >= p.column;
    f[DCX_LENGTH] = decimal_count(a, one_line ? end.column - p.column + 1 : t->quote_to - t->quote_from);
    f[DCX_QUOTE] = squeezed(a, r->block->text + t->quote_from, t->quote_to - t->quote_from);
    f[DCX_SENTENCE] = r->printed;
}

void make_record(work *w, const reading *r, const binding *b, uint32_t repeat) {
    arena *a = w->arena;
    const token *t = &r->tokens.at[b->token];
    amount m = amount_of(a, r, b);
    dated when = date_of(w, r, b);
    sourced who = source_of(w, r, b);
    dcx_text f[DCX_RECORD_FIELDS] = {
        [DCX_METRIC] = squeezed(a, b->name.text.at, b->name.text.length),
        [DCX_VALUE] = text_of_c(m.value),
        [DCX_UNIT] = text_of_c(m.unit),
        [DCX_YEAR] = decimal_count(a, (uint64_t)when.year),
        [DCX_SOURCE] = who.source,
        [DCX_KIND] = text_of_c(b->kind),
        [DCX_CLAIM] = text_of_c(claim_of(w, r, b, when.year)),
        [DCX_QUALIFIER] =
            text_of_c(qualifier_name(t->qualifier == QUALIFIER_NONE && b->about ? QUALIFIER_APPROX : t->qualifier)),
        [DCX_VALUE_MAX] = text_of_c(m.max),
        [DCX_PERIOD] = text_of_c(when.period),
        [DCX_OF] = of_text(w, r, b, &when),
        [DCX_BASE_VALUE] = text_of_c(m.base_value),
        [DCX_BASE_UNIT] = text_of_c(m.base_unit),
        [DCX_SOURCE_BASIS] = text_of_c(who.basis),
        [DCX_SECTION] = r->block->section,
        [DCX_DOCUMENT] = w->document_name,
        [DCX_RULE] = text_of_c(b->rule->id),
        [DCX_ID] = token_id(a, r, b->token, repeat),
    };
    put_place(a, w, r, t, f);
    w->counts->records++;
    w->counts->undated += !when.year;
    w->stopped |= w->handler->record(w->handler->data, &(dcx_row){dcx_record_schema(), f}) != 0;
}

void make_missed(work *w, const reading *r, uint32_t number_of_token, const char *reason) {
    if (!w->handler->missed)
        return;
    arena *a = w->arena;
    dcx_text f[DCX_RECORD_FIELDS];
    put_place(a, w, r, &r->tokens.at[number_of_token], f);
    const dcx_text row[] = {f[DCX_FILE],  f[DCX_LINE],       f[DCX_COLUMN],   f[DCX_LENGTH],
                            f[DCX_QUOTE], text_of_c(reason), f[DCX_SENTENCE], r->block->section};
    w->stopped |= w->handler->missed(w->handler->data, &(dcx_row){dcx_missed_schema(), row}) != 0;
}
