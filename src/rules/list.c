/* Lists: regular expressions find head and tail, this walks the items. */
#include <string.h>

#include "rules/action.h"

enum { LONGEST_LIST = 64 }; /* items */

/* Where one item of a list stands on the line. */
typedef struct items {
    span at[LONGEST_LIST];
    size_t count;
} items;

static bool is_comma(char32_t c) {
    return c == 0x3001 || c == 0xFF0C;
}

/* The separator at position i: its length, 0 for none. A word of value 1 only looks like one: it counts as none, and
 * `i` moves to its end. */
static size_t separator(const naming *n, size_t *i, size_t to) {
    if (is_comma(n->line->text.at[*i]))
        return 1;
    const pack_word *w = pack_find(n->pack, WORD_JOIN, n->line->text.at + *i, to - *i);
    if (w && w->value == 1)
        *i += w->length - 1U;
    return w && w->value != 1 ? w->length : 0;
}

/* Splits part at commas and, from position joins_from on, at joining words. */
static items split(const naming *n, span part, size_t joins_from) {
    items out = {.count = 0};
    size_t from = part.from;
    for (size_t i = part.from; i < part.to && out.count + 1 < LONGEST_LIST;) {
        size_t k = separator(n, &i, part.to);
        if (!k || i == from || i + k >= part.to || (i < joins_from && !is_comma(n->line->text.at[i]))) {
            i += k ? k : 1;
            continue;
        }
        out.at[out.count++] = (span){from, i};
        from = i += k;
    }
    out.at[out.count++] = (span){from, part.to};
    return out;
}

/* Splits names into as many items as there are values: joining words are also part of names, so they separate items
 * only as far to the right as need be. */
static items split_names(const naming *n, span part, size_t values) {
    items best = split(n, part, part.to);
    for (size_t i = part.to; best.count < values && i-- > part.from;) {
        size_t at = i;
        if (separator(n, &at, part.to))
            best = split(n, part, i);
    }
    return best;
}

static const pack_word *find_word(const dcx_pack *pack, word_class cls, name n, size_t *at) {
    for (size_t i = 1; i < n.folded.length; i++) {
        const pack_word *w = pack_find(pack, cls, n.folded.at + i, n.folded.length - i);
        if (w && i + w->length < n.folded.length) {
            *at = i;
            return w;
        }
    }
    return NULL;
}

/* How long every item but the last is, where all are of one length and begin or end like that much of the last: "river
 * X, river Y and river Z's water". 0: they do not. */
static size_t common_length(const name *item, size_t count) {
    size_t length = item[0].folded.length;
    runes last = item[count - 1].folded;
    if (!length || length >= last.length)
        return 0;
    bool first_same = true, end_same = true;
    for (size_t i = 0; i + 1 < count; i++) {
        if (item[i].folded.length != length)
            return 0;
        first_same &= item[i].folded.at[0] == last.at[0];
        end_same &= item[i].folded.at[length - 1] == last.at[length - 1];
    }
    return length > 1 && (first_same || end_same) ? length : 0;
}

/* Cuts what all items share off the end of the last one: "(and) others' X", "region's X", "'s X", or its attribute. */
static name take_common_end(const naming *n, name *last, size_t length, bool others_complete) {
    size_t at = 0;
    name whole = *last;
    const pack_word *w = find_word(n->pack, WORD_ETC, whole, &at);
    if (w) {
        *last = name_cut(whole, 0, at);
        return name_cut(whole, at + w->length, whole.text.length);
    }
    if (others_complete)
        return (name){0};
    if (length) {
        *last = name_cut(whole, 0, length);
        return name_cut(whole, length, whole.text.length);
    }
    w = pack_find(n->pack, WORD_MODIFIER, whole.folded.at, whole.folded.length);
    if (w && w->length < whole.folded.length) {
        *last = name_cut(whole, 0, w->length);
        return name_cut(whole, w->length, whole.text.length);
    }
    if (whole.joint) {
        *last = name_cut(whole, 0, whole.joint);
        return name_cut(whole, whole.joint, whole.text.length);
    }
    w = find_word(n->pack, WORD_REGION, whole, &at);
    if (w) {
        *last = name_cut(whole, 0, at + w->length);
        return name_cut(whole, at + w->length, whole.text.length);
    }
    w = find_word(n->pack, WORD_AVERAGE, whole, &at);
    if (w) {
        *last = name_cut(whole, 0, at);
        return name_cut(whole, at, whole.text.length);
    }
    *last = name_subject(n->pack, whole);
    return name_cut(whole, last->text.length, whole.text.length);
}

