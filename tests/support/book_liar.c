// The book's child, taken over; see support/liar.h. Its lies are in the list at the end.
#include "book/message.h"
#include "support/liar.h"

static WritCommitId *id_of(Liar *liar)
{
    return liar->asked;
}

static void send_commit(Liar *liar, const char *subject, uint32_t count)
{
    WritSignature signature = {writ_text("A"), writ_text("a@b"), 1, 0};
    WritCommit commit = {*id_of(liar), signature, signature, writ_text(subject)};
    book_message_put_commit(&liar->out, &commit, count);
    liar_send(liar);
}

static void send_file(Liar *liar, const char *path)
{
    WritBookFile file = {writ_text(path), writ_text("writ 2026\n"), WRIT_FILE_PLAIN};
    book_message_put_file(&liar->out, &file);
    liar_send(liar);
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
    id_of(liar)->hex[0] = id_of(liar)->hex[0] == '0' ? '1' : '0';
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
        liar_send(liar);
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
    liar_send(liar);
}

static void fail_well(Liar *liar)
{
    WritError error = {.status = WRIT_OK, .text = "all is well"};
    book_message_put_failed(&liar->out, &error);
    liar_send(liar);
}

int main(int argument_count, char **arguments)
{
    static const Lie lies[] = {
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
    };
    WritCommitId request;
    Liar liar = {.pipes = {.frame_bytes_max = MESSAGE_BYTES_MAX}, .asked = &request};
    WritReader in;
    if (argument_count < 1 || !liar_listen(&liar, &in) || book_message_kind(&in) != MESSAGE_READ ||
        !book_message_get_id(&in, &request)) {
        return 1;
    }
    return liar_tell(&liar, arguments[0], lies, sizeof lies / sizeof lies[0]);
}
