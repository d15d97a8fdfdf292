#include "support/liar.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool liar_listen(Liar *liar, WritReader *in)
{
    WritText payload;
    if (!writ_confined_read(&liar->pipes, &payload)) {
        return false;
    }
    *in = writ_reader(payload);
    return true;
}

void liar_send(Liar *liar)
{
    if (!writ_confined_write(&liar->pipes, writ_buffer_text(&liar->out))) {
        _exit(1);
    }
    writ_buffer_clear(&liar->out);
}

// --- What every child can tell -------------------------------------------------------------------

static void send_rubbish(Liar *liar)
{
    (void)liar;
    static const char rubbish[] = "\377\377\377\377 rubbish";
    (void)!write(STDOUT_FILENO, rubbish, sizeof rubbish);
}

static void send_unknown_message(Liar *liar)
{
    writ_buffer_add_string(&liar->out, "?");
    liar_send(liar);
}

static void say_nothing(Liar *liar)
{
    (void)liar;
}

static void crash(Liar *liar)
{
    (void)liar;
    abort();
}

void liar_compute(Liar *liar)
{
    volatile unsigned count = 0;
    while (liar->pipes.frame_bytes_max > 0) {
        count++;
    }
}

static const Lie common[] = {
    {"send_rubbish", send_rubbish}, {"send_unknown_message", send_unknown_message},
    {"say_nothing", say_nothing},   {"crash", crash},
    {"compute", liar_compute},
};

static const Lie *find(const char *name, const Lie *lies, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(name, lies[i].name) == 0) {
            return &lies[i];
        }
    }
    return NULL;
}

int liar_tell(Liar *liar, const char *program, const Lie *lies, size_t count)
{
    const char *slash = strrchr(program, '/');
    if (slash == NULL) {
        return 1;
    }
    const Lie *lie = find(slash + 1, lies, count);
    if (lie == NULL) {
        lie = find(slash + 1, common, sizeof common / sizeof common[0]);
    }
    if (lie == NULL) {
        return 1;
    }
    lie->tell(liar);
    return 0;
}