/* Cuts what precedes the list off the beginning of its first item. */
static name take_common_start(const naming *n, name *first) {
    size_t at = 0;
    const pack_word *w = find_word(n->pack, WORD_INTRO, *first, &at);
    if (!w)
        return (name){0};
    name head = name_cut(*first, 0, at + w->length);
    *first = name_cut(*first, at + w->length, first->text.length);
    return head;
}

/* The full names of a list's items, in the arena. */
static name *full_names(const naming *n, const items *list) {
    name *out = arena_array(n->arena, list->count, sizeof *out);
    naming item = *n;
    item.listed = list->count > 1;
    for (size_t i = 0; i < list->count; i++)
        out[i] =
            list->at[i].to - list->at[i].from == 1 ? name_untrimmed(item, list->at[i]) : name_of(item, list->at[i]);
    if (list->count < 2)
        return out;
    bool complete = name_attribute(n->pack, out[0]).text.length > 0;
    name *last = &out[list->count - 1];
    name end = take_common_end(n, last, common_length(out, list->count), complete);
    for (size_t i = list->count - 1; i-- > 0;) /* one character stands for a word that the next spells out */
        if (out[i].text.length == 1 && out[i + 1].text.length > 1)
            out[i] = name_join(n->arena, out[i], name_cut(out[i + 1], 1, out[i + 1].text.length));
    name start = take_common_start(n, &out[0]);
    for (size_t i = 0; i < list->count; i++) {
        out[i] = name_join(n->arena, name_join(n->arena, start, out[i]), end);
    }
    return out;
}

static void remember(run_state *r, size_t at, const name *names, size_t count) {
    if (count < 2 || r->found->lists == SCOPES)
        return;
    r->found->list[r->found->lists++] = (name_list){(uint32_t)at, names, (uint32_t)count};
}

/* Positions of the quantities in part of the line. */
static size_t values_in(const run_state *r, span part, size_t *at) {
    size_t n = 0;
    for (size_t i = part.from; i < part.to && n < LONGEST_LIST; i++) {
        int32_t t = r->line->origin[i].token;
        if (t >= 0 && token_measures(&r->line->tokens.at[t]))
            at[n++] = i;
    }
    return n;
}

/* Whether a figure of a list is said to fall: by the last verb before it. */
static bool falls(const run_state *r, size_t from, size_t to, bool before) {
    const naming *n = &r->naming;
    for (size_t i = from; i < to; i++) {
        const char32_t *text = n->line->text.at + i;
        if (pack_find(n->pack, WORD_DOWN, text, to - i) || pack_find(n->pack, WORD_LESS, text, to - i))
            before = true;
        else if (pack_find(n->pack, WORD_UP, text, to - i) || pack_find(n->pack, WORD_MORE, text, to - i))
            before = false;
    }
    return before;
}

/* In "1.2, 3.4 and 5.6 <unit>" the unit is printed once. */
static int shared_unit(const run_state *r, const size_t *at, size_t n) {
    const token *last = &r->line->tokens.at[r->line->origin[at[n - 1]].token];
    return last->unit[0] ? (int)r->line->origin[at[n - 1]].token : -1;
}

