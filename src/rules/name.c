#include "rules/name.h"

#include <string.h>

#include "lexer/fold.h"

enum {
    SHORT = 2 /* a noun of so few characters keeps its verb: "partners won" */
};

/* A name while it is made: what the look-ups see, and where each character comes from. */
typedef struct parts {
    char32_t *code;
    const origin **origin;
    size_t from, to;
    bool closed; /* nothing more is left out at its end */
    bool verb;   /* it began with a verb that reaches out to others: covers, serves, attracts */
} parts;

static bool is_time(char32_t c) {
    return c >= CODE_YEAR && c <= CODE_RECENT;
}

static bool is_filler(char32_t c) {
    return c == 0xFF0C || c == 0x3001 || c == 0xFF1A || c == 0xFF1B || c == ' ' || c == ',' || c == 0xFF08 ||
           c == 0xFF09 || c == 0x2014 || c == 0xB7 || c == '/' || c == ':' || c == '(' || c == ')' || c == '*' ||
           c == 0x3002;
}

static parts collect(naming n, span part) {
    size_t room = part.to - part.from;
    parts p = {arena_array(n.arena, room + 1, sizeof *p.code),
               arena_array(n.arena, room + 1, sizeof *p.origin),
               0,
               0,
               false,
               false};
    for (size_t i = part.from; i < part.to; i++) {
        char32_t c = n.line->text.at[i];
        if (is_time(c) || (n.spent && n.spent[i]))
            continue;
        p.code[p.to] = c;
        p.origin[p.to++] = &n.line->origin[i];
    }
    return p;
}

/* Whether text is made of nothing but words of class attribute and of verbs that may also lead a name. */
static bool only_attributes(const dcx_pack *pack, const char32_t *text, size_t length) {
    while (length) {
        const pack_word *w = pack_find_last(pack, WORD_ATTRIBUTE, text, length);
        if (!w)
            w = pack_find_last(pack, WORD_LEAD_VERB, text, length);
        if (!w)
            return false;
        length -= w->length;
    }
    return true;
}

static bool trim_filler(parts *p) {
    bool head = p->from < p->to && is_filler(p->code[p->from]);
    p->from += head;
    bool tail = p->from < p->to && is_filler(p->code[p->to - 1]);
    p->to -= tail;
    return head || tail;
}

/* Whether an attribute clause ends within the text: "having X, it ..." */
static bool holds_clause_end(const dcx_pack *pack, const char32_t *text, size_t length) {
    for (size_t i = 1; i + 1 < length; i++) {
        const pack_word *w = pack_find(pack, WORD_TAIL, text + i, length - i);
        if (w && w->value == 1)
            return true;
    }
    return false;
}

/* The verb that leads the text and may be left out. It stays where it is part of the name: before nothing but an
 * attribute, before a short noun and, if its value is 2, in a clause that describes what is measured. */
static const pack_word *leading_verb(naming n, parts *p) {
    const char32_t *text = p->code + p->from;
    size_t room = p->to - p->from;
    const pack_word *w = pack_find(n.pack, WORD_LEAD_VERB, text, room);
    if (!w)
        return NULL;
    p->verb |= w->value == 1;
    const char32_t *rest = text + w->length;
    size_t length = room - w->length;
    bool stays = (length <= SHORT && !n.listed) || only_attributes(n.pack, rest, length) ||
                 (w->value == 2 && holds_clause_end(n.pack, rest, length));
    return stays ? NULL : w;
}

/* Leaves out one leading word. */
static bool trim_head(naming n, parts *p, bool *predicate) {
    const char32_t *text = p->code + p->from;
    size_t room = p->to - p->from;
    const pack_word *w = pack_find(n.pack, WORD_PREDICATE, text, room);
    *predicate |= w != NULL;
    if (!w)
        w = pack_find(n.pack, WORD_LEAD, text, room);
    if (!w)
        w = leading_verb(n, p);
    const pack_word *own = w ? pack_find(n.pack, WORD_ATTRIBUTE, text, room) : NULL;
    if (!w || (own && own->length > w->length))
        return false;
    p->from += w->length;
    return true;
}

/* Leaves out one trailing word. A word of value 1 ends an attribute clause, whose own end must stay. */
static bool trim_tail(naming n, parts *p, word_class cls) {
    const pack_word *w = p->closed ? NULL : pack_find_last(n.pack, cls, p->code + p->from, p->to - p->from);
    const pack_word *own = w ? pack_find_last(n.pack, WORD_ATTRIBUTE, p->code + p->from, p->to - p->from) : NULL;
    if (w && (w->value == 2 || (own && own->length > w->length)))
        return false;
    p->to -= w ? w->length : 0;
    p->closed |= w && w->value == 1;
    return w != NULL;
}

