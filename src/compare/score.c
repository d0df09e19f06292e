#include "compare/score.h"

#include <string.h>

#include "compare/change.h"

/* What is taken off a score, in ten-thousandths. */
enum {
    SOFT_MISSING = 600,
    SOFT_CARRIED = 200, /* missing in the name, but the sentence has it */
    SCOPE_MISSING = 300,
    BASIS_MISSING = 500,
    NO_UNIT = 200,
    OTHER_MEASURE = 700,
    OTHER_COUNT = 1500, /* persons against times, say */
    OTHER_UNIT = 1000,
    OTHER_DIMENSION = 3500,
    OTHER_PERIOD = 800,
    OTHER_YEAR = 900,      /* of two versions of one report */
    OTHER_VALUE = 200,     /* likewise */
    OTHER_QUALIFIER = 100, /* "over 1000" rather goes with another round figure */
    OTHER_GROWTH = 150,    /* a level that the printed growth contradicts */
    OF_MISSING = 300,
    OF_ALIKE = 300,
    OF_OTHER = 1500,
    BASE_MISSING = 1200,
    BASE_OTHER = 2500,
    MAGNITUDE = 400, /* for each power of ten beyond the first */
    MAGNITUDE_MOST = 1600,
    BRIEF = 2,           /* a name of so many characters says little */
    CONTEXT_MOST = 5000, /* what that takes off where the sentences have nothing in common */
    ALIKE = 4000,        /* sentences that share so much are alike */
    LEAST_SHARED = 2500,
    ABBREVIATED = 9000 /* names that share something and a printed abbreviation */
};

/* ---- what stands around a figure ---- */

/* The last byte is looked for: the first ones of Chinese characters are much alike. */
static bool text_has(dcx_text text, const char *part, size_t length) {
    for (size_t i = length; i && i <= text.length; i++) {
        const char *last = memchr(text.at + i - 1, part[length - 1], text.length - i + 1);
        if (!last)
            return false;
        i = (size_t)(last - text.at) + 1;
        if (!memcmp(last + 1 - length, part, length))
            return true;
    }
    return !length;
}

static bool context_has(const metric *m, runes part) {
    char bytes[UTF8_MAX * 16] = "";
    size_t length = 0;
    for (size_t i = 0; i < part.length && i < 16; i++)
        length += utf8_encode(part.at[i], bytes + length);
    static const dcx_record_field around[] = {DCX_SENTENCE, DCX_SECTION, DCX_DOCUMENT};
    for (size_t i = 0; i < sizeof around / sizeof *around; i++)
        if (text_has(m->best->field[around[i]], bytes, length))
            return true;
    return false;
}

/* ---- names ---- */

static int agreement(size_t shared, size_t a, size_t b) {
    size_t least = a < b ? a : b;
    if (!least)
        return 0;
    size_t dice = 2 * shared * SCORE_SURE / (a + b), overlap = shared * SCORE_SURE / least;
    return (int)((6 * dice + 4 * overlap) / 10);
}

static bool core_has(runes core, const char32_t *pair) {
    for (size_t i = 0; i + 1 < core.length; i++)
        if (core.at[i] == pair[0] && core.at[i + 1] == pair[1])
            return true;
    return false;
}

typedef struct likeness {
    int score;
    bool carried; /* the briefer name's sentence says what it leaves out, and that is no mere word */
} likeness;

/* A name that leaves out what its sentence has said is read as if it said it, with less weight. */
static likeness carried(const metric *brief, const metric *full, size_t shared, size_t marks) {
    size_t found = 0;
    runes core = full->name.core;
    for (size_t i = 0; i + 1 < core.length; i++)
        if (!core_has(brief->name.core, core.at + i) && context_has(brief, (runes){core.at + i, 2}))
            found++;
    if (!found)
        return (likeness){0, false};
    size_t features = 2 * found + (shared ? 0 : 1);
    int score = agreement(shared + marks + features * 4 / 5, brief->name.features + marks + features,
                          full->name.features + marks);
    return (likeness){score, found > 1};
}

