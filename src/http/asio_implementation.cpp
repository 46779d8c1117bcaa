// The one translation unit that compiles Asio itself (BOOST_ASIO_SEPARATE_COMPILATION); everyone else includes declarations.
#include <boost/asio/impl/src.hpp>
