// model_page.hpp: a model as GET /v1/models shows it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "catalog/model.hpp"
#include "catalog/regions.hpp"

namespace parley::exchange {

/// Appends one item. Every field that AssemblyAI's Python SDK insists on is there, with its type; arrays are never null. Beside
/// them what OpenAI's clients read: `object`, `created`, `owned_by`. Prices are US dollars per million tokens, under `global` as
/// listed, under `us` and `eu` with the regional increase where there is one. A price that nobody knows is -1: clients insist on
/// a number, and it is not free of charge.
///
/// host  that answers: `providers` are those that it can ask. Without a region: all of them.
/// Source: AssemblyAI docs, "List available models"; the SDK's model classes for what is mandatory.
void append_model(std::string& out, const catalog::Model& model, const catalog::Residency& host);

/// The body of GET /v1/models on `host`: the models that it serves and that are not retired by `now`; all of them for a host
/// without a region.
///
/// now  unix seconds. A model that retires later is listed until the page is printed again.
std::string print_models(std::span<const catalog::Model> models, const catalog::Residency& host, std::int64_t now);

}  // namespace parley::exchange
