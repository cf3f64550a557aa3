#compdef pmon3
# Completion of pmon3 for zsh; made by 'pmon3 completion zsh'. As a file _pmon3 in a folder of $fpath, or by
# 'source <(pmon3 completion zsh)' after compinit.
#
# Names of processes and groups are other users' text: compadd takes them from an array and quotes them.

# What follows command $1: sets subcommands (word=name:summary), flags (flag=what its value is) and arguments.
_pmon3_table() {
    subcommands=() flags=() arguments=()
    case $1 in
@TABLE@
    esac
}

# What word $1 stands for in a list of pairs $2...: sets found, or returns 1.
_pmon3_find() {
    local wanted=$1 pair
    shift
    for pair; do
        if [[ ${pair%%=*} == "$wanted" ]]; then
            found=${${pair#*=}%%:*}
            [[ $pair != *=words:* ]] || found=${pair#*=}
            return 0
        fi
    done
    return 1
}

# Offers what kind $1 can be.
_pmon3_values() {
    local id name
    local -a names
    case $1 in
        processes | groups)
            compset -P '*,'
            while IFS=$'\t' read -r id name; do
                if [[ $PREFIX == [0-9]* ]]; then
                    names+=("$id")
                elif [[ -n $name ]]; then
                    names+=("$name")
                fi
            done < <(command pmon3 __complete "$1" 2>/dev/null)
            compadd -a names
            ;;
        users) _users ;;
        files) _files ;;
        directories) _files -/ ;;
        words:*)
            names=("${(s:,:)${1#words:}}")
            compadd -a names
            ;;
    esac
}

_pmon3_commands() {
    local pair
    local -a described
    for pair in "${subcommands[@]}"; do
        described+=("${pair%%=*}:${pair#*:}")
    done
    _describe -t commands command described
}

_pmon3() {
    local found path_='' waiting='' help='' only_arguments='' word at
    local -a subcommands flags arguments long
    integer count=0
    _pmon3_table ''
    for ((at = 2; at < CURRENT; at++)); do
        word=${(Q)words[at]}
        if [[ -n $waiting ]]; then
            waiting=''
        elif [[ -z $only_arguments && $word == -- ]]; then
            only_arguments=1
        elif [[ -z $only_arguments && $word == -?* ]]; then
            if [[ $word != *=* ]] && _pmon3_find "$word" "${flags[@]}" && [[ $found != none ]]; then
                waiting=$found
            fi
        elif (( ${#subcommands} )); then
            _pmon3_find "$word" "${subcommands[@]}" || return 1
            path_+=${path_:+ }$found
            _pmon3_table "$path_"
            if [[ $path_ == help ]]; then
                help=1 path_=''
                _pmon3_table ''
            fi
        else
            (( ++count ))
        fi
    done

    if [[ -n $waiting ]]; then
        _pmon3_values "$waiting"
    elif [[ -z $only_arguments && $PREFIX == --*=* ]]; then
        _pmon3_find "${PREFIX%%=*}" "${flags[@]}" || return 1
        compset -P '*='
        _pmon3_values "$found"
    elif [[ -z $only_arguments && $PREFIX == -* ]]; then
        long=("${(@M)${(@)flags%%=*}:#--*}")
        compadd -a long
    elif (( ${#subcommands} )); then
        _pmon3_commands
    elif [[ -z $help ]] && (( ${#arguments} )); then
        (( count < ${#arguments} )) || count=$(( ${#arguments} - 1 ))
        _pmon3_values "${arguments[count + 1]}"
    fi
}

if [[ ${funcstack[1]} == _pmon3 ]]; then
    _pmon3 "$@"
else
    compdef _pmon3 pmon3
fi
