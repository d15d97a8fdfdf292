// What every value keeps, whatever its type: checked before bytes are written and after they are
// read.
#ifndef VALUE_SOUND_H
#define VALUE_SOUND_H

#include <stdbool.h>

#include "writ/value.h"

// What a user may give: countries have two letters, currencies three.
bool value_is_country(WritCode code);
bool value_is_currency(WritCode code);
bool value_is_document(const WritDocument *document);
bool value_is_text(WritText text); // UTF-8 without U+0000, as JSON lets it in.
// True when tag and content of one value are in range. Does not look into lists and records. Codes
// need their length only: which currencies there are is not for bytes to say.
bool value_is_sound(const WritValue *value);

#endif
