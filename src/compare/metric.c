#include "compare/metric.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "compare/groups.h"
#include "lexer/fold.h"

enum { TRIES = 64 }; /* figures of one name that a figure is held against, so that a document of one name stays cheap */

dcx_status comparison_begin(comparison *c, dcx_set *s, int least, const dcx_aliases *aliases, dcx_error *error) {
    enum { ANY = -1, MOST = 100, UNIT = 100 };
    if (least < ANY || least > MOST)
        return error_set(error, DCX_USAGE, NULL, 0, NULL, "a score lies between 0 and 1");
    arena_reset(&s->scratch);
    *c = (comparison){.set = s, .a = &s->scratch, .least = SCORE_USUAL};
    if (least)
        c->least = least == ANY ? 1 : least * UNIT;
    if (!aliases->text)
        return DCX_OK;
    c->aliases = alias_read(s->pack, c->a, aliases->name, aliases->text, aliases->size, error);
    return c->aliases ? DCX_OK : DCX_USAGE;
}

const char *comparison_points(const comparison *c) {
    const pack_data *p = pack_content(c->set->pack);
    const pack_class *units = &p->cls[WORD_UNIT];
    int points = pack_dimension(c->set->pack, "points");
    for (uint32_t i = 0; i < units->count; i++)
        if (p->word[units->first + i].dimension == points && points >= 0)
            return p->word[units->first + i].extra;
    return "";
}

/* ---- periods ---- */

typedef struct period_reader {
    dcx_text rest;
    int year;
} period_reader;

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* The next character of a period, a year as its distance from the figure's year; 0: the end. */
static int next_part(period_reader *r) {
    const char *p = r->rest.at;
    if (!r->rest.length)
        return 0;
    if (r->rest.length >= 4 && is_digit(p[0]) && is_digit(p[1]) && is_digit(p[2]) && is_digit(p[3])) {
        int year = 1000 * (p[0] - '0') + 100 * (p[1] - '0') + 10 * (p[2] - '0') + (p[3] - '0');
        r->rest = (dcx_text){p + 4, r->rest.length - 4};
        return 1000 + year - r->year;
    }
    r->rest = (dcx_text){p + 1, r->rest.length - 1};
    return *p;
}

/* The period, empty where it says no more than the year. */
static period_reader read_period(const figure *f) {
    dcx_text p = f->field[DCX_PERIOD];
    bool day = p.length == 10 && !memcmp(p.at + 4, "-12-31", 6);
    bool month = p.length == 7 && !memcmp(p.at + 4, "-12", 3);
    bool whole = p.length == 15 && !memcmp(p.at + 4, "-01/", 4) && !memcmp(p.at + 12, "-12", 3);
    return (period_reader){day || month || whole ? (dcx_text){"", 0} : p, f->year};
}

bool period_differs(const figure *a, const figure *b) {
    period_reader left = read_period(a), right = read_period(b);
    for (;;) {
        int part = next_part(&left);
        if (part != next_part(&right))
            return true;
        if (!part)
            return false;
    }
}

/* ---- spans of years ---- */

/* The digits and numerals that end a text. */
static size_t numeral_before(const dcx_pack *pack, runes text, size_t end) {
    size_t from = end;
    while (from && (rune_is_digit(text.at[from - 1]) || pack_find(pack, WORD_DIGIT, text.at + from - 1, 1) ||
                    pack_find(pack, WORD_SCALE, text.at + from - 1, 1)))
        from--;
    return end - from;
}

uint64_t figure_span(dcx_set *s, const figure *f) {
    enum { LONGEST = 60, YEAR = 4 };
    dcx_text sentence = f->field[DCX_SENTENCE], quote = f->field[DCX_QUOTE];
    size_t end = 0;
    while (end + quote.length <= sentence.length && memcmp(sentence.at + end, quote.at, quote.length) != 0)
        end++;
    size_t from = end > 3 * LONGEST ? end - 3 * LONGEST : 0;
    runes text = utf8_to_runes(&s->scratch, sentence.at + from, end - from);
    uint64_t found = 0;
    for (size_t i = 1; i < text.length; i++) {
        const pack_word *w = pack_find(s->pack, WORD_SPANNED, text.at + i, text.length - i);
        size_t digits = w ? numeral_before(s->pack, text, i) : 0;
        if (digits && digits < YEAR)
            found = hash_bytes(HASH_BEGIN, text.at + i - digits, (digits + 1) * sizeof *text.at);
    }
    return found;
}

