/* What the sources say of a figure: the best-named figure decides, a value that agrees may lift a weaker name. */
#include <string.h>

#include "compare/verify.h"

/* How like a name must be, in ten-thousandths. */
enum {
    NAME_STRONG = 6200, /* decides against the draft */
    NAME_FAIR = 5200,   /* decides that other years have it */
    NAME_WEAK = 2600,   /* is enough where three digits or more agree */
    NAME_TWO = 4200,    /* where two do */
    NAME_ONE = 5000,    /* where one does */
    BETTER = 1800,      /* so much better a name with another value is not passed over */
    LOOSE = 600         /* more is asked for where the time is not certain */
};

static int needed(const hit *h, const figure *draft) {
    int digits = verify_digits(draft);
    int least = digits > 2 ? NAME_WEAK : digits > 1 ? NAME_TWO : NAME_ONE;
    if (draft->qualifier != QUALIFIER_NONE && h->values != VALUES_EQUAL && least < NAME_TWO)
        least = NAME_TWO;
    least += h->other_head ? NAME_TWO - NAME_WEAK : 0;
    return h->time == TIME_LOOSE ? least + LOOSE : least;
}

static bool agrees(const hit *h) {
    return h->values != VALUES_DIFFER;
}

static bool lacks_scope(const compared_name *a, const compared_name *b) {
    for (size_t i = 0; i < a->marks; i++)
        if (a->mark[i]->value == MARK_STRICT && !name_has_mark(b, a->mark[i]))
            return true;
    return false;
}

/* A share of something else. */
static bool other_whole(const entry *d, const entry *x) {
    enum { ALIKE = 3 };
    if (d->measure != MEASURE_RATE || !d->f->field[DCX_OF].length || !x->f->field[DCX_OF].length)
        return false;
    if (d->whole.key == x->whole.key)
        return false;
    if (lacks_scope(&d->whole, &x->whole) || lacks_scope(&x->whole, &d->whole))
        return true;
    size_t shared = name_shared(&d->whole, &x->whole);
    size_t least = d->whole.features < x->whole.features ? d->whole.features : x->whole.features;
    for (size_t i = 0; i < d->whole.marks; i++)
        if (name_has_mark(&x->whole, d->whole.mark[i]))
            return false;
    return least && shared * ALIKE < least;
}

/* The same digits at another scale, in another order, or but for one: a slip of the pen rather than another figure. */
static bool is_slip(verification *v, const entry *d, const hit *h) {
    enum { SLIP = 5000, DIGITS = 3 };
    return h->score >= SLIP && h->time == TIME_SAME && verify_digits(d->f) >= DIGITS &&
           *verify_difference(v, d->f, h->e->f);
}

static bool usable(const hit *h) {
    return !h->clash && h->score > 0;
}

/* ---- the figures that may decide ---- */

typedef struct candidates {
    const hit *slip;    /* the best that differs by a slip */
    const hit *support; /* the best that agrees, of the same time */
    const hit *against; /* the best of the same time that does not */
    const hit *other;   /* the best of another time */
    const hit *later;   /* the best of another time that agrees */
} candidates;

static void take(const hit **best, const hit *h) {
    if (!*best)
        *best = h;
}

static candidates sort_out(verification *v, const entry *d, const hits *all) {
    candidates c = {.slip = NULL};
    for (size_t i = 0; i < all->count; i++) {
        const hit *h = &all->at[i];
        if (!usable(h))
            continue;
        if (h->time == TIME_OTHER) {
            if (!h->cross)
                take(&c.other, h);
            if (agrees(h))
                take(&c.later, h);
        } else if (agrees(h)) {
            if (h->score >= needed(h, d->f))
                take(&c.support, h);
        } else if (!h->cross && !h->other_head && is_slip(v, d, h)) {
            take(&c.slip, h);
            if (!h->apart)
                take(&c.against, h);
        } else if (!h->cross && !h->other_head && !h->apart && (h->time == TIME_SAME || !c.against))
            take(&c.against, h);
    }
    return c;
}

/* ---- reasons ---- */

/* Whether another figure of the place where the source prints it has the draft's value. */
static bool is_neighbours(verification *v, const entry *d, const hit *best) {
    enum { NEAR = 6 };
    const entry *first = v->source, *end = v->source + v->sources;
    for (const entry *x = best->e - NEAR < first ? first : best->e - NEAR; x < end && x <= best->e + NEAR; x++)
        if (x != best->e && x->f->document == best->e->f->document && x->measure == d->measure &&
            text_equal(x->f->field[DCX_BASE_UNIT], d->f->field[DCX_BASE_UNIT]) &&
            verify_values(v, d->f, x->f) == VALUES_EQUAL)
            return true;
    return false;
}

