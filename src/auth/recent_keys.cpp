#include "auth/recent_keys.hpp"

namespace parley::auth {

Result<const Principal*> RecentKeys::identify(const KeyRing& ring, std::string_view authorization_field) {
    if (authorization_field.size() > key_bytes_max) return ring.identify(authorization_field);
    const SipTag tag = sip_tag(seed_, authorization_field);
    Accepted& place = accepted_[tag.low % keys_max];
    // A tag is worth nothing to whoever might learn it by timing: nobody outside can compute another one.
    if (place.generation == ring.generation() && place.tag == tag) return place.who;
    const Result<const Principal*> found = ring.identify(authorization_field);
    if (found && !(*found)->expires) place = {tag, ring.generation(), *found};
    return found;
}

}  // namespace parley::auth
