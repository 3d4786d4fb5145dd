#include <engine/core/one.hpp>

int wine() { return one(); }
