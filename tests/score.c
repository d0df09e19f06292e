/* score GOLD.tsv RECORDS.csv [GOLD.tsv RECORDS.csv ...] [--misses] [--floor FOUND RIGHT]
 *
 * Scores extracted records against reference records (columns: see corpus/README.md). A record is found when a
 * reference record within two lines has the same quantity, and right when its kind, year and claim agree too and its
 * name shares at least 70 % of its characters, in order, with the reference name or an alternative. Records marked
 * required=0 are neutral. With --floor the exit status is 1 when an F1 is below. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

enum { COLUMNS = 40, NAME = 512 };
static const double NAME_OVERLAP = 0.7;

typedef struct cells {
    char *cell[COLUMNS];
    size_t count;
} cells;

typedef struct table {
    char *text; /* what the cells point into */
    cells *row; /* row[0]: the header */
    size_t count;
} table;

typedef struct tally {
    size_t wanted, given, found, right;
    size_t agree[8];
} tally;

static const char *const fields[] = {"metric", "kind", "year", "claim", "qualifier", "period", "of", "source"};
enum { FIELDS = sizeof fields / sizeof *fields };

static char *slurp(const char *path) {
    FILE *f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END)) {
        (void)fprintf(stderr, "score: %s cannot be read\n", path);
        exit(3);
    }
    long size = ftell(f);
    rewind(f);
    char *text = calloc((size_t)size + 1, 1);
    if (!text || fread(text, 1, (size_t)size, f) != (size_t)size)
        exit(3);
    (void)fclose(f);
    return text;
}

/* Cuts one cell off *at, in place; quoting only where the separator is a comma. Returns the character behind it. */
static char cut_cell(char **at, char separator, char **cell) {
    char *in = *at, *out = *at;
    *cell = out;
    bool quoted = separator == ',' && *in == '"';
    in += quoted;
    while (*in && (quoted || (*in != separator && *in != '\n' && *in != '\r'))) {
        if (quoted && *in == '"' && in[1] != '"') {
            quoted = false;
            in++;
            continue;
        }
        in += quoted && *in == '"';
        *out++ = *in++;
    }
    char end = *in;
    in += end != '\0';
    if (end == '\r' && *in == '\n') {
        end = '\n';
        in++;
    }
    *out = '\0';
    *at = in;
    return end;
}

static table read_table(const char *path, char separator) {
    char *at = slurp(path);
    table t = {at, calloc(strlen(at) / 2 + 2, sizeof(cells)), 0};
    if (!t.row)
        exit(3);
    while (*at == '#')
        at += strcspn(at, "\n") + (strchr(at, '\n') != NULL);
    while (*at) {
        cells *row = &t.row[t.count++];
        char end = separator;
        while (end == separator) {
            char *cell;
            end = cut_cell(&at, separator, &cell);
            if (row->count < COLUMNS)
                row->cell[row->count++] = cell;
        }
    }
    if (!t.count) {
        (void)fprintf(stderr, "score: %s has no header line\n", path);
        exit(3);
    }
    return t;
}

static void free_table(table *t) {
    free(t->row);
    free(t->text);
}

static const char *get(const table *t, size_t row, const char *column) {
    for (size_t i = 0; i < t->row[0].count && i < t->row[row].count; i++)
        if (!strcmp(t->row[0].cell[i], column))
            return t->row[row].cell[i];
    return "";
}

/* Characters that count in a comparison, as code points: no spaces, quotation marks, brackets or commas. */
static size_t folded(const char *s, size_t length, char32_t *out) {
    static const char32_t passed_over[] = {'"',    '\'',   '(',    ')',    ',',    '/',    0x201C,
                                           0x201D, 0x2018, 0x2019, 0x300A, 0x300B, 0xFF08, 0xFF09,
                                           0x3001, 0xFF0C, 0xB7,   0x2022, 0xFF0F};
    size_t n = 0;
    bool valid;
    for (size_t i = 0; i < length && n < NAME;) {
        char32_t c;
        i += utf8_decode(s + i, length - i, &c, &valid);
        bool skip = rune_is_space(c);
        for (size_t k = 0; k < sizeof passed_over / sizeof *passed_over; k++)
            skip |= c == passed_over[k];
        if (!skip)
            out[n++] = c >= 'A' && c <= 'Z' ? c + 32 : c;
    }
    return n;
}