/* ---- versions of one report ---- */

bool figure_visibly_differs(const figure *a, const figure *b) {
    static const unsigned char seen[] = {DCX_METRIC, DCX_VALUE,     DCX_UNIT,      DCX_YEAR,   DCX_SOURCE, DCX_KIND,
                                         DCX_CLAIM,  DCX_QUALIFIER, DCX_VALUE_MAX, DCX_PERIOD, DCX_OF};
    for (size_t i = 0; i < sizeof seen / sizeof *seen; i++)
        if (!text_equal(a->field[seen[i]], b->field[seen[i]]))
            return true;
    return false;
}

/* ---- collecting ---- */

typedef struct collection {
    comparison *c;
    metric **slot;
    size_t slots;
    metric_list list;
} collection;

static uint64_t hash_of(const metric *m) {
    const figure *f = m->best;
    int parts[] = {(int)f->kind, (int)f->claim, f->year};
    return hash_bytes(m->key, parts, sizeof parts);
}

static bool same_fact(comparison *c, const metric *m, const metric *n) {
    const figure *a = m->best, *b = n->best;
    dcx_text left = a->field[DCX_BASE_UNIT], right = b->field[DCX_BASE_UNIT];
    if (c->every && figure_visibly_differs(a, b))
        return false;
    if (m->key != n->key || a->kind != b->kind || a->claim != b->claim || a->year != b->year)
        return false;
    if ((left.length && right.length && !text_equal(left, right)) || period_differs(a, b))
        return false;
    if (a->field[DCX_OF].length && b->field[DCX_OF].length && m->of.key != n->of.key)
        return false;
    size_t mark = number_pool_mark(c->set->numbers);
    bool meet = interval_meet(c->set->numbers, a->printed, b->printed);
    number_pool_reset(c->set->numbers, mark);
    return meet;
}

static size_t depth(const figure *f) {
    size_t slashes = 0;
    for (size_t i = 0; i < f->field[DCX_SECTION].length; i++)
        slashes += f->field[DCX_SECTION].at[i] == '/';
    return slashes;
}

static bool is_better(const figure *f, const figure *best) {
    int digits = decimal_significant(f->field[DCX_VALUE].at, f->field[DCX_VALUE].length);
    int most = decimal_significant(best->field[DCX_VALUE].at, best->field[DCX_VALUE].length);
    return digits != most ? digits > most : depth(f) > depth(best);
}

static void add_place(comparison *c, metric *m, const figure *f) {
    if (m->others == m->room) {
        size_t room = m->room ? 2 * m->room : 4;
        m->other = arena_grow(c->a, m->other, m->others * sizeof *m->other, room * sizeof *m->other);
        m->room = room;
    }
    size_t at = m->others++;
    m->other[at] = f;
    for (; at && m->other[at - 1]->order > f->order; at--) {
        m->other[at] = m->other[at - 1];
        m->other[at - 1] = f;
    }
}

static void join(comparison *c, metric *m, const figure *f) {
    if (is_better(f, m->best)) {
        const figure *before = m->best;
        m->best = f;
        f = before;
    }
    add_place(c, m, f);
}

static compared_name form_of(comparison *c, dcx_text text) {
    runes folded = fold(c->a, utf8_to_runes(c->a, text.at, text.length));
    return name_compare_form(c->set->pack, c->a, folded);
}

static metric *new_metric(comparison *c, const figure *f) {
    metric *m = arena_alloc(c->a, sizeof *m);
    m->best = f;
    m->span = figure_span(c->set, f);
    m->name = name_compare_form(c->set->pack, c->a, f->name);
    if (f->field[DCX_OF].length)
        m->of = form_of(c, f->field[DCX_OF]);
    m->alias = alias_metric(c->aliases, m->name.exact);
    m->key = m->alias ? m->alias : m->name.key;
    return m;
}

