#include "base/regex_needs.h"

#include <string.h>

static void note(regex_traits *t, uint16_t hash, unsigned stretch) {
    if (!t->where[hash] && t->count++ < TRAITS_NOTED)
        t->noted[t->count - 1] = hash;
    t->where[hash] |= (uint16_t)(1U << stretch);
}

static bool holds(runes set, char32_t c) {
    for (size_t i = 0; i < set.length; i++)
        if (set.at[i] == c)
            return true;
    return false;
}

static void forget(regex_traits *t) {
    if (t->count > TRAITS_NOTED)
        memset(t->where, 0, sizeof t->where);
    for (size_t i = 0; i < t->count && i < TRAITS_NOTED; i++)
        t->where[t->noted[i]] = 0;
    t->count = 0;
}

void regex_traits_note(regex_traits *t, runes text, runes ends, uint8_t *stretch) {
    forget(t);
    unsigned number = 0;
    uint64_t perhaps = 0; /* the last bits of the ends */
    for (size_t i = 0; i < ends.length; i++)
        perhaps |= (uint64_t)1 << (ends.at[i] & 63);
    for (size_t i = 0; i < text.length; i++) {
        stretch[i] = (uint8_t)number;
        note(t, regex_character_hash(text.at[i]), number);
        if (i)
            note(t, regex_pair_hash(text.at[i - 1], text.at[i]), number);
        if (perhaps >> (text.at[i] & 63) & 1)
            number += number < LAST_STRETCH && holds(ends, text.at[i]);
    }
}

unsigned regex_needs_where(regex_needs needs, const regex_traits *t) {
    unsigned where = (2U << LAST_STRETCH) - 1;
    while (*needs && where) {
        regex_needs at = needs + 1, end = at + (*needs & ~(unsigned)REGEX_NEAR_BY);
        unsigned found = 0;
        for (; at < end; at++)
            found |= t->where[*at];
        where = !found ? 0 : *needs & REGEX_NEAR_BY ? where & found : where;
        needs = end;
    }
    return where;
}

size_t regex_needs_size(regex_needs needs) {
    regex_needs end = needs;
    while (*end)
        end += 1 + (*end & ~(unsigned)REGEX_NEAR_BY);
    return (size_t)(end + 1 - needs) * sizeof *needs;
}

_Static_assert(EDGE_BITS == 32 * 64, "regex_edge_any has 32 words");
#define FOUR_WORDS UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX
const regex_edge regex_edge_any = {
    {FOUR_WORDS, FOUR_WORDS, FOUR_WORDS, FOUR_WORDS, FOUR_WORDS, FOUR_WORDS, FOUR_WORDS, FOUR_WORDS}};
