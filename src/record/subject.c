/* Names that a figure takes from its neighbours. */
#include <string.h>

#include "record/part.h"
#include "record/reader.h"
#include "rules/action.h"

static runes runes_copy(arena *a, runes r) {
    if (!r.length)
        return (runes){0};
    char32_t *copy = arena_raw(a, r.length, sizeof *copy);
    memcpy(copy, r.at, r.length * sizeof *copy);
    return (runes){copy, r.length};
}

static name name_copy(arena *a, name n) {
    n.text = runes_copy(a, n.text);
    n.folded = runes_copy(a, n.folded);
    return n;
}

context context_copy(arena *a, const context *c) {
    context copy = *c;
    copy.metric = name_copy(a, c->metric);
    copy.subject = name_copy(a, c->subject);
    copy.topic = name_copy(a, c->topic);
    copy.label = name_copy(a, c->label);
    copy.source = runes_copy(a, c->source);
    copy.speaker = runes_copy(a, c->speaker);
    name *list = arena_array(a, c->list.count, sizeof *list);
    for (uint32_t i = 0; i < c->list.count; i++)
        list[i] = name_copy(a, c->list.name[i]);
    copy.list.name = list;
    if (c->last.period)
        copy.last.period = arena_copy(a, c->last.period, strlen(c->last.period));
    if (c->usual.period)
        copy.usual.period = arena_copy(a, c->usual.period, strlen(c->usual.period));
    return copy;
}

static bool same(runes a, runes b) {
    return a.length == b.length && (!a.length || !memcmp(a.at, b.at, a.length * sizeof *a.at));
}

static bool starts_with(runes text, runes head) {
    return text.length >= head.length && same((runes){text.at, head.length}, head);
}

static name with_subject(arena *a, name subject, name own) {
    return starts_with(own.text, subject.text) ? own : name_join(a, subject, own);
}

/* The latest list of as many names that stands before the binding, in this sentence or the one before. */
static const name_list *names_for(const findings *f, const context *c, const binding *b) {
    const name_list *best = NULL;
    for (size_t i = 0; i < f->lists; i++)
        if (f->list[i].count == b->items && f->list[i].at <= b->at)
            best = &f->list[i];
    return best || c->list.count != b->items ? best : &c->list;
}

/* Of as many figures as the list has, which stand one after another right before it, the one in the same place. */
static const binding *partner(const findings *f, const binding *b) {
    const binding *first = b - b->item;
    ptrdiff_t before = first - f->binding;
    if (before < (ptrdiff_t)b->items)
        return NULL;
    const binding *from = first - b->items;
    for (const binding *p = from; p < first; p++)
        if (strcmp(p->kind, "level") != 0)
            return NULL;
    return before == (ptrdiff_t)b->items || strcmp(from[-1].kind, "level") != 0 ? from + b->item : NULL;
}

static bool contains(runes text, runes part) {
    for (size_t i = 0; part.length && i + part.length <= text.length; i++)
        if (same((runes){text.at + i, part.length}, part))
            return true;
    return false;
}

/* A listed name in front of the list's own; alone, where both speak of the same attribute. */
static name shared_out(naming n, const findings *f, const context *c, const binding *b) {
    const name_list *list = names_for(f, c, b);
    const binding *p = b->name.text.length ? NULL : partner(f, b);
    if (p)
        return p->name;
    if (!list)
        return b->name;
    name listed = list->name[b->item];
    return contains(b->name.text, name_attribute(n.pack, listed).text) ? listed
                                                                       : with_subject(n.arena, listed, b->name);
}

/* "…, the east fell": what fell there is what was counted in the regions before. */
static name with_attribute(naming n, const context *c, name own) {
    size_t length = c->metric.folded.length;
    for (size_t i = 1; i < length; i++) {
        const pack_word *w = pack_find(n.pack, WORD_REGION, c->metric.folded.at + i, length - i);
        if (w && i + w->length < length)
            return name_join(n.arena, own, name_cut(c->metric, i + w->length, length));
    }
    return own;
}

/* The subject that a rule named last before the binding. */
static void enter_topic(const findings *f, context *c, const binding *b) {
    const scope *latest = NULL;
    for (size_t i = 0; i < f->subjects; i++) {
        const scope *s = &f->subject[i];
        if (s->from >= c->entered && s->from <= b->at && (!latest || s->from > latest->from))
            latest = s;
    }
    if (!latest)
        return;
    c->entered = latest->from + 1;
    c->subject = latest->name;
    c->carried = false;
    if (rule_has(latest->rule, "metric"))
        c->metric = latest->name;
    else
        c->topic = latest->name;
}

