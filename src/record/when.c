/* When a value holds. */
#include "record/reader.h"
#include "rules/action.h"

enum { PREPOSITION = 1 }; /* characters that may stand before a time at the beginning of its clause: "by 2027" */

/* Whether the time is only what something is compared with, or belongs to one figure alone. */
static bool is_private(const findings *f, size_t at, int32_t t) {
    for (size_t i = 0; i < f->sources; i++)
        if (f->source[i].from <= at && at < f->source[i].to)
            return true;
    for (size_t i = 0; i < f->bindings; i++)
        if (f->binding[i].base_time == t || f->binding[i].time == t)
            return true;
    return false;
}

/* The rule that says the time at this place of the line is no date of the figures. */
static const scope *set_apart(const findings *f, size_t at) {
    for (size_t i = 0; i < f->times; i++)
        if (f->time[i].from <= at && at < f->time[i].to)
            return &f->time[i];
    return NULL;
}

static bool same_clause(const line *l, size_t from, size_t to) {
    for (size_t i = from; i < to; i++)
        if (l->text.at[i] == 0xFF0C || l->text.at[i] == 0xFF1B)
            return false;
    return true;
}

/* Whether a time governs more than its clause: the first of a sentence, unless it is a "last year" in a later clause,
 * or the later year of two at the beginnings of their clauses. */
static bool governs(const reading *r, size_t at, size_t best, int year) {
    const token *t = &r->tokens.at[r->line.origin[at].token];
    if (best == REGEX_NONE)
        return t->form != TIME_RELATIVE || same_clause(&r->line, 0, at);
    size_t before = at > PREPOSITION ? at - PREPOSITION - 1 : 0;
    return at && !same_clause(&r->line, before, at) && t->form == TIME_YEAR && t->year > year;
}

void note_times(arena *a, reading *r) {
    uint32_t *at = arena_raw(a, r->line.text.length + 1, sizeof *at);
    r->times = 0;
    for (uint32_t i = 0; i < r->line.text.length; i++) {
        int32_t t = r->line.origin[i].token;
        if (t >= 0 && r->tokens.at[t].kind == TOKEN_TIME)
            at[r->times++] = i;
    }
    r->time = at;
}

/* Where on the line the time stands that governs the figure, REGEX_NONE: none. Those that stand before a comma govern
 * all that follows; those that do not govern otherwise, only their own clause. */
static size_t governing_time(const reading *r, size_t to) {
    size_t best = REGEX_NONE;
    int year = 0;
    for (size_t k = 0; k < r->times && r->time[k] < to; k++) {
        size_t i = r->time[k];
        int32_t t = r->line.origin[i].token;
        if (is_private(&r->found, i, t))
            continue;
        bool leads = i + 1 < r->line.text.length && r->line.text.at[i + 1] == 0xFF0C;
        if (leads || governs(r, i, best, year) || same_clause(&r->line, i, to)) {
            best = i;
            year = r->tokens.at[t].year;
        }
    }
    return best;
}

/* "Since 2013" holds until now; "after it went online in 2013" says nothing of when. */
static dated apart(const work *w, bool since, const token *t) {
    since &= t->year && t->year < w->now.year;
    return (dated){w->now.year, since ? arena_print(w->arena, "%d/%d", t->year, w->now.year) : ""};
}

/* Whether the time ends with a word that says "from then on". */
static bool is_since(const work *w, const reading *r, const token *t) {
    return t->to > t->from &&
           pack_find_last(w->reader->pack, WORD_SINCE, r->block->text + t->from + 1, t->to - t->from - 1);
}

static dated date_at(const work *w, const reading *r, size_t at) {
    if (at == REGEX_NONE)
        return r->usual;
    const token *t = &r->tokens.at[r->line.origin[at].token];
    const scope *s = set_apart(&r->found, at);
    if (s || is_since(w, r, t))
        return apart(w, !s || rule_has(s->rule, "since"), t);
    return t->year && !t->recent ? (dated){t->year, t->period} : r->usual;
}

dated date_of(const work *w, const reading *r, const binding *b) {
    if (b->time == -2)
        return (dated){0, ""};
    if (b->time >= 0)
        return (dated){r->tokens.at[b->time].year, r->tokens.at[b->time].period};
    return date_at(w, r, governing_time(r, b->at));
}

dated usual_date(const work *w, const reading *r, const context *c) {
    const line *l = &r->line;
    if (c->last.year && pack_find(w->reader->pack, WORD_CARRY, l->text.at, l->text.length))
        return c->last;
    return (dated){c->usual.year ? c->usual.year : w->section_year, ""};
}

void remember_date(const work *w, const reading *r, context *c) {
    size_t at = governing_time(r, r->line.text.length);
    c->last = date_at(w, r, at);
    if (at == 0 && r->tokens.at[r->line.origin[0].token].form == TIME_YEAR)
        c->usual = c->last;
}
