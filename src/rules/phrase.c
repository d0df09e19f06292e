#include "rules/phrase.h"

enum {
    SHORT = 2, /* a noun of so few characters keeps its verb: "partners won" */
    VERBAL = PIECE_LIGHT | PIECE_EVENT | PIECE_REACH | PIECE_TREND | PIECE_VERB,
    /* never a part of a name's edge */
    EDGE = PIECE_FILLER | PIECE_CONNECTIVE | PIECE_MOMENT | PIECE_JOIN | PIECE_OF | PIECE_ASPECT | PIECE_PRONOUN,
    FUNCTIONAL = EDGE | VERBAL | PIECE_ADVERBIAL | PIECE_MODAL | PIECE_PREPOSITION | PIECE_RATE
};

static uint32_t role(const phrase *p, size_t i) {
    return i < p->to ? p->at[i].role : 0;
}

static size_t length_of(const phrase *p, size_t i) {
    return p->at[i].to - p->at[i].from;
}

/* Whether a verb of class event is a noun as well. */
static bool is_noun_too(const phrase *p, size_t i) {
    return role(p, i) & PIECE_EVENT && p->at[i].value >= 3;
}

static bool is_nominal(const phrase *p, size_t i) {
    uint32_t r = role(p, i);
    bool noun_too = r & PIECE_ATTRIBUTE || is_noun_too(p, i);
    return i < p->to && (noun_too || !(r & FUNCTIONAL));
}

/* Whether a piece that names something and stays stands in from .. to - 1: a noun, or a verb that may be one. */
static bool holds_nominal(const phrase *p, size_t from, size_t to) {
    for (size_t i = from; i < to; i++)
        if (!p->at[i].out && (is_nominal(p, i) || p->at[i].role & PIECE_VERB))
            return true;
    return false;
}

/* How many characters stand from a piece on that are no attribute's. */
static size_t beside_attributes(const phrase *p, size_t from) {
    size_t n = 0;
    for (size_t i = from; i < p->to; i++)
        if (!(p->at[i].role & (PIECE_ATTRIBUTE | PIECE_EVENT | PIECE_FILLER | PIECE_REACH)))
            n += length_of(p, i);
    return n;
}

static bool holds(const phrase *p, size_t from, uint32_t roles) {
    for (size_t i = from; i < p->to; i++)
        if (p->at[i].role & roles)
            return true;
    return false;
}

/* ---- what a preposition begins ---- */

/* Behind the piece that ends what the preposition at i begins; i: nothing does. */
static size_t closed_at(const phrase *p, size_t i) {
    size_t end = i;
    for (size_t k = i + 2; k < p->to; k++)
        if (p->at[k].role & PIECE_CLOSER) {
            end = k + 1;
            break;
        }
    return end;
}

static void leave_out_objects(phrase *p) {
    for (size_t i = p->from; i < p->to; i++) {
        size_t end = role(p, i) & PIECE_PREPOSITION ? closed_at(p, i) : i;
        for (; i < end; i++)
            p->at[i].out = true;
    }
}

/* Whether a sum is all that is left: it is the name then. */
static bool stands_alone(const phrase *p, size_t i) {
    return role(p, i) & PIECE_ADVERBIAL && p->at[i].value == 3 && i == p->from && i + 1 == p->to;
}

static bool never_begins(const phrase *p, size_t i) {
    return role(p, i) & PIECE_ADVERBIAL && (p->at[i].value == 1 || p->at[i].value == 3);
}

/* Whether the modal verb at i is a noun: a plan to do what the verb before it says. */
static bool is_plan(const phrase *p, size_t i) {
    return role(p, i) & PIECE_MODAL && p->at[i].value == 1 && i && p->at[i - 1].role & (PIECE_VERB | PIECE_ACTION);
}

/* Whether the adverb or modal verb at i belongs to a verb behind it. One that is an adjective too stays before verbs
 * that may be part of a compound. */
static bool qualifies_verb(const phrase *p, size_t i) {
    uint32_t r = p->at[i].role, next = role(p, i + 1);
    if (!(r & (PIECE_ADVERBIAL | PIECE_MODAL)) || i + 1 == p->to)
        return false;
    if ((p->at[i].value == 2 && is_nominal(p, i + 1)) || is_plan(p, i))
        return false;
    return next & ((p->at[i].value == 2 ? VERBAL & ~(uint32_t)PIECE_VERB : VERBAL) | PIECE_ADVERBIAL | PIECE_MODAL |
                   PIECE_PREPOSITION | PIECE_RATE);
}

/* ---- the beginning ---- */

/* The verb that leads the name and may be left out. It stays where it is part of the name: before nothing but an
 * attribute, before a short noun and, if its value is 2, in a clause that describes what is measured. */