/* Where the clause before the binding's own stands, if it has no figures. */
static span plain_clause(naming n, const binding *b) {
    const line *l = n.line;
    size_t to = b->at;
    while (to > 0 && l->text.at[to - 1] != 0xFF0C && l->text.at[to - 1] != 0xFF1B)
        to--;
    size_t from = to ? to - 1 : 0;
    while (from > 0 && l->text.at[from - 1] != 0xFF0C && l->text.at[from - 1] != 0xFF1B &&
           l->text.at[from - 1] != 0x3002)
        from--;
    for (size_t i = from; i < to; i++)
        if (l->origin[i].token >= 0 && token_measures(&l->tokens.at[l->origin[i].token]))
            return (span){REGEX_NONE, REGEX_NONE};
    return to ? (span){from, to - 1} : (span){REGEX_NONE, REGEX_NONE};
}

/* Whom that clause is about; empty where it only says from where things are looked at, or names no more than a place.
 */
static name clause_subject(naming n, const binding *b) {
    span part = plain_clause(n, b);
    name subject = name_subject_of(n, part);
    const pack_word *whole = pack_find(n.pack, WORD_SCOPE, subject.folded.at, subject.folded.length);
    bool only_place = whole && whole->length == subject.folded.length;
    if (only_place || name_ends_with(n.pack, name_of(n, part), WORD_VIEW))
        return (name){0};
    return subject;
}

/* The clause without figures that stands last before the binding names what it is about. */
static name clause_before(naming n, const binding *b) {
    name clause = name_of(n, plain_clause(n, b));
    bool says_nothing = name_ends_with(n.pack, clause, WORD_VIEW) || name_ends_with(n.pack, clause, WORD_UP) ||
                        name_ends_with(n.pack, clause, WORD_DOWN);
    if (says_nothing)
        return (name){0};
    name subject = clause_subject(n, b);
    return subject.text.length ? subject : clause;
}

static name name_of_neighbour(naming n, const context *c, const binding *b) {
    name clause = c->carried || !c->metric.text.length ? clause_before(n, b) : (name){0};
    if (clause.text.length)
        return clause;
    return c->metric.text.length ? c->metric : c->subject;
}

static bool is_attribute(const dcx_pack *pack, name n) {
    return n.text.length && name_attribute(pack, n).text.length == n.text.length;
}

/* Whether the name is a short form of the one before: its end, in whole words. */
static bool is_short_form(const dcx_pack *pack, name own, name before) {
    size_t k = own.folded.length, all = before.folded.length;
    const pack_word *twin = name_ends_with(pack, before, WORD_TWIN);
    return k > 1 && all > k && !(twin && twin->length > k) && same((runes){before.folded.at + all - k, k}, own.folded);
}

/* A name of nothing but an attribute, or a verb, with the one of whom it says so. */
static name with_owner(naming n, const context *c, const binding *b, name own) {
    if (c->topic.text.length)
        return with_subject(n.arena, c->topic, own);
    if ((own.verbal && (c->carried || !c->metric.text.length)) || (!c->subject.text.length && !c->metric.text.length))
        return with_subject(n.arena, clause_subject(n, b), own);
    if (!own.verbal && is_short_form(n.pack, own, c->metric))
        return c->metric;
    bool needs_one = name_is_dependent(n.pack, own) || (own.predicate && !c->carried) || is_part(n, b);
    return needs_one ? with_subject(n.arena, c->subject, own) : own;
}

static name full_name(naming n, const findings *f, const context *c, const binding *b) {
    arena *a = n.arena;
    const dcx_pack *pack = n.pack;
    name own = b->items ? shared_out(n, f, c, b) : b->name;
    if (!own.text.length)
        return name_of_neighbour(n, c, b);
    if (b->whole_name)
        return own;
    if (name_ends_with(pack, own, WORD_REGION))
        return with_attribute(n, c, own);
    if (is_attribute(pack, own) || name_is_dependent(pack, own) || own.verbal)
        return with_owner(n, c, b, own);
    return own.predicate && c->topic.text.length ? with_subject(a, c->topic, own) : own;
}