/* A distinguishing word that both have counts as much as a character. */
static size_t shared_marks(const compared_name *a, const compared_name *b) {
    size_t shared = 0;
    for (size_t i = 0; i < a->marks; i++)
        shared += name_has_mark(b, a->mark[i]) ? 2 : 0;
    return shared;
}

static likeness name_likeness(const metric *a, const metric *b) {
    if (a->key == b->key)
        return (likeness){SCORE_SURE, false};
    size_t shared = name_shared(&a->name, &b->name), marks = shared_marks(&a->name, &b->name);
    size_t left = a->name.features, right = b->name.features;
    likeness bare = {agreement(shared + marks, left + marks, right + marks), false}, more = {0, false};
    if (a->name.abbreviation && a->name.abbreviation == b->name.abbreviation && bare.score >= LEAST_SHARED)
        more = (likeness){ABBREVIATED, true};
    else if (left < right && shared == left)
        more = carried(a, b, shared, marks);
    else if (right < left && shared == right)
        more = carried(b, a, shared, marks);
    return more.score > bare.score ? more : bare;
}

/* ---- distinguishing words ---- */

static bool has_other_of_group(const compared_name *n, const compared_name *than, const pack_word *word) {
    for (size_t i = 0; i < n->marks; i++)
        if (!strcmp(n->mark[i]->extra, word->extra) && !name_has_mark(than, n->mark[i]))
            return true;
    return false;
}

static bool is_strict(const pack_word *w) {
    return w->value != MARK_SOFT && w->value != MARK_HEAD && w->value != MARK_SCOPE && w->value != MARK_BASIS;
}

score_trait score_trait_of(const metric *m) {
    int parts[] = {(int)m->best->kind, (int)m->best->claim};
    score_trait t = {hash_bytes(HASH_BEGIN, parts, sizeof parts), m->name.head};
    for (size_t i = 0; i < m->name.marks; i++)
        if (is_strict(m->name.mark[i]))
            t.strict = hash_bytes(t.strict, &m->name.mark[i], sizeof(const pack_word *));
    return t;
}

static int soft_cost(const metric *lacking, const pack_word *word) {
    return context_has(lacking, (runes){word->text, word->length}) ? SOFT_CARRIED : SOFT_MISSING;
}

/* What a word of one name that the other lacks takes off; negative: they are not one metric. */
static int missing_mark(const metric *lacking, const metric *having, const pack_word *word, unsigned *flags) {
    switch ((mark_strength)word->value) {
    case MARK_SOFT: return has_other_of_group(&lacking->name, &having->name, word) ? -1 : soft_cost(lacking, word);
    case MARK_HEAD: return soft_cost(lacking, word);
    case MARK_SCOPE: *flags |= PAIR_SCOPE; return SCOPE_MISSING;
    case MARK_BASIS: *flags |= PAIR_UNIT | PAIR_APART; return BASIS_MISSING;
    case MARK_STRICT:
    default: return -1;
    }
}

static int mark_cost(const metric *a, const metric *b, unsigned *flags) {
    int cost = 0;
    if (a->name.head && b->name.head && a->name.head != b->name.head)
        return -1;
    for (size_t i = 0; i < a->name.marks; i++)
        if (!name_has_mark(&b->name, a->name.mark[i])) {
            int more = missing_mark(b, a, a->name.mark[i], flags);
            if (more < 0)
                return -1;
            cost += more;
        }
    return cost;
}

/* ---- units, wholes, periods, sizes ---- */

/* The dimension of a base unit, -1: the pack does not know it. */
static int dimension_of(const comparison *c, dcx_text unit) {
    char32_t text[32];
    size_t length = 0;
    for (size_t i = 0; i < unit.length && length < 32;) {
        bool valid;
        i += utf8_decode(unit.at + i, unit.length - i, &text[length++], &valid);
    }
    const pack_word *w = pack_find(c->set->pack, WORD_UNIT, text, length);
    return w && w->length == length ? w->dimension : -1;
}

static bool counts(const comparison *c, int dimension, bool bare) {
    static const char *const counting[] = {"people", "count", "noun", "age", "computing"};
    size_t number_of_them = sizeof counting / sizeof *counting - !bare;
    for (size_t i = 0; i < number_of_them; i++)
        if (dimension >= 0 && dimension == pack_dimension(c->set->pack, counting[i]))
            return true;
    return false;
}

