#include "cli/select.h"

#include <stdlib.h>
#include <string.h>

#include "cli/message.h"

typedef struct pattern {
    const char *at;
    size_t length;
    long line;
    bool used;
} pattern;

struct selection {
    const char *path;
    input file;
    pattern *pattern;
    size_t count;
};

/* Length of a white space character of UTF-8 text at c: ASCII's, U+3000 and U+FEFF; 0: it is none. */
static size_t space(const char *c, size_t left) {
    if (strchr(" \t\r", *c) && *c)
        return 1;
    return left >= 3 && (!memcmp(c, "\xE3\x80\x80", 3) || !memcmp(c, "\xEF\xBB\xBF", 3)) ? 3 : 0;
}

/* Takes the spaces out, as they are out of a metric's name; returns the new length. */
static size_t squeeze(char *text, size_t length) {
    size_t to = 0;
    for (size_t from = 0; from < length;) {
        size_t n = space(text + from, length - from);
        if (!n)
            text[to++] = text[from];
        from += n ? n : 1;
    }
    return to;
}

static size_t sequence(unsigned char first) {
    return first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
}

static bool is_utf8(const char *text, size_t length) {
    for (size_t at = 0; at < length;) {
        size_t bytes = sequence((unsigned char)text[at]);
        if (!bytes || bytes > length - at)
            return false;
        for (size_t i = 1; i < bytes; i++)
            if (((unsigned char)text[at + i] & 0xC0) != 0x80)
                return false;
        at += bytes;
    }
    return true;
}

static bool add_line(selection *s, char *text, size_t length, long line) {
    if (!is_utf8(text, length)) {
        say("%s:%ld: it is not UTF-8; save it as UTF-8", s->path, line);
        return false;
    }
    length = squeeze(text, length);
    if (!length || *text == '#')
        return true;
    s->pattern = need(s->pattern, (s->count + 1) * sizeof *s->pattern);
    s->pattern[s->count++] = (pattern){text, length, line, false};
    return true;
}

selection *selection_read(const char *path) {
    selection *s = need(NULL, sizeof *s);
    *s = (selection){.path = path};
    if (!input_read(&s->file, path)) {
        selection_free(s);
        return NULL;
    }
    long line = 0;
    for (size_t at = 0; at < s->file.size;) {
        char *text = s->file.bytes + at;
        char *end = memchr(text, '\n', s->file.size - at);
        size_t length = end ? (size_t)(end - text) : s->file.size - at;
        if (!add_line(s, text, length, ++line)) {
            selection_free(s);
            return NULL;
        }
        at += length + 1;
    }
    return s;
}

static size_t next(dcx_text text, size_t at) {
    do
        at++;
    while (at < text.length && ((unsigned char)text.at[at] & 0xC0) == 0x80);
    return at;
}

static char lower(char c) {
    return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

/* `*` stands for any characters, `?` for one. After a mismatch only the last star is lengthened: that is enough. */
static bool matches(const pattern *p, dcx_text text) {
    const size_t no_star = (size_t)-1;
    size_t i = 0, at = 0, star = no_star, resume = 0;
    while (at < text.length) {
        if (i < p->length && p->at[i] == '*') {
            star = i++;
            resume = at;
        } else if (i < p->length && p->at[i] == '?') {
            i++;
            at = next(text, at);
        } else if (i < p->length && lower(p->at[i]) == lower(text.at[at])) {
            i++;
            at++;
        } else if (star != no_star) {
            i = star + 1;
            at = resume = next(text, resume);
        } else
            return false;
    }
    while (i < p->length && p->at[i] == '*')
        i++;
    return i == p->length;
}

bool selection_takes(selection *s, dcx_text metric) {
    bool taken = false;
    for (size_t i = 0; i < s->count; i++)
        if (matches(&s->pattern[i], metric))
            taken = s->pattern[i].used = true;
    return taken;
}

size_t selection_report(const selection *s) {
    size_t unused = 0;
    for (size_t i = 0; i < s->count; i++) {
        const pattern *p = &s->pattern[i];
        unused += !p->used;
        if (!p->used)
            say("%s:%ld: no metric matches '%.*s'", s->path, p->line, (int)p->length, p->at);
    }
    return unused;
}

void selection_free(selection *s) {
    if (!s)
        return;
    input_free(&s->file);
    free(s->pattern);
    free(s);
}
