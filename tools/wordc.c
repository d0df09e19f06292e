/* Prints the tables of the general dictionary (src/words/dictionary.h) from the dictionary of jieba: a line for each
 * word, "WORD FREQUENCY TAG", tags being those of the ICTCLAS part-of-speech set. Left out are words that are not all
 * ideographs; rare names of persons: in a report their characters are far likelier to be something else; and rare
 * words that are phrases: two common words side by side, which are cut as that. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "words/dictionary.h"

enum {
    RARE_PERSON = 50,
    RARE = 5,            /* how often a word was counted that may be a phrase */
    COMMON = 20,         /* and its parts, at least */
    COMMON_ALONE = 3000, /* a part of one character */
    LONGEST = 16
};

typedef struct entry {
    const char32_t *text;
    size_t length;
    unsigned value;
} entry;

typedef struct list {
    arena arena;
    entry *at;
    size_t count, room;
    double total;
} list;

/* The longest tag that the word's tag begins with decides. */
static speech speech_of(const char *tag) {
    static const struct {
        const char *tag;
        speech speech;
    } map[] = {
        {"nr", SPEECH_PERSON},     {"ns", SPEECH_PLACE},      {"nt", SPEECH_BODY},    {"nz", SPEECH_NAME},
        {"n", SPEECH_NOUN},        {"vn", SPEECH_ACTION},     {"v", SPEECH_VERB},     {"ad", SPEECH_ADVERB},
        {"a", SPEECH_ADJECTIVE},   {"b", SPEECH_ATTRIBUTIVE}, {"d", SPEECH_ADVERB},   {"p", SPEECH_PREPOSITION},
        {"c", SPEECH_CONJUNCTION}, {"r", SPEECH_PRONOUN},     {"mq", SPEECH_NUMERAL}, {"m", SPEECH_NUMERAL},
        {"q", SPEECH_MEASURE},     {"t", SPEECH_TIME},        {"f", SPEECH_LOCATIVE}, {"s", SPEECH_NOUN},
        {"u", SPEECH_PARTICLE},    {"y", SPEECH_PARTICLE},    {"h", SPEECH_PREFIX},   {"k", SPEECH_SUFFIX},
        {"zg", SPEECH_OTHER},      {"z", SPEECH_ADJECTIVE},   {"j", SPEECH_NOUN},     {"l", SPEECH_NOUN},
        {"i", SPEECH_NOUN},
    };
    for (size_t i = 0; i < sizeof map / sizeof *map; i++)
        if (!strncmp(tag, map[i].tag, strlen(map[i].tag)))
            return map[i].speech;
    return SPEECH_OTHER;
}

static bool is_wanted(runes word, speech s, double frequency) {
    if (!word.length || word.length > LONGEST || (s == SPEECH_PERSON && frequency < RARE_PERSON))
        return false;
    for (size_t i = 0; i < word.length; i++)
        if (!rune_is_han(word.at[i]) || word.at[i] > 0xFFFF)
            return false;
    return true;
}

static bool read_line(list *l, char *line) {
    char *frequency = strchr(line, ' '), *tag = frequency ? strchr(frequency + 1, ' ') : NULL;
    if (!tag)
        return false;
    *frequency++ = *tag++ = '\0';
    double times = strtod(frequency, NULL);
    runes word = utf8_to_runes(&l->arena, line, strlen(line));
    speech s = speech_of(tag);
    l->total += times;
    if (!is_wanted(word, s, times))
        return true;
    if (l->count == l->room) {
        size_t room = l->room ? 2 * l->room : 1 << 16;
        l->at = arena_grow(&l->arena, l->at, l->count * sizeof *l->at, room * sizeof *l->at);
        l->room = room;
    }
    /* the frequency, until the sum of all is known */
    l->at[l->count++] = (entry){word.at, word.length, (unsigned)times << ENTRY_SPEECH_BITS | (unsigned)s};
    return true;
}

static bool read_all(list *l, FILE *in, const char *path) {
    char line[512];
    for (long number = 1; fgets(line, sizeof line, in); number++)
        if (!read_line(l, line)) {
            (void)fprintf(stderr, "wordc: %s:%ld: not WORD FREQUENCY TAG; install python3-jieba anew\n", path, number);
            return false;
        }
    if (l->count < 1 << 16)
        (void)fprintf(stderr, "wordc: %s: only %zu words; install python3-jieba anew\n", path, l->count);
    return l->count >= 1 << 16;
}

static int by_text(const void *left, const void *right) {
    const entry *a = left, *b = right;
    for (size_t i = 0; i < a->length && i < b->length; i++)
        if (a->text[i] != b->text[i])
            return a->text[i] < b->text[i] ? -1 : 1;
    return (a->length > b->length) - (a->length < b->length);
}

/* ---- phrases ---- */

static double times_of(const entry *e) {
    return e->value >> ENTRY_SPEECH_BITS;
}

static speech speech_in(const entry *e) {
    return (speech)(e->value & ((1U << ENTRY_SPEECH_BITS) - 1));
}

/* The part of a word from one character to another, if it is a common word; else NULL. */
static const entry *part_of(const list *l, const entry *e, size_t from, size_t to) {
    const entry key = {e->text + from, to - from, 0};
    const entry *found = bsearch(&key, l->at, l->count, sizeof key, by_text);
    return found && times_of(found) >= (to - from > 1 ? COMMON : COMMON_ALONE) ? found : NULL;
}