/* A number of things that are not named behind it; an index has no unit either, but seldom no decimals. */
static bool is_bare_count(const figure *f) {
    dcx_text base = f->field[DCX_BASE_VALUE];
    return !f->field[DCX_BASE_UNIT].length && !decimal_places(base.at, base.length);
}

static int unit_cost(const comparison *c, const figure *a, const figure *b, unsigned *flags) {
    dcx_text left = a->field[DCX_BASE_UNIT], right = b->field[DCX_BASE_UNIT];
    if (text_equal(left, right)) {
        bool known = !left.length || memchr(left.at, '/', left.length) || dimension_of(c, left) >= 0;
        *flags |= known ? 0 : PAIR_UNIT;
        return 0;
    }
    int old = dimension_of(c, left), new_ = dimension_of(c, right);
    if ((is_bare_count(a) && counts(c, new_, true)) || (is_bare_count(b) && counts(c, old, true)))
        return NO_UNIT;
    *flags |= PAIR_UNIT;
    if (counts(c, old, false) && counts(c, new_, false))
        return old == new_ ? OTHER_MEASURE : OTHER_COUNT;
    *flags |= PAIR_APART;
    return old >= 0 && old == new_ ? OTHER_UNIT : OTHER_DIMENSION;
}

static int whole_cost(const metric *a, const metric *b, unsigned *flags) {
    bool left = a->best->field[DCX_OF].length, right = b->best->field[DCX_OF].length;
    bool base = a->best->kind == KIND_GROWTH || a->best->kind == KIND_CHANGE || a->best->kind == KIND_MULTIPLE;
    if (!left && !right)
        return 0;
    if (!left || !right) {
        *flags |= base ? PAIR_SCOPE : 0;
        return base ? BASE_MISSING : OF_MISSING;
    }
    if (a->of.key == b->of.key)
        return 0;
    if (agreement(name_shared(&a->of, &b->of), a->of.features, b->of.features) >= SCORE_SURE / 2)
        return OF_ALIKE;
    *flags |= PAIR_SCOPE;
    return base ? BASE_OTHER : OF_OTHER;
}

/* The power of ten of a plain decimal of base units. */
static long magnitude(dcx_text value) {
    long power = 0;
    bool digits = false;
    for (size_t i = 0; i < value.length && value.at[i] != '.'; i++) {
        digits |= value.at[i] >= '1' && value.at[i] <= '9';
        power += digits;
    }
    return power;
}

static int size_cost(const figure *a, const figure *b) {
    if (a->kind != KIND_LEVEL && a->kind != KIND_CHANGE)
        return 0;
    long apart = magnitude(a->field[DCX_BASE_VALUE]) - magnitude(b->field[DCX_BASE_VALUE]);
    apart = apart < 0 ? -apart : apart;
    long cost = apart > 1 ? (apart - 1) * MAGNITUDE : 0;
    return (int)(cost < MAGNITUDE_MOST ? cost : MAGNITUDE_MOST);
}

/* ---- names that say little ---- */

static bool is_brief(const compared_name *n) {
    size_t length = n->core.length;
    for (size_t i = 0; i < n->marks; i++)
        length += n->mark[i]->value == MARK_SCOPE ? 0 : 2;
    return length <= BRIEF;
}

/* Whether a name says what it is of without its sentence: words for what is measured are counted as written. */
static bool is_telling(const compared_name *n) {
    enum { LEAST = 3 };
    size_t length = n->core.length;
    for (size_t i = 0; i < n->marks; i++)
        length += n->mark[i]->value == MARK_SCOPE ? 0 : n->mark[i]->length;
    return length >= LEAST;
}

/* One name that tells, one whole, one unit: one metric, whatever the values and the sentences are. */
static bool is_identical(const metric *a, const metric *b) {
    const dcx_text *left = a->best->field, *right = b->best->field;
    return a->key == b->key && a->name.exact == b->name.exact && a->of.key == b->of.key && is_telling(&a->name) &&
           text_equal(left[DCX_BASE_UNIT], right[DCX_BASE_UNIT]) && !left[DCX_OF].length == !right[DCX_OF].length;
}

