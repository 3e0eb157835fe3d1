# Sourced by the other commands, from the root of the clone: finds or installs uv, leaves its path in $uv.
# Plain sh, so that a bare Debian is enough.

umask 022
unset VIRTUAL_ENV
# containers often forbid it; each of our processes would then compile Django again, for seconds
unset PYTHONDONTWRITEBYTECODE
tools=var/tools
# an institution's own certificate authority is in the system's list, not in uv's
[ ! -e /etc/ssl/certs/ca-certificates.crt ] || export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-1}"

say() { printf '%s\n' "$*" >&2; }

# a version manager's shim can be on the PATH and yet lead nowhere: only running it tells
works() { "$1" --version </dev/null >/dev/null 2>&1; }

install_packages() {
    say "Installing: $*"
    export DEBIAN_FRONTEND=noninteractive
    set -- -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 "$@"
    # the lists may be absent or old: refresh them only when they do not serve
    apt-get install "$@" </dev/null >/dev/null 2>&1 && return
    apt-get update -qq </dev/null && apt-get install "$@" </dev/null >/dev/null
}

may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

python_with() {
    for python in python3 /usr/bin/python3 python3.14 python3.13 python3.12; do
        "$python" -c "import $1" </dev/null >/dev/null 2>&1 && return
    done
    return 1
}

install_uv() {
    python_with "venv, ensurepip" || python_with pip || { may_install && install_packages python3-venv; } || true
    say "Installing uv in $tools"
    if python_with "venv, ensurepip"; then
        "$python" -m venv "$tools" && "$tools/bin/python" -m pip install --quiet uv </dev/null
    elif python_with pip; then
        "$python" -m pip install --quiet --target "$tools" uv </dev/null
    else
        say "Neither uv nor a Python with venv was found. As root: apt-get install python3-venv"
        return 1
    fi
}

if works uv; then
    uv=uv
else
    works "$tools/bin/uv" || install_uv
    uv=$tools/bin/uv
fi
