// edit_response_format.hpp: the form of the answer, as one host can be asked for it.
#pragma once

#include "providers/openai/request_edit.hpp"

namespace parley::providers::openai_dialect {

/// A schema in the host's form, or `json_object` where it knows no schemas; nothing where it knows neither. `text` is
/// what every host does unasked.
void edit_response_format(RequestEdit& edit);

}  // namespace parley::providers::openai_dialect
