/* Memory that never comes back NULL.
 *
 * Every handle of the library owns one `memory`. Its functions either succeed or jump to the handle's trap, which
 * the public function that was called has set, so that code in between need not check. The public function then
 * returns DCX_NO_MEMORY. Blocks allocated on the way belong to the handle's arenas and buffers and are released
 * with it. What another library gave is put under guard, and nothing else may be held across a call that can jump. */
#ifndef DCX_BASE_MEMORY_H
#define DCX_BASE_MEMORY_H

#include <setjmp.h>
#include <stddef.h>

#include "dcx.h"

typedef struct guard guard;

typedef struct memory {
    dcx_allocator hooks;
    jmp_buf *trap;
    guard *guards; /* the last one first */
} memory;

/* Something that is not the memory's, and how it is released; lives in the function that holds it. */
struct guard {
    guard *outer;
    void (*release)(void *what);
    void *what;
};

/* hooks may be NULL: the C library's. The trap is unset. */
void memory_init(memory *m, const dcx_allocator *hooks);

/* size bytes, uninitialised; jumps to the trap on failure. */
void *memory_alloc(memory *m, size_t size);
/* As realloc; jumps to the trap on failure, block is then still valid. */
void *memory_resize(memory *m, void *block, size_t size);
void memory_free(memory *m, void *block);

/* From here on `what` is released before memory jumps to its trap. Guards nest. */
void memory_hold(memory *m, guard *g, void (*release)(void *), void *what);
/* Ends the last guard: releases what it holds, or leaves it to the caller. */
void memory_drop(memory *m, guard *g);
void memory_keep(memory *m, guard *g);

/* Releases what is under guard and jumps to the trap. */
_Noreturn void memory_fail(memory *m);

/* For libraries with allocation hooks of their own: NULL on failure, never jumps. */
void *memory_try(memory *m, size_t size);

#endif
