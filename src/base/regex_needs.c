#include "base/regex_needs.h"

#include <string.h>

static size_t length_of(regex_needs set) {
    return *set & REGEX_LENGTH;
}

size_t regex_needs_size(regex_needs needs) {
    regex_needs end = needs;
    while (*end)
        end += 1 + length_of(end);
    return (size_t)(end + 1 - needs) * sizeof *needs;
}

_Static_assert(EDGE_BITS == 32 * 64, "regex_edge_any has 32 words");
#define FOUR_WORDS UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX
const regex_edge regex_edge_any = {
    {FOUR_WORDS, FOUR_WORDS, FOUR_WORDS, FOUR_WORDS, FOUR_WORDS, FOUR_WORDS, FOUR_WORDS, FOUR_WORDS}};

/* ---- many patterns */

typedef struct pattern_need {
    uint32_t set;
    uint32_t far; /* see regex_needs */
} pattern_need;

struct regex_sieve {
    uint16_t slot[REGEX_HASHES]; /* of each hash: the number of its sets in in_set; 0: it is in none */
    uint64_t *in_set;            /* the sets that a hash is in, as bits of `words` words */
    uint64_t *seen;              /* the sets that a stretch has one of, in the same way */
    size_t words, sets;
    uint16_t *where; /* of each set: the stretches that have one of it, as bits */
    const pattern_need *need;
    const uint32_t *begin; /* of each pattern: where its needs begin in need[]; those of the next stand behind them */
};

/* The number of a set among those known; many patterns need the same. */
static uint32_t number_of(regex_needs *known, size_t *sets, regex_needs set) {
    size_t length = length_of(set);
    for (uint32_t i = 0; i < *sets; i++)
        if (length_of(known[i]) == length && !memcmp(known[i] + 1, set + 1, length * sizeof *set))
            return i;
    known[*sets] = set;
    return (uint32_t)(*sets)++;
}

/* Numbers the sets of all patterns; returns them. */
static const regex_needs *number_sets(regex_sieve *s, arena *a, const regex_needs *needs, size_t patterns) {
    size_t most = 1, n = 0;
    for (size_t i = 0; i < patterns; i++)
        for (regex_needs set = needs[i]; *set; set += 1 + length_of(set))
            most++;
    regex_needs *known = arena_array(a, most, sizeof(regex_needs));
    pattern_need *need = arena_array(a, most, sizeof *need);
    uint32_t *begin = arena_array(a, patterns + 1, sizeof *begin);
    for (size_t i = 0; i < patterns; i++) {
        for (regex_needs set = needs[i]; *set; set += 1 + length_of(set))
            need[n++] = (pattern_need){number_of(known, &s->sets, set), *set >> REGEX_FAR_SHIFT};
        begin[i + 1] = (uint32_t)n;
    }
    s->need = need;
    s->begin = begin;
    return known;
}

/* Notes which sets each hash is in. */
static void list_sets(regex_sieve *s, arena *a, const regex_needs *known) {
    uint16_t slots = 0;
    for (size_t i = 0; i < s->sets; i++)
        for (size_t k = 1; k <= length_of(known[i]); k++)
            if (!s->slot[known[i][k]])
                s->slot[known[i][k]] = ++slots;
    s->words = s->sets / 64 + 1;
    s->in_set = arena_array(a, s->words * (slots + 1U), sizeof *s->in_set);
    s->seen = arena_array(a, s->words, sizeof *s->seen);
    s->where = arena_array(a, s->words * 64, sizeof *s->where);
    for (size_t i = 0; i < s->sets; i++)
        for (size_t k = 1; k <= length_of(known[i]); k++)
            s->in_set[s->slot[known[i][k]] * s->words + i / 64] |= (uint64_t)1 << i % 64;
}

regex_sieve *regex_sieve_new(arena *a, const regex_needs *needs, size_t patterns) {
    regex_sieve *s = arena_alloc(a, sizeof *s);
    const regex_needs *known = number_sets(s, a, needs, patterns);
    list_sets(s, a, known);
    return s;
}

void regex_sieve_clear(regex_sieve *s) {
    memset(s->where, 0, s->sets * sizeof *s->where);
}

static void note(const regex_sieve *s, uint16_t hash) {
    const uint64_t *in_set = s->in_set + s->slot[hash] * s->words;
    for (size_t i = 0; s->slot[hash] && i < s->words; i++)
        s->seen[i] |= in_set[i];
}

void regex_sieve_note(regex_sieve *s, runes text, size_t from, size_t to, unsigned stretch) {
    memset(s->seen, 0, s->words * sizeof *s->seen);
    for (size_t i = from; i < to; i++) {
        note(s, regex_character_hash(text.at[i]));
        if (i)
            note(s, regex_pair_hash(text.at[i - 1], text.at[i]));
    }
    for (size_t i = 0; i < s->words; i++)
        for (uint64_t rest = s->seen[i]; rest; rest &= rest - 1)
            s->where[i * 64 + (size_t)__builtin_ctzll(rest)] |= (uint16_t)(1U << stretch);
}

/* The bits, and up to n bits below each of them. */
static unsigned spread(unsigned bits, unsigned n) {
    for (unsigned done = 0, k; done < n; done += k) {
        k = done + 1 < n - done ? done + 1 : n - done;
        bits |= bits >> k;
    }
    return bits;
}

unsigned regex_sieve_where(const regex_sieve *s, size_t pattern) {
    unsigned where = (2U << LAST_STRETCH) - 1;
    for (uint32_t i = s->begin[pattern]; i < s->begin[pattern + 1] && where; i++) {
        unsigned found = s->where[s->need[i].set], far = s->need[i].far;
        if (!found || far != REGEX_ANYWHERE)
            where &= spread(found, far);
    }
    return where;
}
