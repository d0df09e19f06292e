# dcx: one Makefile for everything. `make help` lists what it can do.

PREFIX ?= /usr/local
DESTDIR ?=
BUILD ?= build
SHARED ?= ../shared
PKG_CONFIG ?= pkg-config
CFLAGS ?= -O2 -g
BENCH_CFLAGS ?= -O3 -g
LTO ?=

VERSION := $(shell sed -n 's/^.define DCX_VERSION *"\(.*\)"/\1/p' include/dcx.h)
SONAME := libdcx.so.$(firstword $(subst ., ,$(VERSION)))

LIBRARIES = libpcre2-32 libtommath yajl
# Loaded when something first needs them: base/library.h.
LOADED_LATER = libxml-2.0 uchardet libarchive xlsxwriter sqlite3
# Packages are looked up when first needed, so that set-up can run before they are there.
once = $(eval $(1) := $(2))$(2)
LIB_CFLAGS = $(call once,LIB_CFLAGS,$(shell $(PKG_CONFIG) --cflags $(LIBRARIES) $(LOADED_LATER)))
LIB_LIBS = $(call once,LIB_LIBS,$(shell $(PKG_CONFIG) --libs $(LIBRARIES)) -lm -ldl)
# For tests that look into what these libraries read and write, and into JSON.
LATER_LIBS = -Wl,--as-needed $(call once,LATER,$(shell $(PKG_CONFIG) --libs $(LOADED_LATER) jansson))
OPENCC_CFLAGS = $(call once,OPENCC_CFLAGS,$(shell $(PKG_CONFIG) --cflags opencc))
OPENCC_LIBS = $(call once,OPENCC_LIBS,$(shell $(PKG_CONFIG) --libs opencc))
CLI_CFLAGS = $(call once,CLI_CFLAGS,$(shell $(PKG_CONFIG) --cflags popt jansson))
CLI_LIBS = $(call once,CLI_LIBS,$(shell $(PKG_CONFIG) --libs popt jansson) -pthread)
TEST_CFLAGS = $(call once,TEST_CFLAGS,$(shell $(PKG_CONFIG) --cflags cmocka jansson))
TEST_LIBS = $(call once,TEST_LIBS,$(shell $(PKG_CONFIG) --libs cmocka))

WARNINGS = -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wcast-qual \
	-Wwrite-strings -Wvla -Wundef -Wformat=2 -Wimplicit-fallthrough -Werror
STANDARD = -std=c17 -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 -Iinclude -Isrc
# Whether the compiler knows the flags.
takes = echo '\#include <stdio.h>' | $(CC) -Werror $(CFLAGS) $(1) -fsyntax-only -x c - 2>/dev/null
# What gcc takes for clobbered depends on what it inlines: it may say so, and must not stop the build.
CLOBBERED = $(call once,CLOBBERED,$(shell $(call takes,-Wno-error=clobbered) && echo -Wno-error=clobbered))
WARNINGS += $(CLOBBERED)
ifdef FUZZ
HARDENING = -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=all -fno-omit-frame-pointer
LINKING = $(HARDENING)
else ifdef SANITIZE
# What a sanitizer adds to the code makes gcc see format strings that are NULL.
WARNINGS += -Wno-format-truncation -Wno-format-overflow
HARDENING = -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
LINKING = $(HARDENING)
else
# What the compiler knows of these; fortifying needs -O, and 3 a newer compiler than 2.
fortify = -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=$(1)
HARDENING = $(call once,HARDENING,$(shell { $(call takes,$(call fortify,3)) && echo '$(call fortify,3)'; } || \
	{ $(call takes,$(call fortify,2)) && echo '$(call fortify,2)'; }; \
	for flag in -fstack-protector-strong -fstack-clash-protection -fcf-protection; do \
		$(call takes,$$flag) && echo $$flag; done))
