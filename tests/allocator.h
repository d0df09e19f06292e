/* Allocation hooks that count, and fail when they are told to. */
#ifndef DCX_TESTS_ALLOCATOR_H
#define DCX_TESTS_ALLOCATOR_H

#include <stdlib.h>

#include "dcx.h"

typedef struct allocations {
    long live;    /* blocks that are not released yet */
    long asked;   /* how often memory was asked for */
    long fail_at; /* the request that gets none, from 1; 0: all get theirs */
    int for_good; /* nor do those after it */
} allocations;

static inline void *allocations_resize(void *data, void *block, size_t size) {
    allocations *a = data;
    a->asked++;
    if (a->fail_at && (a->asked == a->fail_at || (a->for_good && a->asked > a->fail_at)))
        return NULL;
    void *p = realloc(block, size);
    a->live += p && !block;
    return p;
}

static inline void allocations_release(void *data, void *block) {
    allocations *a = data;
    a->live -= block != NULL;
    free(block);
}

static inline dcx_allocator allocations_hooks(allocations *a) {
    return (dcx_allocator){a, allocations_resize, allocations_release};
}

#endif
