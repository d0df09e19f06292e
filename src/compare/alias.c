#include "compare/alias.h"

#include <string.h>

#include "base/error.h"
#include "base/utf8.h"
#include "lexer/fold.h"

typedef struct alias {
    uint64_t exact;
    size_t parent; /* the entry of the same metric that leads to its first one */
    dcx_text name;
    long line;
} alias;

/* A name of a line whose names are never one metric. */
typedef struct never {
    size_t entry, group; /* of the line: so many such lines stand before it */
    long line;
} never;

struct alias_list {
    const dcx_pack *pack;
    arena *a;
    const char *file;
    alias *alias;
    size_t count, room;
    never *never;
    size_t nevers, never_room, groups;
    size_t *group; /* those of each entry, ascending, from that of its metric's first one on */
    size_t *from;  /* where those of an entry begin, and those of the next one */
    size_t *slot;  /* hash table: index + 1 */
    size_t slots;
};

static size_t *slot_of(const alias_list *l, uint64_t exact) {
    size_t i = (size_t)exact & (l->slots - 1);
    while (l->slot[i] && l->alias[l->slot[i] - 1].exact != exact)
        i = (i + 1) & (l->slots - 1);
    return &l->slot[i];
}

static void make_room(alias_list *l) {
    if (l->count < l->room)
        return;
    size_t room = l->room ? 2 * l->room : 32;
    l->alias = arena_grow(l->a, l->alias, l->count * sizeof *l->alias, room * sizeof *l->alias);
    l->room = room;
    l->slots = 4 * room;
    l->slot = arena_array(l->a, l->slots, sizeof *l->slot);
    for (size_t i = 0; i < l->count; i++)
        *slot_of(l, l->alias[i].exact) = i + 1;
}

static size_t entry(alias_list *l, dcx_text name, long line) {
    make_room(l);
    uint64_t exact = name_compare_form(l->pack, l->a, fold(l->a, utf8_to_runes(l->a, name.at, name.length))).exact;
    size_t *slot = slot_of(l, exact);
    if (!*slot) {
        l->alias[l->count] = (alias){exact, l->count, name, line};
        *slot = ++l->count;
    }
    return *slot - 1;
}

static size_t first_of(alias_list *l, size_t i) {
    while (l->alias[i].parent != i)
        i = l->alias[i].parent = l->alias[l->alias[i].parent].parent; /* the way gets shorter */
    return i;
}

static void join(alias_list *l, size_t a, size_t b) {
    a = first_of(l, a);
    b = first_of(l, b);
    if (a < b)
        l->alias[b].parent = a;
    else
        l->alias[a].parent = b;
}

static void part(alias_list *l, size_t entry, long line) {
    if (l->nevers == l->never_room) {
        size_t room = l->never_room ? 2 * l->never_room : 32;
        l->never = arena_grow(l->a, l->never, l->nevers * sizeof *l->never, room * sizeof *l->never);
        l->never_room = room;
    }
    l->never[l->nevers++] = (never){entry, l->groups, line};
}

/* Cuts the next field off a line. */
static dcx_text next_field(dcx_text *line, char separator) {
    const char *end = line->length ? memchr(line->at, separator, line->length) : NULL;
    dcx_text field = {line->at, end ? (size_t)(end - line->at) : line->length};
    size_t used = field.length + (end != NULL);
    *line = (dcx_text){line->at + used, line->length - used};
    while (field.length && (*field.at == ' ' || *field.at == '"'))
        field = (dcx_text){field.at + 1, field.length - 1};
    while (field.length && strchr(" \r\"", field.at[field.length - 1]))
        field.length--;
    return field;
}

static bool is_word(dcx_text t, const char *word) {
    return t.length == strlen(word) && !memcmp(t.at, word, t.length);
}

static bool is_utf8(dcx_text t) {
    bool valid = true;
    char32_t rune;
    for (size_t at = 0; at < t.length && valid;)
        at += utf8_decode(t.at + at, t.length - at, &rune, &valid);
    return valid;
}

