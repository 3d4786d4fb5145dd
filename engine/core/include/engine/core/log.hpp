#pragma once
// Messages for people and for later: one line each, to stderr. Never on the tick or frame path. Thread: any.

#include <string_view>

namespace tonus::log {

enum class Level { Debug, Info, Warning, Error };

/// Messages below this are dropped; default Warning, so that a healthy run is quiet.
void set_level(Level level);
void write(Level level, std::string_view message);
inline void debug(std::string_view message) { write(Level::Debug, message); }
inline void info(std::string_view message) { write(Level::Info, message); }
inline void warning(std::string_view message) { write(Level::Warning, message); }
inline void error(std::string_view message) { write(Level::Error, message); }

}  // namespace tonus::log
