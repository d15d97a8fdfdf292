// Objects, trees, commits and packs that are wrong.
#include "support/hostile_books.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static void good(const Maker *maker)
{
    maker_commit(maker, maker_one_file(maker, "a.writ", "writ 2026\n"));
}

// --- Loose objects --------------------------------------------------------------------------

// The blob of a.writ is stored as `inflated` under the id of `content`.
static void with_loose(const Maker *maker, const char *content, WritText inflated)
{
    MakerId blob = maker_id("blob", writ_text(content));
    maker_loose(maker, blob, inflated);
    maker_commit(maker, maker_tree(maker, &(MakerEntry){"100644", "a.writ", blob}, 1));
}

static void with_loose_file(const Maker *maker, WritText file)
{
    MakerId blob = maker_id("blob", writ_text("writ 2026\n"));
    maker_loose_file(maker, blob, file);
    maker_commit(maker, maker_tree(maker, &(MakerEntry){"100644", "a.writ", blob}, 1));
}

static void header_says_less(const Maker *maker)
{
    static const char lie[] = "blob 12\0this is far more than twelve bytes of content";
    with_loose(maker, "this is far ", (WritText){lie, sizeof lie - 1});
}

static void header_says_one_less(const Maker *maker)
{
    static const char lie[] = "blob 4\0short";
    with_loose(maker, "shor", (WritText){lie, sizeof lie - 1});
}

static void header_says_more(const Maker *maker)
{
    static const char lie[] = "blob 4000\0short";
    with_loose(maker, "short", (WritText){lie, sizeof lie - 1});
}

static void header_says_four_gigabytes(const Maker *maker)
{
    static const char lie[] = "blob 4294967295\0short";
    with_loose(maker, "short", (WritText){lie, sizeof lie - 1});
}

static void header_has_leading_zero(const Maker *maker)
{
    static const char lie[] = "blob 05\0short";
    with_loose(maker, "short", (WritText){lie, sizeof lie - 1});
}

static void header_has_no_end(const Maker *maker)
{
    with_loose(maker, "short", writ_text("blob 55555555555555555555555555555555555555555555"));
}

static void header_of_unknown_type(const Maker *maker)
{
    static const char lie[] = "blub 5\0short";
    with_loose(maker, "short", (WritText){lie, sizeof lie - 1});
}

static void content_of_another_object(const Maker *maker)
{
    static const char lie[] = "blob 5\0other";
    with_loose(maker, "short", (WritText){lie, sizeof lie - 1});
}

static void cut_off_file(const Maker *maker)
{
    // A whole stream of "blob 300\0…", cut in the middle.
    char inflated[309] = "blob 300";
    for (size_t i = 9; i < sizeof inflated; i++) {
        inflated[i] = (char)('a' + (i * i + i / 7) % 23);
    }
    MakerId blob = maker_id("blob", (WritText){inflated + 9, 300});
    maker_loose(maker, blob, (WritText){inflated, sizeof inflated});
    char path[80], full[512];
    maker_loose_path(path, blob);
    (void)snprintf(full, sizeof full, "%s/%s", maker->root, path);
    FILE *file = fopen(full, "r+");
    assert(file != NULL);
    char bytes[400];
    size_t length = fread(bytes, 1, sizeof bytes, file);
    (void)fclose(file);
    maker_write(maker, path, (WritText){bytes, length / 2});
    maker_commit(maker, maker_tree(maker, &(MakerEntry){"100644", "a.writ", blob}, 1));
}

static void empty_file(const Maker *maker)
{
    with_loose_file(maker, (WritText){NULL, 0});
}

static void rubbish_file(const Maker *maker)
{
    with_loose_file(maker, writ_text("this is no zlib stream at all"));
}