static bool read_line(alias_list *l, dcx_text line, long number, dcx_error *error) {
    if (!is_utf8(line)) {
        error_set(error, DCX_USAGE, l->file, number, "save it as UTF-8", "it is not UTF-8");
        return false;
    }
    char separator = memchr(line.at, '\t', line.length) ? '\t' : ',';
    dcx_text word = next_field(&line, separator);
    if (!word.length || *word.at == '#')
        return true;
    bool same = is_word(word, "same");
    if (!same && !is_word(word, "never")) {
        error_set(error, DCX_USAGE, l->file, number, "begin it with 'same' or 'never' and a tab",
                  "'%.*s' says nothing about names", (int)(word.length < 60 ? word.length : 60), word.at);
        return false;
    }
    size_t names = 0, first = 0;
    while (line.length) {
        dcx_text name = next_field(&line, separator);
        if (!name.length)
            continue;
        size_t one = entry(l, name, number);
        first = names++ ? first : one;
        if (same)
            join(l, first, one);
        else
            part(l, one, number);
    }
    l->groups += !same;
    if (names < 2)
        error_set(error, DCX_USAGE, l->file, number, "separate them by tabs", "two names or more are needed");
    return names > 1;
}

/* Each entry leads to its metric's first one directly; first ones stand before the others. */
static void flatten(alias_list *l) {
    for (size_t i = 0; i < l->count; i++)
        l->alias[i].parent = l->alias[l->alias[i].parent].parent;
}

/* No line may say that two names of one metric are not one. */
static bool agrees(const alias_list *l, dcx_error *error) {
    const never **met = arena_array(l->a, l->count, sizeof *met); /* the name of the metric that the line has first */
    for (const never *n = l->never; n < l->never + l->nevers; n++) {
        const never **other = &met[l->alias[n->entry].parent];
        if (!*other || (*other)->group != n->group) {
            *other = n;
            continue;
        }
        const alias *a = &l->alias[(*other)->entry], *b = &l->alias[n->entry];
        error_set(error, DCX_USAGE, l->file, n->line, "take one of the lines out",
                  "'%.*s' and '%.*s' are never one metric, but lines %ld and %ld make them one", (int)a->name.length,
                  a->name.at, (int)b->name.length, b->name.at, a->line, b->line);
        return false;
    }
    return true;
}

static void index_groups(alias_list *l) {
    l->group = arena_array(l->a, l->nevers, sizeof *l->group);
    l->from = arena_array(l->a, l->count + 2, sizeof *l->from);
    size_t *next = l->from + 1; /* where the next one of an entry goes; at the end, where those of the next begin */
    for (size_t i = 0; i < l->nevers; i++)
        next[l->alias[l->never[i].entry].parent + 1]++;
    for (size_t i = 0; i < l->count; i++)
        next[i + 1] += next[i];
    for (size_t i = 0; i < l->nevers; i++)
        l->group[next[l->alias[l->never[i].entry].parent]++] = l->never[i].group;
}

const alias_list *alias_read(const dcx_pack *pack, arena *a, const char *file, const char *text, size_t length,
                             dcx_error *error) {
    alias_list *l = arena_alloc(a, sizeof *l);
    *l = (alias_list){.pack = pack, .a = a, .file = file};
    make_room(l);
    if (length >= 3 && !memcmp(text, "\xEF\xBB\xBF", 3)) {
        text += 3;
        length -= 3;
    }
    dcx_text rest = {text, length};
    for (long number = 1; rest.length; number++) {
        const char *end = memchr(rest.at, '\n', rest.length);
        dcx_text line = {rest.at, end ? (size_t)(end - rest.at) : rest.length};
        size_t used = line.length + (end != NULL);
        rest = (dcx_text){rest.at + used, rest.length - used};
        if (line.length && !read_line(l, line, number, error))
            return NULL;
    }
    flatten(l);
    if (!agrees(l, error))
        return NULL;
    index_groups(l);
    return l;
}

uint64_t alias_metric(const alias_list *l, uint64_t exact) {
    size_t i = l ? *slot_of(l, exact) : 0;
    return i ? l->alias[l->alias[i - 1].parent].exact : 0;
}

bool alias_never(const alias_list *l, uint64_t metric, uint64_t other) {
    if (!l || !metric || !other)
        return false;
    size_t a = *slot_of(l, metric), b = *slot_of(l, other);
    if (!a || !b || a == b)
        return false;
    size_t i = l->from[a - 1], k = l->from[b - 1];
    while (i < l->from[a] && k < l->from[b] && l->group[i] != l->group[k])
        if (l->group[i] < l->group[k])
            i++;
        else
            k++;
    return i < l->from[a] && k < l->from[b];
}
