/* Which words begin with a character: looked up for every character of a text, so in tables without a search. */
#include <string.h>

#include "pack/own.h"

enum {
    RUNES = 0x10000,  /* in the table; words that begin with others are searched for */
    LONGEST_LAST = 12 /* characters of a word that is looked for at an end */
};

/* Source: Warren, Hacker's Delight, 5-1. The compiler's own is a call where the processor may lack the instruction. */
static unsigned count_bits(uint64_t x) {
    x -= x >> 1 & 0x5555555555555555;
    x = (x & 0x3333333333333333) + (x >> 2 & 0x3333333333333333);
    x = (x + (x >> 4)) & 0x0F0F0F0F0F0F0F0F;
    return (unsigned)(x * 0x0101010101010101 >> 56);
}

/* How many classes before this one have words that begin as well. */
static unsigned classes_before(uint64_t classes, unsigned cls) {
    return count_bits(classes & (((uint64_t)1 << cls) - 1));
}

/* Whether the word is in a group: of an indexed class, and beginning with a character of the table. */
static bool is_indexed(const pack_word *w) {
    return w->cls < INDEXED && w->text[0] < RUNES;
}

static bool begins_group(const pack_data *data, uint32_t i) {
    const pack_word *w = &data->word[i];
    return !i || w[-1].cls != w->cls || w[-1].text[0] != w->text[0];
}

/* Numbers the first characters and notes the classes of their words; returns how many there are, number 0 included. */
static uint32_t number_firsts(const pack_data *data, uint16_t *first_at, pack_first *first) {
    uint32_t count = 1;
    for (uint32_t i = 0; i < data->words; i++) {
        const pack_word *w = &data->word[i];
        if (!is_indexed(w))
            continue;
        uint16_t *at = &first_at[w->text[0]];
        if (!*at)
            *at = (uint16_t)count++;
        first[*at].classes |= (uint64_t)1 << w->cls;
        if (w->length == 1)
            first[*at].alone |= (uint64_t)1 << w->cls;
    }
    return count;
}

static void fill_groups(const pack_data *data, const uint16_t *first_at, const pack_first *first, pack_group *group) {
    for (uint32_t i = 0; i < data->words; i++) {
        const pack_word *w = &data->word[i];
        if (!is_indexed(w))
            continue;
        const pack_first *f = &first[first_at[w->text[0]]];
        pack_group *g = &group[f->begin + classes_before(f->classes, w->cls)];
        if (begins_group(data, i))
            *g = (pack_group){.word = i, .alone = i};
        if (w->length > 1) {
            g->second |= (uint64_t)1 << (w->text[1] & 63);
            g->alone = i + 1; /* the longest come first */
        }
        g->end = i + 1;
    }
}

void pack_index(dcx_pack *pack) {
    pack_data *data = &pack->data;
    uint16_t *first_at = arena_array(&pack->arena, RUNES, sizeof *first_at);
    pack_first *first = arena_array(&pack->arena, data->words + 1, sizeof *first);
    data->firsts = number_firsts(data, first_at, first);
    data->groups = 0;
    for (uint32_t i = 0; i < data->firsts; i++) {
        first[i].begin = data->groups;
        data->groups += count_bits(first[i].classes);
    }
    pack_group *group = arena_array(&pack->arena, data->groups + 1, sizeof *group);
    fill_groups(data, first_at, first, group);
    data->first_at = first_at;
    data->first = first;
    data->group = group;
}

uint64_t pack_classes(const dcx_pack *pack, char32_t c) {
    return c < RUNES ? pack->data.first[pack->data.first_at[c]].classes : ~(uint64_t)0;
}

/* Those of the classes that have no word with this second character either. */
static uint64_t strangers(const pack_data *data, const pack_first *f, uint64_t classes, char32_t second) {
    uint64_t none = 0, rest = f->classes;
    for (const pack_group *g = data->group + f->begin; rest; g++, rest &= rest - 1)
        if (!(g->second >> (second & 63) & 1))
            none |= rest & (0 - rest);
    return classes & none;
}

void pack_look(const dcx_pack *pack, runes text, uint64_t close, uint64_t *classes) {
    const pack_data *data = &pack->data;
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] >= RUNES) {
            classes[i] = ~(uint64_t)0;
            continue;
        }
        const pack_first *f = &data->first[data->first_at[text.at[i]]];
        uint64_t longer = f->classes & close & ~f->alone;
        if (longer && i + 1 < text.length)
            longer = strangers(data, f, longer, text.at[i + 1]);
        classes[i] = f->classes & ~longer;
    }
}

/* Whether one of the space-separated texts stands at text. */
static bool stands(const char32_t *list, const char32_t *text, size_t length) {
    while (*list) {
        size_t n = 0;
        while (list[n] && list[n] != ' ')
            n++;
        if (n && n <= length && !memcmp(list, text, n * sizeof *text))
            return true;
        list += n + (list[n] != 0);
    }
    return false;
}

/* Whether the word stands at text, whose first character is the word's. */
static bool is_word(const pack_word *w, const char32_t *text, size_t length) {
    if (w->length > length)
        return false;
    for (size_t i = 1; i < w->length; i++)
        if (w->text[i] != text[i])
            return false;
    return !w->unless || !stands(w->unless, text + w->length, length - w->length);
}

/* The first of the words from w to end that stands at text. */
static const pack_word *first_word(const pack_word *w, const pack_word *end, const char32_t *text, size_t length) {
    for (; w < end; w++)
        if (is_word(w, text, length))
            return w;
    return NULL;
}

/* The same of those of a class, among all of which they are searched for. */
static const pack_word *search_words(const pack_data *data, word_class cls, const char32_t *text, size_t length) {
    const pack_word *lo = data->word + data->cls[cls].first, *end = lo + data->cls[cls].count, *hi = end;
    while (lo < hi) {
        const pack_word *mid = lo + (hi - lo) / 2;
        if (mid->text[0] < text[0])
            lo = mid + 1;
        else
            hi = mid;
    }
    for (hi = lo; hi < end && hi->text[0] == text[0];)
        hi++;
    return first_word(lo, hi, text, length);
}

const pack_word *pack_find(const dcx_pack *pack, word_class cls, const char32_t *text, size_t length) {
    const pack_data *data = &pack->data;
    if (!length)
        return NULL;
    if ((int)cls >= (int)INDEXED || text[0] >= RUNES)
        return search_words(data, cls, text, length);
    const pack_first *f = &data->first[data->first_at[text[0]]];
    if (!(f->classes >> cls & 1))
        return NULL;
    const pack_group *g = &data->group[f->begin + classes_before(f->classes, cls)];
    bool longer = length > 1 && g->second >> (text[1] & 63) & 1;
    return first_word(data->word + (longer ? g->word : g->alone), data->word + g->end, text, length);
}

const pack_word *pack_find_last(const dcx_pack *pack, word_class cls, const char32_t *text, size_t length) {
    for (size_t k = length < LONGEST_LAST ? length : LONGEST_LAST; k > 0; k--) {
        const char32_t *at = text + length - k;
        if ((int)cls < (int)INDEXED && !(pack_classes(pack, *at) >> cls & 1))
            continue;
        const pack_word *w = pack_find(pack, cls, at, k);
        if (w && w->length == k)
            return w;
    }
    return NULL;
}