static void rubbish_behind_object(const Maker *maker)
{
    good(maker);
    MakerId blob = maker_id("blob", writ_text("writ 2026\n"));
    char path[80], full[512];
    maker_loose_path(path, blob);
    (void)snprintf(full, sizeof full, "%s/%s", maker->root, path);
    FILE *file = fopen(full, "a");
    assert(file != NULL);
    (void)fputs("more", file);
    (void)fclose(file);
}

static void object_is_a_link(const Maker *maker)
{
    good(maker);
    MakerId blob = maker_id("blob", writ_text("writ 2026\n"));
    char path[80];
    maker_loose_path(path, blob);
    maker_write_string(maker, "outside/secret", "secret");
    maker_link(maker, path, "../../../../outside/secret");
}

static void object_is_a_pipe(const Maker *maker)
{
    good(maker);
    MakerId blob = maker_id("blob", writ_text("writ 2026\n"));
    char path[80], full[512];
    maker_loose_path(path, blob);
    maker_remove(maker, path);
    (void)snprintf(full, sizeof full, "%s/%s", maker->root, path);
    int result = mkfifo(full, 0666);
    assert(result == 0);
}

static void blob_is_missing(const Maker *maker)
{
    MakerId blob = maker_id("blob", writ_text("never stored"));
    maker_commit(maker, maker_tree(maker, &(MakerEntry){"100644", "a.writ", blob}, 1));
}

static void tree_is_missing(const Maker *maker)
{
    maker_commit(maker, maker_id("tree", writ_text("never stored")));
}

static void commit_is_missing(const Maker *maker)
{
    maker_set_main(maker, maker_id("commit", writ_text("never stored")));
}

// --- Sizes ----------------------------------------------------------------------------------

static WritText filled(WritBuffer *buffer, size_t length, char byte)
{
    writ_buffer_reserve(buffer, length);
    memset(buffer->data, byte, length);
    buffer->length = length;
    return writ_buffer_text(buffer);
}

static void blob_too_large(const Maker *maker)
{
    WritBuffer content = {0};
    MakerId blob = maker_object(maker, "blob", filled(&content, (1 << 20) + 1, '#'));
    writ_buffer_dispose(&content);
    maker_commit(maker, maker_tree(maker, &(MakerEntry){"100644", "a.writ", blob}, 1));
}

static void files_too_large_together(const Maker *maker)
{
    WritBuffer content = {0};
    MakerId blob = maker_object(maker, "blob", filled(&content, 1 << 20, '#'));
    writ_buffer_dispose(&content);
    char names[17][8];
    MakerEntry entries[17];
    for (size_t i = 0; i < 17; i++) {
        (void)snprintf(names[i], sizeof names[i], "%c.writ", (char)('a' + i));
        entries[i] = (MakerEntry){"100644", names[i], blob};
    }
    maker_commit(maker, maker_tree(maker, entries, 17));
}

enum { MANY = 10001 };

static void too_many_entries(const Maker *maker)
{
    static char names[MANY][8];
    static MakerEntry entries[MANY];
    MakerId blob = maker_blob(maker, "x");
    for (size_t i = 0; i < MANY; i++) {
        (void)snprintf(names[i], sizeof names[i], "n%05zu", i);
        entries[i] = (MakerEntry){"100644", names[i], blob};
    }
    maker_commit(maker, maker_tree(maker, entries, MANY));
}

static void tree_of_megabytes(const Maker *maker)
{
    static char names[20000][110];
    static MakerEntry entries[20000];
    MakerId blob = maker_blob(maker, "x");
    for (size_t i = 0; i < 20000; i++) {
        (void)snprintf(names[i], sizeof names[i], "n%05zu%0100d", i, 0);
        entries[i] = (MakerEntry){"100644", names[i], blob};
    }
    maker_commit(maker, maker_tree(maker, entries, 20000));
}