/* F1 of the longest common subsequence. */
static double overlap(const char *left, size_t left_length, const char *right) {
    char32_t a[NAME], b[NAME];
    static size_t row[NAME + 1];
    size_t n = folded(left, left_length, a), m = folded(right, strlen(right), b);
    memset(row, 0, sizeof row);
    for (size_t i = 0; i < n; i++) {
        size_t diagonal = 0;
        for (size_t j = 1; j <= m; j++) {
            size_t above = row[j];
            row[j] = a[i] == b[j - 1] ? diagonal + 1 : above > row[j - 1] ? above : row[j - 1];
            diagonal = above;
        }
    }
    return n + m ? 2.0 * (double)row[m] / (double)(n + m) : 1.0;
}

static double best_overlap(const table *gold, size_t g, const char *metric) {
    const char *name = get(gold, g, "metric");
    double best = overlap(name, strlen(name), metric);
    for (const char *alt = get(gold, g, "alt"); *alt;) {
        size_t n = strcspn(alt, "|");
        best = fmax(best, overlap(alt, n, metric));
        alt += n + (alt[n] == '|');
    }
    return best;
}

static bool one_of(const char *choices, const char *got) {
    size_t length = strlen(got);
    for (const char *at = choices;; at++) {
        size_t n = strcspn(at, "|");
        if (n == length && !strncmp(at, got, n))
            return true;
        at += n;
        if (!*at)
            return false;
    }
}

static bool contains(const char *want, const char *got) {
    return strstr(want, got) || strstr(got, want) || overlap(want, strlen(want), got) >= NAME_OVERLAP;
}

static bool agrees(const table *gold, size_t g, const table *recs, size_t r, const char *field) {
    const char *want = get(gold, g, field), *got = get(recs, r, field);
    if (!strcmp(field, "metric"))
        return best_overlap(gold, g, got) >= NAME_OVERLAP;
    if (!strcmp(field, "claim"))
        return !*want || !strcmp(want, got);
    if (!strcmp(field, "source"))
        return !*want || (*got && contains(want, got)) || !strcmp(get(gold, g, "source_basis"), "paragraph");
    if (!strcmp(field, "of"))
        return !strcmp(want, got) || (*want && *got && contains(want, got));
    return one_of(want, got);
}

/* A value with the scale characters at the front of its unit multiplied in; compared as numbers, near enough. */
static double scaled(const char *value, const char *unit, const char **rest) {
    static const struct {
        const char *word;
        double factor;
    } scale[] = {{"十", 10}, {"百", 100}, {"千", 1e3}, {"万", 1e4}, {"亿", 1e8}};
    double v = strtod(value, NULL);
    for (size_t i = 0; i < sizeof scale / sizeof *scale; i++)
        while (!strncmp(unit, scale[i].word, strlen(scale[i].word))) {
            v *= scale[i].factor;
            unit += strlen(scale[i].word);
            i = 0;
        }
    *rest = unit;
    return v;
}

static bool same_quantity(const table *gold, size_t g, const table *recs, size_t r) {
    const char *want_unit, *got_unit, *value = get(gold, g, "value"), *tilde = strchr(value, '~');
    const char *max = get(recs, r, "value_max");
    double want = scaled(value, get(gold, g, "unit"), &want_unit);
    double got = scaled(get(recs, r, "value"), get(recs, r, "unit"), &got_unit);
    if (fabs(want - got) > 1e-9 * fabs(want) || (tilde != NULL) != (*max != '\0'))
        return false;
    if (tilde && fabs(strtod(tilde + 1, NULL) - strtod(max, NULL)) > 1e-9)
        return false;
    char32_t a[NAME], b[NAME];
    size_t n = folded(want_unit, strlen(want_unit), a), m = folded(got_unit, strlen(got_unit), b);
    return n == m && !memcmp(a, b, n * sizeof *a);
}

static double likeness(const table *gold, size_t g, const table *recs, size_t r) {
    if (labs(strtol(get(gold, g, "line"), NULL, 10) - strtol(get(recs, r, "line"), NULL, 10)) > 2 ||
        !same_quantity(gold, g, recs, r))
        return 0;
    return 1 + 3 * best_overlap(gold, g, get(recs, r, "metric")) + agrees(gold, g, recs, r, "kind") +
           0.5 * (get(gold, g, "required")[0] == '1') - 0.001 * fabs((double)g - (double)r) / (double)gold->count;
}

static void print_miss(const char *what, const table *gold, size_t g, const table *recs, size_t r) {
    (void)printf("%-8s", what);
    if (g)
        (void)printf(" line %s: %s | %s | %s | %s = %s", get(gold, g, "line"), get(gold, g, "metric"),
                     get(gold, g, "kind"), get(gold, g, "year"), get(gold, g, "claim"), get(gold, g, "quote"));
    if (r)
        (void)printf("   got line %s: %s | %s | %s | %s = %s (%s)", get(recs, r, "line"), get(recs, r, "metric"),
                     get(recs, r, "kind"), get(recs, r, "year"), get(recs, r, "claim"), get(recs, r, "quote"),
                     get(recs, r, "rule"));
    (void)printf("\n");
}

