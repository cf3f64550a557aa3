#!/bin/sh
# Installs pmon3, or upgrades it: what pmond keeps alive goes on. The package needs no Java and no network.
#
#   get.sh FILE          a package that packaging/package has made: .deb, .rpm or .tar.gz
#   get.sh ADDRESS       https:// address of a folder that holds the packages and their SHA256SUMS; http:// with --key only;
#                        nothing older than what is installed
#   --sums FILE          SHA256SUMS to check FILE with; beside FILE if not given
#   --key FILE           OpenPGP public key (binary): SHA256SUMS must have a signature of it, SHA256SUMS.sig
set -eu
umask 022

fail() {
    echo "get.sh: $*" >&2
    exit 1
}
usage() {
    [ $# -eq 0 ] || printf 'get.sh: %s\n\n' "$1" >&2
    sed -n '2,/^set/p' "$0" | sed '$d; s/^# \{0,1\}//' >&2
    exit 2
}
have() { command -v "$1" >/dev/null 2>&1; }

source='' sums='' given='' key=''
while [ $# -gt 0 ]; do
    case $1 in
        --sums | --key)
            [ $# -ge 2 ] || usage "$1 takes a file"
            if [ "$1" = --sums ]; then sums=$2; else key=$2; fi
            shift
            ;;
        -*) usage "$1 is not known" ;;
        *)
            [ -z "$source" ] || usage "one FILE or ADDRESS is taken, not $source and $1"
            source=$1
            ;;
    esac
    shift
done
[ -n "$source" ] || usage

[ "$(id -u)" = 0 ] || fail "only root may install for the whole system; try sudo"
[ "$(uname -s)" = Linux ] || fail "pmon3 runs on Linux; this is $(uname -s)"
case $(uname -m) in
    x86_64) machine=x86_64 debian=amd64 ;;
    aarch64) machine=aarch64 debian=arm64 ;;
    *) fail "there are packages for x86_64 and aarch64; this is $(uname -m): build from the sources with packaging/install" ;;
esac
getconf GNU_LIBC_VERSION >/dev/null 2>&1 || fail "the package's Java needs glibc; build from the sources with packaging/install"
have sha256sum || fail "sha256sum is missing; install coreutils"
[ -z "$key" ] || have gpgv || fail "--key needs gpgv; install the package gpgv or gnupg2"
[ -z "$key" ] || [ -r "$key" ] || fail "$key cannot be read; give the public key's file"

if have apt-get && have dpkg; then
    kind="_$debian.deb"
elif have rpm; then
    kind="-$machine.rpm"
else
    kind="-linux-$machine.tar.gz"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
# apt reads the file as a user of its own
chmod 755 "$work"

# Whoever is in between could otherwise say what root installs: a checksum from the same place proves nothing.
case $source in
    http*://*@*) fail "an address with a name or password in it is not taken" ;;
    http://127.0.0.1[:/]* | http://localhost[:/]*) ;;
    http://*) [ -n "$key" ] || fail "over http:// anybody on the way could change the package; use https://, or give --key" ;;
esac
protocols=https
case $source in http://*) protocols=http,https ;; esac

