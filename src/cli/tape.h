/* What a reader passes to its handler, kept in memory to be passed on later. */
#ifndef DCX_CLI_TAPE_H
#define DCX_CLI_TAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "dcx.h"

typedef struct tape {
    char *at;
    size_t length, room;
} tape;

/* A handler that keeps everything that a reader passes on and for which `wanted` has a function. */
dcx_handler tape_recorder(tape *t, const dcx_handler *wanted);
/* Passes everything on, in its order. false: the handler asked to stop. */
bool tape_play(const tape *t, const dcx_handler *to);
/* Forgets what it holds, and keeps the memory. */
void tape_clear(tape *t);
void tape_free(tape *t);

#endif
