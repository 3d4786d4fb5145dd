#include <engine/render/picture.hpp>

int reaches_up() { return picture(); }
