# Every packaged library we use, found once. One library, one owner: docs/architecture.md says which room may link which.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(tl-expected REQUIRED)          # engine/core (Result)
find_package(fmt REQUIRED)                  # text, privately, anywhere
find_package(spdlog REQUIRED)               # engine/core
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)   # engine/core
find_package(Bullet MODULE REQUIRED)        # engine/physics; float32, never the CONFIG file (its paths are broken)
find_package(Vulkan REQUIRED COMPONENTS glslc)   # engine/render
pkg_check_modules(stb REQUIRED IMPORTED_TARGET stb)            # engine/render (PNG)
pkg_check_modules(imgui REQUIRED IMPORTED_TARGET imgui)        # engine/overlay, scenarios/coach
find_package(SDL2 REQUIRED)                 # xr/desktop
find_package(OpenXR REQUIRED)               # xr/openxr (headers; the loader is opened while running)
find_package(sdbus-c++ REQUIRED)              # sensors/bluez (its pkg-config file asks for libsystemd-dev, which is not needed)
find_package(nlohmann_json REQUIRED)        # each room that parses, privately
pkg_check_modules(pugixml REQUIRED IMPORTED_TARGET pugixml)    # sensors/exchange (TCX, GPX, PWX)
find_package(EXPAT REQUIRED)                # sensors/exchange (exports of any length)
pkg_check_modules(kissfft REQUIRED IMPORTED_TARGET kissfft-float)  # sensors/body (spectrum of RR intervals)
pkg_check_modules(libzip REQUIRED IMPORTED_TARGET libzip)      # sensors/exchange (not minizip: 1.1 cannot read zip64, which Apple writes)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)   # scenarios/journal
pkg_check_modules(avahi REQUIRED IMPORTED_TARGET avahi-client)  # sensors/dircon (who is on the network)
find_package(Eigen3 REQUIRED NO_MODULE)       # tools/lab
find_package(CLI11 REQUIRED)                # tools
