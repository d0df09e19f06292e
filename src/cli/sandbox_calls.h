/* The part of the sandbox that says which system calls are left. */
#ifndef DCX_CLI_SANDBOX_CALLS_H
#define DCX_CLI_SANDBOX_CALLS_H

#include <stdbool.h>

/* What looks for leaks at the end of a sanitizer's build traces the process, and reads /proc. */
#ifdef __SANITIZE_ADDRESS__
#define SANDBOX_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANDBOX_SANITIZED
#endif
#endif

/* Leaves the calls that dcx and pdftotext need, with what they need of these; a database sets owner and
 * permissions of its files, and is narrowed later. No new privileges must be set. false: the kernel does not offer it.
 */
bool sandbox_calls(bool database);

#endif
