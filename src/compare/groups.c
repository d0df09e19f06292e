#include "compare/groups.h"

uint64_t spread(uint64_t x) {
    x = (x ^ x >> 31) * 0x7FB5D329728EA185ULL;
    return (x ^ x >> 27) * 0x81DADEF4BC2DD44DULL;
}

/* The slot that has the hash, or the free one where it would be. */
static uint32_t *find_slot(const numbering *n, uint64_t hash) {
    size_t at = (size_t)hash & (n->slots - 1);
    while (n->slot[at] && n->hash[n->slot[at] - 1] != hash)
        at = (at + 1) & (n->slots - 1);
    return &n->slot[at];
}

/* Room for one more; the table stays half empty. */
static void make_room(numbering *n, arena *a) {
    enum { FIRST = 1024 };
    if (n->count < n->room)
        return;
    if (n->room > UINT32_MAX / 2)
        memory_fail(a->mem);
    uint32_t room = n->room ? 2 * n->room : FIRST;
    n->hash = arena_grow(a, n->hash, n->count * sizeof *n->hash, room * sizeof *n->hash);
    n->room = room;
    n->slots = 2 * (size_t)room;
    n->slot = arena_array(a, n->slots, sizeof *n->slot);
    for (uint32_t i = 0; i < n->count; i++)
        *find_slot(n, n->hash[i]) = i + 1;
}

uint32_t numbering_add(numbering *n, arena *a, uint64_t hash) {
    make_room(n, a);
    uint32_t *slot = find_slot(n, hash);
    if (!*slot) {
        n->hash[n->count] = hash;
        *slot = ++n->count;
    }
    return *slot - 1;
}

uint32_t numbering_find(const numbering *n, uint64_t hash) {
    uint32_t slot = n->slots ? *find_slot(n, hash) : 0;
    return slot ? slot - 1 : n->count;
}

groups groups_make(arena *a, const uint64_t *hash, size_t count) {
    groups g = {.item = arena_raw(a, count, sizeof *g.item)};
    uint32_t *of = arena_raw(a, count, sizeof *of);
    if (count >= UINT32_MAX)
        memory_fail(a->mem);
    for (size_t i = 0; i < count; i++)
        of[i] = numbering_add(&g.by, a, hash[i]);
    g.first = arena_array(a, g.by.count + 2, sizeof *g.first); /* two further on at first */
    for (size_t i = 0; i < count; i++)
        g.first[of[i] + 2]++;
    for (uint32_t i = 2; i <= g.by.count; i++)
        g.first[i] += g.first[i - 1];
    for (uint32_t i = 0; i < count; i++)
        g.item[g.first[of[i] + 1]++] = i;
    return g;
}
