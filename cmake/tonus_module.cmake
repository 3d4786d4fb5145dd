# tonus_module(NAME HEADERS … SOURCES … USES … HIDES …): one room, one static library with the alias tonus::NAME.
# HEADERS live under include/<floor>/<room>/ and are compiled alone by all_verify_interface_header_sets.
# USES appears in our headers and is passed on; HIDES must never be visible outside (third-party libraries, private helpers).
function(tonus_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "HEADERS;SOURCES;USES;HIDES")
  add_library(tonus_${name} STATIC ${arg_SOURCES})
  add_library(tonus::${name} ALIAS tonus_${name})
  target_sources(tonus_${name} PUBLIC FILE_SET HEADERS BASE_DIRS include FILES ${arg_HEADERS})
  target_compile_features(tonus_${name} PUBLIC cxx_std_20)
  target_link_libraries(tonus_${name} PUBLIC ${arg_USES} PRIVATE ${arg_HIDES} tonus::warnings)
  target_include_directories(tonus_${name} PRIVATE src)
  set_target_properties(tonus_${name} PROPERTIES CXX_EXTENSIONS OFF VERIFY_INTERFACE_HEADER_SETS ON)
  set_property(GLOBAL APPEND PROPERTY TONUS_MODULES tonus_${name})
endfunction()