LINKING = -Wl,-z,relro,-z,now,-z,noexecstack,-z,separate-code
endif
# LTO=1: the program is optimised as a whole.
WHOLE = $(if $(LTO),-flto=auto)
COMPILE = $(CC) $(STANDARD) $(WARNINGS) $(HARDENING) $(CFLAGS) $(WHOLE) $(CPPFLAGS) -MMD -MP
LINK = $(CC) $(HARDENING) $(CFLAGS) $(WHOLE) $(LINKING) $(LDFLAGS)
Q = $(if $(V),,@)

LIB_SRC := $(sort $(filter-out src/cli/%,$(wildcard src/*/*.c)))
CLI_SRC := $(sort $(wildcard src/cli/*.c))
TEST_SRC := $(sort $(wildcard tests/*_test.c))
TEST_SH := $(sort $(wildcard tests/*.sh))
FUZZ_SRC := $(sort $(filter-out tests/fuzz/replay.c,$(wildcard tests/fuzz/*.c)))
TOOL_SRC := $(sort $(wildcard tools/*.c tests/score.c tests/sandbox_probe.c))
PACKS := $(sort $(wildcard rules/*.xml))
FORMATTED := $(sort $(wildcard include/*.h src/*/*.[ch] tests/*.[ch] tests/fuzz/*.[ch] tests/heavy/*.[ch] tools/*.[ch]))

PAGE := $(addprefix src/writer/page/,page.css review.css compare.css verify.css strings.js data.js dom.js table.js corrections.js \
	filters.js text.js detail.js reviewing.js extract.js chart.js pictures.js diff.js check.js verify.js main.js)

GEN_OBJ := $(addprefix $(BUILD)/obj/gen/,pack_builtin.o pack_schema.o han_table.o dictionary.o label_table.o page.o \
	database_schema.o sonames.o)
LIB_OBJ := $(LIB_SRC:%.c=$(BUILD)/obj/%.o) $(GEN_OBJ)
CLI_OBJ := $(CLI_SRC:%.c=$(BUILD)/obj/%.o)
TEST_BIN := $(TEST_SRC:tests/%.c=$(BUILD)/tests/%)
PROBE := $(patsubst tests/%.c,$(BUILD)/tests/%.so,$(wildcard tests/sandbox_probe.c))
FUZZ_BIN := $(FUZZ_SRC:tests/%.c=$(BUILD)/tests/%)
SCORE := $(patsubst tests/%.c,$(BUILD)/%,$(wildcard tests/score.c))
# What the pack compiler may link: what reads packs and compiles their patterns, without the generated pack.
PACKC_OBJ := $(filter $(addprefix $(BUILD)/obj/src/,base/% pack/% document/layout.o rules/search.o),$(LIB_OBJ)) \
	$(addprefix $(BUILD)/obj/gen/,pack_schema.o han_table.o sonames.o)

all: $(BUILD)/dcx $(BUILD)/libdcx.a $(BUILD)/libdcx.so ## the program and the library, in build/
.PHONY: all

# ---- the library

$(BUILD)/obj/src/cli/%.o: src/cli/%.c $(BUILD)/flags
	@echo "  cc    $<"; mkdir -p $(@D)
	$(Q)$(COMPILE) -fPIE $(CLI_CFLAGS) -c -o $@ $<

$(BUILD)/obj/src/%.o: src/%.c $(BUILD)/flags
	@echo "  cc    $<"; mkdir -p $(@D)
	$(Q)$(COMPILE) -fPIC -fvisibility=hidden $(LIB_CFLAGS) -c -o $@ $<

$(BUILD)/obj/gen/%.o: $(BUILD)/gen/%.c $(BUILD)/flags
	@echo "  cc    $<"; mkdir -p $(@D)
	$(Q)$(COMPILE) -fPIC -fvisibility=hidden $(LIB_CFLAGS) -c -o $@ $<

# All of the library with its private names, for what tests its inside.
$(BUILD)/obj/libdcx.a: $(LIB_OBJ) $(BUILD)/files
	@echo "  ar    $@"
	$(Q)rm -f $@; $(AR) rcs $@ $(LIB_OBJ)

# The library that others link: one object, in which only the names of dcx.h can be seen. What objects have in common
# (32-bit x86 has it) is kept once there.
$(BUILD)/libdcx.a: $(LIB_OBJ) $(BUILD)/files
	@echo "  ar    $@"
	$(Q)$(LD) -r --force-group-allocation -o $(BUILD)/obj/dcx.o $(LIB_OBJ)
	$(Q)objcopy --localize-hidden $(BUILD)/obj/dcx.o
	$(Q)rm -f $@; $(AR) rcs $@ $(BUILD)/obj/dcx.o

$(BUILD)/libdcx.so: $(LIB_OBJ) tools/exports.map $(BUILD)/files
	@echo "  link  $@"
	$(Q)$(LINK) -shared -Wl,-soname,$(SONAME) -Wl,--version-script=tools/exports.map \
		$(if $(SANITIZE),,-Wl,-z,defs) -o $(BUILD)/libdcx.so.$(VERSION) \
		$(LIB_OBJ) $(LIB_LIBS)
	$(Q)ln -sf libdcx.so.$(VERSION) $(BUILD)/$(SONAME)
	$(Q)ln -sf $(SONAME) $@

# Compiler and flags as they were, and the files there were: when they change, what depends on them is built again.
$(BUILD)/flags: TEXT = $(COMPILE) $(LINK)
$(BUILD)/files: TEXT = $(LIB_OBJ) $(PACKS) $(PAGE)
$(BUILD)/flags $(BUILD)/files: FORCE
	@mkdir -p $(@D); echo '$(TEXT)' | cmp -s - $@ || echo '$(TEXT)' >$@
FORCE:
.PHONY: FORCE

# ---- the rule pack, compiled in

$(BUILD)/obj/tools/%.o: tools/%.c $(BUILD)/flags
	@echo "  cc    $<"; mkdir -p $(@D)
	$(Q)$(COMPILE) -fPIE $(LIB_CFLAGS) -c -o $@ $<

$(BUILD)/obj/libpackc.a: $(PACKC_OBJ) $(BUILD)/files
	$(Q)rm -f $@; $(AR) rcs $@ $(PACKC_OBJ)

$(BUILD)/packc: $(BUILD)/obj/tools/packc.o $(BUILD)/obj/libpackc.a
	@echo "  link  $@"
	$(Q)$(LINK) -pie -o $@ $^ $(LIB_LIBS)

$(BUILD)/gen/pack_schema.c: rules/pack.rng
	@echo "  quote $@"; mkdir -p $(@D)
	$(Q){ echo 'extern const char pack_schema[];'; echo 'const char pack_schema[] ='; \
		sed 's/[\\"]/\\&/g; s/.*/    "&\\n"/' $<; echo '    "";'; } >$@

$(BUILD)/gen/pack_builtin.c: $(BUILD)/packc $(PACKS) $(BUILD)/files
	@echo "  packc $@"; mkdir -p $(@D)
	$(Q)$(BUILD)/packc $(PACKS) >$@.new && mv $@.new $@

# ---- what people read for names, and the page that shows the records

$(BUILD)/gen/label_table.c: rules/labels.tsv
	@echo "  quote $@"; mkdir -p $(@D)
	$(Q){ echo '#include "record/label.h"'; echo 'const label label_table[] = {'; \
		awk -F '\t' '!/^#/ { printf "    {\"%s\", \"%s\", \"%s\", %s},\n", $$1, $$2, $$3, $$4 ? "\"" $$4 "\"" : "NULL" }' $<; \
		echo '    {0},'; echo '};'; } >$@

$(BUILD)/gen/page.c: tools/page $(PAGE) $(BUILD)/files
	@echo "  page  $@"; mkdir -p $(@D)
	$(Q)tools/page $@.new $(PAGE) && mv $@.new $@

# ---- the tables of a database

$(BUILD)/gen/database_schema.c: src/writer/schema.sql
	@echo "  quote $@"; mkdir -p $(@D)
	$(Q){ echo 'extern const char database_schema[];'; echo 'const char database_schema[] ='; \
		sed 's/[\\"]/\\&/g; s/.*/    "&\\n"/' $<; echo '    "";'; } >$@

# ---- what is loaded later

$(BUILD)/gen/sonames.c: tools/sonames $(BUILD)/flags
	@echo "  names $@"; mkdir -p $(@D)
	$(Q)CC='$(CC)' CFLAGS='$(CFLAGS)' LDFLAGS='$(LDFLAGS)' PKG_CONFIG='$(PKG_CONFIG)' tools/sonames $(LOADED_LATER) >$@.new && mv $@.new $@

# ---- the table of traditional characters

$(BUILD)/obj/tools/hanc.o: LIB_CFLAGS = $(OPENCC_CFLAGS)

$(BUILD)/hanc: $(BUILD)/obj/tools/hanc.o $(BUILD)/obj/src/base/utf8.o $(BUILD)/obj/src/base/arena.o $(BUILD)/obj/src/base/memory.o
	@echo "  link  $@"
	$(Q)$(LINK) -pie -o $@ $^ $(OPENCC_LIBS)

$(BUILD)/gen/han_table.c: $(BUILD)/hanc
	@echo "  hanc  $@"; mkdir -p $(@D)
	$(Q)$(BUILD)/hanc >$@.new && mv $@.new $@

# ---- the general dictionary

# Debian's python3-jieba holds it.
DICTIONARY ?= /usr/lib/python3/dist-packages/jieba/dict.txt

$(BUILD)/wordc: $(BUILD)/obj/tools/wordc.o $(addprefix $(BUILD)/obj/src/,base/utf8.o base/arena.o base/memory.o base/han.o) \
		$(BUILD)/obj/gen/han_table.o
	@echo "  link  $@"
	$(Q)$(LINK) -pie -o $@ $^ -lm

$(BUILD)/gen/dictionary.c: $(BUILD)/wordc $(wildcard $(DICTIONARY))
	@echo "  wordc $@"; mkdir -p $(@D)
	$(Q)$(BUILD)/wordc $(DICTIONARY) >$@.new && mv $@.new $@

# ---- the program

$(BUILD)/dcx: $(CLI_OBJ) $(if $(LTO),$(LIB_OBJ),$(BUILD)/libdcx.a)
	@echo "  link  $@"
	$(Q)$(LINK) -pie -o $@ $^ $(LIB_LIBS) $(CLI_LIBS)

# ---- tests

$(BUILD)/obj/tests/%.o: tests/%.c $(BUILD)/flags
	@echo "  cc    $<"; mkdir -p $(@D)
	$(Q)$(COMPILE) -fPIE -Itests $(LIB_CFLAGS) $(TEST_CFLAGS) -c -o $@ $<

$(BUILD)/tests/%: $(BUILD)/obj/tests/%.o $(BUILD)/obj/libdcx.a
	@echo "  link  $@"; mkdir -p $(@D)
	$(Q)$(LINK) -pie -o $@ $^ $(LIB_LIBS) $(TEST_LIBS) $(LATER_LIBS)

# Targets of the fuzzer; without it, programs that run each of them on the files they are given.
$(BUILD)/tests/fuzz/%: $(BUILD)/obj/tests/fuzz/%.o $(if $(FUZZ),,$(BUILD)/obj/tests/fuzz/replay.o) $(BUILD)/obj/libdcx.a
	@echo "  link  $@"; mkdir -p $(@D)
	$(Q)$(LINK) $(if $(FUZZ),-fsanitize=fuzzer) -pie -o $@ $^ $(LIB_LIBS) $(LATER_LIBS)

$(BUILD)/score: $(BUILD)/obj/tests/score.o $(BUILD)/obj/libdcx.a
	@echo "  link  $@"
	$(Q)$(LINK) -pie -o $@ $^ $(LIB_LIBS) -lm

# What a test loads into the program.
$(BUILD)/tests/%.so: tests/%.c $(BUILD)/flags
	@echo "  link  $@"; mkdir -p $(@D)
	$(Q)$(CC) $(STANDARD) $(WARNINGS) $(CFLAGS) $(LDFLAGS) -fPIC -shared -o $@ $< -ldl

test: all $(TEST_BIN) $(FUZZ_BIN) $(SCORE) $(PROBE) ## every test, without set-up
	@BUILD=$(BUILD) tools/run-tests $(TEST_BIN) $(TEST_SH)

check: ## set-up, build and every test
	@tools/setup check
	@$(MAKE) --no-print-directory test

check-all: ## the heavy ones: sanitizers, fuzzer, analysis, accuracy, formats, pages, workbooks, hostile input, faults
	@tools/setup check-all
	@$(MAKE) --no-print-directory sanitize
	@$(MAKE) --no-print-directory fuzz FUZZ_SECONDS=5
	@$(MAKE) --no-print-directory lint analyse
	@$(MAKE) --no-print-directory check-install
	@$(MAKE) --no-print-directory accuracy
	@$(MAKE) --no-print-directory instructions
	@$(MAKE) --no-print-directory bench BENCH=short
	@$(MAKE) --no-print-directory all
	@DCX=$(BUILD)/dcx sh tests/heavy/large_test.sh
	@DCX=$(BUILD)/dcx BUILD=$(BUILD) sh tests/heavy/hostile_test.sh
	@DCX=$(BUILD)/dcx BUILD=$(BUILD) sh tests/heavy/faults_test.sh --few 4
	@DCX=$(BUILD)/sanitize/dcx BUILD=$(BUILD)/sanitize sh tests/heavy/faults_test.sh --leaks --few 10
	@$(MAKE) --no-print-directory workbooks
	@$(MAKE) --no-print-directory pages
	@$(MAKE) --no-print-directory formats

sanitize: ## every test again, under the address and undefined behaviour sanitizers
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/sanitize SANITIZE=1 CFLAGS='-O1 -g' test

# Built by the C compiler of the fuzzer, in a folder of their own; what it learns and finds is in $(BUILD)/fuzz.
fuzz: ## every parser on made-up input, FUZZ_SECONDS (60) each, or FUZZ_TARGETS alone
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/fuzz-build FUZZ=1 CC=clang CFLAGS='-O2 -g' fuzz-targets
	@BUILD=$(BUILD) tests/fuzz/run $(or $(FUZZ_TARGETS),$(FUZZ_SRC:tests/fuzz/%.c=%))

fuzz-targets: $(FUZZ_BIN)
.PHONY: fuzz fuzz-targets

pages: $(BUILD)/dcx ## the pages of -f html, used in a browser as people use them
	@DCX=$(BUILD)/dcx BUILD=$(BUILD) SHARED=$(SHARED) sh tests/heavy/page_test.sh

mcp: $(BUILD)/dcx ## dcx mcp, served to the official client of its protocol
	@DCX=$(BUILD)/dcx BUILD=$(BUILD) sh tests/heavy/mcp_test.sh
.PHONY: mcp

workbooks: $(BUILD)/dcx ## the workbooks of -f xlsx, read back by LibreOffice
	@DCX=$(BUILD)/dcx SHARED=$(SHARED) sh tests/heavy/xlsx_test.sh

formats: $(BUILD)/dcx ## the same text in every encoding and format, made with other tools, must give the same records
	@DCX=$(BUILD)/dcx BUILD=$(BUILD) SHARED=$(SHARED) sh tests/heavy/formats_test.sh

faults: $(BUILD)/dcx ## every request for memory and every system call of dcx made to fail in turn
	@DCX=$(BUILD)/dcx BUILD=$(BUILD) sh tests/heavy/faults_test.sh

.PHONY: numerals
numerals: $(BUILD)/tests/numeral_test ## four million numbers written in random forms are read as they were written
	@DCX_NUMBERS=4000000 $(BUILD)/tests/numeral_test

scaling: $(BUILD)/dcx ## what is four times as long takes four times the time
	@DCX=$(BUILD)/dcx BUILD=$(BUILD) sh tests/heavy/scaling_test.sh
same: ## the same output from gcc and clang, with and without optimisation, on 32 bits (DCX32); memory clean
	@BUILD=$(BUILD) SHARED=$(SHARED) MAKE='$(MAKE)' sh tests/heavy/same_test.sh

accuracy: $(BUILD)/dcx $(SCORE) ## scores the sample reports, and those of SHARED when it is there
	@BUILD=$(BUILD) SHARED=$(SHARED) tools/accuracy

# What tests ran before is forgotten.
coverage: ## lines and branches of src/ that the tests run; fails below 95 % of lines
	@find $(BUILD)/coverage -name '*.gcda' -delete 2>/dev/null || true
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/coverage CC=gcc HARDENING= WARNINGS=-Werror \
		CFLAGS='-O0 -g --coverage -DGCOV_FOLDER=$(abspath $(BUILD)/coverage)' test
	@tools/coverage $(BUILD)/coverage 95

MUTANTS ?= 20
SEED ?= 1
mutate: ## breaks MUTANTS random lines of src/ (SEED), one at a time in a copy: the tests must notice nine in ten
	@tools/mutate $(BUILD)/mutate $(MUTANTS) $(SEED)

$(BUILD)/bench/dcx: FORCE
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/bench LTO=1 CFLAGS='$(BENCH_CFLAGS)' $@

bench: ## speed and memory, against other tools: bench/results.md (BENCH=short: a short form, in build/bench)
	@tools/setup bench
	@$(MAKE) --no-print-directory $(BUILD)/bench/dcx
	@DCX=$(BUILD)/bench/dcx BUILD=$(BUILD)/bench SHARED=$(SHARED) BENCH=$(BENCH) CC='$(CC)' bench/run

instructions: ## the instructions that dcx takes, against the bounds in bench/instructions.tsv
	@tools/setup bench
	@$(MAKE) --no-print-directory $(BUILD)/bench/dcx
	@DCX=$(BUILD)/bench/dcx BUILD=$(BUILD)/bench CC='$(CC)' bench/instructions $(INSTRUCTIONS)

instructions-update: INSTRUCTIONS = --update
instructions-update: instructions ## writes these bounds anew

check-install: all ## installs to a scratch folder, uses the library from there, uninstalls
	@MAKE='$(MAKE)' CC='$(CC)' tools/check-install

demo: ## set-up, build, and the records of a sample report
	@tools/setup build
	@$(MAKE) --no-print-directory all
	$(BUILD)/dcx extract corpus/annual-2025.txt -f table
.PHONY: test check check-all sanitize coverage mutate same accuracy pages workbooks formats faults scaling bench
.PHONY: instructions instructions-update check-install demo
.PHONY: check-install demo

# ---- style

format: ## lays all sources out
	clang-format -i $(FORMATTED)

lint: tidy ## layout, static analysis, a second compiler
	@echo "  layout, layers, header"
	$(Q)clang-format --dry-run -Werror $(FORMATTED)
	$(Q)tools/layers
	$(Q)clang -x c++ -std=c++17 -Wall -Wextra -Werror -fsyntax-only include/dcx.h
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/clang CC=clang all $(TEST_BIN:$(BUILD)/%=$(BUILD)/clang/%)

tidy: $(BUILD)/gen/pack_builtin.c
	@echo "  clang-tidy"
	$(Q)printf '%s\n' $(LIB_SRC) $(CLI_SRC) $(TEST_SRC) $(FUZZ_SRC) $(TOOL_SRC) | xargs -P 4 -n 4 sh -c 'clang-tidy --quiet "$$@" -- \
		$(STANDARD) -Itests $(LIB_CFLAGS) $(CLI_CFLAGS) $(TEST_CFLAGS) 2>/dev/null' clang-tidy

# Leaks are left to clang-tidy and the address sanitizer: gcc 12 takes iconv_open's (iconv_t)-1 for memory. Analysing
# without -O is what it does best: elsewhere it takes parts of structures for uninitialised.
ANALYSED = $(patsubst $(BUILD)/%,$(BUILD)/analyse/%,$(LIB_OBJ) $(CLI_OBJ))
analyse: tidy ## static analysis with all that is at hand: clang-tidy, gcc's analyzer, cppcheck
	@echo "  gcc -fanalyzer"
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/analyse CC=gcc HARDENING= WARNINGS=-Werror \
		CFLAGS='-O0 -fanalyzer -Wno-analyzer-malloc-leak' $(ANALYSED)
	@echo "  cppcheck"; mkdir -p $(BUILD)/cppcheck
	$(Q)cppcheck --quiet --enable=warning,performance,portability --inline-suppr --error-exitcode=1 --std=c11 \
		--cppcheck-build-dir=$(BUILD)/cppcheck -D_POSIX_C_SOURCE=200809L -Iinclude -Isrc src tools tests
.PHONY: format lint tidy analyse

# ---- where it goes

BIN = $(DESTDIR)$(PREFIX)/bin
LIB = $(DESTDIR)$(PREFIX)/lib
INCLUDE = $(DESTDIR)$(PREFIX)/include
SHARE = $(DESTDIR)$(PREFIX)/share

install: all ## to PREFIX (/usr/local), below DESTDIR if it is set
	install -d $(BIN) $(LIB)/pkgconfig $(INCLUDE) $(SHARE)/man/man1 $(SHARE)/dcx/rules
	install -m 755 $(BUILD)/dcx $(BIN)/dcx
	install -m 644 $(BUILD)/libdcx.a $(LIB)/libdcx.a
	install -m 755 $(BUILD)/libdcx.so.$(VERSION) $(LIB)/libdcx.so.$(VERSION)
	ln -sf libdcx.so.$(VERSION) $(LIB)/$(SONAME)
	ln -sf $(SONAME) $(LIB)/libdcx.so
	install -m 644 include/dcx.h $(INCLUDE)/dcx.h
	sed 's|@PREFIX@|$(PREFIX)|; s|@VERSION@|$(VERSION)|' dcx.pc.in >$(LIB)/pkgconfig/dcx.pc
	chmod 644 $(LIB)/pkgconfig/dcx.pc
	install -m 644 docs/dcx.1 $(SHARE)/man/man1/dcx.1
	install -m 644 $(PACKS) rules/pack.rng $(SHARE)/dcx/rules

uninstall: ## takes away what install put there
	rm -f $(BIN)/dcx $(LIB)/libdcx.a $(LIB)/libdcx.so.$(VERSION) $(LIB)/$(SONAME) $(LIB)/libdcx.so
	rm -f $(INCLUDE)/dcx.h $(LIB)/pkgconfig/dcx.pc $(SHARE)/man/man1/dcx.1
	rm -rf $(SHARE)/dcx

clean: ## removes build/
	rm -rf $(BUILD)

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 20
.PHONY: install uninstall clean help

.DELETE_ON_ERROR:
.SECONDARY:

-include $(LIB_OBJ:.o=.d) $(CLI_OBJ:.o=.d) $(TEST_SRC:%.c=$(BUILD)/obj/%.d) \
	$(FUZZ_SRC:%.c=$(BUILD)/obj/%.d) $(TOOL_SRC:%.c=$(BUILD)/obj/%.d)
