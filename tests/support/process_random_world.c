// The texts are the same in every book but for numbers: what varies is what the process makes of
// them.
#include "support/process_random_world.h"

#include "support/process_random.h"

static void line(WritBuffer *out, const char *text)
{
    writ_buffer_add_string(out, text);
    writ_buffer_add_byte(out, '\n');
}

static void write_data(WritBuffer *out)
{
    line(out, "record Piece\n"
              "  n : Number, at start 0\n"
              "  twice : Number computed as n * 2\n\n"
              "record Part\n"
              "  n : Number, at start 0\n"
              "  twice : Number computed as n + n\n"
              "  pieces : list of Piece\n\n"
              "record Order\n"
              "  number : Text\n"
              "  paper : Document such that paper.size >= 0\n"
              "  scan : optional Document\n"
              "  key : Number\n"
              "  asker : Person\n"
              "  barred : Person\n"
              "  size : Size\n"
              "  a : Number\n"
              "  b : Number\n"
              "  fixed : Number such that fixed >= 0\n"
              "  sum : Number computed as fixed + 1\n"
              "  parts : list of Part\n"
              "  others : list of Part\n\n"
              "ordered choice Size is small, middle, large\n\n"
              "formula scaled \"A number and half as much again\"\n"
              "  given number : Number, by_what : Number\n"
              "  gives Number\n"
              "  is number + by_what * 0.5\n");
    line(out, "role owner \"Owner\"\n  filled from \"directory:owners\"\n\n"
              "role clerk \"Clerk\"\n  filled from \"directory:clerks\"\n"
              "  standing deputy chief\n\n"
              "role chief \"Chief\"\n  filled from \"directory:chiefs\"\n\n"
              "milestone looked_at \"Looked at\"\n"
              "milestone half_way \"Half of it is done\"\n"
              "milestone sent_off \"Sent\"\n"
              "milestone given_up \"Not wanted any more\"\n");
    line(out,
         "message note\n  given order : Order\n  subject \"About {order.number}\"\n"
         "  text \"It is in {stage.title}, with {order.paper}: {order.paper.name}\"\n\n"
         "message nobody\n  subject \"Nobody can do this\"\n  text \"Please see to it.\"\n\n"
         "message late\n  given task : Task\n  subject \"{task.title} is due\"\n"
         "  text \"Please do it before {task.due}.\"\n\n"
         "event arrival \"Something comes in\"\n  n : Number\n  for all cases waiting for it\n\n"
         "event alarm \"Something is wrong\"\n  key : Number\n"
         "  for the case with key\n");
}

static void write_world(Random *random, WritBuffer *out)
{
    static const char *const effects[][4] = {
        {"look", "short", "reads only", ""},
        {"book", "short", "writes outside", "  undo with shop.unbook\n"},
        {"tell", "short", "writes outside", "  cannot be undone\n"},
        {"unbook", "nothing_to_undo", "writes outside", "  cannot be undone\n"},
    };
    for (uint32_t i = 0; i < 4; i++) {
        writ_buffer_format(out,
                           "hook shop.%s \"Asks the shop\"\n  lua %s in \"hooks/shop.lua\"\n"
                           "  takes n : Number\n  gives n : Number\n  outcomes fine, %s\n  %s\n"
                           "%s  timeout %u seconds\n  retry %u times every 10 seconds\n\n",
                           effects[i][0], effects[i][0], effects[i][1], effects[i][2],
                           effects[i][3], 5 + random_below(random, 20),
                           1 + random_below(random, 4));
    }
    uint32_t bound = 1 + random_below(random, 3);
    writ_buffer_format(out,
                       "decision level \"How much\"\n  given n : Number, size : Size\n"
                       "  gives result : Number\n  exactly one row must match\n\n"
                       "  | if  | n | size || then result |\n"
                       "  |-----|---|------||-------------|\n"
                       "  | R10 | below %u | any || %u |\n"
                       "  | R20 | %u or more | small, middle || n + 1 |\n"
                       "  | R30 | %u or more | large || %u |\n\n",
                       bound, random_below(random, 3), bound, bound, 5 + random_below(random, 3));
    writ_buffer_format(out,
                       "decision fee \"What it costs\"\n  given n : Number, size : Size\n"
                       "  gives result : Number\n  first row that matches\n\n"
                       "  | if  | n | size || then result |\n"
                       "  |-----|---|------||-------------|\n"
                       "  | F10 | any | large || %u |\n"
                       "  | F20 | up to %u | any || 1 |\n"
                       "  | F30 | any | any || 0 |\n\n",
                       2 + random_below(random, 2), 1 + random_below(random, 3));
    line(out, "ladder slow \"When nobody answers\"\n"
              "  given task : Task\n"
              "  every 1 hours remind assignee with late\n"
              "  after the 2nd reminder notify chief with late\n"
              "  after 75% of the deadline notify process.owner with late\n");
    line(out, "calendar office \"Office\"\n  time zone \"UTC\"\n"
              "  open monday to friday 09:00 to 17:00\n");
}

void process_random_world(Random *random, WritBuffer *out)
{
    write_data(out);
    write_world(random, out);
}

static void add_parts(Random *random, WritBuffer *out)
{
    for (uint32_t i = random_below(random, 4); i > 0; i--) {
        writ_buffer_format(out, "{\"n\": %u, \"pieces\": [", random_below(random, 4));
        for (uint32_t k = random_below(random, 3); k > 0; k--) {
            writ_buffer_format(out, "{\"n\": %u}%s", random_below(random, 4), k > 1 ? ", " : "");
        }
        writ_buffer_format(out, "]}%s", i > 1 ? ", " : "");
    }
}

// Few names and contents, so that some are alike.
static void add_document(Random *random, const char *field, WritBuffer *out)
{
    uint32_t name = random_below(random, 2);
    writ_buffer_format(out,
                       "\"%s\": {\"name\": \"paper-%u.pdf\", \"size\": \"%u\", "
                       "\"hash\": \"%064u\"}, ",
                       field, name, random_below(random, 3), random_below(random, 2));
}

void process_random_order(Random *random, WritBuffer *out)
{
    static const char *const sizes[] = {"small", "middle", "large"};
    writ_buffer_add_byte(out, '{');
    add_document(random, "paper", out);
    if (random_below(random, 2) > 0) {
        add_document(random, "scan", out);
    }
    writ_buffer_format(
        out,
        "\"number\": \"N-1\", \"key\": 1, \"asker\": \"dora\", \"barred\": \"emil\", "
        "\"size\": \"%s\", \"a\": %u, \"b\": %u, \"fixed\": %u, \"parts\": [",
        sizes[random_below(random, 3)], random_below(random, 4), random_below(random, 4),
        random_below(random, 4));
    add_parts(random, out);
    writ_buffer_add_string(out, "], \"others\": [");
    add_parts(random, out);
    writ_buffer_add_string(out, "]}");
}
