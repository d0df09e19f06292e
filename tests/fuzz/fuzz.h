/* What the targets of the fuzzer share. A target is one function that is given bytes, reads them with one parser, and
 * checks what comes out; CHECK ends the program. */
#ifndef DCX_TESTS_FUZZ_FUZZ_H
#define DCX_TESTS_FUZZ_FUZZ_H

#include <libxml/xmlerror.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "allocator.h"
#include "base/utf8.h"

/* Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#define CHECK(what)                                                                                                    \
    do {                                                                                                               \
        if (!(what)) {                                                                                                 \
            (void)fprintf(stderr, "%s:%d: this does not hold: %s\n", __FILE__, __LINE__, #what);                       \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

/* Of so many lengths of inputs one is read twice, and one again while memory runs out. */
enum { FUZZ_AGAIN = 4 };

/* A number from 1 to most that the bytes choose. */
static inline long fuzz_choice(dcx_text bytes, long most) {
    uint32_t h = 2166136261U;
    for (size_t i = 0; i < bytes.length; i++)
        h = (h ^ (unsigned char)bytes.at[i]) * 16777619U;
    return most > 0 ? 1 + (long)(h % (uint32_t)most) : 1;
}

/* What libxml2 prints; the library must not let it. */
static inline void fuzz_printed(void *data, const char *format, ...) {
    bool nothing_is_printed = !data && !format;
    CHECK(nothing_is_printed);
}

/* The built-in pack, opened once. */
static inline dcx_pack *fuzz_pack(void) {
    static dcx_pack *pack;
    xmlSetGenericErrorFunc(NULL, fuzz_printed);
    if (!pack)
        CHECK(dcx_pack_open(&pack, NULL, 0, NULL, NULL) == DCX_OK);
    return pack;
}

/* A status that a document of any content may end with: nothing that is the caller's fault or the machine's. */
static inline void fuzz_check_status(dcx_status status, const dcx_error *error) {
    CHECK(status == DCX_OK || status == DCX_BAD_INPUT || status == DCX_LIMIT);
    CHECK(status == DCX_OK || (error->status == status && *error->message));
}

static inline bool fuzz_is_utf8(dcx_text text) {
    bool valid = true;
    char32_t c;
    for (size_t i = 0; i < text.length && valid;)
        i += utf8_decode(text.at + i, text.length - i, &c, &valid);
    return valid;
}

static inline bool fuzz_is_decimal(dcx_text t) {
    size_t i = t.length && *t.at == '-', from = i;
    while (i < t.length && rune_is_digit((unsigned char)t.at[i]))
        i++;
    bool whole = i > from;
    if (i < t.length && t.at[i] == '.')
        for (from = ++i; i < t.length && rune_is_digit((unsigned char)t.at[i]);)
            i++;
    return whole && i > from && i == t.length;
}

/* Texts, one behind the other, so that two runs can be compared. */
typedef struct fuzz_log {
    char *at;
    size_t length, room;
} fuzz_log;

static inline void fuzz_log_put(fuzz_log *l, const char *bytes, size_t size) {
    if (!l->at || l->room - l->length < size + 1) {
        l->room = 2 * l->room + size + 1;
        l->at = realloc(l->at, l->room);
        CHECK(l->at);
    }
    if (size)
        memcpy(l->at + l->length, bytes, size);
    l->length += size;
    l->at[l->length++] = '\x1F';
}

/* A dcx_row_fn; data is a fuzz_log. */
static inline int fuzz_log_row(void *data, const dcx_row *row) {
    for (size_t i = 0; i < row->schema->columns; i++)
        fuzz_log_put(data, row->field[i].at, row->field[i].length);
    fuzz_log_put(data, "\n", 1);
    return 0;
}

static inline bool fuzz_log_equal(const fuzz_log *a, const fuzz_log *b) {
    return a->length == b->length && (!a->length || !memcmp(a->at, b->at, a->length));
}

static inline void fuzz_log_free(fuzz_log *l) {
    free(l->at);
    *l = (fuzz_log){0};
}

/* One run over a text, whose results go to the log; the request for memory number fail_at fails, 0: none does. Returns
 * how often memory was asked for. */
typedef long fuzz_run_fn(dcx_text text, long fail_at, fuzz_log *log);

/* Runs it; now and then a second time, which must give the same, or with too little memory. */
static inline void fuzz_run(dcx_text text, fuzz_run_fn *run) {
    fuzz_log first = {0}, second = {0};
    long asked = run(text, 0, &first);
    if (text.length % FUZZ_AGAIN == 0) {
        (void)run(text, 0, &second);
        CHECK(fuzz_log_equal(&first, &second));
    } else if (text.length % FUZZ_AGAIN == 1)
        (void)run(text, fuzz_choice(text, asked), &second);
    fuzz_log_free(&first);
    fuzz_log_free(&second);
}

/* The part of the bytes before the first separator; *bytes goes on behind it. */
static inline dcx_text fuzz_cut(dcx_text *bytes, char separator) {
    const char *end = bytes->length ? memchr(bytes->at, separator, bytes->length) : NULL;
    dcx_text part = {bytes->at, end ? (size_t)(end - bytes->at) : bytes->length};
    size_t used = part.length + (end != NULL);
    *bytes = (dcx_text){bytes->at + used, bytes->length - used};
    return part;
}

#endif