/* Whom the name is about: what stands before the verb that was left out, or before the attribute. */
static name subject_in(const dcx_pack *pack, name n) {
    if (n.joint && is_attribute(pack, name_cut(n, n.joint, n.text.length)))
        return name_cut(n, 0, n.joint);
    if (n.predicate || is_attribute(pack, n))
        return (name){0};
    return name_subject(pack, n);
}

/* Whether a figure is of its neighbour's kind: "4 %, against 3 % last year", "4 %, above the forecast's 3 %". */
static bool is_alike(const reading *r, const binding *before, const binding *b) {
    return rule_has(b->rule, "alike") && strcmp(before->kind, "change") != 0 &&
           r->tokens.at[before->token].kind == r->tokens.at[b->token].kind;
}

/* "12 A added, 5 B and 3 C": what was added goes on through the list. */
static bool goes_on(const line *l, const binding *before, const binding *b, bool total) {
    char32_t next = b->at > before->at + 1 ? l->text.at[before->at + 1] : 0;
    if (strcmp(before->kind, "change") != 0 || strcmp(b->kind, "level") != 0 || next != 0x3001 || total)
        return false;
    for (size_t i = before->at + 2; i < b->at; i++)
        if (l->text.at[i] == 0xFF0C || l->text.at[i] == 0xFF1B)
            return false;
    return true;
}

/* What a label at the beginning of a paragraph says all that follows is about. */
static name label_of(naming n, const reading *r) {
    enum { LONGEST = 12 };
    size_t to = 0;
    while (to < r->line.text.length && to <= LONGEST && r->line.text.at[to] != 0xFF1A)
        to++;
    if (r->sentence.from || to > LONGEST || to == r->line.text.length)
        return (name){0};
    for (size_t i = 0; i < to; i++)
        if (r->line.text.at[i] == 0xFF0C || r->line.origin[i].token >= 0)
            return (name){0};
    name label = name_of(n, (span){0, to});
    bool speaks = name_ends_with(n.pack, label, WORD_VIEW) || name_ends_with(n.pack, label, WORD_LABEL);
    if (speaks || label.verbal || name_attribute(n.pack, label).text.length)
        return (name){0};
    return label;
}

/* Whether another figure of the sentence has the name that the rules gave this one. */
static bool is_shared(const name *raw, size_t count, size_t i) {
    for (size_t k = 0; k < count; k++)
        if (k != i && raw[i].text.length && same(raw[k].text, raw[i].text))
            return true;
    return false;
}

static name *raw_names(arena *a, const findings *f) {
    name *raw = arena_array(a, f->bindings + 1, sizeof *raw);
    for (size_t i = 0; i < f->bindings; i++)
        raw[i] = f->binding[i].name;
    return raw;
}

/* What the figure's name leaves to those that follow. */
static void pass_on(const dcx_pack *pack, context *c, const binding *b, bool verb) {
    c->metric = b->name;
    c->carried = false;
    name subject = c->topic.text.length ? c->topic : subject_in(pack, b->name);
    if (!verb && strcmp(b->kind, "share") != 0 && subject.text.length)
        c->subject = subject;
}

void resolve_names(arena *a, const dcx_pack *pack, reading *r, context *c) {
    naming n = {a, pack, &r->line, false, NULL};
    if (!r->sentence.from)
        c->label = label_of(n, r);
    c->topic = c->label;
    c->entered = 0;
    c->carried = true;
    name whole = {0};
    const name *raw = raw_names(a, &r->found);
    for (size_t i = 0; i < r->found.bindings; i++) {
        binding *b = &r->found.binding[i];
        enter_topic(&r->found, c, b);
        if (i && is_alike(r, &b[-1], b))
            b->kind = b[-1].kind;
        bool own = b->name.text.length > 0, verb = b->name.verb, listed = b->items > 0;
        if (is_part(n, b) || !whole.text.length)
            whole = c->metric;
        b->name = full_name(n, &r->found, c, b);
        if (own && !listed && !b->whole_name)
            b->name = name_of_part(n, whole, b, is_shared(raw, r->found.bindings, i));
        bool total = name_attribute(pack, b->name).text.length > 0; /* of all there is, not of what was added */
        if (i && goes_on(&r->line, &b[-1], b, total))
            b->kind = "change";
        if (own && b->name.text.length)
            pass_on(pack, c, b, verb);
    }
    if (r->found.lists)
        c->list = r->found.list[r->found.lists - 1];
}
