# Shared by ./run and ./test: brings the system packages that are missing, then Python's, then leaves $python set.
# Needs: a POSIX shell, $root (the project's folder). Debian and its children are served; elsewhere it says what is missing.

# need PACKAGE TEST...: note PACKAGE as missing unless the test command succeeds.
missing=""
need() {
    package=$1
    shift
    if ! "$@" >/dev/null 2>&1; then missing="$missing $package"; fi
}

has_library() {
    ldconfig -p 2>/dev/null | grep -q "$1" || /sbin/ldconfig -p 2>/dev/null | grep -q "$1"
}

find_python() {
    for candidate in python3.13 python3.12 python3.11 python3; do
        if command -v "$candidate" >/dev/null 2>&1 &&
            "$candidate" -c 'import sys, venv, ensurepip; raise SystemExit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
            command -v "$candidate"
            return 0
        fi
    done
    return 1
}

# install_packages NAME...: with apt, as root or by sudo without a question; returns 1 where that is not possible.
install_packages() {
    command -v apt-get >/dev/null 2>&1 || return 1
    if [ "$(id -u)" = 0 ]; then as_root=""
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as_root="sudo"
    elif command -v sudo >/dev/null 2>&1 && [ -t 0 ]; then as_root="sudo"
    else return 1
    fi
    mkdir -p "$root/.cache"
    if [ ! -e "$root/.cache/apt-updated" ] || [ -n "$(find "$root/.cache/apt-updated" -mtime +0 2>/dev/null)" ]; then
        $as_root apt-get update -qq || true
        : >"$root/.cache/apt-updated"
    fi
    echo "Setting up: system packages $*" >&2
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends "$@" >"$root/.cache/apt.log" 2>&1 || {
        tail -5 "$root/.cache/apt.log" >&2
        return 1
    }
}

libraries() {
    need libglib2.0-0 has_library libglib-2.0.so.0
    need libgl1 has_library libGL.so.1
    need libegl1 has_library libEGL.so.1
    need libxkbcommon0 has_library libxkbcommon.so.0
    need libdbus-1-3 has_library libdbus-1.so.3
    need libfontconfig1 has_library libfontconfig.so.1
    need libpulse0 has_library libpulse.so.0
    need libxrandr2 has_library libXrandr.so.2
    need libxcb-cursor0 has_library libxcb-cursor.so.0
    need libxcb-icccm4 has_library libxcb-icccm.so.4
    need libxcb-image0 has_library libxcb-image.so.0
    need libxcb-keysyms1 has_library libxcb-keysyms.so.1
    need libxcb-render-util0 has_library libxcb-render-util.so.0
    need libxcb-shape0 has_library libxcb-shape.so.0
    need libxkbcommon-x11-0 has_library libxkbcommon-x11.so.0
    need ca-certificates test -e /etc/ssl/certs/ca-certificates.crt
}

# set_up EXTRA...: everything the named extras need; ends the script where it cannot go on.
set_up() {
    if [ "$(uname -s)" = Linux ]; then libraries; fi
    if ! find_python >/dev/null; then
        case "$(uname -s)" in
        Linux) missing="$missing python3 python3-venv" ;;
        *)
            echo "Groundup needs Python 3.11, 3.12 or 3.13. Install it, then start this again." >&2
            exit 1
            ;;
        esac
    fi
    if [ -n "$missing" ]; then
        # shellcheck disable=SC2086
        if ! install_packages $missing; then
            if ! find_python >/dev/null; then
                echo "Please install first, as administrator:$missing" >&2
                exit 1
            fi
            echo "These system packages are missing; some parts may not work:$missing" >&2
        fi
    fi
    "$(find_python)" "$root/build/environment.py" "$@" || exit 1
    python="$root/.venv/bin/python"
}
