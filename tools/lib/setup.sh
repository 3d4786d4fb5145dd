# shellcheck shell=bash
# What tools/build, tools/run and tools/test share: one list of packages, one way to install, configure and build.
# Sourced by scripts that run under `set -euo pipefail`.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
logs=$root/build/logs
tool=$(basename "$0")
# One compiler cache for every checkout: paths below this one are hashed as relative.
export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=true
# Words in front of a build or a test run; see tools/test.
run_with=()

# shellcheck disable=SC2034  # read by the scripts
# Names that exist on Debian 12 and on Debian 13. What each is for: docs/architecture.md, "Libraries".
build_packages=(
  g++ cmake ninja-build pkg-config ccache
  libexpected-dev libfmt-dev libspdlog-dev libxxhash-dev                          # engine/core
  libbullet-dev                                                                   # engine/physics
  libvulkan-dev mesa-vulkan-drivers glslc libstb-dev                              # engine/render
  libimgui-dev fonts-inter                                                        # engine/overlay
  libsdl2-dev                                                                     # xr/desktop
  libopenxr-dev                                                                   # xr/openxr
  libkissfft-dev                                                                  # sensors/body
  libsdbus-c++-dev                                                                # sensors/bluez
  libsodium-dev                                                                   # scenarios/journal
  libavahi-client-dev                                                             # sensors/dircon
  libexpat1-dev libzip-dev                                                        # sensors/exchange
  nlohmann-json3-dev libpugixml-dev libcli11-dev                                  # readers of JSON and XML; the command line
  libeigen3-dev                                                                   # tools/lab
)
# shellcheck disable=SC2034
test_packages=(
  libgtest-dev libgmock-dev                                                       # every test
  vulkan-validationlayers                                                         # tests that must draw without a complaint
  dbus-daemon libdbus-1-dev                                                       # Bluetooth tests: a bus and a daemon of their own
  xvfb libx11-dev                                                                 # tests that open a real window, and look at it
  openxr-layer-corevalidation                                                     # headset tests; the runtime: tools/xr-testbed
  avahi-daemon dbus-daemon                                                        # discovery on a bus and network of its own
  clang libclang-rt-dev                                                           # libFuzzer
)

# The judge of Direct Connect comes with npm; whoever has one from elsewhere keeps it.
if ! command -v npm >/dev/null; then test_packages+=(nodejs npm); fi

say() { printf '%s\n' "$*"; }
# One line, what was wrong and what to do about it; status 1.
die() {
  printf '%s: %s\n' "tools/$tool" "$*" >&2
  exit 1
}

is_terminal() { [ -t 1 ] && [ "${TERM:-dumb}" != dumb ]; }

jobs_here() { printf '%s' "${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}"; }

# missing_packages NAME…: those of them that are not installed, one a line.
missing_packages() {
  local -A installed=()
  local name status
  # dpkg-query fails as soon as one name is unknown to it, which is no failure here.
  while read -r name status; do
    if [ "$status" = installed ]; then installed[$name]=1; fi
  done < <(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "$@" 2>/dev/null || true)
  for name in "$@"; do
    if [ -z "${installed[$name]:-}" ]; then say "$name"; fi
  done
}

# The words in front of a command that needs root: nothing for root, sudo where it may be used.
find_root_command() {
  as_root=()
  if [ "$(id -u)" -eq 0 ]; then return 0; fi
  command -v sudo >/dev/null || return 1
  if sudo -n true 2>/dev/null; then
    as_root=(sudo -n)
  elif [ -t 0 ] && sudo -v; then
    as_root=(sudo)
  else
    return 1
  fi
}

# apt_get LOG ARGUMENT…: quiet, never asks, waits for another package manager, gives up on a dead mirror after half a minute.
apt_get() {
  local log=$1
  shift
  "${as_root[@]}" env LC_ALL=C DEBIAN_FRONTEND=noninteractive apt-get -q \
    -o DPkg::Lock::Timeout=120 -o Acquire::http::Timeout=30 -o Acquire::https::Timeout=30 -o Acquire::Retries=1 \
    "$@" >>"$log" 2>&1 </dev/null
}

