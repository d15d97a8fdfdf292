#include "support/fault_rounds.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>
#include <unistd.h>

enum { ROUNDS_LEAST = 5, ROUNDS_MOST = 2000 };

void fault_rounds(FaultKind kind, FaultRound *survive)
{
    uint64_t at = 1;
    while (survive(kind, at)) {
        at++;
        assert_true(at < ROUNDS_MOST);
    }
    assert_true(at > ROUNDS_LEAST);
}

void fault_rounds_in_memory(void)
{
    if (access("/dev/shm", W_OK) == 0) {
        (void)setenv("TMPDIR", "/dev/shm", 0);
    }
}
