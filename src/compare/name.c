#include "compare/name.h"

#include <stdlib.h>

#include "base/buffer.h"

uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t length) {
    const unsigned char *b = bytes;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ b[i]) * 0x100000001B3ULL;
    return hash ^ hash >> 29;
}

static uint64_t hash_runes(uint64_t hash, runes r) {
    return hash_bytes(hash, r.at, r.length * sizeof *r.at);
}

static bool opens(char32_t c) {
    return c == '(' || c == 0xFF08;
}

static bool closes(char32_t c) {
    return c == ')' || c == 0xFF09;
}

/* Letters, digits and ideographs; the rest separates or decorates. */
static bool is_wording(char32_t c) {
    return rune_is_alpha(c) || rune_is_digit(c) || rune_is_han(c) || (c >= 0xC0 && c < 0x2000);
}

static char32_t lower(char32_t c) {
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

/* Where the bracket that opens at from is closed, or from where it never is. */
static size_t bracket_end(runes r, size_t from) {
    for (size_t i = from + 1; i < r.length; i++)
        if (closes(r.at[i]))
            return i;
    return from;
}

static uint64_t abbreviation_of(runes r, size_t from, size_t to) {
    uint64_t hash = HASH_BEGIN;
    size_t letters = 0;
    for (size_t i = from; i < to; i++) {
        char32_t c = lower(r.at[i]);
        if (rune_is_han(c))
            return 0;
        letters += rune_is_alpha(c);
        if (is_wording(c))
            hash = hash_bytes(hash, &c, sizeof c);
    }
    return letters > 1 ? hash : 0;
}

/* The wording without what stands in brackets, in small letters. */
static runes strip(arena *a, runes r, compared_name *n) {
    char32_t *out = arena_array(a, r.length + 1, sizeof *out);
    size_t length = 0;
    for (size_t i = 0; i < r.length; i++) {
        size_t end = opens(r.at[i]) ? bracket_end(r, i) : i;
        if (end > i) {
            uint64_t abbreviation = abbreviation_of(r, i + 1, end);
            n->abbreviation = abbreviation ? abbreviation : n->abbreviation;
            i = end;
        } else if (is_wording(r.at[i]))
            out[length++] = lower(r.at[i]);
    }
    return (runes){out, length};
}

static const pack_word *word_at(const dcx_pack *pack, word_class cls, runes r, size_t at) {
    return pack_find(pack, cls, r.at + at, r.length - at);
}

/* Words that only mean something at the end of a name have the value 1. */
static const pack_word *light_at(const dcx_pack *pack, runes r, size_t at) {
    const pack_word *w = word_at(pack, WORD_LIGHT, r, at);
    return w && w->value == 1 && at + w->length < r.length ? NULL : w;
}

static size_t length_of(const pack_word *w) {
    return w ? w->length : 0;
}

/* The text with every synonym replaced. A longer distinguishing or light word keeps its characters together. */
static runes replace(const dcx_pack *pack, arena *a, runes r) {
    buffer out;
    buffer_init_in(&out, a);
    for (size_t i = 0; i < r.length;) {
        const pack_word *synonym = word_at(pack, WORD_SYNONYM, r, i);
        size_t distinct = length_of(word_at(pack, WORD_DISTINCT, r, i)), light = length_of(light_at(pack, r, i));
        size_t kept = distinct > light ? distinct : light;
        if (synonym && synonym->length >= kept) {
            buffer_text(&out, synonym->extra);
            i += synonym->length;
            continue;
        }
        for (size_t end = i + (kept ? kept : 1); i < end; i++)
            buffer_rune(&out, r.at[i]);
    }
    return utf8_to_runes(a, out.at, out.length);
}

static int by_address(const void *a, const void *b) {
    const pack_word *left = *(const pack_word *const *)a, *right = *(const pack_word *const *)b;
    return (left > right) - (left < right);
}

/* Splits the text into core and marks. */
static void divide(const dcx_pack *pack, arena *a, runes r, compared_name *n) {
    char32_t *core = arena_array(a, r.length + 1, sizeof *core);
    const pack_word **mark = arena_array(a, r.length + 1, sizeof *mark);
    size_t length = 0, marks = 0;
    for (size_t i = 0; i < r.length;) {
        const pack_word *distinct = word_at(pack, WORD_DISTINCT, r, i), *light = light_at(pack, r, i);
        if (distinct && distinct->length >= length_of(light)) {
            mark[marks++] = distinct;
            n->head = distinct->value == MARK_HEAD ? distinct : n->head;
            i += distinct->length;
        } else if (light)
            i += light->length;
        else
            core[length++] = r.at[i++];
    }
    qsort(mark, marks, sizeof *mark, by_address);
    n->marks = 0;
    for (size_t i = 0; i < marks; i++)
        if (!i || mark[i] != mark[i - 1])
            mark[n->marks++] = mark[i];
    n->mark = mark;
    n->core = (runes){core, length};
}

static int by_number(const void *a, const void *b) {
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

static void take_features(arena *a, compared_name *n) {
    uint32_t *feature = arena_array(a, 2 * n->core.length + 1, sizeof *feature);
    for (size_t i = 0; i < n->core.length; i++) {
        feature[n->features++] = (uint32_t)n->core.at[i];
        if (i)
            feature[n->features++] =
                0x80000000U | ((uint32_t)n->core.at[i - 1] * 0x9E3779B1U + (uint32_t)n->core.at[i]);
    }
    qsort(feature, n->features, sizeof *feature, by_number);
    n->feature = feature;
}

compared_name name_compare_form(const dcx_pack *pack, arena *a, runes folded) {
    compared_name n = {.features = 0};
    runes stripped = strip(a, folded, &n);
    n.exact = hash_runes(HASH_BEGIN, stripped);
    divide(pack, a, replace(pack, a, stripped), &n);
    take_features(a, &n);
    n.key = hash_runes(HASH_BEGIN, n.core);
    for (size_t i = 0; i < n.marks; i++)
        n.key = hash_runes(n.key, (runes){n.mark[i]->text, n.mark[i]->length});
    if (n.head)
        n.key = hash_bytes(n.key, n.head->text, n.head->length * sizeof *n.head->text);
    if (!n.core.length && !n.marks)
        n.key = n.exact;
    return n;
}

size_t name_shared(const compared_name *a, const compared_name *b) {
    size_t shared = 0;
    for (size_t i = 0, j = 0; i < a->features && j < b->features;) {
        uint32_t left = a->feature[i], right = b->feature[j];
        shared += left == right;
        i += left <= right;
        j += right <= left;
    }
    return shared;
}

bool name_has_mark(const compared_name *n, const pack_word *word) {
    for (size_t i = 0; i < n->marks; i++)
        if (n->mark[i] == word)
            return true;
    return false;
}
