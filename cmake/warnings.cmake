# The warnings every target of ours carries, privately; -Werror comes with the dev preset (TONUS_WERROR).
# -ffp-contract=off is part of the determinism contract: no fused multiply-add behind our back.
add_library(tonus_warnings INTERFACE)
add_library(tonus::warnings ALIAS tonus_warnings)
target_compile_options(tonus_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wdouble-promotion -Wold-style-cast
  -Wno-missing-field-initializers  # designated initialisers leave the rest at their defaults on purpose
  $<$<CXX_COMPILER_ID:GNU>:-Wnull-dereference>
  $<$<BOOL:${TONUS_WERROR}>:-Werror>
  -ffp-contract=off -fno-math-errno)
