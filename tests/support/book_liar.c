// A child that was taken over: it answers what it likes. What it does is the name by which it is
// called; see the list at the end.
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "book/message.h"
#include "writ/confined.h"

typedef struct Liar {
    WritConfined pipes;
    WritBuffer out;
    WritCommitId id;
} Liar;

static void send(Liar *liar)
{
    if (!writ_confined_write(&liar->pipes, writ_buffer_text(&liar->out))) {
        _exit(1);
    }
    writ_buffer_clear(&liar->out);
}

static void send_commit(Liar *liar, const char *subject, uint32_t count)
{
    WritSignature signature = {writ_text("A"), writ_text("a@b"), 1, 0};
    WritCommit commit = {liar->id, signature, signature, writ_text(subject)};
    book_message_put_commit(&liar->out, &commit, count);
    send(liar);
}

static void send_file(Liar *liar, const char *path)
{
    WritBookFile file = {writ_text(path), writ_text("writ 2026\n"), WRIT_FILE_PLAIN};
    book_message_put_file(&liar->out, &file);
    send(liar);
}

static void one_file(Liar *liar, const char *path)
{
    send_commit(liar, "x", 1);
    send_file(liar, path);
}

static void tell_truth(Liar *liar)
{
    one_file(liar, "sales/a.writ");
}

static void lead_out(Liar *liar)
{
    one_file(liar, "../../etc/a.writ");
}

static void lead_to_root(Liar *liar)
{
    one_file(liar, "/a.writ");
}

static void give_another_kind(Liar *liar)
{
    one_file(liar, "a.sh");
}

static void give_capitals(Liar *liar)
{
    one_file(liar, "A.writ");
}

static void give_two_of_one_path(Liar *liar)
{
    send_commit(liar, "x", 2);
    send_file(liar, "a.writ");
    send_file(liar, "a.writ");
}

static void give_no_order(Liar *liar)
{
    send_commit(liar, "x", 2);
    send_file(liar, "b.writ");
    send_file(liar, "a.writ");
}

static void give_another_commit(Liar *liar)
{
    liar->id.hex[0] = liar->id.hex[0] == '0' ? '1' : '0';
    one_file(liar, "a.writ");
}

static void promise_too_many(Liar *liar)
{
    send_commit(liar, "x", 1000000);
}

static void stop_early(Liar *liar)
{
    send_commit(liar, "x", 2);
    send_file(liar, "a.writ");
}

static void give_too_much(Liar *liar)
{
    static char bytes[WRIT_BOOK_FILE_BYTES_MAX];
    send_commit(liar, "x", 17);
    for (char name = 'a'; name < 'a' + 17; name++) {
        char path[] = {name, '.', 'l', 'u', 'a', '\0'};
        WritBookFile file = {writ_text(path), {bytes, sizeof bytes}, WRIT_FILE_PLAIN};
        book_message_put_file(&liar->out, &file);
        send(liar);
    }
}

static void colour_the_subject(Liar *liar)
{
    send_commit(liar, "\x1b[31mred", 0);
}

static void colour_the_failure(Liar *liar)
{
    WritError error = {.status = WRIT_INVALID, .text = "\x1b[31mred \xe2\x80\xae", .hint = "a\nb"};
    book_message_put_failed(&liar->out, &error);
    send(liar);
}

static void fail_well(Liar *liar)
{
    WritError error = {.status = WRIT_OK, .text = "all is well"};
    book_message_put_failed(&liar->out, &error);
    send(liar);
}

static void send_rubbish(Liar *liar)
{
    (void)liar;
    static const char rubbish[] = "\377\377\377\377 rubbish";
    (void)!write(STDOUT_FILENO, rubbish, sizeof rubbish);
}

static void send_unknown_message(Liar *liar)
{
    writ_buffer_add_string(&liar->out, "?");
    send(liar);
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

static void compute(Liar *liar)
{
    volatile unsigned count = 0;
    while (liar->pipes.frame_bytes_max > 0) {
        count++;
    }
}

int main(int argument_count, char **arguments)
{
    static const struct {
        const char *name;
        void (*tell)(Liar *liar);
    } lies[] = {
        {"tell_truth", tell_truth},
        {"lead_out", lead_out},
        {"lead_to_root", lead_to_root},
        {"give_another_kind", give_another_kind},
        {"give_capitals", give_capitals},
        {"give_two_of_one_path", give_two_of_one_path},
        {"give_no_order", give_no_order},
        {"give_another_commit", give_another_commit},
        {"promise_too_many", promise_too_many},
        {"stop_early", stop_early},
        {"give_too_much", give_too_much},
        {"colour_the_subject", colour_the_subject},
        {"colour_the_failure", colour_the_failure},
        {"fail_well", fail_well},
        {"send_rubbish", send_rubbish},
        {"send_unknown_message", send_unknown_message},
        {"say_nothing", say_nothing},
        {"crash", crash},
        {"compute", compute},
    };
    Liar liar = {.pipes = {.frame_bytes_max = MESSAGE_BYTES_MAX}};
    WritText payload;
    if (argument_count < 1 || !writ_confined_read(&liar.pipes, &payload)) {
        return 1;
    }
    WritReader in = writ_reader(payload);
    if (book_message_kind(&in) != MESSAGE_READ || !book_message_get_id(&in, &liar.id)) {
        return 1;
    }
    const char *name = strrchr(arguments[0], '/');
    for (size_t i = 0; name != NULL && i < sizeof lies / sizeof lies[0]; i++) {
        if (strcmp(name + 1, lies[i].name) == 0) {
            lies[i].tell(&liar);
            return 0;
        }
    }
    return 1;
}
