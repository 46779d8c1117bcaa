// models_field.hpp: the operator's `models`, laid over the built-in ones.
#pragma once

#include "config/config.hpp"
#include "config/field.hpp"

namespace parley::config {

/// A list of models; item n becomes element n of config.models, faulty or not. An entry with the id of a built-in model begins
/// as a copy of it, without its targets: no targets then mean those of the built-in one. Relies on config.catalog, which is
/// read before (read_config.cpp).
Field<Config> models_field();

}  // namespace parley::config
