/* Where results go: standard output, or a file that is complete or absent. */
#ifndef DCX_CLI_OUTPUT_H
#define DCX_CLI_OUTPUT_H

#include "cli/cli.h"

typedef struct output {
    const char *path; /* NULL: standard output */
    char *target;     /* the file that is replaced at the end */
    char *temporary;  /* the file beside it that is written until then; NULL: path itself is written */
    int fd;
    int reason; /* errno of the write that failed, 0: none */
} output;

/* path NULL or "-": standard output. The name of an open descriptor, such as /dev/stdout, means what is open there.
 * What is wrong is said; false then. */
bool output_open(output *out, const char *path);
/* Whether a file that somebody else writes (a database) may be made, or changed, at path. What is wrong is said. */
bool output_may_keep(const char *path);
/* As dcx_sink_fn; data is the output. */
int output_sink(void *data, const char *bytes, size_t size);
/* All was written: puts the file in its place. What is wrong is said. Ends the output. */
exit_code output_commit(output *out);
/* The work failed: leaves nothing behind. Ends the output, does nothing when that was done before. */
void output_discard(output *out);
/* What a failed write means: a reader that closed the pipe is no failure; else it is said. */
exit_code output_failure(const output *out);

/* As mkdtemp; an interrupt removes the folder as well, until it is forgotten. There is one at most. empty removes the
 * files in it, and may do nothing that a signal handler must not. */
bool output_make_folder(char *name, void (*empty)(void));
void output_forget(char *folder);

/* Ends the program quietly when the pipe is closed, and removes half-written files when it is interrupted or ended by a
 * library. */
void output_prepare(void);
/* Removes half-written files; also where nothing else may be done, as in a handler of signals. */
void output_abandon(void);

#endif
