#include "pack/pack.h"

#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "pack/own.h"

enum {
    INSIDE = '*', /* before a class's name: its words may be the end of longer ones */
    NESTING = 12,
    LONGEST = 1 << 20 /* bytes of a pattern with its names replaced */
};

const pack_data *pack_content(const dcx_pack *pack) {
    return &pack->data;
}

arena *pack_arena(dcx_pack *pack) {
    return &pack->arena;
}

void pack_set_ready(dcx_pack *pack, uint32_t rule, const regex_ready *ready) {
    pack->rule[rule].ready = ready;
}

const char *qualifier_name(qualifier q) {
    static const char *const names[] = {
        [QUALIFIER_NONE] = "", [QUALIFIER_GE] = "ge", [QUALIFIER_LE] = "le", [QUALIFIER_APPROX] = "approx"};
    return names[q];
}

int pack_dimension(const dcx_pack *pack, const char *name) {
    for (uint32_t i = 0; i < pack->data.dimensions; i++)
        if (!strcmp(pack->data.dimension[i], name))
            return (int)i;
    return -1;
}

/* ---- patterns ---- */

typedef struct expansion {
    const pack_data *data;
    const pack_macro *extra;
    size_t extras;
    const char *edge; /* matches where a word begins or ends; "" where patterns know nothing of words */
    buffer out;
    dcx_error *error;
} expansion;

static bool expand(expansion *x, const char *pattern, int depth);

static const pack_macro *find_macro(const pack_macro *list, size_t count, const char *name, size_t n) {
    for (size_t i = 0; i < count; i++)
        if (strlen(list[i].name) == n && !memcmp(list[i].name, name, n))
            return &list[i];
    return NULL;
}

static const pack_class *find_class(const pack_data *data, const char *name, size_t n) {
    for (uint32_t i = 0; i < data->classes; i++)
        if (strlen(data->cls[i].name) == n && !memcmp(data->cls[i].name, name, n))
            return &data->cls[i];
    return NULL;
}

/* The first {name} of a pattern, or its end. \x{...} and {2,3} are none. */
static const char *find_name(const char *p) {
    while (*p && !(*p == '{' && (p[1] < '0' || p[1] > '9') && p[1] != ',')) {
        const char *close = *p == '\\' && p[1] && p[2] == '{' ? strchr(p + 2, '}') : NULL;
        p = close ? close + 1 : *p == '\\' && p[1] ? p + 2 : p + 1;
    }
    return p;
}

/* The length of the name behind a brace. */
static size_t name_length(const char *p) {
    const char *close = strchr(p, '}');
    return close ? (size_t)(close - p) : strlen(p);
}

bool pack_reads_alike(const pack_data *data, const pack_data *base, const char *pattern) {
    for (const char *p = find_name(pattern); *p; p = find_name(p)) {
        size_t inside = *++p == INSIDE, n = name_length(p += inside);
        const pack_macro *m = find_macro(data->macro, data->macros, p, n);
        const pack_class *c = m ? NULL : find_class(data, p, n);
        size_t at = m ? (size_t)(m - data->macro) : c ? (size_t)(c - data->cls) : 0;
        if (m && (at >= base->macros || m->body != base->macro[at].body || !pack_reads_alike(data, base, m->body)))
            return false;
        if (c && (at >= base->classes || c->count != base->cls[at].count))
            return false;
        p += n + (p[n] == '}');
    }
    return true;
}

static void put_rune_literal(buffer *out, char32_t c) {
    if (c < 0x80 && !rune_is_alpha(c) && !rune_is_digit(c))
        buffer_char(out, '\\');
    buffer_rune(out, c);
}

static void put_word(buffer *out, const pack_word *w, uint32_t from) {
    for (uint32_t k = from; k < w->length; k++)
        put_rune_literal(out, w->text[k]);
}

