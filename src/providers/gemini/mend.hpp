// mend.hpp: a second request, after the provider has said what it does not take of the first.
#pragma once

#include "providers/failure_class.hpp"
#include "providers/gemini/draft.hpp"

namespace parley::providers::gemini {

/// What to do differently after this failure; no repairs when it names nothing that can be left out: penalties, schemas that are too
/// complex, thinking that the model does not know, signatures of another project.
Repairs repairs_after(const UpstreamFailure& failure);

}  // namespace parley::providers::gemini
