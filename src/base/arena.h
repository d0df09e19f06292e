/* Blocks that are released all together. */
#ifndef DCX_BASE_ARENA_H
#define DCX_BASE_ARENA_H

#include <stddef.h>

#include "base/memory.h"

typedef struct arena_page arena_page;

typedef struct arena {
    memory *mem;
    arena_page *page; /* the one in use, first of a list */
    arena_page *spare;
} arena;

void arena_init(arena *a, memory *mem);
/* size bytes, zeroed, aligned for any type; jumps to the memory's trap on failure. Valid until reset or free. */
void *arena_alloc(arena *a, size_t size);
/* count elements of size bytes; a product that overflows fails like lack of memory. */
void *arena_array(arena *a, size_t count, size_t size);
/* The same, not zeroed. */
void *arena_raw(arena *a, size_t count, size_t size);
/* The block with room for more: from length bytes, which stay, to size. What is new is not zeroed. Where it was the
 * last block, it stays in place. block may be NULL when length is 0. */
void *arena_grow(arena *a, void *block, size_t length, size_t size);
/* A NUL-terminated copy of length bytes. */
char *arena_copy(arena *a, const char *text, size_t length);
/* printf into the arena. */
char *arena_print(arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Forgets all blocks, keeps the pages for reuse. */
void arena_reset(arena *a);
/* Releases everything. */
void arena_free(arena *a);

#endif
