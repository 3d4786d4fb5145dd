#pragma once
// Ctrl-C as a flag: the session ends cleanly, files are whole, exit 130.

namespace tonus::tool {

/// Catches SIGINT and SIGTERM from now on. A second one ends the process at once.
void catch_interrupts();
[[nodiscard]] bool was_interrupted() noexcept;

}  // namespace tonus::tool
