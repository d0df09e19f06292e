# dcx: one Makefile for everything. `make help` lists what it can do.

PREFIX ?= /usr/local
DESTDIR ?=
BUILD ?= build
SHARED ?= ../shared
PKG_CONFIG ?= pkg-config
CFLAGS ?= -O2 -g

VERSION := $(shell sed -n 's/^.define DCX_VERSION *"\(.*\)"/\1/p' include/dcx.h)
SONAME := libdcx.so.$(firstword $(subst ., ,$(VERSION)))

LIBRARIES = libxml-2.0 libpcre2-32 libtommath jansson uchardet libarchive xlsxwriter sqlite3
# Packages are looked up when first needed, so that set-up can run before they are there.
once = $(eval $(1) := $(2))$(2)
LIB_CFLAGS = $(call once,LIB_CFLAGS,$(shell $(PKG_CONFIG) --cflags $(LIBRARIES)))
LIB_LIBS = $(call once,LIB_LIBS,$(shell $(PKG_CONFIG) --libs $(LIBRARIES)) -lm)
OPENCC_CFLAGS = $(call once,OPENCC_CFLAGS,$(shell $(PKG_CONFIG) --cflags opencc))
OPENCC_LIBS = $(call once,OPENCC_LIBS,$(shell $(PKG_CONFIG) --libs opencc))
CLI_CFLAGS = $(call once,CLI_CFLAGS,$(shell $(PKG_CONFIG) --cflags popt))
CLI_LIBS = $(call once,CLI_LIBS,$(shell $(PKG_CONFIG) --libs popt))
TEST_CFLAGS = $(call once,TEST_CFLAGS,$(shell $(PKG_CONFIG) --cflags cmocka))
TEST_LIBS = $(call once,TEST_LIBS,$(shell $(PKG_CONFIG) --libs cmocka))

WARNINGS = -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wcast-qual \
	-Wwrite-strings -Wvla -Wundef -Wformat=2 -Wimplicit-fallthrough -Werror
STANDARD = -std=c17 -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 -Iinclude -Isrc
ifdef SANITIZE
# What a sanitizer adds to the code makes gcc see format strings that are NULL.
WARNINGS += -Wno-format-truncation -Wno-format-overflow
HARDENING = -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
LINKING = $(HARDENING)
else
# Some compilers are built to fortify by default, and complain when it is defined twice.
HARDENING = -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong
LINKING = -Wl,-z,relro,-z,now
endif
COMPILE = $(CC) $(STANDARD) $(WARNINGS) $(HARDENING) $(CFLAGS) $(CPPFLAGS) -MMD -MP
LINK = $(CC) $(HARDENING) $(CFLAGS) $(LINKING) $(LDFLAGS)
Q = $(if $(V),,@)

