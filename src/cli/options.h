/* Options: the same names mean the same in every command. */
#ifndef DCX_CLI_OPTIONS_H
#define DCX_CLI_OPTIONS_H

#include "cli/cli.h"

typedef enum option_group {
    OPTIONS_PACK = 1,         /* --rules */
    OPTIONS_READING = 2,      /* --year, --encoding, --input-format, --strict, --verbose */
    OPTIONS_WRITING = 4,      /* --format, --output, --columns, --header, --no-header, --bom, --no-guard */
    OPTIONS_RECORDS = 8,      /* --show-unit, --missed */
    OPTIONS_MATCHING = 16,    /* --aliases, --min-score */
    OPTIONS_DIFF = 32,        /* --sort, --only, --years, --exit-code, --fail-on */
    OPTIONS_SERIES = 64,      /* --wide, --all */
    OPTIONS_SELECT = 128,     /* --select */
    OPTIONS_CHECK = 256,      /* --against, --explain, --fail-on error|note */
    OPTIONS_CORRECTING = 512, /* --corrections */
    OPTIONS_JOBS = 1024,      /* --jobs */
    OPTIONS_FILES = 4096,     /* folders and --files0-from */
    OPTIONS_WORDS = 8192,     /* --words */
    OPTIONS_VERIFY = 16384    /* --against (repeatable), --aliases, --fail-on STATUS */
} option_group;

typedef struct file_list file_list;

typedef struct options {
    char *format, *output, *columns, *header, *select, *show_unit, *missed, *encoding, *input_format;
    char *sandbox; /* options_sandbox */
    char *files0_from;
    char *against; /* check */
    char *aliases, *min_score;
    char *sort, *only, *years, *fail_on; /* diff */
    char **sources;                      /* verify: --against */
    char **rules, **corrections;         /* NULL-terminated, or NULL */
    int year, jobs;
    int explain;   /* check */
    int exit_code; /* diff */
    int wide, all; /* series */
    int words;     /* tokens */
    int no_header, bom, no_guard, strict, quiet, verbose, no_sandbox, help, version;
    const char *const *beneath; /* mcp: folders whose files may be read, NULL: none */
    const char **files;         /* what is left, NULL-terminated, never NULL */
    size_t file_count;
    file_list *expanded;   /* where these come from folders and lists (cli/files.h) */
    void *context, *table; /* what the option parser holds */
} options;

/* Reads the options of a command. false: nothing is left to do, *code says what to end with (--help, --version and
 * wrong options are answered here). Free in either case. */
bool options_read(options *o, const command *self, int argc, const char **argv, exit_code *code);
void options_free(options *o);

/* Whether the output's name may stand over the default format: not where it ends like another one's (a workbook's),
 * which would mislead whoever opens it. That is said. */
bool options_check_ending(const options *o);
/* What a format of output writes to; of one that is unknown or NULL, a stream. */
dcx_output options_destination(const char *format);
typedef enum sandbox_wish { SANDBOX_OFFERED, SANDBOX_REQUIRED, SANDBOX_OFF } sandbox_wish;
/* How much of the sandbox is wanted. */
sandbox_wish options_sandbox(const options *o);
/* How many there are of a list. */
size_t options_count(char *const *list);
/* The help of a command. */
void options_help(const command *self);

#endif
