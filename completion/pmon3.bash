# Completion of pmon3 for bash 4.2 and later; made by 'pmon3 completion bash'. Needs no other package.
#
# Names of processes and groups are other users' text: they are compared in loops and quoted by printf %q, and never
# reach eval, compgen -W or an arithmetic expression.

# What follows command $1: sets subcommands (word=name), flags (flag=what its value is) and arguments.
_pmon3_table() {
    subcommands=() flags=() arguments=()
    case $1 in
        '')
            subcommands=(completion=completion del=del delete=del desc=desc show=desc dgraph=dgraph order=dgraph drop=drop exec=exec run=exec export=export group=group groups=group help=help init=init kill=kill log=log logf=logf ls=ls list=ls reset=reset restart=restart start=restart stop=stop topn=topn version=version)
            flags=(-h=none --help=none -v=none --version=none)
            ;;
        'completion')
            flags=(-h=none --help=none)
            arguments=('words:bash,zsh,fish')
            ;;
        'del')
            flags=(-f=none --force=none --json=none -h=none --help=none)
            arguments=(processes)
            ;;
        'desc')
            flags=(--json=none -h=none --help=none)
            arguments=(processes)
            ;;
        'dgraph')
            flags=(-c=none --process-config-only=none --json=none -h=none --help=none)
            ;;
        'drop')
            flags=(-f=none --force=none --json=none -h=none --help=none)
            ;;
        'exec')
            flags=(-a=text --args=text -d=processes --dependencies=processes -e=text --env-vars=text -l=files --log=files --log-dir=directories --log_dir=directories -n=none --no-autorestart=none -u=users --user=users -g=groups --groups=groups --name=text --json=none -h=none --help=none)
            arguments=(files)
            ;;
        'export')
            flags=('-o=words:id,name,file,user,log,args,env_vars,dependencies,groups,no_auto_restart,auto_restart,status,pid,uid,gid,created_at,updated_at' '--order=words:id,name,file,user,log,args,env_vars,dependencies,groups,no_auto_restart,auto_restart,status,pid,uid,gid,created_at,updated_at' -h=none --help=none)
            arguments=('words:json,toml,yaml')
            ;;
        'group')
            subcommands=(assign=assign create=create del=del delete=del desc=desc show=desc drop=drop ls=ls list=ls remove=remove restart=restart start=restart stop=stop)
            flags=(-h=none --help=none)
            ;;
        'help')
            flags=(-h=none --help=none)
            arguments=(commands)
            ;;
        'init')
            flags=(-b=none --blocking=none -c=none --process-config-only=none --json=none -h=none --help=none)
            ;;
        'kill')
            flags=(-f=none --force=none --json=none -h=none --help=none)
            ;;
        'log')
            flags=(-a=none --all=none -n=text --lines=text -h=none --help=none)
            arguments=(processes)
            ;;
        'logf')
            flags=(-n=text --lines=text -h=none --help=none)
            arguments=(processes)
            ;;
        'ls')
            flags=(--json=none -h=none --help=none)
            ;;
        'reset')
            flags=(--json=none -h=none --help=none)
            arguments=(processes)
            ;;
        'restart')
            flags=(-a=text --args=text -d=processes --dependencies=processes -e=text --env-vars=text -l=files --log=files --log-dir=directories --log_dir=directories -n=none --no-autorestart=none -u=users --user=users --json=none -h=none --help=none)
            arguments=(processes)
            ;;
        'stop')
            flags=(-f=none --force=none --json=none -h=none --help=none)
            arguments=(processes)
            ;;
        'topn')
            flags=(-s=text --seconds=text -h=none --help=none)
            ;;
        'version')
            flags=(-h=none --help=none)
            ;;
        'group assign')
            flags=(--json=none -h=none --help=none)
            arguments=(groups processes)
            ;;
        'group create')
            flags=(--json=none -h=none --help=none)
            ;;
        'group del')
            flags=(--json=none -h=none --help=none)
            arguments=(groups)
            ;;
        'group desc')
            flags=(--json=none -h=none --help=none)
            arguments=(groups)
            ;;
        'group drop')
            flags=(-f=none --force=none --json=none -h=none --help=none)
            arguments=(groups)
            ;;
        'group ls')
            flags=(--json=none -h=none --help=none)
            ;;
        'group remove')
            flags=(--json=none -h=none --help=none)
            arguments=(groups processes)
            ;;
        'group restart')
            flags=(-a=text --args=text -d=processes --dependencies=processes -e=text --env-vars=text -l=files --log=files --log-dir=directories --log_dir=directories -n=none --no-autorestart=none -u=users --user=users --json=none -h=none --help=none)
            arguments=(groups)
            ;;
        'group stop')
            flags=(-f=none --force=none --json=none -h=none --help=none)
            arguments=(groups)
            ;;
    esac
}

