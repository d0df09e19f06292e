/* Stable ids. Source of the hash: FNV-1a, 64 bit (Fowler, Noll, Vo), over code points. */
#include "record/id.h"

#define FNV_OFFSET 14695981039346656037ULL
#define FNV_PRIME  1099511628211ULL

enum { DIGITS = 12, FEWEST = 16 };

uint64_t sentence_key(const runes folded) {
    uint64_t h = FNV_OFFSET;
    for (size_t i = 0; i < folded.length; i++)
        if (!rune_is_space(folded.at[i]))
            h = (h ^ folded.at[i]) * FNV_PRIME;
    return h ? h : 1;
}

static struct seen_slot *find_slot(struct seen_slot *slot, size_t room, uint64_t key) {
    size_t i = (size_t)(key ^ key >> 29) & (room - 1);
    while (slot[i].key && slot[i].key != key)
        i = (i + 1) & (room - 1);
    return &slot[i];
}

static void grow(arena *a, seen *s) {
    size_t room = s->room ? 2 * s->room : FEWEST;
    struct seen_slot *slot = arena_array(a, room, sizeof *slot);
    for (size_t i = 0; i < s->room; i++)
        if (s->slot[i].key)
            *find_slot(slot, room, s->slot[i].key) = s->slot[i];
    s->slot = slot;
    s->room = room;
}

uint32_t seen_before(arena *a, seen *s, uint64_t key) {
    if (s->used * 2 >= s->room)
        grow(a, s);
    struct seen_slot *slot = find_slot(s->slot, s->room, key);
    s->used += slot->key == 0;
    slot->key = key;
    return slot->count++;
}

dcx_text record_id(arena *a, uint64_t sentence_of, uint64_t quote, uint32_t ordinal, uint32_t repeat) {
    uint64_t key = (((sentence_of * 31 + quote) * 31 + ordinal) * 31) + repeat;
    key ^= key >> 33;
    key *= 0xff51afd7ed558ccdULL; /* MurmurHash3 finaliser: spreads the changes over the bits that are kept */
    key ^= key >> 33;
    char *id = arena_raw(a, DIGITS + 1, 1);
    for (int i = 0; i < DIGITS; i++)
        id[i] = "0123456789abcdef"[key >> (60 - 4 * i) & 15];
    id[DIGITS] = '\0';
    return (dcx_text){id, DIGITS};
}
