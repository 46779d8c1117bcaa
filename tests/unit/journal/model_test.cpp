// Random operations against a model that knows three things of every record: was it accepted, was it told to be written, was
// it told to be durable. A kill may cost what was not written, a power cut what was not told to be durable; nothing else is
// ever lost, and nothing appears that was not accepted. The seed is printed with every failure.
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "unit/journal/journal_rig.hpp"

namespace parley::journal {
namespace {

class Model {
  public:
    explicit Model(std::uint64_t seed) : random_(seed) {
        rig_.options.segment_bytes = (seed % 2 == 0 ? 1 : 3) * small_segment;  // of one page, or of several
        rig_.options.total_bytes = 24 * rig_.options.segment_bytes;
        begin_run();
    }

    void step() {
        std::uint64_t drawn = random_.below(100);
        for (const auto& [weight, act] : acts) {
            if (drawn < weight) return (this->*act)();
            drawn -= weight;
        }
        flush();
    }

    void end_run() {
        running_.clear();
        rig_.disk.fault = nullptr;
        const bool power_cut = random_.below(2) == 0;
        if (!power_cut && random_.below(2) == 0) flush();
        reader_.reset();
        rig_.stop();
        if (power_cut) lose_power();
        begin_run();
        drain();
        // What must have survived has been moved on by now.
        for (const auto& [name, fate] : fates_) {
            const bool must_be_there = fate == Fate::durable || (fate == Fate::written && !power_cut);
            EXPECT_TRUE(!must_be_there || moved_on_.contains(name)) << name;
        }
        fates_.clear();
    }

  private:
    enum class Fate { accepted, written, durable };

    // Names and sectors reach the disk when it pleases, as long as nobody has asked for more.
    void lose_power() {
        PowerCut cut{.names_go_back = random_.below(2) == 0};
        const std::uint64_t surviving = random_.below(5);  // of four sectors
        if (surviving > 0) cut.sector_survives = [this, surviving] { return random_.below(4) < surviving; };
        rig_.disk.lose_power(cut);
    }

    void begin_run() {
        rig_.start();
        reader_.emplace(rig_.journal->make_reader());
    }

    std::string new_name(std::string_view kind) {
        std::string name = std::string(kind) + std::to_string(next_name_++);
        name.resize(name.size() + random_.below(200), '.');
        fates_[name] = Fate::accepted;
        accepted_.insert(name);
        return name;
    }

    void open() {
        const std::string name = new_name("open");
        auto reservation = rig_.appender->open(name, {.close_bytes_max = 250, .notes_max = 1, .note_bytes_max = 250}, rig_.now);
        if (reservation) {
            running_.push_back(std::move(*reservation));
        } else {
            fates_.erase(name);
            accepted_.erase(name);
        }
    }
    void note() {
        if (running_.empty()) return;
        const std::string name = new_name("note");
        if (rig_.appender->note(running_.back(), name)) return;
        fates_.erase(name);
        accepted_.erase(name);
    }
    void close() {
        if (running_.empty()) return;
        rig_.appender->close(std::move(running_.back()), new_name("close"));
        running_.pop_back();
    }
    void drop() {
        if (!running_.empty()) running_.pop_back();
    }

    void flush() {
        const Appender::Flushed flushed = rig_.flush();
        if (!flushed.written) return;
        std::vector<std::string> names;
        for (auto& [name, fate] : fates_) {
            if (fate == Fate::accepted) fate = Fate::written;
            if (fate == Fate::written) names.push_back(name);
        }
        rig_.appender->when_durable(flushed.through, [this, names = std::move(names)] {
            for (const std::string& name : names) {
                if (const auto found = fates_.find(name); found != fates_.end()) found->second = Fate::durable;
            }
        });
    }

    void sync() { rig_.journal->sync(); }
    void pass() { rig_.pass(retry_interval / 2); }

    void drain() {
        for (const std::string& name : rig_.read(*reader_)) {
            EXPECT_TRUE(accepted_.contains(name)) << name;
            moved_on_.insert(name);
        }
        reader_->acknowledge();
    }

    void change_weather() {
        constexpr DiskCall calls[] = {DiskCall::create,         DiskCall::allocate, DiskCall::write,  DiskCall::sync_data,
                                      DiskCall::sync_directory, DiskCall::truncate, DiskCall::remove, DiskCall::rename};
        constexpr std::errc errors[] = {std::errc::io_error, std::errc::no_space_on_device, std::errc::interrupted};
        SimulatedDisk::Fault fault{.error = std::make_error_code(errors[random_.below(std::size(errors))])};
        if (random_.below(4) == 0) fault = {.cut_short = true};
        rig_.disk.fault = every_nth(calls[random_.below(std::size(calls))], 2 + random_.below(5), fault);
        if (random_.below(2) == 0) rig_.disk.fault = nullptr;
    }

    struct Act {
        std::uint64_t weight;  // of 100
        void (Model::*act)();
    };
    static constexpr Act acts[] = {
        {30, &Model::open}, {4, &Model::note}, {20, &Model::close},         {4, &Model::drop},    {12, &Model::sync},
        {4, &Model::drain}, {4, &Model::pass}, {4, &Model::change_weather}, {1, &Model::end_run},
    };

    Random random_;
    JournalRig rig_;
    std::optional<JournalReader> reader_;
    std::vector<Reservation> running_;
    std::map<std::string, Fate> fates_;  // of this run's records
    std::set<std::string> accepted_;
    std::set<std::string> moved_on_;
    std::uint64_t next_name_ = 0;
};

TEST(JournalModel, loses_nothing_that_it_promised_to_keep_and_invents_nothing) {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Model model(seed);
        for (int steps = 0; steps < 1500 && !testing::Test::HasFailure(); ++steps) model.step();
        model.end_run();
        if (testing::Test::HasFailure()) return;
    }
}

}  // namespace
}  // namespace parley::journal
