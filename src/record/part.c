#include "record/part.h"

#include <string.h>

static bool is_stop(char32_t c) {
    return c == 0xFF0C || c == 0xFF1B || c == 0x3002 || c == 0xFF1A;
}

bool is_part(naming n, const binding *b) {
    const char32_t *text = n.line->text.at;
    size_t from = b->at;
    while (from > 0 && !is_stop(text[from - 1]))
        from--;
    if (pack_find(n.pack, WORD_CARRY, text + from, b->at - from))
        return true;
    return from > 1 && pack_find_last(n.pack, WORD_CARRY, text, from - 1);
}

/* How many characters at the beginning are words that say which of several things is meant. */
static size_t modifier_length(const dcx_pack *pack, name n) {
    size_t length = 0;
    const pack_word *w;
    while (length < n.folded.length &&
           (w = pack_find(pack, WORD_MODIFIER, n.folded.at + length, n.folded.length - length)))
        length += w->length;
    return length;
}

static bool ends_with(name n, name end) {
    size_t k = end.folded.length, all = n.folded.length;
    return k && all > k && !memcmp(n.folded.at + all - k, end.folded.at, k * sizeof *end.folded.at);
}

/* The whole without the place that it is named for: a part of prices in the whole town is named for its own place. */
static name without_scope(const dcx_pack *pack, name whole) {
    const pack_word *w = pack_find(pack, WORD_SCOPE, whole.folded.at, whole.folded.length);
    return w && w->length < whole.folded.length ? name_cut(whole, w->length, whole.text.length) : whole;
}

static bool is_rate(const binding *b) {
    return !strcmp(b->kind, "growth") || !strcmp(b->kind, "change");
}

name name_of_part(naming n, name whole, const binding *b, bool shared) {
    name own = b->name;
    size_t all = own.folded.length, k = modifier_length(n.pack, own);
    if (!whole.text.length || !all)
        return own;
    if (k == all)
        return is_rate(b) ? name_join(n.arena, own, without_scope(n.pack, whole)) : own;
    if (!is_part(n, b))
        return own;
    name kind = name_cut(own, k, all);
    if (shared && k && kind.folded.length > 1 && ends_with(whole, kind))
        return name_join(n.arena, name_cut(whole, 0, whole.text.length - kind.text.length), own);
    name attribute = name_attribute(n.pack, whole);
    bool lacks = is_rate(b) && all > 1 && !own.verbal && !own.joint && !name_attribute(n.pack, own).text.length;
    return lacks && attribute.text.length < whole.text.length ? name_join(n.arena, own, attribute) : own;
}
