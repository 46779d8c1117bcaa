// model_metrics.hpp: what is counted for each model.
//
// A label's values are series that live as long as the process, so they are bounded: ids of models that were configured, up
// to a number, and `other` for everything else. Nothing that a caller wrote becomes a label.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/outcome.hpp"
#include "observe/cell.hpp"

namespace parley::observe {

/// A model's place among the labels.
using ModelLabel = std::uint16_t;

/// The models that have a label, in the order in which they came. Thread-safe; not for the path of a request.
class ModelNames {
  public:
    /// One more is counted as `other`. Models that were configured and are gone keep their places: their counts stay.
    static constexpr std::size_t names_max = 512;
    static constexpr ModelLabel other = 0;

    /// The label of a configured model.
    ModelLabel label_of(std::string_view model_id);
    std::vector<std::string> all() const;

  private:
    mutable std::mutex mutex_;
    std::vector<std::string> names_{"other"};
};

/// Kinds of tokens that do not overlap: their sum is what was used.
enum class TokenKind : std::uint8_t { input, cache_read, cache_write, output, count };
inline constexpr std::size_t token_kinds = static_cast<std::size_t>(TokenKind::count);
inline constexpr std::array<std::string_view, token_kinds> token_kind_names{"input", "cache_read", "cache_write", "output"};

/// The hundreds of a status; none: nobody was there to be answered.
inline constexpr std::array<std::string_view, 6> status_class_names{"none", "1xx", "2xx", "3xx", "4xx", "5xx"};

/// One thread's counts for one model. Only that thread adds; any thread may read.
class ModelCounts {
  public:
    /// status  100 to 599, or 0 for no answer.
    void add_request(Outcome outcome, int status);
    void add_tokens(TokenKind kind, std::int64_t tokens);
    void record_first_chunk(std::chrono::nanoseconds since_the_head) { first_chunk_.record(since_the_head); }

    std::uint64_t requests(std::size_t outcome, std::size_t status_class) const { return requests_[outcome][status_class].value(); }
    std::uint64_t tokens(std::size_t kind) const { return tokens_[kind].value(); }
    const Histogram& first_chunk() const { return first_chunk_; }

  private:
    std::array<std::array<Cell, status_class_names.size()>, outcome_names.size()> requests_{};
    std::array<Cell, token_kinds> tokens_{};
    Histogram first_chunk_;
};

/// One thread's counts for all models; those of a model that was never asked for take no memory.
class ModelMetrics {
  public:
    ModelMetrics() = default;
    ~ModelMetrics();
    ModelMetrics(const ModelMetrics&) = delete;
    ModelMetrics& operator=(const ModelMetrics&) = delete;

    /// On the owning thread only.
    ModelCounts& of(ModelLabel label);

    /// Appends the three families, added up over the threads, in Prometheus' text format. Series that are 0 are left out.
    static void append(std::string& out, const ModelNames& names, const std::vector<const ModelMetrics*>& threads);

  private:
    std::array<std::atomic<ModelCounts*>, ModelNames::names_max + 1> models_{};
};

}  // namespace parley::observe
