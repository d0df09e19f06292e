/* The built-in pack and some memory, for tests that read text into tokens and words. */
#ifndef DCX_TESTS_LEXING_H
#define DCX_TESTS_LEXING_H

#include "lexer/lexer.h"

static dcx_pack *pack;
static memory mem;
static arena room;
static jmp_buf trap;

/* As cmocka's set-up and tear-down of a group. */
static inline int set_up(void **state) {
    (void)state;
    dcx_error error = {.status = DCX_OK};
    if (pack_load(&pack, &pack_builtin, NULL, 0, NULL, &error) != DCX_OK) {
        print_error("%s:%ld: %s\n", error.file, error.line, error.message);
        return -1;
    }
    memory_init(&mem, NULL);
    mem.trap = &trap;
    arena_init(&room, &mem);
    return 0;
}

static inline int tear_down(void **state) {
    (void)state;
    arena_free(&room);
    dcx_pack_free(pack);
    return 0;
}

#endif
