#include "support/rates_book.h"

static const char book_text[] =
    "writ 2026\n"
    "module shop version 1.0\n"
    "\n"
    "exchange rates daily \"Daily rates\"\n"
    "  against EUR\n"
    "  rates from \"rates/daily.csv\"\n"
    "  no older than 5 days\n"
    "  rounded to the minor unit\n"
    "\n"
    "process buy \"Buy\"\n"
    "  process owner clerk\n"
    "  starts on request by clerk\n"
    "  starts with price : Price\n"
    "  ends as bought\n"
    "  no deadline because \"It waits\"\n"
    "  if no permitted person is available reassign to clerk\n"
    "\n"
    "  stage work \"Work\"\n"
    "    step first \"Convert it\"\n"
    "      set price.first to converted(price.amount, USD)\n"
    "    step look \"Look\"\n"
    "      do \"Look\"\n"
    "      by clerk\n"
    "      no deadline because \"It waits\"\n"
    "      outcomes seen\n"
    "      needs converted(price.amount, EUR) > 1 EUR because \"it is too cheap\"\n"
    "      on seen next step\n"
    "    step second \"Convert it again\"\n"
    "      set price.second to converted(price.amount, USD)\n"
    "    end the case as bought\n"
    "\n"
    "record Price\n"
    "  amount : Money in RON\n"
    "  first : Money in USD, at start 0 USD\n"
    "  second : Money in USD, at start 0 USD\n"
    "\n"
    "role clerk \"Clerk\"\n"
    "  filled from \"directory:clerks\"\n";

static const char empty_text[] = "writ 2026\nmodule shop version 1.0\n";

static const char people_text[] = "writ 2026\n"
                                  "directory \"People\"\n"
                                  "person ada \"Ada\"\n"
                                  "  signs in as \"ada\"\n"
                                  "  belongs to \"clerks\"\n";

WritStatus rates_book_release(WritHost *host, const char *lines, WritError *error)
{
    WritBookFile files[] = {
        {.path = writ_text("people.writ"), .bytes = writ_text(people_text)},
        {.path = writ_text("shop.writ"),
         .bytes = writ_text(lines == NULL ? empty_text : book_text)},
        {.path = writ_text("rates/daily.csv"), .bytes = writ_text(lines == NULL ? "" : lines)},
    };
    return writ_host_release(host, files, 3, error);
}
