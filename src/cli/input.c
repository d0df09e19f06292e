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
    case EISDIR: return "it is a folder; name the files in it, as in FOLDER/*.txt";
    default: return strerror(reason);
    }
}

static bool fail(input *in, const char *path, const char *what) {
    input_free(in);
    say("%s: %s", strcmp(path, "-") ? path : "standard input", what);
    return false;
}

static bool read_all(input *in, int fd, size_t expected, const char *path) {
    size_t room = 0;
    for (;;) {
        if (in->size == room) {
            room = room ? room * 2 : expected + 1;
            in->bytes = need(in->bytes, room);
        }
        ssize_t n = read(fd, in->bytes + in->size, room - in->size);
        if (n == 0)
            return true;
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fail(in, path, advice(errno));
        in->size += (size_t)n;
        if (in->size > most)
            return fail(in, path, "it is larger than 1 GB; split it");
    }
}

bool input_read(input *in, const char *path) {
    *in = (input){NULL, 0};
    bool standard = !strcmp(path, "-");
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail(in, path, advice(errno));
    if (isatty(fd))
        say("reading from the terminal; Ctrl-D ends it");
    struct stat about;
    size_t expected = 65536;
    if (!fstat(fd, &about) && S_ISREG(about.st_mode) && about.st_size > 0 && (size_t)about.st_size <= most)
        expected = (size_t)about.st_size;
    bool done = read_all(in, fd, expected, path);
    if (!standard)
        (void)close(fd);
    return done;
}

void input_free(input *in) {
    free(in->bytes);
    *in = (input){NULL, 0};
}
