#include "cli/input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/message.h"

/* Documents are counted in 32 bits, and take about three times their size in memory. */
static const size_t most = (size_t)1 << 30;

static const char *advice(int reason) {
    switch (reason) {
    case ENOENT: return "there is no such file; check its name and folder";
    case EACCES: return "it may not be read; ask its owner, or copy it";
    case EFBIG: return "it is larger than 1 GB; split it";
    case EISDIR: return "it is a folder; name the files in it, as in FOLDER/*.txt";
    default: return strerror(reason);
    }
}

/* Bytes up to the end. 0, or what went wrong. */
static int read_all(input *in, int fd, size_t expected) {
    size_t room = 0;
    for (;;) {
        if (in->size == room) {
            room = room ? room * 2 : expected + 1;
            in->bytes = need(in->bytes, room);
        }
        ssize_t n = read(fd, in->bytes + in->size, room - in->size);
        if (n == 0)
            return 0;
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno;
        in->size += (size_t)n;
        if (in->size > most)
            return EFBIG;
    }
}

static size_t size_of(int fd) {
    struct stat about;
    bool known = !fstat(fd, &about) && S_ISREG(about.st_mode) && about.st_size > 0 && (size_t)about.st_size <= most;
    return known ? (size_t)about.st_size : 65536;
}

/* 0, or what went wrong; then nothing is to be freed. */
static int load(input *in, const char *path) {
    *in = (input){NULL, 0};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    int reason = fd < 0 ? errno : read_all(in, fd, size_of(fd));
    if (fd >= 0)
        (void)close(fd);
    if (reason)
        input_free(in);
    return reason;
}

static int load_standard(input *in) {
    *in = (input){NULL, 0};
    if (isatty(STDIN_FILENO))
        say("reading from the terminal; Ctrl-D ends it");
    int reason = read_all(in, STDIN_FILENO, size_of(STDIN_FILENO));
    if (reason)
        input_free(in);
    return reason;
}

bool input_read(input *in, const char *path) {
    bool standard = !strcmp(path, "-");
    int reason = standard ? load_standard(in) : load(in, path);
    if (reason)
        say("%s: %s", standard ? "standard input" : path, advice(reason));
    return !reason;
}

bool input_try(input *in, const char *path) {
    return strcmp(path, "-") != 0 && !load(in, path);
}

typedef struct counted {
    const dcx_handler *handler;
    size_t *records;
} counted;

static int count_record(void *data, const dcx_row *row) {
    const counted *c = data;
    ++*c->records;
    return c->handler->record(c->handler->data, row);
}

static void pass_warning(void *data, const dcx_error *what) {
    const counted *c = data;
    if (c->handler->warning)
        c->handler->warning(c->handler->data, what);
}

dcx_status input_records(const input *in, const dcx_pack *pack, dcx_reader *reader, const char *path,
                         const dcx_handler *handler, dcx_counts *counts, dcx_error *error) {
    if (!dcx_is_record_file(in->bytes, in->size))
        return dcx_extract(reader, path, in->bytes, in->size, handler, counts, error);
    size_t ignored = 0;
    counted c = {handler, counts ? &counts->records : &ignored};
    const dcx_handler counting = {.data = &c, .record = count_record, .warning = pass_warning};
    return dcx_records_read(pack, path, in->bytes, in->size, &counting, NULL, error);
}

void input_free(input *in) {
    free(in->bytes);
    *in = (input){NULL, 0};
}