static bool event_leaves(phrase *p, size_t i) {
    const piece *own = &p->at[i];
    p->reaches_out |= own->role & PIECE_EVENT && (own->value == 1 || own->value == 4);
    if (role(p, i + 1) & PIECE_ASPECT)
        return true;
    if (role(p, i + 1) & PIECE_OF || (role(p, i + 1) & VERBAL && role(p, i + 2) & PIECE_OF))
        return false;
    if (own->value == 2 && holds(p, i + 1, PIECE_OF))
        return false;
    return p->listed || beside_attributes(p, i + 1) > SHORT;
}

/* How many pieces at the beginning, i, are no part of the name. */
static size_t leading(phrase *p, size_t i) {
    uint32_t r = role(p, i), next = role(p, i + 1);
    if (r & PIECE_MOMENT && next & PIECE_CLOSER)
        return 2;
    if (p->at[i].out || r & (EDGE | PIECE_BRACKET))
        return 1;
    if (r & PIECE_COUNTER && next & PIECE_FILLER)
        return 2;
    if (stands_alone(p, i))
        return 0;
    if (r & PIECE_ADVERBIAL)
        return never_begins(p, i) || qualifies_verb(p, i) || i + 1 == p->to;
    if (r & PIECE_MODAL && !(r & PIECE_PREPOSITION))
        return !is_nominal(p, i + 1) || (length_of(p, i) > 1 && p->at[i].value != 2);
    if (r & PIECE_PREPOSITION)
        return p->at[i].value != 1 || !holds(p, i + 1, PIECE_ATTRIBUTE);
    if (r & PIECE_LIGHT) {
        p->predicate = p->at[i].value == 1;
        return p->at[i].value == 1 || !holds(p, i + 1, PIECE_OF);
    }
    if (r & PIECE_REACH && p->at[i].value == 2)
        return !is_nominal(p, i + 1);
    if (r & PIECE_REACH)
        return length_of(p, i) > 1 || !is_nominal(p, i + 1) || length_of(p, i + 1) > 1;
    if (r & (PIECE_EVENT | PIECE_TREND) && (r & PIECE_EVENT || length_of(p, i) > 1) && event_leaves(p, i))
        return 1;
    return r & PIECE_VERB && next & PIECE_ASPECT ? 2 : 0;
}

/* ---- the end ---- */

static bool trails(const phrase *p, size_t i) {
    enum { ENDS = EDGE | PIECE_ADVERBIAL | PIECE_MODAL | PIECE_PREPOSITION | PIECE_REACH | PIECE_TREND | PIECE_RATE };
    uint32_t r = p->at[i].role;
    if (stands_alone(p, i))
        return false;
    if (p->at[i].out || r & (ENDS | PIECE_LIGHT))
        return true;
    bool per_head = r & PIECE_ATTRIBUTE && i > p->from && p->at[i - 1].role & PIECE_REACH;
    if (!(r & PIECE_EVENT) || is_noun_too(p, i))
        return per_head && holds_nominal(p, p->from, i - 1);
    return p->listed ? p->at[i].value != 1 || i == p->from : holds_nominal(p, p->from, i);
}

static void leave_out_end(phrase *p) {
    while (p->from < p->to && trails(p, p->to - 1)) {
        bool closed = p->at[p->to - 1].role & PIECE_OF; /* the end of an attribute clause must stay */
        p->to--;
        if (closed)
            break;
    }
}

/* ---- between ---- */

static void join_at(phrase *p, size_t i) {
    if (!p->joint)
        p->joint = i + 1;
}

/* Whether the verb at i stands between a subject and what it is about. sure: an adverb said that it is the predicate.
 */
static bool is_inner(const phrase *p, size_t i, bool sure) {
    uint32_t r = p->at[i].role;
    if (!holds_nominal(p, p->from, i) || !holds_nominal(p, i + 1, p->to))
        return false;
    if (role(p, i + 1) & PIECE_OF)
        return false;
    if (r & PIECE_LIGHT)
        return p->at[i].value == 1 || !holds(p, i + 1, PIECE_OF);
    if (holds(p, i + 1, PIECE_OF))
        return false;
    if (role(p, i + 1) & PIECE_ASPECT)
        return true;
    if (r & PIECE_EVENT)
        return sure || ((p->at[i].value == 0) && beside_attributes(p, i + 1) > 0);
    return sure && r & (PIECE_VERB | PIECE_REACH);
}

/* Whether the modal verb at i has what follows as its object. */
static bool intends(const phrase *p, size_t i) {
    return p->at[i].role & PIECE_MODAL && p->at[i].value != 2 && length_of(p, i) > 1 && !is_plan(p, i) && i + 1 < p->to;
}

/* Whether the verb at i and the word behind it say since when, after or before what. */
static bool dates(const phrase *p, size_t i) {
    return p->at[i].role & (VERBAL | PIECE_ACTION) && role(p, i + 1) & PIECE_CLOSER && p->at[i + 1].value == 1 &&
           i + 2 < p->to;
}

