// Stands in for a writ-hook that cannot start: says why, or says nothing and ends.
#include <unistd.h>

#include "hook/protocol.h"
#include "writ/confined.h"

int main(void)
{
    WritConfined pipes = {.frame_bytes_max = WRIT_HOOK_FRAME_BYTES_MAX};
    WritBuffer out = {0};
    protocol_put_failed(&out, writ_text("the kernel refuses the system call filter"));
    return writ_confined_write(&pipes, writ_buffer_text(&out)) ? 3 : 2;
}