/* Pairs a reference record with the most similar record that is left, most similar pairs first. */
static void pair_up(const table *gold, const table *recs, size_t *partner) {
    bool *used = calloc(recs->count + 1, sizeof *used);
    for (;;) {
        double best = 0;
        size_t best_g = 0, best_r = 0;
        for (size_t g = 1; g < gold->count; g++)
            for (size_t r = 1; !partner[g] && r < recs->count; r++) {
                double like = used && used[r] ? 0 : likeness(gold, g, recs, r);
                if (like > best)
                    best = like, best_g = g, best_r = r;
            }
        if (!best_g)
            break;
        partner[best_g] = best_r;
        if (used)
            used[best_r] = true;
    }
    free(used);
}

static void count_pair(const table *gold, size_t g, const table *recs, size_t r, tally *t, bool misses) {
    bool ok[FIELDS];
    for (size_t i = 0; i < FIELDS; i++)
        t->agree[i] += ok[i] = agrees(gold, g, recs, r, fields[i]);
    bool right = ok[0] && ok[1] && ok[2] && ok[3];
    t->found++;
    t->right += right;
    if (misses && !right)
        print_miss("wrong", gold, g, recs, r);
    for (size_t i = 4; misses && i < FIELDS; i++)
        if (!ok[i])
            (void)printf("%-8s line %s: %s = %s: want %s, got %s\n", fields[i], get(gold, g, "line"),
                         get(gold, g, "metric"), get(gold, g, "quote"), get(gold, g, fields[i]),
                         get(recs, r, fields[i]));
}

static void compare(const table *gold, const table *recs, tally *t, bool misses) {
    size_t *partner = calloc(gold->count + 1, sizeof *partner);
    bool *known = calloc(recs->count + 1, sizeof *known);
    if (!partner || !known)
        exit(3);
    pair_up(gold, recs, partner);
    t->given += recs->count - 1;
    for (size_t g = 1; g < gold->count; g++) {
        bool required = get(gold, g, "required")[0] == '1';
        t->wanted += required;
        known[partner[g]] = true;
        if (partner[g] && required)
            count_pair(gold, g, recs, partner[g], t, misses);
        else if (partner[g])
            t->given--;
        else if (required && misses)
            print_miss("missed", gold, g, recs, 0);
    }
    for (size_t r = 1; misses && r < recs->count; r++)
        if (!known[r])
            print_miss("spurious", gold, 0, recs, r);
    free(partner);
    free(known);
}

static double f1(size_t hits, size_t given, size_t wanted) {
    return given + wanted ? 2.0 * (double)hits / (double)(given + wanted) : 0;
}

static void print_tally(const char *name, const tally *t) {
    (void)printf("%-28s found %.3f  right %.3f ", name, f1(t->found, t->given, t->wanted),
                 f1(t->right, t->given, t->wanted));
    for (size_t i = 0; i < FIELDS; i++)
        (void)printf(" %s %.3f", fields[i], t->found ? (double)t->agree[i] / (double)t->found : 0);
    (void)printf("\n");
}

static void add(tally *sum, const tally *t) {
    sum->wanted += t->wanted, sum->given += t->given, sum->found += t->found, sum->right += t->right;
    for (size_t i = 0; i < FIELDS; i++)
        sum->agree[i] += t->agree[i];
}

int main(int argc, char **argv) {
    tally sum = {0};
    bool misses = false;
    double found_floor = 0, right_floor = 0;
    for (int i = 1; i < argc; i++)
        misses |= !strcmp(argv[i], "--misses");
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--floor") && i + 2 < argc) {
            found_floor = strtod(argv[++i], NULL);
            right_floor = strtod(argv[++i], NULL);
        } else if (argv[i][0] != '-' && i + 1 < argc) {
            tally t = {0};
            table gold = read_table(argv[i], '\t'), recs = read_table(argv[i + 1], ',');
            compare(&gold, &recs, &t, misses);
            free_table(&gold);
            free_table(&recs);
            print_tally(argv[i++], &t);
            add(&sum, &t);
        }
    }
    print_tally("all", &sum);
    return f1(sum.found, sum.given, sum.wanted) < found_floor || f1(sum.right, sum.given, sum.wanted) < right_floor;
}