/* The words from first to last, which begin alike: their first character is looked at once. */
static void put_alike(buffer *out, const pack_word *first, const pack_word *last) {
    if (first == last) {
        put_word(out, first, 0);
        return;
    }
    put_rune_literal(out, first->text[0]);
    buffer_text(out, "(?:");
    for (const pack_word *w = first; w <= last; w++) {
        if (w != first)
            buffer_char(out, '|');
        put_word(out, w, 1);
    }
    buffer_char(out, ')');
}

/* Says in advance with which characters the words begin, where those are many: one test instead of one a word. */
static bool put_first(buffer *out, const pack_word *w, const pack_word *end) {
    enum { MANY = 8 };
    size_t count = 0;
    for (const pack_word *k = w; k < end; k++)
        count += k == w || k->text[0] != k[-1].text[0];
    if (count < MANY)
        return false;
    buffer_text(out, "(?=[");
    for (const pack_word *k = w; k < end; k++)
        if (k == w || k->text[0] != k[-1].text[0])
            put_rune_literal(out, k->text[0]);
    buffer_text(out, "])(?:");
    return true;
}

/* The class's words as an alternation. Words with a common first character stand together, longest first; that is
 * enough for the longest to win. A word ends where a word of the text does, and begins where one does unless it may
 * stand inside. */
static void put_class(expansion *x, const pack_class *c, bool inside) {
    buffer *out = &x->out;
    const pack_word *w = x->data->word + c->first, *end = w + c->count;
    buffer_text(out, "(?:");
    bool first = put_first(out, w, end);
    buffer_text(out, inside ? "" : x->edge);
    buffer_text(out, "(?:");
    while (w < end) {
        const pack_word *last = w;
        while (last + 1 < end && last[1].text[0] == w->text[0])
            last++;
        put_alike(out, w, last);
        w = last + 1;
        if (w < end)
            buffer_char(out, '|');
    }
    buffer_char(out, ')');
    buffer_text(out, x->edge);
    buffer_text(out, first ? "))" : ")");
}

static bool put_name(expansion *x, const char *name, size_t n, int depth) {
    bool inside = n && *name == INSIDE;
    name += inside;
    n -= inside;
    const pack_macro *m = find_macro(x->extra, x->extras, name, n);
    if (!m)
        m = find_macro(x->data->macro, x->data->macros, name, n);
    if (m) {
        buffer_text(&x->out, "(?:");
        bool done = expand(x, m->body, depth + 1);
        buffer_char(&x->out, ')');
        return done;
    }
    const pack_class *c = find_class(x->data, name, n);
    if (c) {
        put_class(x, c, inside);
        return true;
    }
    error_set(x->error, DCX_BAD_PACK, NULL, 0, "declare it with <macro name=\"...\"> or <words class=\"...\">",
              "unknown name {%.*s}", (int)n, name);
    return false;
}

static bool expand(expansion *x, const char *p, int depth) {
    if (depth > NESTING) {
        error_set(x->error, DCX_BAD_PACK, NULL, 0, "a macro must not use itself", "macros are nested too deep");
        return false;
    }
    for (;;) {
        const char *name = find_name(p);
        buffer_put(&x->out, p, (size_t)(name - p));
        if (x->out.length > LONGEST) {
            error_set(x->error, DCX_BAD_PACK, NULL, 0, "use fewer names in it", "the pattern grows beyond 1 MiB");
            return false;
        }
        if (!*name)
            return true;
        size_t n = name_length(++name);
        if (!put_name(x, name, n, depth))
            return false;
        p = name + n + (name[n] == '}');
    }
}

const char *pack_expand(const dcx_pack *pack, arena *a, const char *pattern, const pack_macro *extra, size_t extras,
                        dcx_error *error) {
    const pack_macro *edge = find_macro(extra, extras, "word", strlen("word"));
    expansion x = {
        .data = &pack->data, .extra = extra, .extras = extras, .edge = edge ? edge->body : "", .error = error};
    buffer_init_in(&x.out, a);
    if (!expand(&x, pattern, 0))
        return NULL;
    buffer_char(&x.out, '\0');
    return x.out.at;
}