# explain_apt_failure LOG: ends the script with the one line that fits what apt-get said last.
explain_apt_failure() {
  local log=$1 unknown
  unknown=$(sed -n 's/^E: Unable to locate package //p; s/^E: Package .\(.*\). has no installation candidate$/\1/p' "$log" |
    sort -u | paste -sd' ')
  if grep -qE 'Could not resolve|Temporary failure resolving|Could not connect|Connection (timed out|refused|failed)|Unable to connect|Network is unreachable' "$log"; then
    die "the package mirror cannot be reached; check the network or the mirror in the apt sources, then run this again (log: $log)"
  elif grep -qE 'No space left|enough free space' "$log"; then
    die "the disk is full; free some space, then run this again (log: $log)"
  elif grep -q 'Could not get lock' "$log"; then
    die "another package manager is at work; let it finish, then run this again (log: $log)"
  elif [ -n "$unknown" ]; then
    die "this system does not know the packages: $unknown; Tonus is built on Debian 12 or 13 (log: $log)"
  fi
  die "apt-get could not install the packages; its own words are in $log"
}

# install_packages NAME…: installs those that are missing.
install_packages() {
  local missing log=$logs/packages.log since=$SECONDS
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    die "no apt-get here; install what these Debian packages hold, then use cmake --preset release: $*"
  fi
  mapfile -t missing < <(missing_packages "$@")
  if [ ${#missing[@]} -eq 0 ]; then return 0; fi
  find_root_command ||
    die "packages are missing, and this user is neither root nor may use sudo; have someone run: apt-get install --no-install-recommends ${missing[*]}"

  say "Installing what is missing: ${missing[*]}"
  mkdir -p "$logs"
  : >"$log"
  if ! compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null; then
    apt_get "$log" update || explain_apt_failure "$log"
  fi
  # Lists that are there may be too old for the mirror: then, and only then, they are fetched anew.
  if ! apt_get "$log" install -y --no-install-recommends "${missing[@]}"; then
    : >"$log"
    apt_get "$log" update || explain_apt_failure "$log"
    apt_get "$log" install -y --no-install-recommends "${missing[@]}" || explain_apt_failure "$log"
  fi
  say "  installed in $((SECONDS - since)) s"
}

# Copies its input to LOG; on a terminal shows the [n/m] of ninja and ctest as one line that overwrites itself.
show_progress() {
  local log=$1 line
  if ! is_terminal; then
    cat >"$log"
    return
  fi
  : >"$log"
  while IFS= read -r line; do
    printf '%s\n' "$line" >>"$log"
    if [[ $line =~ ^[\ \[]*([0-9]+)/([0-9]+)(\]|\ Test) ]]; then printf '\r  %s of %s ' "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"; fi
  done
  printf '\r\033[K'
}

# show_failure LOG: the part of a log that a person needs, then where the rest is.
show_failure() {
  local log=$1
  grep -nE -m 12 '(^|[^-_[:alnum:]])(error|Error|ERROR|FAILED)[ :]' "$log" >&2 || tail -n 20 "$log" >&2
  say "  full log: $log" >&2
}

# configure PRESET: runs CMake when it never did, when it could see something new, or when the tree has moved.
configure() {
  local preset=$1 folder=$root/build/$1 log=$logs/configure-$1.log
  local cache=$folder/CMakeCache.txt
  mkdir -p "$logs"
  if [ -f "$cache" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$cache"; then
    rm -rf "$folder"
  fi
  if [ -f "$folder/build.ninja" ] && [ ! "$logs/packages.log" -nt "$folder/build.ninja" ] &&
    [ ! "$root/CMakePresets.json" -nt "$folder/build.ninja" ]; then
    return 0
  fi
  if ! (cd "$root" && cmake --preset "$preset") >"$log" 2>&1 </dev/null; then
    show_failure "$log"
    die "CMake could not configure the $preset preset"
  fi
}

# build_preset PRESET TARGET…: builds, and says how long it took when there was something to do.
build_preset() {
  local preset=$1 log=$logs/build-$1.log since=$SECONDS
  shift
  if ! "${run_with[@]}" cmake --build "$root/build/$preset" --parallel "$(jobs_here)" --target "$@" 2>&1 </dev/null | show_progress "$log"; then
    show_failure "$log"
    die "the $preset build failed"
  fi
  if ! grep -q 'no work to do' "$log"; then say "  built $* ($preset) in $((SECONDS - since)) s"; fi
}

# link_tonus: ./tonus in the project root leads to the release build.
link_tonus() {
  local link=$root/tonus target=build/release/bin/tonus
  if [ -e "$link" ] && [ ! -L "$link" ]; then
    die "$link is in the way of the link to the build; move it elsewhere, then run this again"
  fi
  if [ "$(readlink "$link" || true)" != "$target" ]; then ln -sfn "$target" "$link"; fi
}
