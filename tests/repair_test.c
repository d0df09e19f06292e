/* What a spreadsheet does to records, undone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "record/records.h"
#include "spreadsheet.h"

static file saved;

/* Each mangling is undone, and said with its line and column. */
static void mangled(const mangling *cell, size_t cells, char separator) {
    for (size_t i = 0; i < cells; i++) {
        save(&saved, &(spreadsheet){.separator = separator, .cell = &cell[i], .cells = 1});
        const outcome *o = read_file(&saved);
        assert_as_extracted(o);
        assert_int_equal(o->warnings, 1);
        assert_int_equal(o->warning.line, (long)cell[i].record + 2);
        assert_string_equal(o->warning.file, "file");
        char column[32];
        (void)snprintf(column, sizeof column, "column %s: ", dcx_record_schema()->column[cell[i].field].name);
        assert_memory_equal(o->warning.message, column, strlen(column));
    }
}

static void lost_digits(void **state) {
    (void)state;
    static const mangling cell[] = {{PILES, DCX_VALUE, "1.55E+05"},
                                    {PILES, DCX_VALUE, "155,225"},
                                    {PILES, DCX_VALUE, "155 225"},
                                    {PILES, DCX_VALUE, "155 225"},
                                    {PILES, DCX_VALUE, "155225.00"},
                                    {PILES, DCX_VALUE, " 155225"},
                                    {PILES, DCX_VALUE, "1.55225e5"},
                                    {PILES_GROWTH, DCX_VALUE, "2"},
                                    {PILES_GROWTH, DCX_VALUE, "2.00"},
                                    {PILES_GROWTH, DCX_VALUE, "2.00E+00"},
                                    {FREIGHT, DCX_VALUE, "41.1"},
                                    {FREIGHT_GROWTH, DCX_VALUE, "-5.3"},
                                    {FREIGHT_GROWTH, DCX_VALUE, "(5.25)"},
                                    {FREIGHT_GROWTH, DCX_VALUE, "−5.25"},
                                    {TRAVELLERS, DCX_VALUE, "300.5"},
                                    {TRAVELLERS, DCX_VALUE, "3.01E+02"},
                                    {INDEX, DCX_VALUE, "2"},
                                    {SHARE, DCX_VALUE_MAX, "150"}};
    mangled(cell, sizeof cell / sizeof *cell, ',');
}

static void lost_base_digits(void **state) {
    (void)state;
    static const mangling cell[] = {{PILES, DCX_BASE_VALUE, "1.55E+05"},
                                    {FREIGHT, DCX_BASE_VALUE, "4.11E+05"},
                                    {FREIGHT, DCX_BASE_VALUE, "410,600"},
                                    {COMPUTING, DCX_BASE_VALUE, "5.226E+22"},
                                    {COMPUTING, DCX_BASE_VALUE, "5E+22"}};
    mangled(cell, sizeof cell / sizeof *cell, ',');
}

static void decimal_commas(void **state) {
    (void)state;
    static const mangling cell[] = {
        {PILES, DCX_VALUE, "155.225"},        {PILES, DCX_VALUE, "1,55E+05"},       {PILES_GROWTH, DCX_VALUE, "2,0"},
        {FREIGHT, DCX_VALUE, "41,06"},        {FREIGHT_GROWTH, DCX_VALUE, "-5,25"}, {TRAVELLERS, DCX_VALUE, "300,5"},
        {PILES, DCX_VALUE, "155,225"},        {PILES_GROWTH, DCX_QUOTE, "2,00%"},   {INDEX, DCX_QUOTE, "2,0"},
        {FREIGHT, DCX_BASE_VALUE, "410600,0"}};
    mangled(cell, sizeof cell / sizeof *cell, ';');
}

static void mangled_quotes(void **state) {
    (void)state;
    static const mangling cell[] = {{PILES_GROWTH, DCX_QUOTE, "2.00%"},  {PILES_GROWTH, DCX_QUOTE, "0.02"},
                                    {PILES_GROWTH, DCX_QUOTE, "2%"},     {FREIGHT_GROWTH, DCX_QUOTE, "0.0525"},
                                    {FREIGHT_GROWTH, DCX_QUOTE, "5.3%"}, {INDEX, DCX_QUOTE, "2"}};
    mangled(cell, sizeof cell / sizeof *cell, ',');
    static const mangling both[] = {{PILES_GROWTH, DCX_QUOTE, "2.00%"}, {PILES_GROWTH, DCX_VALUE, "2"}};
    save(&saved, &(spreadsheet){.cell = both, .cells = 2});
    assert_as_extracted(read_file(&saved));
}

