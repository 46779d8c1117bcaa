#include "ledger/request_key.hpp"

#include <cstring>

#include "base/sip_hash.hpp"
#include "base/uuid_bytes.hpp"

namespace parley::ledger {

RequestKey request_key(std::string_view request_id) {
    if (const auto bytes = uuid_bytes(request_id)) {
        RequestKey key;
        std::memcpy(&key.low, bytes->data(), sizeof key.low);
        std::memcpy(&key.high, bytes->data() + sizeof key.low, sizeof key.high);
        return key;
    }
    const SipTag tag = sip_tag(SipSeed{}, request_id);
    return {.low = tag.low, .high = tag.high};
}

}  // namespace parley::ledger