static void collect(collection *k, const figure *f) {
    metric *m = new_metric(k->c, f);
    metric **slot = &k->slot[hash_of(m) & (k->slots - 1)];
    int tries = 0;
    for (metric *n = *slot; n && tries < TRIES; n = n->next, tries++)
        if (same_fact(k->c, n, m)) {
            join(k->c, n, f);
            return;
        }
    m->next = *slot;
    *slot = m;
    k->list.at[k->list.count++] = m;
}

static void group_by_key(comparison *c, metric_list *list) {
    uint64_t *key = arena_raw(c->a, list->count, sizeof *key);
    for (size_t i = 0; i < list->count; i++)
        key[i] = list->at[i]->key;
    groups g = groups_make(c->a, key, list->count);
    list->by_key = arena_raw(c->a, list->count, sizeof *list->by_key);
    for (uint32_t k = 0; k < g.by.count; k++)
        for (uint32_t i = g.first[k]; i < g.first[k + 1]; i++) {
            list->by_key[i] = list->at[g.item[i]];
            list->by_key[i]->alike = g.first[k];
        }
}

/* Whether a change or growth is over the year before: it names no base, or that year. */
static bool is_over_year_before(const figure *f) {
    dcx_text of = f->field[DCX_OF];
    char year[24];
    int length = snprintf(year, sizeof year, "%d", f->year - 1);
    for (size_t i = 0; i + (size_t)length <= of.length; i++)
        if (!memcmp(of.at + i, year, (size_t)length))
            return true;
    return !of.length;
}

const figure *metric_companion(metric_list all, const metric *m, figure_kind kind, int year, const char *unit) {
    const figure *best = NULL;
    size_t least = 0;
    for (size_t i = m->alike; i < all.count && i < m->alike + TRIES && all.by_key[i]->key == m->key; i++) {
        const metric *n = all.by_key[i];
        const figure *f = n->best;
        dcx_text base = f->field[DCX_BASE_UNIT];
        if (n == m || f->kind != kind || f->claim != m->best->claim || f->year != year || !is_over_year_before(f) ||
            (unit && !text_equal(base, text_of_c(unit))))
            continue;
        size_t apart = n->place < m->place ? m->place - n->place : n->place - m->place;
        if (!best || apart < least) {
            best = f;
            least = apart;
        }
    }
    return best;
}

static void find_growths(metric_list all) {
    for (size_t i = 0; i < all.count; i++) {
        metric *m = all.by_key[i];
        if (m->best->kind == KIND_LEVEL)
            m->growth = metric_companion(all, m, KIND_GROWTH, m->best->year, NULL);
    }
}

/* Plans are of years to come, so they are compared whatever year they are for. */
static bool is_own(const figure *f, int own, bool asked) {
    if (f->claim != CLAIM_ACTUAL && !asked)
        return !f->year || f->year >= own;
    return f->year == own;
}

metric_list metrics_of(comparison *c, size_t document, int year) {
    dcx_set *s = c->set;
    const set_document nothing = {.count = 0}, *d = document < s->documents ? &s->document[document] : &nothing;
    collection k = {.c = c, .slots = 64};
    while (k.slots < 2 * d->count)
        k.slots *= 2;
    k.slot = arena_array(c->a, k.slots, sizeof(metric *));
    k.list.at = arena_array(c->a, d->count + 1, sizeof(metric *));
    for (size_t i = d->first; i < s->figures && s->figure[i].document == document; i++)
        collect(&k, &s->figure[i]);
    int own = year ? year : dcx_set_year(s, document, 0);
    for (size_t i = 0; i < k.list.count; i++) {
        metric *m = k.list.at[i];
        m->own = is_own(m->best, own, year != 0);
        m->place = i;
        m->places = k.list.count;
    }
    group_by_key(c, &k.list);
    find_growths(k.list);
    return k.list;
}

metric_list metrics_own(comparison *c, metric_list all) {
    metric_list own = {.at = arena_array(c->a, all.count + 1, sizeof(metric *))};
    for (size_t i = 0; i < all.count; i++)
        if (all.at[i]->own)
            own.at[own.count++] = all.at[i];
    return own;
}
