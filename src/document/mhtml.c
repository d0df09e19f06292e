#include "document/mhtml.h"

#include <string.h>
#include <strings.h>

#include "base/buffer.h"

enum { VALUE = 256 };

/* The end of the line, behind its break. */
static const char *next_line(const char *at, const char *end) {
    const char *stop = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
    return stop ? stop + 1 : end;
}

static bool is_blank_line(const char *at, const char *end) {
    return at < end && (*at == '\n' || (*at == '\r' && at + 1 < end && at[1] == '\n'));
}

/* Where the words stand in the text, whatever their case; NULL: nowhere. */
static const char *find_words(const char *text, const char *words) {
    for (size_t n = strlen(words); *text; text++)
        if (!strncasecmp(text, words, n))
            return text;
    return NULL;
}

/* The value of a header, with the lines that go on with it; returns where the headers end. */
static const char *read_headers(const char *at, const char *end, const char *name, char value[static VALUE]) {
    size_t length = strlen(name), n = 0;
    bool within = false;
    value[0] = '\0';
    for (; at < end && !is_blank_line(at, end); at = next_line(at, end)) {
        bool goes_on = *at == ' ' || *at == '\t';
        if (!goes_on)
            within = (size_t)(end - at) > length && !strncasecmp(at, name, length) && at[length] == ':';
        const char *stop = next_line(at, end);
        for (const char *c = at + (goes_on ? 0 : length + 1); within && c < stop && n + 1 < VALUE; c++)
            if (*c != '\r' && *c != '\n')
                value[n++] = *c;
    }
    value[n] = '\0';
    return next_line(at, end);
}

/* A parameter of a header's value: boundary="...". */
static bool read_parameter(const char *value, const char *name, char out[static VALUE]) {
    const char *at = find_words(value, name);
    size_t n = 0;
    if (!at)
        return false;
    at += strlen(name);
    bool quoted = *at == '"';
    at += quoted;
    while (at[n] && (quoted ? at[n] != '"' : !strchr("; \t", at[n])) && n + 1 < VALUE)
        n++;
    memcpy(out, at, n);
    out[n] = '\0';
    return n > 0;
}

static int hex(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

static void decode_quoted(buffer *out, const char *at, const char *end) {
    for (; at < end; at++) {
        if (*at != '=') {
            buffer_char(out, *at);
        } else if (end - at > 2 && hex(at[1]) >= 0 && hex(at[2]) >= 0) {
            buffer_char(out, (char)(hex(at[1]) * 16 + hex(at[2])));
            at += 2;
        } else { /* the line goes on */
            at = next_line(at, end) - 1;
        }
    }
}

static void decode_base64(buffer *out, const char *at, const char *end) {
    static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    unsigned bits = 0, count = 0;
    for (; at < end && *at != '='; at++) {
        const char *sign = *at ? strchr(signs, *at) : NULL;
        if (!sign)
            continue;
        bits = (bits << 6 | (unsigned)(sign - signs)) & 0xFFFF;
        count += 6;
        if (count >= 8) {
            count -= 8;
            buffer_char(out, (char)(bits >> count & 0xFF));
        }
    }
}

/* Where the next boundary stands, at the beginning of a line; end: nowhere. */
static const char *find_boundary(const char *at, const char *end, const char *boundary) {
    size_t n = strlen(boundary);
    for (; at < end; at = next_line(at, end))
        if ((size_t)(end - at) > n + 2 && at[0] == '-' && at[1] == '-' && !memcmp(at + 2, boundary, n))
            return at;
    return end;
}

static dcx_text decode_part(const source *s, const char *at, const char *end, const char *how) {
    buffer out;
    buffer_init_in(&out, s->arena);
    if (find_words(how, "quoted-printable"))
        decode_quoted(&out, at, end);
    else if (find_words(how, "base64"))
        decode_base64(&out, at, end);
    else
        buffer_put(&out, at, (size_t)(end - at));
    return (dcx_text){out.at ? out.at : "", out.length};
}

dcx_text mhtml_page(const source *s) {
    char type[VALUE], how[VALUE], boundary[VALUE];
    const char *at = s->bytes.at, *end = at + s->bytes.length;
    at = read_headers(at, end, "Content-Type", type);
    if (!read_parameter(type, "boundary=", boundary))
        return (dcx_text){0};
    for (at = find_boundary(at, end, boundary); at < end;) {
        const char *part = next_line(at, end);
        (void)read_headers(part, end, "Content-Transfer-Encoding", how);
        const char *body = read_headers(part, end, "Content-Type", type);
        at = find_boundary(part, end, boundary);
        if (find_words(type, "text/html"))
            return decode_part(s, body < at ? body : at, at, how);
    }
    return (dcx_text){0};
}