/* The printed characters, spaces left out. */
static runes printed(naming n, const parts *p) {
    size_t room = 0;
    for (size_t i = p->from; i < p->to; i++)
        room += p->origin[i]->to - p->origin[i]->from;
    char32_t *out = arena_array(n.arena, room + 1, sizeof *out);
    size_t length = 0;
    for (size_t i = p->from; i < p->to; i++)
        for (uint32_t k = p->origin[i]->from; k < p->origin[i]->to; k++)
            if (!rune_is_space(n.line->source.at[k]))
                out[length++] = n.line->source.at[k];
    return (runes){out, length};
}

static name finish(naming n, const parts *p, bool predicate) {
    name out = {.text = printed(n, p), .predicate = predicate, .verb = p->verb};
    out.folded = fold(n.arena, out.text);
    return out;
}

/* How many characters are left out at i, 0: none. Where a word stands that stays (at the beginning; of value 1: it only
 * looks like one), *keep of its characters go together. */
static size_t inner_length(const dcx_pack *pack, name whole, size_t i, size_t *keep) {
    size_t rest = whole.folded.length - i;
    const pack_word *w = pack_find(pack, WORD_INNER, whole.folded.at + i, rest);
    *keep = w ? w->length : 1;
    return w && w->value != 1 && i && w->length < rest ? w->length : 0;
}

name name_without_inner(arena *a, const dcx_pack *pack, name whole) {
    size_t length = whole.folded.length, kept = 0;
    char32_t *text = arena_array(a, length + 1, sizeof *text), *folded = arena_array(a, length + 1, sizeof *folded);
    for (size_t i = 0; i < length;) {
        size_t keep, out = inner_length(pack, whole, i, &keep);
        i += out;
        for (size_t k = 0; !out && k < keep; k++, i++) {
            text[kept] = whole.text.at[i];
            folded[kept++] = whole.folded.at[i];
        }
    }
    return (name){{text, kept}, {folded, kept}, whole.predicate, whole.verb};
}

name name_of(naming n, span part) {
    return name_without_inner(n.arena, n.pack, name_with_inner(n, part));
}

name name_with_inner(naming n, span part) {
    if (part.from == REGEX_NONE || part.from >= part.to)
        return (name){0};
    parts p = collect(n, part);
    bool predicate = false;
    while (trim_filler(&p) || trim_head(n, &p, &predicate) || trim_tail(n, &p, WORD_TAIL))
        continue;
    return finish(n, &p, predicate);
}

name name_untrimmed(naming n, span part) {
    parts p = collect(n, part);
    return finish(n, &p, false);
}

name name_behind(naming n, span part) {
    if (part.from == REGEX_NONE || part.from >= part.to)
        return (name){0};
    parts p = collect(n, part);
    while (trim_filler(&p) || trim_tail(n, &p, WORD_PARTICLE))
        continue;
    return finish(n, &p, false);
}

runes text_of(naming n, span part) {
    if (part.from == REGEX_NONE || part.from >= part.to)
        return (runes){0};
    size_t room = part.to - part.from;
    parts p = {n.line->code + part.from, arena_array(n.arena, room, sizeof *p.origin), 0, room, false, false};
    for (size_t i = 0; i < room; i++)
        p.origin[i] = &n.line->origin[part.from + i];
    return printed(n, &p);
}

static runes glue(arena *a, runes head, runes tail) {
    char32_t *out = arena_array(a, head.length + tail.length + 1, sizeof *out);
    if (head.length)
        memcpy(out, head.at, head.length * sizeof *out);
    if (tail.length)
        memcpy(out + head.length, tail.at, tail.length * sizeof *out);
    return (runes){out, head.length + tail.length};
}

name name_join(arena *a, name head, name tail) {
    if (!tail.text.length)
        return head;
    if (!head.text.length)
        return tail;
    return (name){glue(a, head.text, tail.text), glue(a, head.folded, tail.folded), head.predicate, head.verb};
}

name name_cut(name n, size_t from, size_t to) {
    if (from == to)
        return (name){.predicate = n.predicate, .verb = n.verb};
    return (name){{n.text.at + from, to - from}, {n.folded.at + from, to - from}, n.predicate, n.verb};
}

/* How many characters of attribute words stand at the end. */
static size_t attribute_length(const dcx_pack *pack, name n) {
    size_t to = n.folded.length;
    const pack_word *w;
    while (to && (w = pack_find_last(pack, WORD_ATTRIBUTE, n.folded.at, to)))
        to -= w->length;
    return n.folded.length - to;
}

bool name_is_dependent(const dcx_pack *pack, name n) {
    size_t to = n.folded.length;
    const pack_word *w;
    while (to && (w = pack_find_last(pack, WORD_DEPENDENT, n.folded.at, to)))
        to -= w->length;
    return n.text.length && !to;
}

const pack_word *name_ends_with(const dcx_pack *pack, name n, word_class cls) {
    return pack_find_last(pack, cls, n.folded.at, n.folded.length);
}

name name_attribute(const dcx_pack *pack, name n) {
    return name_cut(n, n.text.length - attribute_length(pack, n), n.text.length);
}

name name_subject(const dcx_pack *pack, name n) {
    size_t k = attribute_length(pack, n);
    return k == n.text.length ? n : name_cut(n, 0, n.text.length - k);
}