# What word $2 stands for in a list of pairs $3...: sets found, or returns 1.
_pmon3_find() {
    local wanted=$1 pair
    shift
    for pair; do
        if [[ ${pair%%=*} == "$wanted" ]]; then
            found=${pair#*=}
            return 0
        fi
    done
    return 1
}

# Splits the line up to the cursor as the shell will: sets words (without quotes), and of the last one raw (as typed) and
# quote (the one that is open).
_pmon3_split() {
    local line=${COMP_LINE:0:COMP_POINT} char word='' begun='' i
    raw='' quote='' words=()
    for ((i = 0; i < ${#line}; i++)); do
        char=${line:i:1}
        if [[ $char == ' ' || $char == $'\t' || $char == $'\n' ]] && [[ -z $quote ]]; then
            [[ -z $begun ]] || words+=("$word")
            word='' raw='' begun=''
            continue
        fi
        begun=1
        raw+=$char
        if [[ -n $quote && $char == "$quote" ]]; then
            quote=''
        elif [[ -z $quote && ($char == "'" || $char == '"') ]]; then
            quote=$char
        elif [[ $char == \\ && $quote != "'" ]]; then
            i=$((i + 1))
            char=${line:i:1}
            raw+=$char
            [[ -z $quote || $char == [\"\$\`\\] ]] || word+=\\
            word+=$char
        else
            word+=$char
        fi
    done
    words+=("$word")
}

# Offers $1 in place of what was typed from the last comma or the flag's = on, quoted as that was begun.
_pmon3_offer() {
    local text
    case $quote in
        "'")
            [[ $1 != *"'"* ]] || return
            text=$1
            ;;
        '"')
            text=${1//\\/\\\\}
            text=${text//\"/\\\"}
            text=${text//\$/\\\$}
            text=${text//\`/\\\`}
            ;;
        *) printf -v text %q "$1" ;;
    esac
    text=$kept$text
    # The shell replaces only what follows the last : or =.
    [[ $text != "$untouched"* ]] || COMPREPLY+=("${text#"$untouched"}")
}

# Offers what kind $1 can be and begins with $part.
_pmon3_values() {
    local id name word
    case $1 in
        processes | groups)
            if [[ $part == *,* ]]; then
                kept=${raw%"${raw##*,}"}
                part=${part##*,}
            fi
            while IFS=$'\t' read -r id name; do
                word=$name
                [[ $part != [0-9]* ]] || word=$id
                if [[ -n $word && $word == "$part"* ]]; then _pmon3_offer "$word"; fi
            done < <(command pmon3 __complete "$1" 2>/dev/null)
            ;;
        users)
            while IFS=: read -r word _; do
                if [[ $word == "$part"* ]]; then _pmon3_offer "$word"; fi
            done < <(getent passwd 2>/dev/null)
            ;;
        files) compopt -o default 2>/dev/null ;;
        directories) compopt -o dirnames 2>/dev/null ;;
        words:*)
            local rest=${1#words:},
            while [[ -n $rest ]]; do
                word=${rest%%,*} rest=${rest#*,}
                if [[ $word == "$part"* ]]; then _pmon3_offer "$word"; fi
            done
            ;;
    esac
}

# Offers those of the pairs $1... whose word begins with $part.
_pmon3_pairs() {
    local pair
    for pair; do
        if [[ ${pair%%=*} == "$part"* ]]; then _pmon3_offer "${pair%%=*}"; fi
    done
}

_pmon3() {
    COMPREPLY=()
    local IFS=$' \t\n' raw quote found path='' waiting='' help='' only_arguments='' kind at word
    local -a words subcommands flags arguments
    local -i count=0
    _pmon3_split
    # Variables may be set before the command.
    while [[ ${#words[@]} -gt 1 && ${words[0]} != "${COMP_WORDS[0]}" ]]; do words=("${words[@]:1}"); done
    _pmon3_table ''
    for ((at = 1; at < ${#words[@]} - 1; at++)); do
        word=${words[at]}
        if [[ -n $waiting ]]; then
            waiting=''
        elif [[ -z $only_arguments && $word == -- ]]; then
            only_arguments=1
        elif [[ -z $only_arguments && $word == -?* ]]; then
            if [[ $word != *=* ]] && _pmon3_find "$word" "${flags[@]}" && [[ $found != none ]]; then
                waiting=$found
            fi
        elif [[ ${#subcommands[@]} -gt 0 ]]; then
            _pmon3_find "$word" "${subcommands[@]}" || return 0
            path+=${path:+ }$found
            _pmon3_table "$path"
            if [[ $path == help ]]; then
                help=1 path=''
                _pmon3_table ''
            fi
        else
            count+=1
        fi
    done

    local part=${words[${#words[@]} - 1]} kept='' untouched=''
    # What the shell will replace is $2; the rest of the word stays as it was typed.
    [[ $raw != *"$2" ]] || untouched=${raw%"$2"}
    # Behind an opening quote only what the quote holds is replaced.
    [[ -z $quote ]] || kept=${raw%%"$quote"*}$quote

    if [[ -n $waiting ]]; then
        _pmon3_values "$waiting"
    elif [[ -z $only_arguments && $part == --*=* ]]; then
        if _pmon3_find "${part%%=*}" "${flags[@]}"; then
            kept=${part%%=*}=
            part=${part#*=}
            _pmon3_values "$found"
        fi
    elif [[ -z $only_arguments && $part == -* ]]; then
        for kind in "${flags[@]}"; do
            if [[ $kind == --* && ${kind%%=*} == "$part"* ]]; then _pmon3_offer "${kind%%=*}"; fi
        done
    elif [[ ${#subcommands[@]} -gt 0 ]]; then
        _pmon3_pairs "${subcommands[@]}"
    elif [[ -z $help && ${#arguments[@]} -gt 0 ]]; then
        if ((count >= ${#arguments[@]})); then count=${#arguments[@]}-1; fi
        _pmon3_values "${arguments[count]}"
    fi
}

complete -F _pmon3 pmon3
