/* Running another program: argument vector, no shell, bounded in time and output. */
#ifndef DCX_BASE_PROCESS_H
#define DCX_BASE_PROCESS_H

#include <stdbool.h>

#include "base/buffer.h"

typedef enum process_end {
    PROCESS_DONE,   /* it ended; see status */
    PROCESS_ABSENT, /* there is no such program */
    PROCESS_LATE,   /* it took too long and was ended */
    PROCESS_LARGE,  /* it wrote too much and was ended */
    PROCESS_FAILED  /* it could not be started or fed: see errno */
} process_end;

typedef struct process_limits {
    int seconds;
    size_t bytes;
} process_limits;

/* Runs argv[0], looked for in PATH, with the input as its standard input: a file that can be read from any place. What
 * it writes to standard output goes to *out, the first bytes of its standard error to message. *status is its exit
 * status, or -1 where a signal ended it. */
process_end process_run(const char *const *argv, dcx_text input, process_limits most, buffer *out, char *message,
                        size_t size, int *status);

#endif
