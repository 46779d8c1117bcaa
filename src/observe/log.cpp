#include "observe/log.hpp"

#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <memory>

namespace parley::observe {
namespace {

constexpr std::size_t queued_lines_max = 1024;

std::shared_ptr<spdlog::details::thread_pool> writer;
std::shared_ptr<spdlog::async_logger> logger;
std::atomic<spdlog::async_logger*> current{nullptr};

spdlog::level::level_enum to_spdlog(Level level) {
    switch (level) {
        case Level::debug: return spdlog::level::debug;
        case Level::info: return spdlog::level::info;
        case Level::warning: return spdlog::level::warn;
        case Level::error: return spdlog::level::err;
    }
    return spdlog::level::info;
}

}  // namespace

void open_log(Level least) {
    writer = std::make_shared<spdlog::details::thread_pool>(queued_lines_max, 1);
    auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    logger = std::make_shared<spdlog::async_logger>("parley", std::move(sink), writer, spdlog::async_overflow_policy::overrun_oldest);
    logger->set_level(to_spdlog(least));
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
    logger->flush_on(spdlog::level::info);
    logger->set_error_handler([](const std::string&) {});  // standard error is gone: there is nowhere left to say so
    current = logger.get();
}

void set_log_level(Level least) {
    if (spdlog::async_logger* const open = current.load(std::memory_order_relaxed)) open->set_level(to_spdlog(least));
}

void close_log() {
    current = nullptr;
    writer.reset();  // writes what is queued and ends its thread, which has used the logger until then
    logger.reset();
}

void log(Level level, const std::string& line) {
    if (spdlog::async_logger* const open = current.load(std::memory_order_relaxed)) open->log(to_spdlog(level), line);
}

}  // namespace parley::observe