LIB_SRC := $(sort $(filter-out src/cli/%,$(wildcard src/*/*.c)))
CLI_SRC := $(sort $(wildcard src/cli/*.c))
TEST_SRC := $(sort $(wildcard tests/*_test.c))
TEST_SH := $(sort $(wildcard tests/*.sh))
TOOL_SRC := $(sort $(wildcard tools/*.c tests/score.c))
PACKS := $(sort $(wildcard rules/*.xml))
FORMATTED := $(sort $(wildcard include/*.h src/*/*.[ch] tests/*.[ch] tools/*.[ch]))

PAGE := $(addprefix src/writer/page/,page.css review.css compare.css strings.js data.js dom.js table.js corrections.js \
	filters.js text.js detail.js reviewing.js extract.js chart.js pictures.js diff.js check.js main.js)

GEN_OBJ := $(addprefix $(BUILD)/obj/gen/,pack_builtin.o pack_schema.o han_table.o label_table.o page.o \
	database_schema.o)
LIB_OBJ := $(LIB_SRC:%.c=$(BUILD)/obj/%.o) $(GEN_OBJ)
CLI_OBJ := $(CLI_SRC:%.c=$(BUILD)/obj/%.o)
TEST_BIN := $(TEST_SRC:tests/%.c=$(BUILD)/tests/%)
SCORE := $(patsubst tests/%.c,$(BUILD)/%,$(wildcard tests/score.c))
# What the pack compiler may link: the library's folders that stand before the generated pack.
PACKC_OBJ := $(filter $(BUILD)/obj/src/base/% $(BUILD)/obj/src/pack/%,$(LIB_OBJ)) $(BUILD)/obj/gen/pack_schema.o \
	$(BUILD)/obj/gen/han_table.o

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

# The library that others link: one object, in which only the names of dcx.h can be seen.
$(BUILD)/libdcx.a: $(LIB_OBJ) $(BUILD)/files
	@echo "  ar    $@"
	$(Q)$(LD) -r -o $(BUILD)/obj/dcx.o $(LIB_OBJ)
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

# ---- the table of traditional characters

$(BUILD)/obj/tools/hanc.o: LIB_CFLAGS = $(OPENCC_CFLAGS)

$(BUILD)/hanc: $(BUILD)/obj/tools/hanc.o $(BUILD)/obj/src/base/utf8.o $(BUILD)/obj/src/base/arena.o $(BUILD)/obj/src/base/memory.o
	@echo "  link  $@"
	$(Q)$(LINK) -pie -o $@ $^ $(OPENCC_LIBS)

$(BUILD)/gen/han_table.c: $(BUILD)/hanc
	@echo "  hanc  $@"; mkdir -p $(@D)
	$(Q)$(BUILD)/hanc >$@.new && mv $@.new $@

# ---- the program

$(BUILD)/dcx: $(CLI_OBJ) $(BUILD)/libdcx.a
	@echo "  link  $@"
	$(Q)$(LINK) -pie -o $@ $^ $(LIB_LIBS) $(CLI_LIBS)

# ---- tests

$(BUILD)/obj/tests/%.o: tests/%.c $(BUILD)/flags
	@echo "  cc    $<"; mkdir -p $(@D)
	$(Q)$(COMPILE) -fPIE -Itests $(LIB_CFLAGS) $(TEST_CFLAGS) -c -o $@ $<

$(BUILD)/tests/%: $(BUILD)/obj/tests/%.o $(BUILD)/obj/libdcx.a
	@echo "  link  $@"; mkdir -p $(@D)
	$(Q)$(LINK) -pie -o $@ $^ $(LIB_LIBS) $(TEST_LIBS)

$(BUILD)/score: $(BUILD)/obj/tests/score.o $(BUILD)/obj/libdcx.a
	@echo "  link  $@"
	$(Q)$(LINK) -pie -o $@ $^ $(LIB_LIBS) -lm

test: all $(TEST_BIN) $(SCORE) ## every test, without set-up
	@BUILD=$(BUILD) tools/run-tests $(TEST_BIN) $(TEST_SH)

check: ## set-up, build and every test
	@tools/setup check
	@$(MAKE) --no-print-directory test

check-all: ## the heavy ones: sanitizers, lint, accuracy, workbooks, pages in a browser, formats, hostile input
	@tools/setup check-all
	@$(MAKE) --no-print-directory sanitize
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory check-install
	@$(MAKE) --no-print-directory accuracy
	@$(MAKE) --no-print-directory all
	@DCX=$(BUILD)/dcx sh tests/heavy/large_test.sh
	@DCX=$(BUILD)/dcx BUILD=$(BUILD) sh tests/heavy/hostile_test.sh
	@$(MAKE) --no-print-directory workbooks
	@$(MAKE) --no-print-directory pages
	@$(MAKE) --no-print-directory formats

sanitize: ## every test again, under the address and undefined behaviour sanitizers
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/sanitize SANITIZE=1 CFLAGS='-O1 -g' test

pages: $(BUILD)/dcx ## the pages of -f html, used in a browser as people use them
	@DCX=$(BUILD)/dcx BUILD=$(BUILD) SHARED=$(SHARED) sh tests/heavy/page_test.sh

workbooks: $(BUILD)/dcx ## the workbooks of -f xlsx, read back by LibreOffice
	@DCX=$(BUILD)/dcx SHARED=$(SHARED) sh tests/heavy/xlsx_test.sh

formats: $(BUILD)/dcx ## the same text in every encoding and format, made with other tools, must give the same records
	@DCX=$(BUILD)/dcx BUILD=$(BUILD) SHARED=$(SHARED) sh tests/heavy/formats_test.sh

accuracy: $(BUILD)/dcx $(SCORE) ## scores the sample reports, and those of SHARED when it is there
	@BUILD=$(BUILD) SHARED=$(SHARED) tools/accuracy

check-install: all ## installs to a scratch folder, uses the library from there, uninstalls
	@MAKE='$(MAKE)' CC='$(CC)' tools/check-install

demo: ## set-up, build, and the records of a sample report
	@tools/setup build
	@$(MAKE) --no-print-directory all
	$(BUILD)/dcx extract corpus/annual-2025.txt -f table
.PHONY: test check check-all sanitize accuracy pages workbooks formats check-install demo

# ---- style

format: ## lays all sources out
	clang-format -i $(FORMATTED)

lint: $(BUILD)/gen/pack_builtin.c ## layout, static analysis, a second compiler
	@echo "  layout, layers, header"
	$(Q)clang-format --dry-run -Werror $(FORMATTED)
	$(Q)tools/layers
	$(Q)clang -x c++ -std=c++17 -Wall -Wextra -Werror -fsyntax-only include/dcx.h
	@echo "  clang-tidy"
	$(Q)printf '%s\n' $(LIB_SRC) $(CLI_SRC) $(TEST_SRC) $(TOOL_SRC) | xargs -P 4 -n 4 sh -c 'clang-tidy --quiet "$$@" -- \
		$(STANDARD) -Itests $(LIB_CFLAGS) $(CLI_CFLAGS) $(TEST_CFLAGS) 2>/dev/null' clang-tidy
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/clang CC=clang all $(TEST_BIN:$(BUILD)/%=$(BUILD)/clang/%)
.PHONY: format lint

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

-include $(LIB_OBJ:.o=.d) $(CLI_OBJ:.o=.d) $(TEST_SRC:%.c=$(BUILD)/obj/%.d) $(TOOL_SRC:%.c=$(BUILD)/obj/%.d)
