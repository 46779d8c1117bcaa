// kept_transcripts.hpp: where transcripts are found: what was read lately, then the store, then the region's speech-to-text service.
//
// Everything that waits for the disk happens on the patient thread, one piece after another, what is read lately included: so a
// transcript that was replaced or deleted cannot come back from a read that began before.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "exchange/transcript_finder.hpp"
#include "server/patient_thread.hpp"
#include "store/writer.hpp"
#include "transcripts/transcript_cache.hpp"
#include "transcripts/transcript_list.hpp"
#include "transcripts/transcript_table.hpp"

namespace parley::server {

/// Thread-safe: shared by all loops.
class KeptTranscripts : public exchange::TranscriptFinder {
  public:
    KeptTranscripts(store::Writer& store, PatientThread& patient) : store_(store), patient_(patient) {}

    Task<Result<std::shared_ptr<const transcripts::Transcript>>> find(exchange::ExchangeContext& context, std::string id) override;

    /// Where a transcript of the caller's is, as the store has it.
    enum class Whereabouts : std::uint8_t {
        kept,  // `document`
        deleted,
        upstream,  // the caller had it made
        unknown,   // nobody has heard of it: it may be upstream
        foreign,   // somebody else had it made
    };
    struct Found {
        Whereabouts where = Whereabouts::unknown;
        std::string document;
    };
    Task<Result<Found>> look_up(exchange::ExchangeContext& context, std::string id);

    /// Whether it may be the region's service that has the transcript, and the caller may ask it.
    static bool may_ask_service(const exchange::ExchangeContext& context, Whereabouts where);

    /// Keeps what the caller hands in, and gives the document as it is kept.
    Task<Result<std::string>> put(exchange::ExchangeContext& context, std::string id, std::string text);
    /// Notes that the caller has had a transcript made upstream, and what the service told of it.
    Task<Result<std::string>> note_upstream(exchange::ExchangeContext& context, std::string id, transcripts::TranscriptFacts facts);
    /// Leaves a mark in its place, and gives the mark.
    Task<Result<std::string>> remove(exchange::ExchangeContext& context, std::string id);

    /// A page of the caller's transcripts, as the public API prints it. Errors: as transcripts::list_transcripts().
    Task<Result<std::string>> list(exchange::ExchangeContext& context, transcripts::ListWish wish);

    /// The transcript as the region's service has it, if the caller may have it: JSON with this id. What a service sends is looked at off
    /// the loop: it may be megabytes. How far it is is noted for lists. Errors as find().
    Task<Result<std::string>> pull(exchange::ExchangeContext& context, std::string id, Whereabouts where);

    transcripts::TranscriptCache& cache() { return cache_; }

  private:
    Task<Result<std::string>> patiently(exchange::ExchangeContext& context, PatientThread::Work work);
    Task<Result<std::shared_ptr<const transcripts::Transcript>>> read_pulled(exchange::ExchangeContext& context, std::string id,
                                                                             std::string document);

    store::Writer& store_;
    PatientThread& patient_;
    transcripts::TranscriptCache cache_;
};

/// Whose transcripts a request may mean.
transcripts::Owner owner_of(const exchange::ExchangeContext& context);

Error transcript_not_found();

}  // namespace parley::server
