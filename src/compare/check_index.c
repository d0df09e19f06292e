/* The figures in order of place, their sentences, and their names without what tells nothing. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "compare/check.h"
#include "compare/name.h"
#include "lexer/fold.h"

enum { COMMA = 0xFF0C, STOP = 0x3002 };

static const char *const cue_names[CUES] = {
#define X(id, name) [CUE_##id] = name,
    CHECK_CUES(X)
#undef X
};

static bool open_cues(check *c, dcx_error *error) {
    char why[256];
    for (int i = 0; i < CUES; i++) {
        const char *pattern = arena_print(&c->arena, "{%s}", cue_names[i]);
        pattern = pack_expand(c->set->pack, &c->arena, pattern, NULL, 0, error);
        if (!pattern)
            return false;
        c->cue[i] = regex_new(c->engine, &c->arena, pattern, why, sizeof why);
        if (!c->cue[i]) {
            error_set(error, DCX_BAD_PACK, NULL, 0, "correct the macro", "macro %s: %s", cue_names[i], why);
            return false;
        }
    }
    return true;
}

bool cue_in(check *c, cue what, runes text) {
    span group[REGEX_GROUPS];
    return text.length && regex_find(c->engine, c->cue[what], text, 0, group) > 0;
}

runes cue_removed(check *c, cue what, runes text) {
    char32_t *out = arena_array(&c->arena, text.length + 1, sizeof *out);
    size_t length = 0, at = 0;
    span group[REGEX_GROUPS];
    while (at < text.length && regex_find(c->engine, c->cue[what], text, at, group) > 0) {
        memcpy(out + length, text.at + at, (group[0].from - at) * sizeof *out);
        length += group[0].from - at;
        size_t next = group[0].to > group[0].from ? group[0].to : group[0].from + 1;
        if (next > group[0].to && group[0].from < text.length)
            out[length++] = text.at[group[0].from];
        at = next;
    }
    if (at < text.length) {
        memcpy(out + length, text.at + at, (text.length - at) * sizeof *out);
        length += text.length - at;
    }
    return (runes){out, length};
}

/* A plain decimal, roughly. */
static double roughly(dcx_text t) {
    enum { DIGITS = 17 };
    double n = 0, scale = 1;
    int digits = 0;
    bool point = false;
    for (size_t i = 0; i < t.length; i++) {
        if (t.at[i] == '.')
            point = true;
        if (t.at[i] < '0' || t.at[i] > '9')
            continue;
        bool kept = digits < DIGITS;
        digits += kept && (n > 0 || t.at[i] != '0');
        n = kept ? n * 10 + (t.at[i] - '0') : n;
        if (kept == point)
            scale *= kept ? 0.1 : 10;
    }
    return (t.length && t.at[0] == '-' ? -n : n) * scale;
}

static double precision_of(const figure *f) {
    dcx_text value = f->field[DCX_VALUE];
    double size = roughly(value), half = f->exact ? 0 : 0.5;
    for (int i = decimal_places(value.at, value.length); i > 0; i--)
        half /= 10;
    return size > 0 ? half / size : size < 0 ? -half / size : 0;
}

/* The dimension of the base unit; -1: unknown. */
static int dimension_of(const check *c, const figure *f) {
    enum { LONGEST = 16 };
    dcx_text t = f->field[DCX_BASE_UNIT];
    char32_t unit[LONGEST];
    size_t length = 0;
    for (size_t i = 0; i < t.length && length < LONGEST; length++) {
        bool valid;
        i += utf8_decode(t.at + i, t.length - i, &unit[length], &valid);
    }
    const pack_word *w = length ? pack_find(c->set->pack, WORD_UNIT, unit, length) : NULL;
    return w && w->length == length ? w->dimension : -1;
}

static long column_of(const figure *f) {
    long n = 0;
    dcx_text t = f->field[DCX_COLUMN];
    for (size_t i = 0; i < t.length && i < 9 && t.at[i] >= '0' && t.at[i] <= '9'; i++)
        n = 10 * n + (t.at[i] - '0');
    return n;
}

static int by_place(const void *left, const void *right) {
    const figure *a = ((const item *)left)->f, *b = ((const item *)right)->f;
    if (a->document != b->document)
        return a->document < b->document ? -1 : 1;
    int file = text_order(a->field[DCX_FILE], b->field[DCX_FILE]);
    if (file)
        return file;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    long column[] = {column_of(a), column_of(b)};
    if (column[0] != column[1])
        return column[0] < column[1] ? -1 : 1;
    return a->order < b->order ? -1 : 1;
}

static void add_sentence(check *c, size_t at) {
    const figure *f = c->item[at].f;
    runes text = utf8_to_runes(&c->arena, f->field[DCX_SENTENCE].at, f->field[DCX_SENTENCE].length);
    c->sentence[c->sentences++] = (sentence){.document = f->document, .first = at, .text = text};
}

static bool same_sentence(const figure *a, const figure *b) {
    dcx_text s = a->field[DCX_SENTENCE], t = b->field[DCX_SENTENCE];
    return a->document == b->document && s.length == t.length && s.length && !memcmp(s.at, t.at, s.length);
}

/* Quotes are looked for one behind the other. */
static void place_quote(check *c, item *it, size_t from) {
    dcx_text t = it->f->field[DCX_QUOTE];
    runes quote = utf8_to_runes(&c->scratch, t.at, t.length), text = c->sentence[it->sentence].text;
    it->from = it->to = NOWHERE;
    for (size_t i = from; quote.length && i + quote.length <= text.length; i++)
        if (!memcmp(text.at + i, quote.at, quote.length * sizeof *quote.at)) {
            it->from = i;
            it->to = i + quote.length;
            return;
        }
}