static void leave_out_inner(phrase *p) {
    bool sure = false;
    for (size_t i = p->from; i < p->to; i++) {
        piece *w = &p->at[i];
        if (w->out) {
            continue;
        } else if (i > p->from && (qualifies_verb(p, i) || intends(p, i))) {
            w->out = sure = true;
            continue;
        } else if ((w->role & PIECE_MOMENT && w->value != 1) || never_begins(p, i) ||
                   (w->role & PIECE_PREPOSITION && w->value == 2)) {
            w->out = true;
        } else if (i > p->from && dates(p, i)) {
            w->out = p->at[i + 1].out = true;
        } else if (w->role & VERBAL && is_inner(p, i, sure)) {
            w->out = true;
            if (role(p, i + 1) & PIECE_ASPECT)
                p->at[i + 1].out = true;
            join_at(p, i);
        }
        sure = false;
    }
}

/* ---- the whole ---- */

/* Nothing before the last barrier belongs to the clause. */
static void enter_clause(phrase *p) {
    for (size_t i = p->to; i-- > p->from;)
        if (p->at[i].role & PIECE_BARRIER) {
            p->from = i + 1;
            return;
        }
}

void phrase_before(phrase *p) {
    enter_clause(p);
    leave_out_objects(p);
    size_t n;
    while (p->from < p->to && (n = leading(p, p->from)))
        p->from = p->from + n < p->to ? p->from + n : p->to;
    leave_out_end(p);
    leave_out_inner(p);
}

/* Whether a predicate begins at i, behind a noun. */
static bool predicates(const phrase *p, size_t i) {
    uint32_t r = p->at[i].role, next = role(p, i + 1);
    if (r & (PIECE_ADVERBIAL | PIECE_MODAL))
        return i + 1 == p->to || qualifies_verb(p, i);
    if (r & PIECE_PREPOSITION)
        return p->at[i].value != 1 && length_of(p, i) > 0 && closed_at(p, i) > i;
    if (r & (VERBAL & ~(uint32_t)PIECE_EVENT) && next & PIECE_ASPECT)
        return true;
    return r & (PIECE_LIGHT | PIECE_REACH | PIECE_PRONOUN) || (r & PIECE_EVENT && !is_noun_too(p, i));
}

/* Ends the phrase where its predicate begins, unless what follows is an attribute clause of a later noun. */
static void end_at_predicate(phrase *p, bool attributive) {
    for (size_t i = p->from + 1; i < p->to; i++) {
        if (!predicates(p, i) || !holds_nominal(p, p->from, i))
            continue;
        if (attributive && holds(p, i + 1, PIECE_OF) && is_nominal(p, p->to - 1))
            return;
        p->to = i;
        return;
    }
}

/* A headline ends where it is closed. */
static void end_clause(phrase *p) {
    for (size_t i = p->from; i < p->to; i++)
        if (p->at[i].role & PIECE_BARRIER)
            p->to = i;
}

void phrase_behind(phrase *p) {
    end_clause(p);
    while (p->from < p->to && p->at[p->from].role & (PIECE_FILLER | PIECE_OF))
        p->from++;
    end_at_predicate(p, true);
    if (p->to - p->from > 1) /* alone it is what is measured: a growth of 5 % */
        leave_out_end(p);
    while (p->from < p->to && role(p, p->to - 1) & PIECE_CLOSER)
        p->to--;
}

void phrase_trimmed(phrase *p) {
    end_clause(p);
    while (p->from < p->to && p->at[p->from].role & PIECE_FILLER)
        p->from++;
    while (p->from < p->to && p->at[p->to - 1].role & (PIECE_FILLER | PIECE_OF | PIECE_JOIN | PIECE_ASPECT |
                                                       PIECE_CONNECTIVE | PIECE_CLOSER))
        p->to--;
}

void phrase_subject(phrase *p) {
    enum { PREDICATE = VERBAL | PIECE_ADVERBIAL | PIECE_MODAL | PIECE_PREPOSITION };
    enter_clause(p);
    leave_out_objects(p);
    bool verb = false;
    size_t n;
    while (p->from < p->to && !verb && (n = leading(p, p->from))) {
        verb = p->at[p->from].role & VERBAL && !p->at[p->from].out;
        p->from = p->from + n < p->to ? p->from + n : p->to;
    }
    size_t end = p->from;
    while (end < p->to && !(p->at[end].role & PREDICATE && !is_nominal(p, end)))
        end++;
    /* a clause that begins with a verb has its subject elsewhere; one that ends with an adjective only says how it is
     */
    bool none = verb || (end == p->to && end > p->from && role(p, end - 1) & PIECE_QUALITY);
    p->to = none ? p->from : end;
    leave_out_end(p);
}

bool phrase_is_verbal(const phrase *p) {
    for (size_t i = p->from; i < p->to; i++)
        if (!p->at[i].out && (!(p->at[i].role & VERBAL) || (is_noun_too(p, i) && i > p->from)))
            return false;
    return p->from < p->to;
}
