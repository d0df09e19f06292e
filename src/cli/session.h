/* What every command that reads documents needs: a pack, a reader, and the documents one after another. */
#ifndef DCX_CLI_SESSION_H
#define DCX_CLI_SESSION_H

#include "cli/input.h"
#include "cli/jobs.h"
#include "cli/options.h"

typedef struct session {
    const options *options;
    dcx_pack *pack;
    dcx_reader *reader;
    dcx_corrections *corrections; /* NULL: none */
    dcx_options reading;
    jobs *jobs;       /* NULL: documents are read when their turn comes */
    input input;      /* the document at hand, */
    const job *ahead; /* and where it was read ahead, what was read */
    size_t done;      /* documents that could be read; each member of an archive is one */
} session;

/* Checks the reading options, opens pack and reader. On failure it is said, and nothing is to be closed. */
exit_code session_open(session *s, const options *o);
void session_close(session *s);

/* What says how a document was read, with --verbose; else NULL. */
dcx_report_fn *session_notice(const session *s);

/* Releases the bytes of the document at hand: for dcx_handler.taken. */
void session_let_go(session *s);

/* With --jobs, begins to read the documents that session_each will go through. handler has the functions that the
 * work will pass to session_read. */
void session_start_jobs(session *s, const dcx_handler *handler);

/* Does the work for one document; DCX_STOPPED when an output failed. */
typedef dcx_status document_fn(void *data, const char *name, const input *in, dcx_error *error);
/* Does the work for all of them ("-" where there are none) and for each member of archives, also when some cannot be
 * read. *done counts those that could. Stops at a failed output (EXIT_DONE is returned: the output knows why) and at a
 * broken rule. */
exit_code session_each(session *s, document_fn *work, void *data, size_t *done);

/* Says which corrections fit no document that was read, and passes all of them to row, which may be NULL. false: row
 * stopped, or memory is short, which is said. */
bool session_report(session *s, dcx_row_fn *row, void *data);

/* The records of an input, corrected, be it a document or a file of records. counts may be NULL. */
dcx_status session_read(session *s, const char *name, const input *in, const dcx_handler *handler, dcx_counts *counts,
                        dcx_error *error);
/* Passes the records of one FILE ("-": standard input), of either sort, to the handler. What is wrong is said. When the
 * handler asks to stop, EXIT_DONE is returned: it knows why. */
exit_code session_records(session *s, const char *path, const dcx_handler *handler);

#endif
