/* The built-in pack, opened once for all tests of a program. */
#ifndef DCX_TESTS_BUILTIN_H
#define DCX_TESTS_BUILTIN_H

#include "dcx.h"

static dcx_pack *pack;

/* As cmocka's group set-up and tear-down. */
static int open_builtin(void **state) {
    (void)state;
    return dcx_pack_open(&pack, NULL, 0, NULL, NULL) == DCX_OK ? 0 : -1;
}

static int close_builtin(void **state) {
    (void)state;
    dcx_pack_free(pack);
    return 0;
}

#endif
