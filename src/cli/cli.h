/* The command line: what its commands share. Nothing of the library but dcx.h is used. */
#ifndef DCX_CLI_CLI_H
#define DCX_CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>

#include "dcx.h"

/* What dcx ends with. */
typedef enum exit_code {
    EXIT_DONE = 0,
    EXIT_FINDING = 1, /* what the user asked to fail on */
    EXIT_USAGE = 2,   /* wrong usage, or a broken rule pack */
    EXIT_IN_OUT = 3   /* an input or output could not be read or written */
} exit_code;

typedef struct command {
    const char *name;
    const char *usage;    /* what stands behind the name */
    const char *help;     /* one line */
    const char *examples; /* lines, each indented */
    unsigned options;     /* enum option_group, or-ed */
    exit_code (*run)(const struct command *command, int argc, const char **argv);
} command;

extern const command command_check, command_extract, command_diff, command_series, command_tokens, command_rules,
    command_verify, command_mcp;

#endif