static const char *reason_against(verification *v, const entry *d, const candidates *c, const hit *h) {
    const char *reason = verify_difference(v, d->f, h->e->f);
    if (*reason)
        return reason;
    if (c->later && c->later->score + BETTER > h->score)
        return "other-year-value";
    return is_neighbours(v, d, h) ? "neighbour-value" : "";
}

static const char *reason_for(const hit *h) {
    switch (h->values) {
    case VALUES_MEET: return "source-hedged";
    case VALUES_CUT: return "cut-off";
    case VALUES_FIT: return "rounded";
    case VALUES_EQUAL:
    case VALUES_DIFFER:
    default: return "";
    }
}

/* ---- the verdict ---- */

static verdict verdict_of(verify_status status, const hit *h, const char *reason) {
    return (verdict){.status = status, .reason = reason, .score = h->score, .source = h->e, .computed = ""};
}

static bool is_outclassed(const candidates *c) {
    const hit *a = c->against, *s = c->support;
    if (!a || a->score < NAME_STRONG || (a->time == TIME_LOOSE && s->time == TIME_SAME))
        return false;
    if (s->narrowed && !a->narrowed && a->score > s->score && a->time == TIME_SAME)
        return true;
    return a->score > s->score + BETTER || (a->score > s->score && a->time == TIME_SAME && s->time == TIME_LOOSE);
}

static bool supports(verification *v, const entry *d, const candidates *c, verdict *out) {
    if (!c->support || is_outclassed(c))
        return false;
    const hit *h = c->support;
    if (h->e->f->claim != d->f->claim)
        *out = verdict_of(VERIFY_NOT_FOUND, h, "other-claim");
    else if (other_whole(d, h->e))
        *out = verdict_of(VERIFY_MISMATCH, h, "other-whole");
    else
        *out = verdict_of(VERIFY_SUPPORTED, h, reason_for(h));
    (void)v;
    return true;
}

/* A name that joins several things is of more than one of them. */
static bool is_joint(const entry *e) {
    runes n = e->f->name;
    for (size_t i = 1; i + 1 < n.length; i++)
        if (n.at[i] == 0x3001 || n.at[i] == 0x548C || n.at[i] == 0x53CA)
            return true;
    return false;
}

static bool contradicts(verification *v, const entry *d, const candidates *c, verdict *out) {
    enum { SURER = 800 };
    bool slip = c->slip && (!c->against || c->slip->score + SURER >= c->against->score);
    const hit *h = slip ? c->slip : c->against;
    if (!h || (!slip && h->score < NAME_STRONG) || h->time == TIME_LOOSE || h->e->f->claim != d->f->claim ||
        other_whole(d, h->e) || (is_joint(d) && !is_joint(h->e)) || (c->other && c->other->score > h->score + BETTER))
        return false;
    *out = verdict_of(VERIFY_MISMATCH, h, reason_against(v, d, c, h));
    return true;
}

static bool is_of_other_year(const entry *d, const candidates *c, verdict *out) {
    const hit *h = c->later && c->later->score >= needed(c->later, d->f) ? c->later : c->other;
    if (c->other && h != c->other && c->other->score > h->score + BETTER)
        h = c->other;
    if (!h && c->against && c->against->time == TIME_LOOSE)
        h = c->against;
    if (!h || (!agrees(h) && h->score < NAME_FAIR))
        return false;
    if (agrees(h) && h->score < needed(h, d->f))
        return false;
    *out = verdict_of(VERIFY_OTHER_YEAR, h, agrees(h) ? "" : "other-value");
    return true;
}

static void remember(verification *v, const verdict *out) {
    if (out->source && out->status != VERIFY_NOT_FOUND)
        v->recent[v->decided++ % VERIFY_RECENT] = out->source;
}

static void decide(verification *v, entry *draft, const hits *all, verdict *out) {
    candidates c = sort_out(v, draft, all);
    if (supports(v, draft, &c, out) || verify_sum(v, draft, out) || contradicts(v, draft, &c, out) ||
        verify_compute(v, draft, out) || is_of_other_year(draft, &c, out))
        return;
    *out = (verdict){.status = VERIFY_NOT_FOUND, .reason = "", .computed = ""};
    if (all->count) {
        out->source = all->at[0].e;
        out->score = all->at[0].score < NAME_FAIR ? all->at[0].score / 2 : NAME_FAIR / 2;
    }
}

verdict verify_judge(verification *v, entry *draft) {
    hits all;
    verdict out;
    verify_forget(v);
    verify_find(v, draft, &all);
    decide(v, draft, &all, &out);
    remember(v, &out);
    return out;
}
