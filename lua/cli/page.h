#ifndef ALM_CLI_PAGE_H
#define ALM_CLI_PAGE_H

#include "base/suggest.h"
#include "cli/cli.h"

/* A page of help. Zeroed before use; after a failure nothing more is added. */
typedef struct alm_page {
    size_t width; /* cells of a line; 0: 80 */
    alm_buffer text;
    alm_status status;
    alm_error err;
} alm_page;

void alm_page_put(alm_page *page, const char *text);

/* Text whose lines are broken where they are longer than the page is wide. */
void alm_page_lines(alm_page *page, const char *text);

/* Two columns; what is wider than the left one gets a line
 * of its own. */
void alm_page_row(alm_page *page, const char *left, size_t width,
                  const char *right);

/* A group of flags under the title of its section. */
typedef struct alm_flag_section {
    unsigned group;
    const char *title;
} alm_flag_section;

/* Those there are, in the order of pages; static storage. */
const alm_flag_section *alm_flag_sections(size_t *n);

/* Those of a section but for what also is in one of the groups `told`. */
void alm_page_flags(alm_page *page, const alm_flag_section *section,
                    unsigned told);

/* Pushes a function that adds its argument to the page. */
void alm_page_push_writer(lua_State *L, alm_page *page);

/* Writes the page, or prints why there is none, and frees it. */
alm_exit alm_page_finish(alm_page *page, alm_cli *cli);

/* ---- what pages and the manual tell (help_topics.c, help_man.c) ---- */

/* A name and what it means. */
typedef struct alm_meaning {
    const char *name;
    const char *help;
} alm_meaning;

const alm_meaning *alm_help_exits(size_t *n);
const alm_meaning *alm_help_environment(size_t *n);

/* The topics of help, a row each. */
void alm_help_put_topics(alm_page *page);
void alm_help_offer_topics(alm_suggestion *s);

/* Topic `i`; false when there are no more. */
bool alm_help_topic_at(alm_meaning *out, size_t i);

/* Answers `help NAME` where NAME is a topic; false when it is none. */
bool alm_help_topic(alm_exit *exit, alm_cli *cli, const char *name);

/* The manual page in mdoc. */
alm_exit alm_help_man(alm_cli *cli);

#endif