/* "Output-and-sales" in one word: the two full names, NULL where the name does not end so. */
static name *twin_names(const naming *n, name whole) {
    const pack_word *w = name_ends_with(n->pack, whole, WORD_TWIN);
    if (!w)
        return NULL;
    name head = name_cut(whole, 0, whole.text.length - w->length);
    name *out = arena_array(n->arena, 2, sizeof *out);
    const char *slash = strchr(w->extra, '/');
    size_t first = slash ? (size_t)(slash - w->extra) : 0;
    runes half[] = {utf8_to_runes(n->arena, w->extra, first),
                    utf8_to_runes(n->arena, w->extra + first + 1, strlen(w->extra + first + 1))};
    for (size_t i = 0; i < 2; i++)
        out[i] = name_join(n->arena, head, (name){.text = half[i], .folded = half[i]});
    return out;
}

/* Whether the clause before this place holds as many quantities, side by side. */
static bool follows_values(const run_state *r, size_t at, size_t count) {
    size_t to = at, found = 0;
    while (to > 0 && r->line->text.at[to - 1] != 0xFF0C && r->line->text.at[to - 1] != 0xFF1B)
        to--;
    for (size_t i = to ? to - 1 : 0; i-- > 0 && r->line->text.at[i] != 0xFF0C && r->line->text.at[i] != 0xFF1B;) {
        int32_t t = r->line->origin[i].token;
        found += t >= 0 && token_measures(&r->line->tokens.at[t]);
    }
    return found == count;
}

/* Whether as many names, or values, were listed before this place of the sentence. */
static bool follows_names(const run_state *r, size_t at, size_t count) {
    for (size_t i = 0; i < r->found->lists; i++)
        if (r->found->list[i].count == count && r->found->list[i].at <= at)
            return true;
    return follows_values(r, at, count);
}

/* Times that stand side by side, each the time of one value. */
typedef struct times {
    int32_t token[LONGEST_LIST];
    size_t count;
} times;

static bool is_time_code(char32_t c) {
    return c >= CODE_YEAR && c <= CODE_RELATIVE;
}

/* The run of times at *i, joined by commas or joining words; *i moves behind it. */
static times times_at(const run_state *r, size_t *i, size_t to) {
    times run = {.count = 0};
    for (size_t at = *i; at < to && is_time_code(r->line->text.at[at]) && run.count < LONGEST_LIST;) {
        run.token[run.count++] = r->line->origin[at].token;
        *i = ++at;
        size_t comma = at < to ? separator(&r->naming, &at, to) : 0;
        if (!comma)
            break;
        at += comma;
    }
    return run;
}

/* The last run of as many times before position `to`. */
static times times_before(const run_state *r, size_t to, size_t count) {
    times best = {.count = 0};
    for (size_t i = 0; i < to; i++) {
        times run = times_at(r, &i, to);
        if (run.count == count)
            best = run;
    }
    return best;
}

/* A list while its values are given their names. */
typedef struct distribution {
    size_t at[LONGEST_LIST]; /* the values */
    size_t values;
    name *names; /* one for each value, or `whole` for all */
    size_t count;
    name whole;
    times when;  /* one for each value, or none */
    items bases; /* what each is compared with, or one for all */
} distribution;

static bool each_said(const match *m) {
    return m->group[GROUP_EACH].from != REGEX_NONE;
}

/* One base for each value, where as many are listed. */
static items bases_of(const run_state *r, const match *m, size_t values) {
    span part = m->group[m->group[GROUP_BASE].from != REGEX_NONE ? GROUP_BASE : GROUP_OF];
    items none = {.count = 0};
    if (part.from == REGEX_NONE)
        return none;
    items list = split(&r->naming, part, part.from);
    return list.count == values ? list : none;
}

static distribution distribute(const run_state *r, const match *m) {
    distribution d = {.count = 0};
    d.values = values_in(r, m->group[GROUP_VALUES], d.at);
    if (d.values < 2)
        return d;
    span part = m->group[GROUP_NAMES];
    d.when = times_before(r, d.at[0], d.values);
    d.bases = bases_of(r, m, d.values);
    if (part.from == REGEX_NONE)
        return d;
    d.whole = name_of(r->naming, part);
    if (!d.when.count) {
        items list = split_names(&r->naming, part, d.values);
        d.names = full_names(&r->naming, &list);
        d.count = list.count;
    }
    name *twins = d.count != d.values && d.values == 2 ? twin_names(&r->naming, d.whole) : NULL;
    if (twins) {
        d.names = twins;
        d.count = d.values;
    }
    return d;
}

