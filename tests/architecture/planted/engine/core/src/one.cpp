#include <engine/core/one.hpp>

int one() { return 1; }
