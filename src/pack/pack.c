#include "pack/pack.h"

#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "pack/own.h"

enum {
    NESTING = 12,
    FEWEST_BITS = 8,  /* of slots */
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

/* The character's slot in a table of 1 << bits, or the empty one where it would be. */
static size_t find_slot(const pack_slot *slot, unsigned bits, char32_t c) {
    size_t s = (c * 2654435761U) >> (32 - bits), last = ((size_t)1 << bits) - 1;
    while (slot[s].first && slot[s].first != c)
        s = (s + 1) & last;
    return s;
}

/* How many classes before this one have words that begin as well. */
static unsigned classes_before(uint64_t classes, unsigned cls) {
    return (unsigned)__builtin_popcountll(classes & (((uint64_t)1 << cls) - 1));
}

/* Whether the word is the first of those of its class that begin alike. */
static bool begins_group(const pack_data *data, uint32_t i) {
    const pack_word *w = &data->word[i];
    return w->cls < INDEXED && (!i || w[-1].cls != w->cls || w[-1].text[0] != w->text[0]);
}

/* Gives each first character its slot; false: they would fill more than half of the table. */
static bool fill_slots(const pack_data *data, pack_slot *slot, unsigned bits) {
    size_t used = 0;
    for (uint32_t i = 0; i < data->words; i++) {
        if (!begins_group(data, i))
            continue;
        pack_slot *s = &slot[find_slot(slot, bits, data->word[i].text[0])];
        used += !s->first;
        if (used > (size_t)1 << (bits - 1))
            return false;
        s->first = data->word[i].text[0];
        s->classes |= (uint64_t)1 << data->word[i].cls;
    }
    return true;
}

bool pack_index(dcx_pack *pack) {
    pack_data *data = &pack->data;
    pack_slot *slot;
    unsigned bits = FEWEST_BITS;
    do {
        if (bits > PACK_SLOT_BITS)
            return false;
        slot = arena_array(&pack->arena, (size_t)1 << bits, sizeof *slot);
    } while (!fill_slots(data, slot, bits++));
    data->slot_bits = --bits;
    uint32_t groups = 0;
    for (size_t s = 0; s < (size_t)1 << bits; s++) {
        slot[s].begin = groups;
        groups += (uint32_t)__builtin_popcountll(slot[s].classes);
    }
    uint32_t *group = arena_array(&pack->arena, groups + 1, sizeof *group);
    for (uint32_t i = 0; i < data->words; i++) {
        if (!begins_group(data, i))
            continue;
        const pack_slot *s = &slot[find_slot(slot, bits, data->word[i].text[0])];
        group[s->begin + classes_before(s->classes, data->word[i].cls)] = i;
    }
    data->slot = slot;
    data->group = group;
    return true;
}

uint64_t pack_classes(const dcx_pack *pack, char32_t c) {
    return pack->data.slot[find_slot(pack->data.slot, pack->data.slot_bits, c)].classes;
}

/* Whether one of the space-separated texts stands at text. */
static bool stands(const char32_t *list, const char32_t *text, size_t length) {
    while (*list) {
        size_t n = 0;
        while (list[n] && list[n] != ' ')
            n++;
        if (n && n <= length && !memcmp(list, text, n * sizeof *text))
            return true;
        list += n + (list[n] != 0);
    }
    return false;
}

/* The first of the words of a class that begin with c, or the number of words. */
static uint32_t find_group(const dcx_pack *pack, word_class cls, char32_t c) {
    const pack_class *all = &pack->data.cls[cls];
    uint32_t lo = all->first, end = all->first + all->count, hi = end;
    if ((int)cls < (int)INDEXED) {
        const pack_slot *s = &pack->data.slot[find_slot(pack->data.slot, pack->data.slot_bits, c)];
        return s->classes >> cls & 1 ? pack->data.group[s->begin + classes_before(s->classes, cls)] : pack->data.words;
    }
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (pack->data.word[mid].text[0] < c)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < end && pack->data.word[lo].text[0] == c ? lo : pack->data.words;
}

/* Whether the word stands at text, whose first character is the word's. */
static bool is_word(const pack_word *w, const char32_t *text, size_t length) {
    if (w->length > length)
        return false;
    for (size_t i = 1; i < w->length; i++)
        if (w->text[i] != text[i])
            return false;
    return !*w->unless || !stands(w->unless, text + w->length, length - w->length);
}

const pack_word *pack_find(const dcx_pack *pack, word_class cls, const char32_t *text, size_t length) {
    if (!length)
        return NULL;
    const pack_word *w = pack->data.word + find_group(pack, cls, text[0]), *end = pack->data.word + pack->data.words;
    for (; w < end && w->text[0] == text[0] && w->cls == (int)cls; w++)
        if (is_word(w, text, length))
            return w;
    return NULL;
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
        size_t n = name_length(++p);
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
 * enough for the longest to win. */
static void put_class(buffer *out, const pack_data *data, const pack_class *c) {
    const pack_word *w = data->word + c->first, *end = w + c->count;
    buffer_text(out, "(?:");
    bool first = put_first(out, w, end);
    while (w < end) {
        const pack_word *last = w;
        while (last + 1 < end && last[1].text[0] == w->text[0])
            last++;
        put_alike(out, w, last);
        w = last + 1;
        if (w < end)
            buffer_char(out, '|');
    }
    buffer_text(out, first ? "))" : ")");
}

static bool put_name(expansion *x, const char *name, size_t n, int depth) {
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
        put_class(&x->out, x->data, c);
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
    expansion x = {.data = &pack->data, .extra = extra, .extras = extras, .error = error};
    buffer_init_in(&x.out, a);
    if (!expand(&x, pattern, 0))
        return NULL;
    buffer_char(&x.out, '\0');
    return x.out.at;
}