/* Whether a character alone ties words together or says how. */
static bool is_grammatical(const entry *e) {
    speech s = speech_in(e);
    return s == SPEECH_ADVERB || s == SPEECH_PREPOSITION || s == SPEECH_CONJUNCTION;
}

/* Whether two parts of a word are a phrase: both are of several characters, or one is a word of grammar, or what is
 * said of the other. */
static bool are_phrase(const entry *whole, const entry *left, const entry *right) {
    if (left->length == 1)
        return is_grammatical(left);
    if (right->length > 1)
        return true;
    return is_grammatical(right) || speech_in(right) == SPEECH_ADJECTIVE ||
           (speech_in(right) == SPEECH_VERB && speech_in(whole) == SPEECH_VERB);
}

static bool is_phrase(const list *l, const entry *e) {
    speech s = speech_in(e);
    bool name = s == SPEECH_PERSON || s == SPEECH_PLACE || s == SPEECH_BODY || s == SPEECH_NAME;
    for (size_t k = 1; k < e->length && !name && times_of(e) <= RARE; k++) {
        const entry *left = part_of(l, e, 0, k), *right = left ? part_of(l, e, k, e->length) : NULL;
        if (right && are_phrase(e, left, right))
            return true;
    }
    return false;
}

/* The parts of a phrase are common, so none is left out before it is asked for. */
static void leave_out_phrases(list *l) {
    bool *phrase = arena_raw(&l->arena, l->count, sizeof *phrase);
    for (size_t i = 0; i < l->count; i++)
        phrase[i] = is_phrase(l, &l->at[i]);
    size_t kept = 0;
    for (size_t i = 0; i < l->count; i++)
        if (!phrase[i])
            l->at[kept++] = l->at[i];
    l->count = kept;
}

/* ---- the tables ---- */

static unsigned packed(const list *l, unsigned value) {
    enum { MOST = (1 << (16 - ENTRY_SPEECH_BITS)) - 1 };
    double times = value >> ENTRY_SPEECH_BITS;
    long cost = lround(log2(l->total / (times > 0 ? times : 1)) * ENTRY_BIT);
    cost = cost < MOST ? cost : MOST;
    return (unsigned)cost << ENTRY_SPEECH_BITS | (value & ((1U << ENTRY_SPEECH_BITS) - 1));
}

/* A node: the words from..to share their first `depth` characters. */
typedef struct node {
    size_t from, to, depth;
} node;

static void put_children(const list *l, node parent, node *queue, size_t *end) {
    size_t i = parent.from;
    while (i < parent.to && l->at[i].length <= parent.depth)
        i++; /* the word that ends at the parent */
    while (i < parent.to) {
        size_t from = i;
        while (i < parent.to && l->at[i].text[parent.depth] == l->at[from].text[parent.depth])
            i++;
        queue[(*end)++] = (node){from, i, parent.depth + 1};
    }
}

/* Level by level, so that children stand side by side. */
static int put_tables(list *l, FILE *out) {
    size_t room = 1;
    for (size_t i = 0; i < l->count; i++)
        room += l->at[i].length;
    node *queue = arena_raw(&l->arena, room, sizeof *queue);
    uint32_t *first = arena_raw(&l->arena, room + 1, sizeof *first);
    size_t end = 1;
    queue[0] = (node){0, l->count, 0};
    for (size_t at = 0; at < end; at++) {
        first[at] = (uint32_t)end;
        put_children(l, queue[at], queue, &end);
    }
    first[end] = (uint32_t)end;
    (void)fprintf(out,
                  "/* Generated from jieba's dictionary. */\n#include \"words/dictionary.h\"\n\n"
                  "const uint32_t dictionary_nodes = %zu;\nconst char16_t dictionary_label[] = {0,",
                  end);
    for (size_t i = 1; i < end; i++)
        (void)fprintf(out, "%u,%s", (unsigned)l->at[queue[i].from].text[queue[i].depth - 1], i % 24 ? "" : "\n");
    (void)fprintf(out, "};\nconst uint32_t dictionary_first[] = {");
    for (size_t i = 0; i <= end; i++)
        (void)fprintf(out, "%u,%s", first[i], i % 24 ? "" : "\n");
    (void)fprintf(out, "};\nconst uint16_t dictionary_entry[] = {");
    for (size_t i = 0; i < end; i++) {
        const entry *e = &l->at[queue[i].from];
        (void)fprintf(out, "%u,%s", i && e->length == queue[i].depth ? packed(l, e->value) : 0, i % 24 ? "" : "\n");
    }
    (void)fprintf(out, "};\n");
    return fflush(out) || ferror(out) ? EXIT_FAILURE : EXIT_SUCCESS;
}

int main(int argc, char **argv) {
    memory mem;
    list l = {.at = NULL};
    FILE *in = argc == 2 ? fopen(argv[1], "r") : NULL;
    if (!in) {
        (void)fprintf(stderr,
                      "wordc: there is no dictionary%s%s; install the package python3-jieba, or run tools/setup\n",
                      argc == 2 ? " at " : "", argc == 2 ? argv[1] : "");
        return EXIT_FAILURE;
    }
    jmp_buf trap;
    memory_init(&mem, NULL);
    arena_init(&l.arena, &mem);
    mem.trap = &trap;
    int code = EXIT_FAILURE;
    if (setjmp(trap))
        (void)fprintf(stderr, "wordc: out of memory\n");
    else if (read_all(&l, in, argv[1])) {
        qsort(l.at, l.count, sizeof *l.at, by_text);
        leave_out_phrases(&l);
        code = put_tables(&l, stdout);
    }
    arena_free(&l.arena);
    (void)fclose(in);
    return code;
}
