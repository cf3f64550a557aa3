# What the launchers share; sourced by them with pmon3_tree set. On the usual path nothing here forks: each fork would cost
# as much as a tenth of the client's own work. All names begin with pmon3_ so that no variable of the user is overwritten.

# The JVM itself ignores an archive that does not fit or is broken, but says so, in part on stdout.
pmon3_quiet='-Xlog:disable -Xlog:all=error,cds*=off:stderr'

# Takes the runtime in folder $1 if it is Java 17 or newer: sets pmon3_home, pmon3_version and pmon3_feature.
pmon3_take_java() {
    [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
    pmon3_found=
    while IFS='=' read -r pmon3_key pmon3_value; do
        case $pmon3_key in
            JAVA_RUNTIME_VERSION) pmon3_found=$pmon3_value && break ;;
            JAVA_VERSION) pmon3_found=$pmon3_value ;;
        esac
    done <"$1/release"
    pmon3_found=${pmon3_found#\"}
    pmon3_found=${pmon3_found%\"}
    pmon3_number=${pmon3_found%%[!0-9]*}
    [ "${pmon3_number:-0}" -ge "${2:-17}" ] || return 1
    pmon3_home=$1 pmon3_version=$pmon3_found pmon3_feature=$pmon3_number
}

# Among those in the usual places and those given.
pmon3_take_newest_java() {
    pmon3_feature=16
    pmon3_on_path=$(command -v java) && pmon3_on_path=$(readlink -f -- "$pmon3_on_path")
    for pmon3_candidate in "$@" /usr/lib/jvm/* "${JAVA_HOME:-}" "${pmon3_on_path%/bin/java}"; do
        pmon3_take_java "$pmon3_candidate" $((pmon3_feature + 1))
    done
    [ "$pmon3_feature" -ge 17 ]
}

# Sets pmon3_java and, if there is a class-data archive for it, pmon3_archive; $1 is the program's name.
pmon3_find_java() {
    if [ -n "${PMON3_JAVA_HOME:-}" ]; then
        pmon3_take_java "$PMON3_JAVA_HOME" || {
            echo "$1: PMON3_JAVA_HOME ($PMON3_JAVA_HOME) is not Java 17 or newer" >&2
            return 1
        }
    else
        pmon3_recorded=
        [ ! -r "$pmon3_tree/lib/java-home" ] || read -r pmon3_recorded <"$pmon3_tree/lib/java-home"
        # A runtime in the tree itself is recorded by its path from there.
        case $pmon3_recorded in '' | /*) ;; *) pmon3_recorded=$pmon3_tree/$pmon3_recorded ;; esac
        pmon3_take_java "$pmon3_recorded" || pmon3_take_newest_java || {
            echo "$1: no Java 17 or newer found; install one (Debian: openjdk-17-jre-headless) or set PMON3_JAVA_HOME" >&2
            return 1
        }
    fi
    pmon3_java=$pmon3_home/bin/java
    # Since then archives are said to be of another kind.
    [ "$pmon3_feature" -lt 25 ] || pmon3_quiet='-Xlog:disable -Xlog:all=error,aot*=off,cds*=off:stderr'
    # archive-classes sets it, so that what it records is started with the very options that its archive is used with.
    pmon3_archive=${PMON3_ARCHIVE_OPTION:-}
    [ -z "$pmon3_archive" ] || return 0
    pmon3_archive=$pmon3_tree/lib/archives/$pmon3_version/$1
    if [ -r "$pmon3_archive-more.jsa" ]; then
        pmon3_archive=-XX:SharedArchiveFile=$pmon3_archive.jsa:$pmon3_archive-more.jsa
    elif [ -r "$pmon3_archive.jsa" ]; then
        pmon3_archive=-XX:SharedArchiveFile=$pmon3_archive.jsa
    else
        pmon3_archive=
    fi
}

# The JVM must not take options from the environment, and must decode arguments as UTF-8 whatever the locale: another one
# would destroy them. What the programs' children are to have of it is handed on: PMON3_LAUNCHER_X=V says that a child gets
# X=V, and no X if V is empty. pmond gives no child a variable that begins with PMON3_.
pmon3_set_environment() {
    export PMON3_LAUNCHER_LC_ALL="${LC_ALL:-}" LC_ALL=C.UTF-8
    [ -z "${CLASSPATH:-}" ] || export PMON3_LAUNCHER_CLASSPATH="$CLASSPATH"
    [ -z "${JAVA_TOOL_OPTIONS:-}" ] || export PMON3_LAUNCHER_JAVA_TOOL_OPTIONS="$JAVA_TOOL_OPTIONS"
    [ -z "${JDK_JAVA_OPTIONS:-}" ] || export PMON3_LAUNCHER_JDK_JAVA_OPTIONS="$JDK_JAVA_OPTIONS"
    [ -z "${_JAVA_OPTIONS:-}" ] || export PMON3_LAUNCHER__JAVA_OPTIONS="$_JAVA_OPTIONS"
    unset CLASSPATH JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
}

# Some shells (dash) drop variables whose names are no words of a shell, as a.b in containers and bash's functions. They are
# taken from what this shell itself was started with, and handed on as lines, coded because a value may hold any byte: line
# ends in them are NULs. Only for pmond, whose children are to have them; it forks.
pmon3_keep_odd_variables() {
    # Only what is made here is believed.
    unset PMON3_ODD_VARIABLES
    pmon3_odd=$(tr '\0\n' '\n\0' <"/proc/$$/environ" | LC_ALL=C grep -av '^[A-Za-z_][A-Za-z0-9_]*=' | base64 -w 0)
    # The kernel takes no longer word.
    [ "${#pmon3_odd}" -lt 120000 ] || {
        echo "pmond: variables with names like a.b are more than pmond can hand on to its children; they do not get them" >&2
        pmon3_odd=
    }
    [ -z "$pmon3_odd" ] || export PMON3_ODD_VARIABLES="$pmon3_odd"
}
