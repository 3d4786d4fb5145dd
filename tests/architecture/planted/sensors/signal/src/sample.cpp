#include <engine/render/picture.hpp>

int sample() { return picture(); }
