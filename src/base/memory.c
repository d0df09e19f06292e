#include "base/memory.h"

#include <stdlib.h>

static void *system_resize(void *data, void *block, size_t size) {
    (void)data;
    return realloc(block, size);
}

static void system_release(void *data, void *block) {
    (void)data;
    free(block);
}

void memory_init(memory *m, const dcx_allocator *hooks) {
    static const dcx_allocator system = {NULL, system_resize, system_release};
    m->hooks = hooks ? *hooks : system;
    m->trap = NULL;
    m->guards = NULL;
}

void memory_hold(memory *m, guard *g, void (*release)(void *), void *what) {
    *g = (guard){m->guards, release, what};
    m->guards = g;
}

void memory_drop(memory *m, guard *g) {
    m->guards = g->outer;
    g->release(g->what);
}

void memory_keep(memory *m, guard *g) {
    m->guards = g->outer;
}

void memory_fail(memory *m) {
    while (m->guards)
        memory_drop(m, m->guards);
    longjmp(*m->trap, 1);
}

void *memory_try(memory *m, size_t size) {
    return m->hooks.resize(m->hooks.data, NULL, size ? size : 1);
}

void *memory_resize(memory *m, void *block, size_t size) {
    void *p = m->hooks.resize(m->hooks.data, block, size ? size : 1);
    if (!p)
        memory_fail(m);
    return p;
}

void *memory_alloc(memory *m, size_t size) {
    return memory_resize(m, NULL, size);
}

void memory_free(memory *m, void *block) {
    m->hooks.release(m->hooks.data, block);
}
