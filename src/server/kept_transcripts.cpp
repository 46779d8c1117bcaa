#include "server/kept_transcripts.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "http/loop.hpp"
#include "providers/failure_class.hpp"
#include "server/patient_answer.hpp"
#include "server/speech_service.hpp"
#include "transcripts/import.hpp"
#include "transcripts/kept_document.hpp"

namespace parley::server {
namespace {

using exchange::ExchangeContext;
using transcripts::Keeper;
using transcripts::Owner;
using transcripts::Transcript;
using transcripts::TranscriptRow;
using SharedTranscript = std::shared_ptr<const Transcript>;
using Found = KeptTranscripts::Found;
using Whereabouts = KeptTranscripts::Whereabouts;

/// What came from a service is asked for again after this time: it can be deleted there.
constexpr auto pulled_good_for = std::chrono::seconds(60);

/// What is removed from the store once it is old enough does not live on in memory.
constexpr auto ageing_good_for = std::chrono::hours(1);

Error deleted() { return Error{.kind = ErrorKind::not_found, .source = ErrorSource::downstream, .message = "transcript deleted"}; }

Error unusable(const char* why) {
    return Error{.kind = ErrorKind::upstream_error,
                 .source = ErrorSource::upstream,
                 .message = std::string(providers::public_message(ErrorKind::upstream_error)),
                 .problems = {why}};
}

transcripts::UnixMicroseconds unix_microseconds() {
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

Result<Found> look_up_in(store::Writer& store, const Owner& owner, const std::string& id) {
    return store.ask<Found>([&](store::Connection& connection) -> Result<Found> {
        auto row = transcripts::find_transcript(connection, owner, id);
        if (!row) return row.error();
        if (*row && (*row)->is_deleted) return Found{Whereabouts::deleted, {}};
        if (*row && (*row)->keeper == Keeper::store) return Found{Whereabouts::kept, std::move((*row)->document)};
        if (*row) return Found{Whereabouts::upstream, {}};
        const Result<bool> foreign = transcripts::belongs_to_another(connection, owner, id);
        if (!foreign) return foreign.error();
        return Found{*foreign ? Whereabouts::foreign : Whereabouts::unknown, {}};
    });
}

/// A list that is behind is no reason to show nobody anything: an error is nobody's.
void note_progress(store::Writer& store, const Owner& owner, const std::string& id, const transcripts::TranscriptFacts& facts) {
    static_cast<void>(store.ask<bool>([&](store::Connection& connection) -> Result<bool> {
        if (auto error = transcripts::note_facts(connection, owner, id, facts, unix_microseconds())) return *error;
        return true;
    }));
}

}  // namespace

Owner owner_of(const ExchangeContext& context) { return {context.caller->account, std::string(context.region)}; }

Error transcript_not_found() {
    return Error{.kind = ErrorKind::not_found, .source = ErrorSource::downstream, .message = "transcript not found"};
}

// Accounts that are listed may have what nobody had made through this gateway.
bool KeptTranscripts::may_ask_service(const ExchangeContext& context, Whereabouts where) {
    const config::SpeechToText* const service = speech_service_of(context);
    if (!service || where == Whereabouts::kept || where == Whereabouts::deleted) return false;
    if (service->credential.empty()) return shows_own_key(context, *service);
    if (where == Whereabouts::upstream) return true;
    const auto& accounts = service->accounts;
    return where == Whereabouts::unknown && std::find(accounts.begin(), accounts.end(), context.caller->account) != accounts.end();
}

Task<Result<std::string>> KeptTranscripts::patiently(ExchangeContext& context, PatientThread::Work work) {
    http::Loop& loop = context.http.loop();
    co_return co_await patient_.run(loop, std::move(work), Deadline::after(loop.now(), patience), &context.http.stop());
}

Task<Result<Found>> KeptTranscripts::look_up(ExchangeContext& context, std::string id) {
    const std::shared_ptr<Found> found = std::make_shared<Found>();
    auto work = [this, found, owner = owner_of(context), id]() -> Result<std::string> {
        Result<Found> looked_up = look_up_in(store_, owner, id);
        if (!looked_up) return looked_up.error();
        *found = std::move(*looked_up);
        return std::string();
    };
    const Result<std::string> answered = co_await patiently(context, std::move(work));
    if (!answered) co_return answered.error();
    co_return std::move(*found);
}

Task<Result<SharedTranscript>> KeptTranscripts::find(ExchangeContext& context, std::string id) {
    const Owner owner = owner_of(context);
    if (SharedTranscript known = cache_.find(owner, id, context.services.loop.now())) co_return known;
    struct Slot {
        Whereabouts where = Whereabouts::unknown;
        SharedTranscript transcript;
    };
    const std::shared_ptr<Slot> slot = std::make_shared<Slot>();
    const bool may_age = context.snapshot->config.transcripts.days.has_value();
    const Deadline good_until = may_age ? Deadline::after(context.services.loop.now(), ageing_good_for) : Deadline::never();
    auto work = [this, slot, owner, id, good_until]() -> Result<std::string> {
        Result<Found> found = look_up_in(store_, owner, id);
        if (!found) return found.error();
        slot->where = found->where;
        if (found->where != Whereabouts::kept) return std::string();
        Result<Transcript> read = transcripts::import_assemblyai(found->document);
        if (!read) return read.error();
        slot->transcript = std::make_shared<const Transcript>(std::move(*read));
        cache_.put(owner, id, slot->transcript, good_until);
        return std::string();
    };
    const Result<std::string> answered = co_await patiently(context, std::move(work));
    if (!answered) co_return answered.error();
    if (slot->transcript) co_return slot->transcript;
    if (slot->where == Whereabouts::deleted) co_return deleted();
    Result<std::string> document = co_await pull(context, id, slot->where);
    if (!document) co_return document.error();
    co_return co_await read_pulled(context, std::move(id), std::move(*document));
}

Task<Result<std::string>> KeptTranscripts::pull(ExchangeContext& context, std::string id, Whereabouts where) {
    if (!may_ask_service(context, where)) co_return transcript_not_found();
    const config::SpeechToText* const service = speech_service_of(context);
    std::string path = "/v2/transcript/" + id;
    Result<SpeechReply> reply = co_await ask_speech_service(context, *service, SpeechMethod::get, std::move(path), nothing, nothing);
    if (!reply) co_return reply.error();
    if (!reply->ok()) co_return speech_failure(*reply);
    auto check = [this, where, owner = owner_of(context), id = std::move(id), text = std::move(reply->body)]() -> Result<std::string> {
        json::Document parsed;
        if (parsed.parse(text)) return unusable("the speech-to-text service sent no JSON");
        if (!parsed.root().find("id").equals(id)) return unusable("the speech-to-text service sent another transcript");
        if (where == Whereabouts::upstream) note_progress(store_, owner, id, transcripts::facts_of(parsed.root()));
        return text;
    };
    co_return co_await patiently(context, std::move(check));
}

Task<Result<SharedTranscript>> KeptTranscripts::read_pulled(ExchangeContext& context, std::string id, std::string document) {
    const std::shared_ptr<SharedTranscript> slot = std::make_shared<SharedTranscript>();
    const Deadline good_until = Deadline::after(context.services.loop.now(), pulled_good_for);
    // What one caller's own key has opened is not for the others of the account.
    const config::SpeechToText* const service = speech_service_of(context);
    const bool is_remembered = service && !service->credential.empty();
    auto work = [this, slot, good_until, is_remembered, owner = owner_of(context), id = std::move(id),
                 text = std::move(document)]() -> Result<std::string> {
        json::Document parsed;
        if (parsed.parse(text)) return unusable("the speech-to-text service sent no JSON");
        if (transcripts::is_deleted_document(parsed.root())) return deleted();
        // Somebody may have deleted it, or handed in another, while the service was asked; both are done on this thread.
        const Result<Found> now = look_up_in(store_, owner, id);
        if (!now) return now.error();
        if (now->where == Whereabouts::deleted) return deleted();
        Result<Transcript> read = transcripts::import_assemblyai(now->where == Whereabouts::kept ? now->document : text);
        if (!read) return unusable("the speech-to-text service sent no transcript");
        *slot = std::make_shared<const Transcript>(std::move(*read));
        if (is_remembered && (*slot)->status == transcripts::Status::completed) cache_.put(owner, id, *slot, good_until);
        return std::string();
    };
    const Result<std::string> answered = co_await patiently(context, std::move(work));
    if (!answered) co_return answered.error();
    co_return std::move(*slot);
}

Task<Result<std::string>> KeptTranscripts::put(ExchangeContext& context, std::string id, std::string text) {
    const std::uint64_t bytes_max = context.snapshot->config.transcripts.account_bytes;
    auto work = [this, bytes_max, owner = owner_of(context), id = std::move(id), text = std::move(text)]() -> Result<std::string> {
        Result<transcripts::KeptDocument> kept = transcripts::kept_document(text, id);
        if (!kept) return kept.error();
        const TranscriptRow row{Keeper::store, kept->json, false, kept->facts};
        const auto stored = store_.ask<bool>([&](store::Connection& connection) -> Result<bool> {
            if (auto error = transcripts::put_transcript(connection, owner, id, row, bytes_max, unix_microseconds())) return *error;
            return true;
        });
        cache_.forget(owner, id);
        if (!stored) return stored.error();
        return std::move(kept->json);
    };
    co_return co_await patiently(context, std::move(work));
}

Task<Result<std::string>> KeptTranscripts::note_upstream(ExchangeContext& context, std::string id, transcripts::TranscriptFacts facts) {
    const std::uint64_t bytes_max = context.snapshot->config.transcripts.account_bytes;
    auto work = [this, bytes_max, owner = owner_of(context), id = std::move(id), facts = std::move(facts)]() -> Result<std::string> {
        const TranscriptRow row{Keeper::upstream, {}, false, facts};
        const auto stored = store_.ask<bool>([&](store::Connection& connection) -> Result<bool> {
            if (auto error = transcripts::put_transcript(connection, owner, id, row, bytes_max, unix_microseconds())) return *error;
            return true;
        });
        if (!stored) return stored.error();
        return std::string();
    };
    co_return co_await patiently(context, std::move(work));
}

Task<Result<std::string>> KeptTranscripts::list(ExchangeContext& context, transcripts::ListWish wish) {
    auto work = [this, owner = owner_of(context), wish = std::move(wish)]() -> Result<std::string> {
        const auto page = store_.ask<transcripts::TranscriptPage>(
            [&](store::Connection& connection) { return transcripts::list_transcripts(connection, owner, wish); });
        if (!page) return page.error();
        return transcripts::print_page(*page, wish);
    };
    co_return co_await patiently(context, std::move(work));
}

Task<Result<std::string>> KeptTranscripts::remove(ExchangeContext& context, std::string id) {
    auto work = [this, owner = owner_of(context), id = std::move(id)]() -> Result<std::string> {
        const auto was_there = store_.ask<bool>(
            [&](store::Connection& connection) { return transcripts::delete_transcript(connection, owner, id, unix_microseconds()); });
        cache_.forget(owner, id);
        if (!was_there) return was_there.error();
        if (!*was_there) return transcript_not_found();
        return transcripts::deleted_document(id);
    };
    co_return co_await patiently(context, std::move(work));
}

}  // namespace parley::server