/* One way of showing a record's period after another, ended by NULL. */
static void mangled_periods(size_t record, const char *const *ways) {
    for (; *ways; ways++)
        mangled(&(mangling){record, DCX_PERIOD, *ways}, 1, ',');
}

static void rewritten_dates(void **state) {
    (void)state;
    static const char *const month[] = {"Dec-24",     "December 2024",       "2024/12/1", "2024/12",    "45627",
                                        "2024年12月", "2024-12-01 00:00:00", "12/1/2024", "01.12.2024", "1-Dec-24",
                                        NULL};
    static const char *const last_day[] = {"2024/12/31", "12/31/2024",     "31/12/24", "31-Dec-24", "45657",
                                           "45657.0",    "2024年12月31日", "12月31日", NULL};
    static const char *const day[] = {"10/2/2024", "2/10/2024", "24/10/2", NULL};
    mangled_periods(FREIGHT, month);
    mangled_periods(PILES, last_day);
    mangled_periods(TRAVELLERS, day);
}

/* What one date of a file tells of the others. */
static void order_of_dates(void **state) {
    (void)state;
    static const char first[] = "metric,value,unit,kind,year,period\na,1,,level,2024,3/4/2024\nb,1,,level,2024,";
    static const char *const dates[][2] = {{"31/12/2024", "2024-04-03"}, {"12/31/2024", "2024-03-04"}};
    char file_text[256];
    for (size_t i = 0; i < 2; i++) {
        (void)snprintf(file_text, sizeof file_text, "%s%s\n", first, dates[i][0]);
        const outcome *o = read_bytes(file_text, strlen(file_text), DCX_OK);
        assert_string_equal(o->found.at[0].field[DCX_PERIOD], dates[i][1]);
        assert_string_equal(o->found.at[1].field[DCX_PERIOD], "2024-12-31");
    }
    (void)snprintf(file_text, sizeof file_text, "%s5/6/2024\n", first);
    assert_int_equal(read_bytes(file_text, strlen(file_text), DCX_BAD_INPUT)->error.line, 2);
}

/* Whole numbers need no warning, their digits cannot be lost. */
static void whole_numbers(void **state) {
    (void)state;
    static const mangling cell[] = {{PILES, DCX_LINE, "1.0"}, {PILES, DCX_YEAR, "2,024"}, {PILES, DCX_COLUMN, "22.00"}};
    save(&saved, &(spreadsheet){.cell = cell, .cells = 3});
    const outcome *o = read_file(&saved);
    assert_as_extracted(o);
    assert_int_equal(o->warnings, 0);
}

/* An id of digits alone, or with an e among them, is a number to a spreadsheet. */
static void ids(void **state) {
    (void)state;
    static const char *const shown_as[][2] = {{"1234567", "000001234567"}, {"1.23457E+11", "1.23457E+11"}};
    for (size_t i = 0; i < 2; i++) {
        const mangling cell = {PILES, DCX_ID, shown_as[i][0]};
        save(&saved, &(spreadsheet){.cell = &cell, .cells = 1});
        const outcome *o = read_file(&saved);
        assert_string_equal(o->found.at[PILES].field[DCX_ID], shown_as[i][1]);
        assert_int_equal(o->warnings, 1);
    }
}

/* Ids that dcx made before they began with a letter come back as those of today, also where a spreadsheet has taken
 * them for numbers. */
static void ids_made_again(void **state) {
    (void)state;
    static const struct {
        const char *quote, *sentence, *old;
    } known[] = {{"1739万吨", "2024年，全省货运量达1739万吨。", "321562329659"},
                 {"2910万吨", "2024年，全省货运量达2910万吨。", "104005029568"}};
    char text[512];
    static gathered one;
    dcx_pack *pack;
    assert_int_equal(dcx_pack_open(&pack, NULL, 0, NULL, NULL), DCX_OK);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        assert_int_equal(gather_text(pack, NULL, known[i].sentence, &one, NULL), DCX_OK);
        for (int shown = 0; shown < 2; shown++) {
            const char *old = known[i].old;
            (void)snprintf(text, sizeof text,
                           shown ? "metric,value,unit,kind,year,quote,sentence,id\na,1,,level,2024,%s,%s,%c.%.5sE+11\n"
                                 : "metric,value,unit,kind,year,quote,sentence,id\na,1,,level,2024,%s,%s,%c%s\n",
                           known[i].quote, known[i].sentence, *old, old + 1);
            assert_string_equal(read_bytes(text, strlen(text), DCX_OK)->found.at[0].field[DCX_ID],
                                one.at[0].field[DCX_ID]);
        }
    }
    dcx_pack_free(pack);
}