static void place_all(check *c) {
    c->sentence = arena_array(&c->arena, c->items + 1, sizeof *c->sentence);
    size_t from = 0;
    for (size_t i = 0; i < c->items; i++) {
        item *it = &c->item[i];
        if (!i || !same_sentence(it->f, c->item[i - 1].f)) {
            add_sentence(c, i);
            from = 0;
        }
        it->sentence = c->sentences - 1;
        c->sentence[it->sentence].count++;
        place_quote(c, it, from);
        if (it->to != NOWHERE)
            from = it->to;
        arena_reset(&c->scratch);
    }
}

static int order_from_end(runes a, runes b) {
    for (size_t i = 0; i < a.length && i < b.length; i++) {
        char32_t x = a.at[a.length - 1 - i], y = b.at[b.length - 1 - i];
        if (x != y)
            return x < y ? -1 : 1;
    }
    return (a.length > b.length) - (a.length < b.length);
}

static const item *item_at(const void *p) {
    return *(const item *const *)p;
}

/* Items stand in order of place in their array. */
static int then_place(const item *a, const item *b, int order) {
    return order ? order : (a > b) - (a < b);
}

static int by_end(const void *a, const void *b) {
    return then_place(item_at(a), item_at(b), order_from_end(item_at(a)->core, item_at(b)->core));
}

static int by_size(const void *left, const void *right) {
    const item *a = item_at(left), *b = item_at(right);
    return then_place(a, b, (a->size > b->size) - (a->size < b->size));
}

static const item **sorted_by_end(check *c) {
    const item **index = arena_array(&c->arena, c->items + 1, sizeof *index);
    for (size_t i = 0; i < c->items; i++)
        index[i] = &c->item[i];
    qsort(index, c->items, sizeof *index, by_end);
    return index;
}

static uint64_t hash_of_key(const item *it) {
    return it->key;
}

static uint64_t hash_of_name(const item *it) {
    return runes_hash(it->name);
}

static uint64_t hash_of_core(const item *it) {
    return runes_hash(it->core);
}

static uint64_t hash_of_measure(const item *it) {
    return measure_hash(it->f->document, it->f->field[DCX_BASE_UNIT]);
}

static item_groups group_items(check *c, uint64_t (*hash_of)(const item *)) {
    uint64_t *hash = arena_raw(&c->scratch, c->items, sizeof *hash);
    for (size_t i = 0; i < c->items; i++)
        hash[i] = hash_of(&c->item[i]);
    item_groups g = {groups_make(&c->arena, hash, c->items), arena_raw(&c->arena, c->items, sizeof *g.at)};
    for (size_t i = 0; i < c->items; i++)
        g.at[i] = &c->item[g.of.item[i]];
    arena_reset(&c->scratch);
    return g;
}

static void sort_by_size(check *c) {
    const item_groups *g = &c->measured;
    c->size = arena_raw(&c->arena, c->items, sizeof *c->size);
    for (uint32_t k = 0; k < g->of.by.count; k++)
        qsort(g->at + g->of.first[k], g->of.first[k + 1] - g->of.first[k], sizeof *g->at, by_size);
    for (size_t i = 0; i < c->items; i++)
        c->size[i] = g->at[i]->size;
}

/* The last characters before a figure that are of its clause. */
static runes clause_before(const check *c, const item *it) {
    enum { CLOSE = 8 };
    runes text = text_since(c, it);
    size_t from = text.length > CLOSE ? text.length - CLOSE : 0;
    for (size_t i = from; i < text.length; i++)
        if (text.at[i] == COMMA || text.at[i] == STOP)
            from = i + 1;
    return runes_after(text, from);
}

bool check_index(check *c, dcx_error *error) {
    if (!open_cues(c, error))
        return false;
    static const char *const countable[] = {"count", "people", "noun"};
    c->percent = pack_dimension(c->set->pack, "percent");
    c->points = pack_dimension(c->set->pack, "points");
    for (size_t i = 0; i < sizeof countable / sizeof *countable; i++)
        c->countable[i] = pack_dimension(c->set->pack, countable[i]);
    c->items = c->set->figures;
    c->item = arena_array(&c->arena, c->items + 1, sizeof *c->item);
    for (size_t i = 0; i < c->items; i++)
        c->item[i].f = &c->set->figure[i];
    qsort(c->item, c->items, sizeof *c->item, by_place);
    place_all(c);
    for (size_t i = 0; i < c->items; i++) {
        item *it = &c->item[i];
        it->name = cue_removed(c, CUE_DROP, it->f->name);
        it->key = name_compare_form(c->set->pack, &c->scratch, it->f->name).key;
        arena_reset(&c->scratch);
        it->core = cue_removed(c, CUE_ATTRIBUTE, it->name);
        it->dimension = dimension_of(c, it->f);
        it->mean = cue_in(c, CUE_MEAN, it->f->name) || cue_in(c, CUE_MEAN, clause_before(c, it));
        it->size =
            roughly(it->f->field[DCX_BASE_VALUE].length ? it->f->field[DCX_BASE_VALUE] : it->f->field[DCX_VALUE]);
        it->precision = precision_of(it->f);
    }
    c->keyed = group_items(c, hash_of_key);
    c->named = group_items(c, hash_of_name);
    c->cored = group_items(c, hash_of_core);
    c->measured = group_items(c, hash_of_measure);
    sort_by_size(c);
    c->by_end = sorted_by_end(c);
    return true;
}