/* Whether each value has its own name, or at least its own time or base. */
static bool is_matched(const run_state *r, const distribution *d, span names) {
    bool follows = names.from == names.to && follows_names(r, d->at[0], d->values);
    return d->count == d->values || d->when.count || d->bases.count || follows;
}

/* What one value is compared with: a word that says only "with the period before" leaves no base of its own. */
static void give_base(const run_state *r, span part, binding *b) {
    const pack_word *pace = pack_find(r->naming.pack, WORD_PACE, r->line->text.at + part.from, part.to - part.from);
    const pack_word *year = pack_find(r->naming.pack, WORD_YEARLY, r->line->text.at + part.from, part.to - part.from);
    runes *base = b->base.length ? &b->base : &b->of;
    b->pace = pace;
    *base = text_of(r->naming, part);
    if (pace || year)
        base->length = 0;
    b->base_time = time_in(r, part);
}

static void give(const run_state *r, const distribution *d, size_t i, binding *b) {
    b->name = d->count == d->values ? d->names[i] : d->whole;
    if (d->when.count)
        b->time = d->when.token[i];
    if (d->bases.count)
        give_base(r, d->bases.at[i], b);
    if (d->count != d->values && !d->when.count) {
        b->item = (uint32_t)i;
        b->items = (uint32_t)d->values;
    }
}

void act_list(run_state *r, const match *m) {
    distribution d = distribute(r, m);
    span part = m->group[GROUP_NAMES];
    if (d.values < 2 || (!each_said(m) && !is_matched(r, &d, part)))
        return;
    int unit = shared_unit(r, d.at, d.values);
    bool negative = m->group[GROUP_DOWN].from != REGEX_NONE;
    bool bound = false;
    for (size_t i = 0; i < d.values; i++) {
        negative = falls(r, i ? d.at[i - 1] + 1 : d.at[0], d.at[i], negative);
        binding *b = add_binding(r, m, d.at[i]);
        if (!b)
            continue;
        bound = true;
        b->negative = negative;
        b->unit_token = unit;
        give(r, &d, i, b);
    }
    if (bound)
        remember(r, part.to, d.names, d.count);
}

void keep_names(run_state *r, span part) {
    items list = split(&r->naming, part, part.from);
    remember(r, part.to, full_names(&r->naming, &list), list.count);
}

void act_names(run_state *r, const match *m) {
    keep_names(r, m->group[GROUP_NAMES]);
}

/* How much of the last name is common to all: what follows the character that the others end with. */
static name shared_end(name first, name *last) {
    if (!first.text.length)
        return (name){0};
    char32_t mark = first.folded.at[first.folded.length - 1];
    for (size_t i = last->folded.length; i-- > 0;)
        if (last->folded.at[i] == mark) {
            name end = name_cut(*last, i + 1, last->text.length);
            *last = name_cut(*last, 0, i + 1);
            return end;
        }
    return (name){0};
}

void act_each(run_state *r, const match *m) {
    size_t at[LONGEST_LIST];
    span part = m->group[GROUP_VALUES];
    size_t n = values_in(r, part, at);
    if (n < 2)
        return;
    name *names = arena_array(r->naming.arena, n, sizeof *names);
    for (size_t i = 0; i < n; i++) {
        size_t end = i + 1 < n ? at[i + 1] : part.to;
        names[i] = name_behind(r->naming, (span){at[i] + 1, end}, false);
    }
    name head = name_of(r->naming, m->group[GROUP_METRIC]);
    name end = shared_end(names[0], &names[n - 1]);
    for (size_t i = 0; i < n; i++) {
        binding *b = add_binding(r, m, at[i]);
        if (b)
            b->name = name_join(r->naming.arena, head, name_join(r->naming.arena, names[i], end));
    }
}
