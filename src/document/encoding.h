/* Which encoding a text is in, and its way to UTF-8. */
#ifndef DCX_DOCUMENT_ENCODING_H
#define DCX_DOCUMENT_ENCODING_H

#include "document/document.h"

typedef struct encoding {
    char name[32];       /* as iconv calls it */
    const char *basis;   /* how it was told, for people */
    unsigned confidence; /* percent of usual characters; 0 where it needs no statistics to be sure */
    size_t mark;         /* bytes of byte order mark */
    bool valid;          /* the whole text was found to be UTF-8 */
} encoding;

/* Tells the encoding of a text: options->encoding, else the byte order mark, valid UTF-8, what the text declares of
 * itself (declared, "" if nothing) where the bytes bear it out, else statistics. False and *error where it cannot be
 * told or is not known. */
bool encoding_find(const char *name, const char *bytes, size_t size, const char *declared, const read_options *options,
                   encoding *e, dcx_error *error);
/* The text as UTF-8, without byte order mark: in the arena, or the bytes themselves if they are UTF-8 already. What
 * cannot be decoded becomes U+FFFD with a warning, or with options->strict an error: then false and *error. */
bool encoding_convert(arena *a, const char *name, dcx_text bytes, const encoding *e, const read_options *options,
                      dcx_text *utf8, dcx_error *error);

/* Says that byte number `offset` of the file, from 0, is no text in this encoding; line from 1. `of` are the faults so
 * far: the first ones are reported one by one. False and *error with options->strict. */
bool encoding_fault(const char *name, const char *called, size_t offset, long line, size_t of,
                    const read_options *options, dcx_error *error);
/* Says how many faults were not reported one by one. */
void encoding_faults_end(const char *name, const char *called, size_t faults, const read_options *options);

#endif
