#include "cli/compare_command.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>

#include "cli/comparison.hpp"
#include "cli/exit_code.hpp"
#include "cli/interrupts.hpp"
#include "client/caller.hpp"
#include "terminal/stream.hpp"

namespace parley::cli {
namespace {

int refuse(const std::string& message) {
    std::fprintf(stderr, "parley: %s\n", message.c_str());
    return exit_usage;
}

/// One question, asked of all models by up to asked_together_max lanes.
class Comparison {
  public:
    Comparison(client::Caller& caller, std::string prompt, const CompareArguments& arguments, client::ChatSettings settings)
        : caller_(caller), settings_(settings) {
        if (arguments.system) messages_.push_back({client::Role::system, *arguments.system});
        messages_.push_back({client::Role::user, std::move(prompt)});
        for (const std::string& model : arguments.models) answers_.push_back({.model = model});
    }

    void run(Interrupts& interrupts) {
        const InterruptWatch watch(caller_.loop(), interrupts, stops_);
        std::vector<Task<>> lanes;
        const std::size_t count = std::min(answers_.size(), asked_together_max);
        for (std::size_t index = 0; index < count; ++index) lanes.push_back(lane(stops_[index]));
        caller_.run(std::move(lanes));
    }

    void add_costs() {
        client::PriceList prices;
        caller_.run(caller_.fetch_prices(prices));
        for (ComparedAnswer& compared : answers_) {
            const auto known = prices.find(compared.model);
            const auto& usage = compared.answer.usage;
            if (usage && known != prices.end()) compared.cost = client::cost_of(*usage, known->second);
        }
    }

    const std::vector<ComparedAnswer>& answers() const { return answers_; }

  private:
    Task<> lane(http::StopSignal& stop) {
        while (next_ < answers_.size()) {
            ComparedAnswer& compared = answers_[next_++];
            std::string body = client::print_chat_request(compared.model, messages_, settings_);
            co_await caller_.ask(std::move(body), compared.answer, unseen_, stop);
        }
    }

    client::Caller& caller_;
    client::ChatSettings settings_;
    std::vector<client::Message> messages_;
    std::vector<ComparedAnswer> answers_;
    std::array<http::StopSignal, asked_together_max> stops_;  // one exchange waits for one thing at a time
    client::UnseenPieces unseen_;                             // answers are printed when all are there
    std::size_t next_ = 0;
};

bool any(const std::vector<ComparedAnswer>& answers, bool (*holds)(const client::Answer&)) {
    return std::any_of(answers.begin(), answers.end(), [holds](const ComparedAnswer& compared) { return holds(compared.answer); });
}

void print(const std::vector<ComparedAnswer>& answers, bool json, const config::Environment& environment) {
    terminal::Output output(STDOUT_FILENO);
    if (json) return output.write(print_comparison_json(answers) + "\n");
    output.write(print_comparison_table(answers) + "\n");
    output.write(print_compared_texts(answers, terminal::columns_of(STDOUT_FILENO, environment)));
}

}  // namespace

int run_compare(const CompareArguments& arguments) {
    const config::Environment environment = config::process_environment();
    const auto is_empty = [](const std::string& model) { return model.empty(); };
    const std::vector<std::string>& models = arguments.models;
    if (std::any_of(models.begin(), models.end(), is_empty)) return refuse("--models: an id is empty");
    if (models.size() > compared_models_max) {
        return refuse("--models: at most " + std::to_string(compared_models_max) + " can be compared");
    }
    Result<client::Gateway> gateway = gateway_of(arguments, environment);
    if (!gateway) return refuse(gateway.error().message);
    const Result<client::ChatSettings> settings = settings_of(arguments);
    if (!settings) return refuse(settings.error().message);
    Result<std::string> prompt = read_prompt(arguments.prompt, STDIN_FILENO);
    if (!prompt) return refuse(prompt.error().message);

    Interrupts interrupts;
    client::Caller caller(std::move(*gateway));
    const std::string warning = warning_of(caller.address());
    if (!warning.empty()) std::fprintf(stderr, "parley: warning: %s\n", warning.c_str());
    Comparison comparison(caller, std::move(*prompt), arguments, *settings);
    comparison.run(interrupts);
    comparison.add_costs();
    print(comparison.answers(), arguments.json, environment);
    if (any(comparison.answers(), [](const client::Answer& answer) { return answer.stopped; })) return exit_interrupted;
    return any(comparison.answers(), [](const client::Answer& answer) { return answer.ok(); }) ? 0 : exit_failed;
}

}  // namespace parley::cli
