/* Workers that read documents ahead, each with a reader of its own (--jobs). */
#ifndef DCX_CLI_JOBS_H
#define DCX_CLI_JOBS_H

#include "cli/tape.h"

typedef struct jobs jobs;

/* What became of a document. */
typedef struct job {
    bool unread; /* it has to be read by the caller: it is standard input or an archive, or could not be read, which is
                    to be said */
    size_t size; /* bytes */
    tape tape;
    dcx_status status;
    dcx_error error;
    dcx_counts counts;
} job;

/* Starts so many workers on the files, in their order; NULL: not one could be started. Everything that is passed must
 * live until jobs_stop, wanted's functions excepted: only which of them there are counts. */
jobs *jobs_start(size_t workers, const char *const *files, size_t count, const dcx_pack *pack,
                 const dcx_options *reading, const dcx_handler *wanted);
/* The next of the files, waited for. It holds until the next call. */
const job *jobs_next(jobs *j);
/* Ends the workers, when they are done with what they are at. j may be NULL. */
void jobs_stop(jobs *j);

#endif
