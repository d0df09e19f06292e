#include "document/notes.h"

#include "document/mark.h"

struct notes {
    note *at;                      /* by label, then in the order of the file */
    uint32_t *number;              /* of the note that a line names, its index in at */
    uint32_t first[MARK_KEYS + 1]; /* those of a key are at[first[key]] up to at[first[key + 1]] */
};

static bool is_label_end(char32_t c) {
    return c == '.' || c == 0x3001 || c == 0xFF0E || c == ':' || c == 0xFF1A;
}

size_t note_label(runes text, unsigned *key, runes *label) {
    mark_form m;
    size_t i = 0;
    *key = 0;
    if (mark_read(text.at, text.length, &m)) {
        *key = m.key;
        *label = (runes){text.at + m.label, m.digits};
        i = m.length;
        if (i < text.length && is_label_end(text.at[i]) && text.at[i] != 0x3001)
            i++;
    } else {
        while (i < text.length && i < 3 && rune_is_digit(text.at[i]))
            *key = *key * 10 + (unsigned)(text.at[i++] - '0');
        *label = (runes){text.at, i};
        if (!*key || i == text.length || !is_label_end(text.at[i]))
            return 0;
        i++;
        if (i < text.length && rune_is_digit(text.at[i]))
            return 0;
    }
    while (i < text.length && rune_is_space(text.at[i]))
        i++;
    return i;
}

static unsigned key_of(const lines *all, const line *l, runes *label) {
    unsigned key = 0;
    if (l->role == LINE_NOTE && l->note)
        (void)note_label((runes){all->text + l->from + l->note - 1, l->length - (l->note - 1)}, &key, label);
    return key;
}

notes *notes_new(arena *a, const lines *all) {
    notes *n = arena_alloc(a, sizeof *n);
    runes label;
    uint32_t count = 0;
    for (size_t i = 1; i <= all->count; i++) {
        unsigned key = key_of(all, &all->at[i], &label);
        if (key) {
            n->first[key + 1]++;
            count++;
        }
    }
    for (size_t k = 1; k <= MARK_KEYS; k++)
        n->first[k] += n->first[k - 1];
    n->at = arena_array(a, count + 1, sizeof *n->at);
    n->number = arena_array(a, count + 1, sizeof *n->number);
    uint32_t *next = arena_array(a, MARK_KEYS, sizeof *next), serial = 0;
    for (size_t i = 1; i <= all->count; i++) {
        line *l = &all->at[i];
        unsigned key = key_of(all, l, &label);
        l->note = 0;
        if (!key)
            continue;
        uint32_t at = n->first[key] + next[key]++;
        n->at[at] = (note){.label = utf8_from_runes(a, label.at, label.length), .line = l->number};
        n->number[++serial - 1] = at;
        l->note = serial;
    }
    return n;
}

bool notes_know(const notes *n, unsigned key) {
    return n->first[key] < n->first[key + 1];
}

const note *notes_find(const notes *n, unsigned key, uint32_t number) {
    uint32_t low = n->first[key], high = n->first[key + 1], end = high;
    if (low == high)
        return NULL;
    while (low < high) { /* the first behind the line */
        uint32_t middle = low + (high - low) / 2;
        if (n->at[middle].line > number)
            high = middle;
        else
            low = middle + 1;
    }
    return &n->at[low < end ? low : end - 1];
}

note *notes_of(notes *n, const line *l) {
    return l->note ? &n->at[n->number[l->note - 1]] : NULL;
}
