/* What a dcx_pack is, for pack/ alone. */
#ifndef DCX_PACK_OWN_H
#define DCX_PACK_OWN_H

#include "base/arena.h"
#include "pack/pack.h"

/* A character that words begin with. */
struct pack_first {
    uint64_t classes; /* of those words, as bits */
    uint64_t alone;   /* of those that are this character alone */
    uint32_t begin;   /* of its groups: one a class, in their order */
};

/* The words of a class that begin alike, longest first. */
struct pack_group {
    uint64_t second; /* 1 << (c & 63) for each second character of theirs */
    uint32_t word;   /* the first of them */
    uint32_t alone;  /* the one that is the first character alone, or the end */
    uint32_t end;    /* behind the last of them */
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

/* Makes first_at, first and group of data (index.c). */
void pack_index(dcx_pack *pack);

/* Whether the pattern's {names} mean in data, which came of base, what they mean there. */
bool pack_reads_alike(const pack_data *data, const pack_data *base, const char *pattern);

/* The RELAX NG schema of a pack file, NUL-terminated. Generated from rules/pack.rng. */
extern const char pack_schema[];

#endif
