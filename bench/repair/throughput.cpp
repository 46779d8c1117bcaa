// throughput.cpp: how fast texts are checked and mended. Reads files named on the command line and prints, for each, a line:
//
//   FILE BYTES check MB/s repair MB/s stream MB/s looks-per-byte
//
// Each figure is the best of several rounds of at least 50 ms of processor time: what the code costs, whatever else the machine did.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>

#include "postprocess/json_repair/mender.hpp"
#include "postprocess/json_repair/repair.hpp"
#include "postprocess/json_repair/stream_repair.hpp"
#include "postprocess/json_repair/valid_json.hpp"

namespace {

using namespace parley::postprocess::json_repair;

double processor_seconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

volatile std::size_t sink;  // keeps the work from being optimised away

template <class Work>
double megabytes_per_second(std::size_t bytes, Work work) {
    constexpr int rounds = 7;
    constexpr double round_seconds_min = 0.05;
    double best = 0;
    for (int round = 0; round < rounds; ++round) {
        const double began = processor_seconds();
        std::size_t times = 0;
        double seconds = 0;
        for (; seconds < round_seconds_min; seconds = processor_seconds() - began, ++times) sink = work();
        best = std::max(best, static_cast<double>(bytes * times) / seconds / 1e6);
    }
    return best;
}

std::size_t stream(const std::string& text) {
    constexpr std::size_t piece_bytes = 16;  // about four tokens
    StreamRepair repair;
    std::string out;
    for (std::size_t at = 0; at < text.size(); at += piece_bytes) repair.feed(std::string_view(text).substr(at, piece_bytes), out);
    repair.finish(out);
    return out.size();
}

double looks_per_byte(const std::string& text) {
    std::string out;
    Mender mender(Mender::Roots::structures);
    while (mender.run(text, true, out) == Mender::State::written) mender.restart();
    return static_cast<double>(mender.looked()) / static_cast<double>(text.size());
}

}  // namespace

int main(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        std::ifstream file(argv[i]);
        const std::string text(std::istreambuf_iterator<char>(file), {});
        const double check = megabytes_per_second(text.size(), [&] { return static_cast<std::size_t>(is_json(text)); });
        const double whole = megabytes_per_second(text.size(), [&] { return repair(text).text.size(); });
        const double streamed = megabytes_per_second(text.size(), [&] { return stream(text); });
        std::printf("%s %zu %.1f %.1f %.1f %.2f\n", argv[i], text.size(), check, whole, streamed, looks_per_byte(text));
    }
}
