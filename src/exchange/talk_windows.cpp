#include "exchange/talk_windows.hpp"

#include "exchange/accounting.hpp"
#include "exchange/beside.hpp"
#include "exchange/own_question.hpp"

namespace parley::exchange {
namespace {

/// Room in the account for retries, and for the answer itself.
constexpr std::size_t spare_attempts = 2 * attempts_max;

class WindowReading final : public Jobs {
  public:
    WindowReading(ExchangeContext& context, const std::vector<std::string>& bodies)
        : context_(context), bodies_(bodies), answers_(bodies.size()) {}

    Task<bool> run(std::size_t job, http::StopSignal& stop) override;

    const std::vector<std::string>& answers() const { return answers_; }
    const std::optional<Error>& error() const { return error_; }

  private:
    ExchangeContext& context_;
    const std::vector<std::string>& bodies_;
    std::vector<std::string> answers_;
    std::optional<Error> error_;  // the first
};

Task<bool> WindowReading::run(std::size_t job, http::StopSignal& stop) {
    OwnQuestion question;
    question.body = bodies_[job];
    question.kind = ledger::AttemptKind::map;
    question.asker = Asker::caller;
    Result<OwnAnswer> answer = co_await ask_own_question(context_, std::move(question), stop);
    if (answer) {
        answers_[job] = std::move(answer->text);
    } else if (!error_) {
        error_ = answer.error();
    }
    co_return answer.has_value();
}

}  // namespace

Task<std::optional<Error>> read_windows(ExchangeContext& context, const TalkWindows& windows, std::unique_ptr<ChatTurn>& turn) {
    expect_attempts(context, windows.bodies.size() + spare_attempts);
    WindowReading reading(context, windows.bodies);
    const bool read = co_await run_beside(context, reading, windows.bodies.size(), windows_beside);
    if (!read) co_return reading.error();
    context.record.failure.reset();  // of a window's attempt, which was mended
    auto combining = std::make_unique<ChatTurn>();
    std::optional<Error> error = combining->read_own(context, windows.placement.combined_body(reading.answers()));
    if (!error) error = combining->choose_target(context, unix_seconds());
    if (!error) error = combining->check_room();
    if (error) co_return error;
    note_request(context, combining->request());
    turn = std::move(combining);
    co_return std::nullopt;
}

}  // namespace parley::exchange
