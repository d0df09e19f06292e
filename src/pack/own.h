/* What a dcx_pack is, for pack/ alone. */
#ifndef DCX_PACK_OWN_H
#define DCX_PACK_OWN_H

#include "base/arena.h"
#include "pack/pack.h"

enum { PACK_SLOT_BITS = 14 /* at most */, PACK_SLOTS_USED = 1 << (PACK_SLOT_BITS - 1) };

/* Where a character's words are found: a slot of a hash table. */
struct pack_slot {
    char32_t first;   /* 0: empty */
    uint32_t begin;   /* of its classes' places in group */
    uint64_t classes; /* as bits */
};

struct dcx_pack {
    memory mem;
    arena arena;
    pack_data data;
    pack_rule *rule; /* data's, where they are not the built-in ones */
    struct {         /* what loading holds until it is done, so that it is released wherever it ends */
        arena lists;
        void *document; /* an xmlDoc */
        void *text;     /* of libxml2's */
    } loading;
};

/* Makes slot and group of data; false: there are more different first characters than they can hold. */
bool pack_index(dcx_pack *pack);

/* Whether the pattern's {names} mean in data, which came of base, what they mean there. */
bool pack_reads_alike(const pack_data *data, const pack_data *base, const char *pattern);

/* The RELAX NG schema of a pack file, NUL-terminated. Generated from rules/pack.rng. */
extern const char pack_schema[];

#endif