/* Values that somebody changed are theirs. */
static void changed_values(void **state) {
    (void)state;
    static const char *const changed[] = {"42.5", "5000000", "0"}; /* also to what rounding could seem to give */
    for (size_t i = 0; i < sizeof changed / sizeof *changed; i++) {
        const mangling cell = {FREIGHT, DCX_VALUE, changed[i]};
        save(&saved, &(spreadsheet){.cell = &cell, .cells = 1});
        const outcome *o = read_file(&saved);
        assert_string_equal(o->found.at[FREIGHT].field[DCX_VALUE], changed[i]);
        assert_int_equal(o->warnings, 2); /* of the value, and of its base value */
    }
}

/* What is compared and computed with is what value and unit say, whatever stood there before. */
static void base_values_follow(void **state) {
    (void)state;
    static const struct {
        const char *row, *base_value, *base_unit;
        size_t warnings;
    } rows[] = {{"42.5,万吨,425000,吨", "425000", "吨", 0},
                {"42.50,万吨,425000,吨", "425000", "吨", 0},
                {"43,万吨,425000,吨", "430000", "吨", 1},
                {"42.5,亿吨,425000,吨", "4250000000", "吨", 1},
                {"42.5,亿元,425000,吨", "4250000000", "元", 2},
                {"-42.5,万吨,425000,吨", "-425000", "吨", 1},
                {"5226,亿吨,5.2E+11,吨", "522600000000", "吨", 1},
                {"42.5,万吨,####,吨", "425000", "吨", 1},
                {"42.5,万吨,,", "425000", "吨", 0},
                {"42.5,瓢,12,斗", "12", "斗", 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[256];
        (void)snprintf(text, sizeof text, "metric,kind,year,value,unit,base_value,base_unit\n货运量,level,2024,%s\n",
                       rows[i].row);
        const outcome *o = read_bytes(text, strlen(text), DCX_OK);
        assert_string_equal(o->found.at[0].field[DCX_BASE_VALUE], rows[i].base_value);
        assert_string_equal(o->found.at[0].field[DCX_BASE_UNIT], rows[i].base_unit);
        assert_int_equal(o->warnings, rows[i].warnings);
    }
}

static bool shown_as(const char32_t *exact, size_t n, const char32_t *shown, size_t m) {
    jmp_buf trap;
    memory mem;
    arena a;
    digits e, s;
    memory_init(&mem, NULL);
    mem.trap = &trap;
    assert_int_equal(setjmp(trap), 0);
    arena_init(&a, &mem);
    bool agree = digits_read(&a, (runes){exact, n}, '.', &e) && digits_read(&a, (runes){shown, m}, '.', &s) &&
                 digits_agree(&a, e, s);
    arena_free(&a);
    return agree;
}

static void rounded_digits(void **state) {
    (void)state;
    assert_true(shown_as(U"41.6", 4, U"42", 2));
    assert_false(shown_as(U"41.6", 4, U"41", 2));
    assert_false(shown_as(U"41", 2, U"41.6", 4));
    assert_false(shown_as(U"41", 2, U"5000000", 7)); /* more digits dropped than there were */
}

static void many_warnings(void **state) {
    (void)state;
    static char text[8192];
    size_t n = (size_t)sprintf(text, "metric,value,unit,kind,year\n");
    for (int i = 0; i < 60; i++)
        n += (size_t)sprintf(text + n, "a,1.5E+1,,level,2024\n");
    const outcome *o = read_bytes(text, n, DCX_OK);
    assert_int_equal(o->warnings, 11);
    assert_string_equal(o->warning.message, "column value: 50 more cells like these");
    assert_int_equal(o->warning.line, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(lost_digits),        cmocka_unit_test(lost_base_digits),
                                       cmocka_unit_test(decimal_commas),     cmocka_unit_test(mangled_quotes),
                                       cmocka_unit_test(rewritten_dates),    cmocka_unit_test(order_of_dates),
                                       cmocka_unit_test(whole_numbers),      cmocka_unit_test(ids),
                                       cmocka_unit_test(ids_made_again),     cmocka_unit_test(changed_values),
                                       cmocka_unit_test(base_values_follow), cmocka_unit_test(rounded_digits),
                                       cmocka_unit_test(many_warnings)};
    return cmocka_run_group_tests_name("repair", tests, set_up, NULL);
}
