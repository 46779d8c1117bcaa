#include "observe/model_metrics.hpp"

#include <algorithm>

#include "observe/exposition.hpp"

namespace parley::observe {
namespace {

constexpr std::string_view requests_name = "parley_model_requests_total";
constexpr std::string_view tokens_name = "parley_model_tokens_total";
constexpr std::string_view first_chunk_name = "parley_model_first_chunk_seconds";

/// What every thread has counted for one model; threads that never met it are not among them.
using CountsOfThreads = std::vector<const ModelCounts*>;

struct NamedCounts {
    std::string model_label;
    CountsOfThreads threads;
};

/// Series that are 0 are left out: most models never see most ways to end.
template <class Pick>
void append_sum(std::string& out, std::string_view name, const NamedCounts& model, const std::string& labels, Pick pick) {
    std::uint64_t sum = 0;
    for (const ModelCounts* counts : model.threads) sum += pick(*counts);
    if (sum != 0) append_sample(out, name, model.model_label + "," + labels, sum);
}

void append_requests(std::string& out, const std::vector<NamedCounts>& models) {
    append_description(out, requests_name, "counter", "Chat completions by model, how they ended and the answer's status.");
    for (const NamedCounts& model : models) {
        for (std::size_t outcome = 0; outcome < outcome_names.size(); ++outcome) {
            for (std::size_t status = 0; status < status_class_names.size(); ++status) {
                const std::string labels =
                    print_label("outcome", outcome_names[outcome]) + "," + print_label("status", status_class_names[status]);
                append_sum(out, requests_name, model, labels, [&](const ModelCounts& counts) { return counts.requests(outcome, status); });
            }
        }
    }
}

void append_tokens(std::string& out, const std::vector<NamedCounts>& models) {
    append_description(out, tokens_name, "counter", "Tokens by model, in kinds that do not overlap.");
    for (const NamedCounts& model : models) {
        for (std::size_t kind = 0; kind < token_kinds; ++kind) {
            append_sum(out, tokens_name, model, print_label("kind", token_kind_names[kind]),
                       [&](const ModelCounts& counts) { return counts.tokens(kind); });
        }
    }
}

void append_first_chunks(std::string& out, const std::vector<NamedCounts>& models) {
    append_description(out, first_chunk_name, "histogram", "From a request's head to the first byte of its streamed answer, by model.");
    for (const NamedCounts& model : models) {
        std::vector<const Histogram*> histograms;
        for (const ModelCounts* counts : model.threads) histograms.push_back(&counts->first_chunk());
        append_histogram(out, first_chunk_name, model.model_label, histograms);
    }
}

}  // namespace

ModelLabel ModelNames::label_of(std::string_view model_id) {
    const std::lock_guard lock(mutex_);
    const auto known = std::find(names_.begin() + 1, names_.end(), model_id);
    if (known == names_.end()) {
        if (names_.size() > names_max) return other;
        names_.emplace_back(model_id);
        return static_cast<ModelLabel>(names_.size() - 1);
    }
    return static_cast<ModelLabel>(known - names_.begin());
}

std::vector<std::string> ModelNames::all() const {
    const std::lock_guard lock(mutex_);
    return names_;
}

void ModelCounts::add_request(Outcome outcome, int status) {
    requests_[static_cast<std::size_t>(outcome)][static_cast<std::size_t>(status / 100)].add(1);
}

void ModelCounts::add_tokens(TokenKind kind, std::int64_t tokens) {
    if (tokens > 0) tokens_[static_cast<std::size_t>(kind)].add(static_cast<std::uint64_t>(tokens));
}

ModelMetrics::~ModelMetrics() {
    for (const auto& counts : models_) delete counts.load(std::memory_order_relaxed);
}

ModelCounts& ModelMetrics::of(ModelLabel label) {
    std::atomic<ModelCounts*>& place = models_[label];
    ModelCounts* counts = place.load(std::memory_order_relaxed);
    if (!counts) {
        counts = new ModelCounts();
        place.store(counts, std::memory_order_release);  // whoever reads it sees the zeros
    }
    return *counts;
}

void ModelMetrics::append(std::string& out, const ModelNames& names, const std::vector<const ModelMetrics*>& threads) {
    const std::vector<std::string> all_names = names.all();
    std::vector<NamedCounts> models;
    for (std::size_t label = 0; label < all_names.size(); ++label) {
        NamedCounts model{print_label("model", all_names[label]), {}};
        for (const ModelMetrics* thread : threads) {
            const ModelCounts* counts = thread->models_[label].load(std::memory_order_acquire);
            if (counts) model.threads.push_back(counts);
        }
        if (!model.threads.empty()) models.push_back(std::move(model));
    }
    append_requests(out, models);
    append_tokens(out, models);
    append_first_chunks(out, models);
}

}  // namespace parley::observe