// Ten folders in ten folders in …: 10^16 paths out of 17 small trees.
static void tree_of_trees(const Maker *maker)
{
    static const char *const names[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
    MakerId tree = maker_one_file(maker, "a.writ", "writ 2026\n");
    for (int depth = 0; depth < 16; depth++) {
        MakerEntry entries[10];
        for (size_t i = 0; i < 10; i++) {
            entries[i] = (MakerEntry){"40000", names[i], tree};
        }
        tree = maker_tree(maker, entries, 10);
    }
    maker_commit(maker, tree);
}

static void tree_too_deep(const Maker *maker)
{
    MakerId tree = maker_one_file(maker, "a.writ", "writ 2026\n");
    for (int depth = 0; depth < 17; depth++) {
        tree = maker_tree(maker, &(MakerEntry){"40000", "deeper", tree}, 1);
    }
    maker_commit(maker, tree);
}

static void path_too_long(const Maker *maker)
{
    char name[101];
    memset(name, 'n', 100);
    name[100] = '\0';
    MakerId tree = maker_one_file(maker, "a.writ", "writ 2026\n");
    for (int depth = 0; depth < 10; depth++) {
        tree = maker_tree(maker, &(MakerEntry){"40000", name, tree}, 1);
    }
    maker_commit(maker, tree);
}

static void commit_too_large(const Maker *maker)
{
    WritBuffer commit = {0}, filler = {0};
    writ_buffer_format(&commit, "tree %s\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\n",
                       maker_one_file(maker, "a.writ", "writ 2026\n").hex);
    writ_buffer_add(&commit, filled(&filler, 100000, 'm'));
    maker_set_main(maker, maker_object(maker, "commit", writ_buffer_text(&commit)));
    writ_buffer_dispose(&commit);
    writ_buffer_dispose(&filler);
}

// --- Names and kinds ------------------------------------------------------------------------

static void with_entries(const Maker *maker, const MakerEntry *entries, size_t count)
{
    maker_commit(maker, maker_tree(maker, entries, count));
}

static void with_name(const Maker *maker, const char *mode, const char *name)
{
    MakerId id = mode[0] == '4' ? maker_one_file(maker, "a.writ", "writ 2026\n")
                                : maker_blob(maker, "writ 2026\n");
    with_entries(maker, &(MakerEntry){mode, name, id}, 1);
}

static void entry_twice(const Maker *maker)
{
    MakerEntry entries[] = {{"100644", "a.writ", maker_blob(maker, "shown\n")},
                            {"100644", "a.writ", maker_blob(maker, "run\n")}};
    with_entries(maker, entries, 2);
}

static void file_and_folder_of_one_name(const Maker *maker)
{
    MakerEntry entries[] = {{"100644", "a", maker_blob(maker, "x")},
                            {"100644", "a.writ", maker_blob(maker, "x")},
                            {"40000", "a", maker_one_file(maker, "b.writ", "x")}};
    with_entries(maker, entries, 3);
}

static void entries_out_of_order(const Maker *maker)
{
    MakerEntry entries[] = {{"100644", "b.writ", maker_blob(maker, "x")},
                            {"100644", "a.writ", maker_blob(maker, "x")}};
    with_entries(maker, entries, 2);
}

static void names_that_differ_in_case(const Maker *maker)
{
    MakerEntry entries[] = {{"100644", "README.md", maker_blob(maker, "x")},
                            {"100644", "readme.md", maker_blob(maker, "x")}};
    with_entries(maker, entries, 2);
}

static void symbolic_link(const Maker *maker)
{
    with_name(maker, "120000", "a.writ");
}

static void hidden_symbolic_link(const Maker *maker)
{
    with_name(maker, "120000", ".a");
}

static void submodule(const Maker *maker)
{
    with_name(maker, "160000", "library");
}

static void mode_that_git_does_not_write(const Maker *maker)
{
    with_name(maker, "100664", "a.writ");
}

static void mode_that_is_no_number(const Maker *maker)
{
    with_name(maker, "readable", "a.writ");
}

static void folder_that_is_a_blob(const Maker *maker)
{
    with_entries(maker, &(MakerEntry){"40000", "a", maker_blob(maker, "x")}, 1);
}

static void file_that_is_a_tree(const Maker *maker)
{
    with_entries(maker, &(MakerEntry){"100644", "a.writ", maker_one_file(maker, "b", "x")}, 1);
}

static void parent_folder(const Maker *maker)
{
    with_name(maker, "40000", "..");
}

static void path_as_name(const Maker *maker)
{
    with_name(maker, "100644", "../../outside/a.writ");
}

static void git_folder(const Maker *maker)
{
    with_name(maker, "40000", ".git");
}

static void git_folder_in_capitals(const Maker *maker)
{
    with_name(maker, "40000", ".GiT");
}

static void short_name_of_git(const Maker *maker)
{
    with_name(maker, "40000", "git~1");
}

static void empty_name(const Maker *maker)
{
    with_name(maker, "100644", "");
}

static void name_with_dot_at_end(const Maker *maker)
{
    with_name(maker, "100644", "a.writ.");
}

static void name_like_an_option(const Maker *maker)
{
    with_name(maker, "100644", "--exec.writ");
}

static void name_with_space(const Maker *maker)
{
    with_name(maker, "100644", "my notes.txt");
}

static void name_with_accent(const Maker *maker)
{
    with_name(maker, "100644",
              "proc\xc3\xa9"
              "dure.writ");
}

static void name_that_turns_direction(const Maker *maker)
{
    with_name(maker, "100644", "a\xe2\x80\xaetxt.writ");
}

static void name_that_moves_the_cursor(const Maker *maker)
{
    with_name(maker, "100644", "a\x1b[2K.writ");
}

static void name_that_is_no_utf8(const Maker *maker)
{
    with_name(maker, "100644", "a\xff.writ");
}

static void name_too_long(const Maker *maker)
{
    char name[102];
    memset(name, 'n', 101);
    name[101] = '\0';
    with_name(maker, "100644", name);
}

static void definition_with_capitals(const Maker *maker)
{
    with_name(maker, "100644", "Order.writ");
}

static void definition_below_capitals(const Maker *maker)
{
    with_name(maker, "40000", "Sales");
}

// --- Commits --------------------------------------------------------------------------------

static void with_commit(const Maker *maker, const char *type, const char *rest)
{
    MakerId tree = maker_one_file(maker, "a.writ", "writ 2026\n");
    WritBuffer commit = {0};
    writ_buffer_format(&commit, "tree %s\n%s", tree.hex, rest);
    maker_set_main(maker, maker_object(maker, type, writ_buffer_text(&commit)));
    writ_buffer_dispose(&commit);
}

static void commit_without_author(const Maker *maker)
{
    with_commit(maker, "commit", "\nno author\n");
}

static void commit_from_the_far_future(const Maker *maker)
{
    with_commit(maker, "commit",
                "author A <a@b> 999999999999999 +0000\ncommitter A <a@b> 1 +0000\n\nx\n");
}

static void commit_that_is_a_blob(const Maker *maker)
{
    with_commit(maker, "blob", "");
}

static void commit_that_is_a_tag(const Maker *maker)
{
    good(maker);
    WritBuffer tag = {0};
    writ_buffer_format(&tag, "object %s\ntype commit\ntag v1\ntagger A <a@b> 1 +0000\n\nx\n",
                       maker_id("commit", writ_text("x")).hex);
    maker_set_main(maker, maker_object(maker, "tag", writ_buffer_text(&tag)));
    writ_buffer_dispose(&tag);
}

// --- Packs ----------------------------------------------------------------------------------

// The third object of a chain is ten bytes long, but its base has a gigabyte.
static void delta_bomb(const Maker *maker)
{
    enum { FIRST = 1 << 20, COPIES = 32 };
    WritBuffer first = {0}, deltas[2] = {{0}, {0}}, small = {0};
    MakerId ids[4];
    for (int i = 0; i < 4; i++) {
        char name[8];
        (void)snprintf(name, sizeof name, "bomb %d", i);
        ids[i] = maker_id("blob", writ_text(name));
    }
    MakerDelta grow[2] = {{FIRST, (size_t)FIRST * COPIES, FIRST, COPIES},
                          {(size_t)FIRST * COPIES, (size_t)FIRST * COPIES / 4 * COPIES,
                           (size_t)FIRST * COPIES / 4, COPIES}};
    maker_delta(&deltas[0], &grow[0]);
    maker_delta(&deltas[1], &grow[1]);
    MakerDelta shrink = {grow[1].result_size, 10, 10, 1};
    maker_delta(&small, &shrink);
    MakerPacked entries[] = {
        {MAKER_BLOB, ids[0], {""}, FIRST, filled(&first, FIRST, '#')},
        {MAKER_REF_DELTA, ids[1], ids[0], deltas[0].length, writ_buffer_text(&deltas[0])},
        {MAKER_REF_DELTA, ids[2], ids[1], deltas[1].length, writ_buffer_text(&deltas[1])},
        {MAKER_REF_DELTA, ids[3], ids[2], small.length, writ_buffer_text(&small)},
    };
    maker_pack(maker, entries, 4);
    maker_commit(maker, maker_tree(maker, &(MakerEntry){"100644", "a.writ", ids[3]}, 1));
    writ_buffer_dispose(&first);
    writ_buffer_dispose(&deltas[0]);
    writ_buffer_dispose(&deltas[1]);
    writ_buffer_dispose(&small);
}

static void packed_blob_claims_gigabytes(const Maker *maker)
{
    MakerId blob = maker_id("blob", writ_text("short"));
    MakerPacked entry = {MAKER_BLOB, blob, {""}, (size_t)3 << 30, writ_text("short")};
    maker_pack(maker, &entry, 1);
    maker_commit(maker, maker_tree(maker, &(MakerEntry){"100644", "a.writ", blob}, 1));
}

static void packed_blob_claims_too_little(const Maker *maker)
{
    MakerId blob = maker_id("blob", writ_text("short"));
    MakerPacked entry = {MAKER_BLOB, blob, {""}, 5, writ_text("short, but longer than it says")};
    maker_pack(maker, &entry, 1);
    maker_commit(maker, maker_tree(maker, &(MakerEntry){"100644", "a.writ", blob}, 1));
}

static void deltas_in_a_circle(const Maker *maker)
{
    MakerId a = maker_id("blob", writ_text("a")), b = maker_id("blob", writ_text("b"));
    WritBuffer delta = {0};
    maker_delta(&delta, &(MakerDelta){10, 10, 10, 1});
    MakerPacked entries[] = {
        {MAKER_REF_DELTA, a, b, delta.length, writ_buffer_text(&delta)},
        {MAKER_REF_DELTA, b, a, delta.length, writ_buffer_text(&delta)},
    };
    maker_pack(maker, entries, 2);
    maker_commit(maker, maker_tree(maker, &(MakerEntry){"100644", "a.writ", a}, 1));
    writ_buffer_dispose(&delta);
}

static void index_is_rubbish(const Maker *maker)
{
    blob_is_missing(maker);
    maker_write_string(maker, "book/.git/objects/pack/pack-1.pack", "PACK and nothing more");
    maker_write_string(maker, "book/.git/objects/pack/pack-1.idx", "\377tOc and nothing more");
}

static void multi_pack_index_leads_out(const Maker *maker)
{
    good(maker);
    maker_write_string(maker, "book/.git/objects/pack/multi-pack-index",
                       "MIDX\001\001\002\000../../../../../outside/pack-1.idx");
}

static void pack_is_a_link(const Maker *maker)
{
    good(maker);
    maker_write_string(maker, "outside/pack-1.idx", "secret");
    maker_link(maker, "book/.git/objects/pack/pack-1.idx", "../../../../outside/pack-1.idx");
}

static void packs_are_elsewhere(const Maker *maker)
{
    good(maker);
    maker_write_string(maker, "outside/pack/x", "secret");
    char path[512];
    (void)snprintf(path, sizeof path, "%s/book/.git/objects/pack", maker->root);
    (void)remove(path);
    maker_link(maker, "book/.git/objects/pack", "../../../outside/pack");
}

// --- The list -------------------------------------------------------------------------------

const HostileBook hostile_objects[] = {
    {"header_says_less", header_says_less, WRIT_INVALID, "does not hold what its header says"},
    {"header_says_one_less", header_says_one_less, WRIT_INVALID,
     "does not hold what its header says"},
    {"header_says_more", header_says_more, WRIT_INVALID, "does not hold what its header says"},
    {"header_says_four_gigabytes", header_says_four_gigabytes, WRIT_LIMIT,
     "\"a.writ\" has more than 1048576 bytes"},
    {"header_has_leading_zero", header_has_leading_zero, WRIT_INVALID,
     "does not begin as an object"},
    {"header_has_no_end", header_has_no_end, WRIT_INVALID, "does not begin as an object"},
    {"header_of_unknown_type", header_of_unknown_type, WRIT_INVALID, "does not begin as an object"},
    {"content_of_another_object", content_of_another_object, WRIT_INVALID, "is damaged"},
    {"cut_off_file", cut_off_file, WRIT_INVALID, "does not hold what its header says"},
    {"empty_file", empty_file, WRIT_INVALID, "does not begin as an object"},
    {"rubbish_file", rubbish_file, WRIT_INVALID, "does not begin as an object"},
    {"rubbish_behind_object", rubbish_behind_object, WRIT_INVALID,
     "does not hold what its header says"},
    {"object_is_a_link", object_is_a_link, WRIT_INVALID, "is a symbolic link"},
    {"object_is_a_pipe", object_is_a_pipe, WRIT_INVALID, "is no regular file"},
    {"blob_is_missing", blob_is_missing, WRIT_NOT_FOUND, "\"a.writ\" is missing"},
    {"tree_is_missing", tree_is_missing, WRIT_NOT_FOUND, "the top folder is missing"},
    {"commit_is_missing", commit_is_missing, WRIT_NOT_FOUND, "the commit is missing"},

    {"blob_too_large", blob_too_large, WRIT_LIMIT, "\"a.writ\" has more than 1048576 bytes"},
    {"files_too_large_together", files_too_large_together, WRIT_LIMIT, "bytes together"},
    {"too_many_entries", too_many_entries, WRIT_LIMIT, "more than 10000 files and folders"},
    {"tree_of_megabytes", tree_of_megabytes, WRIT_LIMIT, "the top folder lists more than"},
    {"tree_of_trees", tree_of_trees, WRIT_LIMIT, "more than 10000 files and folders"},
    {"tree_too_deep", tree_too_deep, WRIT_LIMIT, "more than 16 folders deep"},
    {"path_too_long", path_too_long, WRIT_LIMIT, "has more than 1000 characters"},
    {"commit_too_large", commit_too_large, WRIT_LIMIT, "the commit has more than 65536 bytes"},

    {"entry_twice", entry_twice, WRIT_INVALID, "\"a.writ\" stands twice"},
    {"file_and_folder_of_one_name", file_and_folder_of_one_name, WRIT_INVALID,
     "\"a\" stands twice"},
    {"entries_out_of_order", entries_out_of_order, WRIT_INVALID, "out of order"},
    {"names_that_differ_in_case", names_that_differ_in_case, WRIT_INVALID,
     "differ only in capitals"},
    {"symbolic_link", symbolic_link, WRIT_INVALID, "is a symbolic link"},
    {"hidden_symbolic_link", hidden_symbolic_link, WRIT_INVALID, "is a symbolic link"},
    {"submodule", submodule, WRIT_INVALID, "is another repository"},
    {"mode_that_git_does_not_write", mode_that_git_does_not_write, WRIT_INVALID,
     "neither a regular file nor a folder"},
    {"mode_that_is_no_number", mode_that_is_no_number, WRIT_INVALID, "is damaged"},
    {"folder_that_is_a_blob", folder_that_is_a_blob, WRIT_INVALID, "\"a\" should be a tree"},
    {"file_that_is_a_tree", file_that_is_a_tree, WRIT_INVALID, "\"a.writ\" should be a blob"},
    {"parent_folder", parent_folder, WRIT_INVALID, "\"..\" is a name"},
    {"path_as_name", path_as_name, WRIT_INVALID, "is a name that a book may not have"},
    {"git_folder", git_folder, WRIT_INVALID, "\".git\""},
    {"git_folder_in_capitals", git_folder_in_capitals, WRIT_INVALID, "\".GiT\""},
    {"short_name_of_git", short_name_of_git, WRIT_INVALID, "\"git~1\" is a name"},
    {"empty_name", empty_name, WRIT_INVALID, "is damaged"},
    {"name_with_dot_at_end", name_with_dot_at_end, WRIT_INVALID, "\"a.writ.\" is a name"},
    {"name_like_an_option", name_like_an_option, WRIT_INVALID, "\"--exec.writ\" is a name"},
    {"name_with_space", name_with_space, WRIT_INVALID, "\"my notes.txt\" is a name"},
    {"name_with_accent", name_with_accent, WRIT_INVALID, "\"proc\\xc3\\xa9dure.writ\" is a name"},
    {"name_that_turns_direction", name_that_turns_direction, WRIT_INVALID,
     "a\\xe2\\x80\\xaetxt.writ"},
    {"name_that_moves_the_cursor", name_that_moves_the_cursor, WRIT_INVALID, "a\\x1b[2K.writ"},
    {"name_that_is_no_utf8", name_that_is_no_utf8, WRIT_INVALID, "a\\xff.writ"},
    {"name_too_long", name_too_long, WRIT_INVALID, "is a name that a book may not have"},
    {"definition_with_capitals", definition_with_capitals, WRIT_INVALID,
     "\"Order.writ\" has capitals"},
    {"definition_below_capitals", definition_below_capitals, WRIT_INVALID,
     "\"Sales/a.writ\" has capitals"},

    {"commit_without_author", commit_without_author, WRIT_INVALID, "the commit cannot be read"},
    {"commit_from_the_far_future", commit_from_the_far_future, WRIT_INVALID, "a date outside"},
    {"commit_that_is_a_blob", commit_that_is_a_blob, WRIT_INVALID, "should be a commit"},
    {"commit_that_is_a_tag", commit_that_is_a_tag, WRIT_INVALID, "is a tag"},

    {"delta_bomb", delta_bomb, WRIT_LIMIT, "more memory"},
    {"packed_blob_claims_gigabytes", packed_blob_claims_gigabytes, WRIT_LIMIT,
     "has more than 1048576"},
    {"packed_blob_claims_too_little", packed_blob_claims_too_little, WRIT_INVALID, "is damaged"},
    {"deltas_in_a_circle", deltas_in_a_circle, WRIT_LIMIT,
     "one object alone took more than 500 ms"},
    {"index_is_rubbish", index_is_rubbish, WRIT_NOT_FOUND, "\"a.writ\" is missing"},
    {"multi_pack_index_leads_out", multi_pack_index_leads_out, WRIT_OK, NULL},
    {"pack_is_a_link", pack_is_a_link, WRIT_INVALID, "objects/pack/pack-1.idx"},
    {"packs_are_elsewhere", packs_are_elsewhere, WRIT_INVALID, "objects/pack is a symbolic link"},
};

const size_t hostile_object_count = sizeof hostile_objects / sizeof hostile_objects[0];