static const compared_name *sentence_form(const comparison *c, metric *m) {
    if (!m->sentence) {
        dcx_text t = m->best->field[DCX_SENTENCE];
        compared_name *form = arena_alloc(c->a, sizeof *form);
        *form = name_compare_form(c->set->pack, c->a, utf8_to_runes(c->a, t.at, t.length));
        m->sentence = form;
    }
    return m->sentence;
}

/* Names that say little, or have other units, are of one metric where their sentences are alike. */
static int context_cost(const comparison *c, metric *a, metric *b) {
    const compared_name *left = sentence_form(c, a), *right = sentence_form(c, b);
    size_t all = left->features + right->features;
    if (!left->features || !right->features)
        return CONTEXT_MOST / 2;
    size_t dice = 2 * name_shared(left, right) * SCORE_SURE / all;
    size_t doubt = dice < ALIKE ? (ALIKE - dice) * CONTEXT_MOST / ALIKE : 0;
    return (int)doubt;
}

/* ---- the growth between them ---- */

static int growth_cost(const comparison *c, const metric *a, const metric *b) {
    if (a->best->year > b->best->year) {
        const metric *later = a;
        a = b;
        b = later;
    }
    if (!b->growth || b->best->claim != CLAIM_ACTUAL || b->best->year != a->best->year + 1)
        return 0;
    size_t mark = number_pool_mark(c->set->numbers);
    bool fits = growth_fits(c->set, a->best, b->best, b->growth);
    number_pool_reset(c->set->numbers, mark);
    return fits ? 0 : OTHER_GROWTH;
}

/* ---- all together ---- */

/* In percent of what is missing. */
static int surroundings(const metric *a, const metric *b) {
    const dcx_text *left = a->best->field, *right = b->best->field;
    int bonus = 0;
    if (left[DCX_SECTION].length && text_equal(left[DCX_SECTION], right[DCX_SECTION]))
        bonus += 10;
    if (left[DCX_SOURCE].length && text_equal(left[DCX_SOURCE], right[DCX_SOURCE]))
        bonus += 5;
    return bonus;
}

pair_score score_pair(const comparison *c, metric *a, metric *b) {
    pair_score none = {0, 0}, s = {0, 0};
    if (a->best->kind != b->best->kind || a->best->claim != b->best->claim ||
        alias_never(c->aliases, a->alias, b->alias) || (a->span && b->span && a->span != b->span))
        return none;
    bool told = a->alias && a->alias == b->alias;
    int left = told ? 0 : mark_cost(a, b, &s.flags), right = told ? 0 : mark_cost(b, a, &s.flags);
    if (left < 0 || right < 0)
        return none;
    likeness names = told ? (likeness){SCORE_SURE, true} : name_likeness(a, b);
    s.score = names.score;
    s.score += (SCORE_SURE - s.score) * surroundings(a, b) / 100;
    if (s.score < c->least) /* what follows only takes off */
        return none;
    unsigned units = 0;
    s.score -= left + right + unit_cost(c, a->best, b->best, &units) + whole_cost(a, b, &s.flags);
    s.flags |= units;
    if (!told)
        s.score -= size_cost(a->best, b->best) + growth_cost(c, a, b);
    bool identical = is_identical(a, b), doubtful = a->key != b->key && units & PAIR_UNIT;
    if (!names.carried && (is_brief(&a->name) || is_brief(&b->name) || doubtful))
        s.score -= identical ? context_cost(c, a, b) / 2 : context_cost(c, a, b);
    if (a->best->qualifier != b->best->qualifier)
        s.score -= OTHER_QUALIFIER;
    if (period_differs(a->best, b->best)) {
        s.flags |= PAIR_PERIOD;
        s.score -= OTHER_PERIOD;
    }
    if (c->every && !told)
        s.score -= (a->best->year != b->best->year ? OTHER_YEAR : 0) +
                   (text_equal(a->best->field[DCX_VALUE], b->best->field[DCX_VALUE]) ? 0 : OTHER_VALUE);
    if (identical && s.score < SCORE_USUAL)
        s.score = SCORE_USUAL;
    return s.score > 0 ? s : none;
}
