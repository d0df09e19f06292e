/* What every match of a pattern holds: characters, and pairs of neighbours, one of each of several sets. A text that
 * has none of a set cannot match, which is found out without matching; nor can one that begins or ends otherwise. */
#ifndef DCX_BASE_REGEX_NEEDS_H
#define DCX_BASE_REGEX_NEEDS_H

#include <stdint.h>

#include "base/arena.h"
#include "base/utf8.h"

/* A text is looked at in stretches, each of which ends with one of the characters that its user names. They are
 * numbered from 0; all from LAST_STRETCH on have that number. Some of what a match holds stands in the stretch that it
 * begins in. */
enum { LAST_STRETCH = 15 };

/* How a pattern is going to be used. */
typedef struct regex_use {
    bool anchored; /* a match begins where regex_find begins, or not at all */
    runes ends;    /* what ends a stretch of the texts, for needs */
    runes figures; /* the characters that stand for figures, for what leads to one; none: that is not asked for */
} regex_use;

/* Characters and pairs are known by their hash. */
enum { REGEX_HASHES = 32768 };

/* Private characters stand for things that are told apart elsewhere: next to others they count by sixteens. */
static inline char32_t regex_neighbour(char32_t c) {
    return c >= 0xE000 && c <= 0xF8FF ? c & ~(char32_t)0xF : c;
}

/* Characters have one half of the hashes, pairs the other. */
static inline uint16_t regex_character_hash(char32_t c) {
    return c & (REGEX_HASHES / 2 - 1);
}

static inline uint16_t regex_pair_hash(char32_t a, char32_t b) {
    uint32_t hash = (regex_neighbour(a) * 0x9E3779B1U) ^ (regex_neighbour(b) * 0x85EBCA77U);
    return (uint16_t)(REGEX_HASHES / 2 + (hash >> 18));
}

/* Sets of hashes, one behind the other, each led by its length, with the number of stretches added, times 1 <<
 * REGEX_FAR_SHIFT, that lie at most between that in which a match begins and that in which one of the set stands: none;
 * REGEX_FAR: any number; REGEX_ANYWHERE: it may also stand before. Ended by 0. */
typedef const uint16_t *regex_needs;
enum { REGEX_LENGTH = 0x3FF, REGEX_FAR_SHIFT = 10, REGEX_FAR = LAST_STRETCH, REGEX_ANYWHERE };

/* A set of characters, as bits of a hash: most of those that are not in it are told. */
enum { EDGE_BITS = 2048 };
typedef struct regex_edge {
    uint64_t bits[EDGE_BITS / 64];
} regex_edge;

static inline uint32_t regex_edge_hash(char32_t c) {
    return c * 0x9E3779B1U >> 21;
}

static inline bool regex_edge_has(const regex_edge *e, char32_t c) {
    uint32_t hash = regex_edge_hash(c);
    return e->bits[hash >> 6] >> (hash & 63) & 1;
}

static inline void regex_edge_add(regex_edge *e, char32_t c) {
    uint32_t hash = regex_edge_hash(c);
    e->bits[hash >> 6] |= (uint64_t)1 << (hash & 63);
}

/* Every character. */
extern const regex_edge regex_edge_any;

/* Pairs of neighbours, as bits of a hash. */
enum { PAIR_BITS = 8192 };
typedef struct regex_pairs {
    uint64_t bits[PAIR_BITS / 64];
} regex_pairs;

static inline uint32_t regex_pairs_hash(char32_t first, char32_t second) {
    return ((first * 0x9E3779B1U) ^ (second * 0x85EBCA77U)) >> 19;
}

static inline void regex_pairs_add(regex_pairs *p, char32_t first, char32_t second) {
    uint32_t hash = regex_pairs_hash(first, second);
    p->bits[hash >> 6] |= (uint64_t)1 << (hash & 63);
}

static inline bool regex_pairs_has(const regex_pairs *p, char32_t first, char32_t second) {
    uint32_t hash = regex_pairs_hash(first, second);
    return p->bits[hash >> 6] >> (hash & 63) & 1;
}

/* The first two characters of a match; or the first, behind which the match may end or go on with anything. */
typedef struct regex_start {
    regex_pairs pairs;
    regex_edge alone;
} regex_start;

/* The first figure of a match with the character before it, where both are in the match. */
typedef regex_pairs regex_lead;

/* Their size in bytes. */
size_t regex_needs_size(regex_needs needs);

/* Many patterns' needs: one pass over a text tells which of them it meets. Stands in the arena. */
typedef struct regex_sieve regex_sieve;
regex_sieve *regex_sieve_new(arena *a, const regex_needs *needs, size_t patterns);
/* Forgets the text; then its stretches are noted one by one. */
void regex_sieve_clear(regex_sieve *s);
/* The stretch with this number, from text.at[from] to text.at[to - 1]. */
void regex_sieve_note(regex_sieve *s, runes text, size_t from, size_t to, unsigned stretch);
/* The stretches that a match of the pattern may begin in, as bits; 0: the text has none. */
unsigned regex_sieve_where(const regex_sieve *s, size_t pattern);

#endif
