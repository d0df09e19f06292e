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
    uint32_t flag; /* REGEX_NEAR, REGEX_LATER or 0 */
} pattern_need;

struct regex_sieve {
    uint64_t used[REGEX_HASHES / 64]; /* which hashes are in a set, as bits */
    uint32_t begin[REGEX_HASHES];     /* of those: where the numbers of their sets begin in set[] */
    uint32_t *set;                    /* each hash's end with NO_SET */
    uint16_t *where;                  /* of each set: the stretches that have one of it, as bits */
    size_t sets;
    const pattern_need *need;
    const uint32_t *behind; /* of each pattern: where its needs end in need[] and those of the next begin */
};
#define NO_SET UINT32_MAX

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
    uint32_t *behind = arena_array(a, patterns + 1, sizeof *behind);
    for (size_t i = 0; i < patterns; i++) {
        for (regex_needs set = needs[i]; *set; set += 1 + length_of(set))
            need[n++] = (pattern_need){number_of(known, &s->sets, set), *set & (REGEX_NEAR | REGEX_LATER)};
        behind[i] = (uint32_t)n;
    }
    s->need = need;
    s->behind = behind;
    return known;
}

/* Lists the sets that each hash is in. */
static void list_sets(regex_sieve *s, arena *a, const regex_needs *known) {
    uint32_t room = 0;
    for (size_t i = 0; i < s->sets; i++)
        for (size_t k = 1; k <= length_of(known[i]); k++) {
            s->used[known[i][k] >> 6] |= (uint64_t)1 << (known[i][k] & 63);
            s->begin[known[i][k]]++;
        }
    for (size_t hash = 0; hash < REGEX_HASHES; hash++)
        if (s->begin[hash]) {
            uint32_t count = s->begin[hash];
            s->begin[hash] = room;
            room += count + 1;
        }
    s->set = arena_raw(a, room + 1, sizeof *s->set);
    memset(s->set, 0xFF, (room + 1) * sizeof *s->set);
    for (uint32_t i = 0; i < s->sets; i++)
        for (size_t k = 1; k <= length_of(known[i]); k++) {
            uint32_t at = s->begin[known[i][k]];
            while (s->set[at] != NO_SET)
                at++;
            s->set[at] = i;
        }
}

regex_sieve *regex_sieve_new(arena *a, const regex_needs *needs, size_t patterns) {
    regex_sieve *s = arena_alloc(a, sizeof *s);
    const regex_needs *known = number_sets(s, a, needs, patterns);
    list_sets(s, a, known);
    s->where = arena_array(a, s->sets + 1, sizeof *s->where);
    return s;
}

void regex_sieve_clear(regex_sieve *s) {
    memset(s->where, 0, s->sets * sizeof *s->where);
}

static void note(regex_sieve *s, uint16_t hash, uint16_t stretch) {
    if (s->used[hash >> 6] >> (hash & 63) & 1)
        for (const uint32_t *set = s->set + s->begin[hash]; *set != NO_SET; set++)
            s->where[*set] |= stretch;
}

void regex_sieve_note(regex_sieve *s, runes text, size_t from, size_t to, unsigned stretch) {
    uint16_t bit = (uint16_t)(1U << stretch);
    for (size_t i = from; i < to; i++) {
        note(s, regex_character_hash(text.at[i]), bit);
        if (i)
            note(s, regex_pair_hash(text.at[i - 1], text.at[i]), bit);
    }
}

/* The lowest bits of a number below 65536, up to its highest. */
static unsigned up_to(unsigned bits) {
    for (unsigned i = 1; i < 16; i *= 2)
        bits |= bits >> i;
    return bits;
}

unsigned regex_sieve_where(const regex_sieve *s, size_t pattern) {
    unsigned where = (2U << LAST_STRETCH) - 1;
    for (uint32_t i = pattern ? s->behind[pattern - 1] : 0; i < s->behind[pattern] && where; i++) {
        unsigned found = s->where[s->need[i].set], flag = s->need[i].flag;
        if (flag == REGEX_NEAR || !found)
            where &= found;
        else if (flag == REGEX_LATER)
            where &= up_to(found);
    }
    return where;
}