# The version that is installed as a package of this kind.
installed_version() {
    case $kind in
        *.deb) dpkg-query --show --showformat '${db:Status-Status} ${Version}' pmon3 2>/dev/null | sed -n '/^not-installed /d; /^config-files /d; s/^[a-z-]* //p' ;;
        *.rpm) ! version=$(rpm --query --queryformat '%{VERSION}' pmon3) || echo "$version" ;;
        *) case $(readlink /usr/local/bin/pmon3) in ../lib/pmon3/*) /usr/local/bin/pmon3 --version | sed -n 's/^pmon3 version \([0-9.]*\)$/\1/p' ;; esac ;;
    esac
}

# A signature holds for ever: whoever answers could give an old package, with holes that are known by now, and its old sums.
refuse_older() {
    offered=${name#pmon3[-_]} offered=${offered%"$kind"} installed=$(installed_version) || true
    [ -z "$installed" ] || [ "$(printf '%s\n' "$installed" "$offered" | sort -V | head -n 1)" = "$installed" ] ||
        fail "$address has $offered, and $installed is installed; if the older one is wanted, download it and give its file"
}

download() {
    if have curl; then
        curl --proto "=$protocols" --fail --silent --show-error --location --output "$2" "$1" 2>"$work/error"
    elif have wget; then
        # It follows from https to http, which only a signature makes up for.
        if [ -n "$key" ]; then redirects=20; else redirects=0; fi
        wget --quiet --max-redirect=$redirects --output-document "$2" "$1" 2>"$work/error"
    else
        fail "curl and wget are missing; install one, or download the package and give its file"
    fi || fail "$1 cannot be fetched ($(tr '\n' ' ' <"$work/error")); check the address and the network"
}

case $source in
    http://* | https://*)
        [ -z "$sums" ] || fail "--sums goes with a file; an address has its own SHA256SUMS"
        address=${source%/}
        sums=$work/SHA256SUMS
        download "$address/SHA256SUMS" "$sums"
        [ -z "$key" ] || download "$address/SHA256SUMS.sig" "$sums.sig"
        name=$(sed 's/^[0-9a-f]*  //' "$sums" | grep -F -- "$kind" | grep "^pmon3[-_]" | head -n 1) || true
        case $name in
            '') fail "$address has no package whose name ends in $kind; give the file of another kind" ;;
            */*) fail "$address/SHA256SUMS names a path: $name" ;;
        esac
        refuse_older
        package=$work/$name
        download "$address/$name" "$package"
        ;;
    *)
        [ -r "$source" ] || fail "$source cannot be read; give a package's file or an http address"
        name=${source##*/}
        case $source in /*) original=$source ;; *) original=$PWD/$source ;; esac
        [ -n "$sums" ] || sums=${original%/*}/SHA256SUMS
        [ -r "$sums" ] || fail "$sums cannot be read; put SHA256SUMS beside the package, or name it with --sums"
        # What is checked is what is read afterwards, whoever may write that folder.
        given=$sums sums=$work/SHA256SUMS
        cp "$given" "$sums"
        [ -z "$key" ] || [ ! -r "$given.sig" ] || cp "$given.sig" "$sums.sig"
        package=$work/$name
        cp "$source" "$package"
        ;;
esac

if [ -n "$key" ]; then
    case $key in /*) ;; *) key=$PWD/$key ;; esac
    gpgv --quiet --keyring "$key" "$sums.sig" "$sums" 2>/dev/null ||
        fail "${given:-$sums} has no valid signature of $key; do not install it, get the files again"
fi
expected=$(while read -r sum file; do [ "$file" != "$name" ] || echo "$sum"; done <"$sums")
[ -n "$expected" ] || fail "${given:-$sums} does not name $name; get the SHA256SUMS that belongs to it"
actual=$(sha256sum <"$package")
[ "${actual%% *}" = "$expected" ] || fail "$name is not what its SHA256SUMS says; get it again"

# Where the program is put, which need not be in PATH.
programs=/usr/bin
installing() { echo "Installing $name; this takes some seconds"; }
case $name in
    *_"$debian.deb")
        have apt-get || fail "a .deb needs apt; give the .rpm or the .tar.gz"
        installing
        # An edited configuration stays as it is, and nobody is asked.
        DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --allow-downgrades \
            -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$package" >"$work/log" 2>&1 </dev/null ||
            fail "apt did not install it: $(grep -E '^(E:|dpkg: error|pmon3:)' "$work/log" | head -n 1)"
        ;;
    *-"$machine.rpm")
        have rpm || fail "an .rpm needs rpm; give the .deb or the .tar.gz"
        installing
        rpm --upgrade --oldpackage --replacepkgs "$package" >"$work/log" 2>&1 ||
            fail "rpm did not install it: $(head -n 1 "$work/log")"
        ;;
    *-linux-"$machine.tar.gz")
        have bash || fail "the installation from a .tar.gz needs bash; install it"
        installing
        tar -xzf "$package" -C "$work" || fail "$name cannot be unpacked; is there room in ${TMPDIR:-/tmp}?"
        bash "$work/${name%.tar.gz}/install" >"$work/log" 2>&1 ||
            fail "it was not installed: $(tail -n 1 "$work/log")"
        programs=/usr/local/bin
        ;;
    *) fail "$name is no package for this machine; its name would end in $kind" ;;
esac
grep '^pmon3: ' "$work/log" || true

if [ ! -d /run/systemd/system ]; then
    echo "pmon3 is installed. There is no systemd here: start pmond as root."
else
    PATH=$programs:$PATH pmon3 ls || fail "pmond does not answer; journalctl --unit pmond says why"
    echo "pmon3 is installed, and pmond runs: pmon3 --help, man pmon3"
fi
