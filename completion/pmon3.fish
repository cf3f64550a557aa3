# Completion of pmon3 for fish; made by 'pmon3 completion fish'. Goes to ~/.config/fish/completions/pmon3.fish.
#
# Names of processes and groups are other users' text: fish takes each line of a command as it is and quotes it.

# Whether the command typed so far is $argv[1] and, where more is given, the next argument's number is from $argv[2] to
# $argv[3] ('more': or higher).
function __pmon3_at
    set -l path (__pmon3_path)
    test "$path[1]" = "$argv[1]"; or return 1
    set -q argv[2]; or return 0
    test "$path[2]" -ge "$argv[2]"; or return 1
    test "$argv[3]" = more; or test "$path[2]" -le "$argv[3]"
end

# Whether flag $argv[2] of command $argv[1] takes the next word.
function __pmon3_takes_word
    switch "$argv[1] $argv[2]"
        case 'exec -a' 'exec --args' 'exec -d' 'exec --dependencies' 'exec -e' 'exec --env-vars' 'exec -l' 'exec --log' 'exec --log-dir' 'exec --log_dir' 'exec -u' 'exec --user' 'exec -g' 'exec --groups' 'exec --name' 'export -o' 'export --order' 'log -n' 'log --lines' 'logf -n' 'logf --lines' 'restart -a' 'restart --args' 'restart -d' 'restart --dependencies' 'restart -e' 'restart --env-vars' 'restart -l' 'restart --log' 'restart --log-dir' 'restart --log_dir' 'restart -u' 'restart --user' 'topn -s' 'topn --seconds' 'group restart -a' 'group restart --args' 'group restart -d' 'group restart --dependencies' 'group restart -e' 'group restart --env-vars' 'group restart -l' 'group restart --log' 'group restart --log-dir' 'group restart --log_dir' 'group restart -u' 'group restart --user'
            return 0
    end
    return 1
end

# The command that word $argv[2] is behind $argv[1].
function __pmon3_name
    switch "$argv[1] $argv[2]"
        case ' completion'
            echo completion
        case ' del' ' delete'
            echo del
        case ' desc' ' show'
            echo desc
        case ' dgraph' ' order'
            echo dgraph
        case ' drop'
            echo drop
        case ' exec' ' run'
            echo exec
        case ' export'
            echo export
        case ' group' ' groups'
            echo group
        case ' help'
            echo help
        case ' init'
            echo init
        case ' kill'
            echo kill
        case ' log'
            echo log
        case ' logf'
            echo logf
        case ' ls' ' list'
            echo ls
        case ' reset'
            echo reset
        case ' restart' ' start'
            echo restart
        case ' stop'
            echo stop
        case ' topn'
            echo topn
        case ' version'
            echo version
        case 'group assign'
            echo assign
        case 'group create'
            echo create
        case 'group del' 'group delete'
            echo del
        case 'group desc' 'group show'
            echo desc
        case 'group drop'
            echo drop
        case 'group ls' 'group list'
            echo ls
        case 'group remove'
            echo remove
        case 'group restart' 'group start'
            echo restart
        case 'group stop'
            echo stop
    end
end

# Two lines: the command typed so far, and the number of its argument that the cursor is at.
function __pmon3_path
    set -l path ''
    set -l count 1
    set -l skip 0
    set -l arguments 0
    set -l tokens (commandline -opc)
    for word in $tokens[2..-1]
        if test $skip = 1
            set skip 0
        else if test $arguments = 0; and test "$word" = --
            set arguments 1
        else if test $arguments = 0; and string match -q -- '-*' "$word"
            if __pmon3_takes_word "$path" "$word"
                set skip 1
            end
        else if test "$path" = ''; or test "$path" = group
            set -l name (__pmon3_name "$path" "$word")
            if test -z "$name"
                set path unknown
            else
                set path (string trim "$path $name")
            end
        else
            set count (math $count + 1)
        end
    end
    echo $path
    echo $count
end

# Names, or ids where a digit was typed; behind the last comma of a list.
function __pmon3_known
    set -l typed (commandline -ct)
    set -l kept (string replace -r -- '[^,=]*$' '' "$typed")
    string match -q -- '-*=*' "$typed"; and set kept (string replace -r -- '^[^=]*=' '' "$kept")
    set -l part (string replace -r -- '^.*[,=]' '' "$typed")
    command pmon3 __complete $argv[1] 2>/dev/null | while read -l -d \t id name
        if string match -q -r -- '^[0-9]' "$part"
            printf '%s%s\t%s\n' "$kept" "$id" "$name"
        else if test -n "$name"
            printf '%s%s\t%s\n' "$kept" "$name" "$id"
        end
    end
end

# The commands that help can be asked about.
function __pmon3_helped
    set -l tokens (commandline -opc)
    if contains -- group $tokens; or contains -- groups $tokens
        printf '%s\n' assign create del delete desc show drop ls list remove restart start stop
    else
        printf '%s\n' completion del delete desc show dgraph order drop exec run export group groups help init kill log logf ls list reset restart start stop topn version
    end
end

complete -c pmon3 -f
complete -c pmon3 -n "__pmon3_at ''" -a 'completion' -d 'Generate completion script'
complete -c pmon3 -n "__pmon3_at ''" -a 'del delete' -d 'Delete process by id or name'
complete -c pmon3 -n "__pmon3_at ''" -a 'desc show' -d 'Show process information by id or name'
complete -c pmon3 -n "__pmon3_at ''" -a 'dgraph order' -d 'Show the process queue order'
complete -c pmon3 -n "__pmon3_at ''" -a 'drop' -d 'Delete all processes'
complete -c pmon3 -n "__pmon3_at ''" -a 'exec run' -d 'Spawn a new process'
complete -c pmon3 -n "__pmon3_at ''" -a 'export' -d 'Export Process Configuration'
complete -c pmon3 -n "__pmon3_at ''" -a 'group groups' -d 'Group level commands'
complete -c pmon3 -n "__pmon3_at ''" -a 'help' -d 'Help about any command'
complete -c pmon3 -n "__pmon3_at ''" -a 'init' -d 'Initialize all stopped processes'
complete -c pmon3 -n "__pmon3_at ''" -a 'kill' -d 'Terminate all processes'
complete -c pmon3 -n "__pmon3_at ''" -a 'log' -d 'Display process logs by id or name'
complete -c pmon3 -n "__pmon3_at ''" -a 'logf' -d 'Tail process logs by id or name'
complete -c pmon3 -n "__pmon3_at ''" -a 'ls list' -d 'List all processes'
complete -c pmon3 -n "__pmon3_at ''" -a 'reset' -d 'Reset the restart counter(s)'
complete -c pmon3 -n "__pmon3_at ''" -a 'restart start' -d '(Re)start a process by id or name'
complete -c pmon3 -n "__pmon3_at ''" -a 'stop' -d 'Stop a process by id or name'
complete -c pmon3 -n "__pmon3_at ''" -a 'topn' -d 'Shows processes with unix top cmd'
complete -c pmon3 -n "__pmon3_at ''" -a 'version' -d 'Show the version'
complete -c pmon3 -n "__pmon3_at ''" -s h -l help -d 'help for pmon3'
complete -c pmon3 -n "__pmon3_at ''" -s v -l version -d 'version for pmon3'
complete -c pmon3 -n "__pmon3_at 'completion'" -s h -l help -d 'help for completion'
complete -c pmon3 -n "__pmon3_at 'completion' 1 more" -f -a 'bash zsh fish'
complete -c pmon3 -n "__pmon3_at 'del'" -s f -l force -d 'kill the process before deletion'
complete -c pmon3 -n "__pmon3_at 'del'" -l json -d 'print one JSON document instead of tables'
complete -c pmon3 -n "__pmon3_at 'del'" -s h -l help -d 'help for del'
complete -c pmon3 -n "__pmon3_at 'del' 1 more" -f -a '(__pmon3_known processes)'
complete -c pmon3 -n "__pmon3_at 'desc'" -l json -d 'print one JSON document instead of tables'
complete -c pmon3 -n "__pmon3_at 'desc'" -s h -l help -d 'help for desc'
complete -c pmon3 -n "__pmon3_at 'desc' 1 more" -f -a '(__pmon3_known processes)'
complete -c pmon3 -n "__pmon3_at 'dgraph'" -s c -l process-config-only -d 'only what the process config names'
complete -c pmon3 -n "__pmon3_at 'dgraph'" -l json -d 'print one JSON document instead of tables'
complete -c pmon3 -n "__pmon3_at 'dgraph'" -s h -l help -d 'help for dgraph'
complete -c pmon3 -n "__pmon3_at 'drop'" -s f -l force -d 'kill the processes before deleting them'
complete -c pmon3 -n "__pmon3_at 'drop'" -l json -d 'print one JSON document instead of tables'
complete -c pmon3 -n "__pmon3_at 'drop'" -s h -l help -d 'help for drop'
complete -c pmon3 -n "__pmon3_at 'exec'" -s a -l args -r -f -d 'the program\'s arguments, quoted as in a shell'
complete -c pmon3 -n "__pmon3_at 'exec'" -s d -l dependencies -r -f -a '(__pmon3_known processes)' -d 'processes to start before this one (repeat or comma)'
complete -c pmon3 -n "__pmon3_at 'exec'" -s e -l env-vars -r -f -d 'environment variables, KEY=value words as in a shell'
complete -c pmon3 -n "__pmon3_at 'exec'" -s l -l log -r -F -d 'the log file'
complete -c pmon3 -n "__pmon3_at 'exec'" -l log-dir -l log_dir -r -f -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the log file NAME.log'
complete -c pmon3 -n "__pmon3_at 'exec'" -s n -l no-autorestart -d 'do not restart when it ends (=false: do)'
complete -c pmon3 -n "__pmon3_at 'exec'" -s u -l user -r -f -a '(__fish_complete_users)' -d 'whom it runs as'
complete -c pmon3 -n "__pmon3_at 'exec'" -s g -l groups -r -f -a '(__pmon3_known groups)' -d 'groups to join (repeat or comma)'
complete -c pmon3 -n "__pmon3_at 'exec'" -l name -r -f -d 'the process\'s name (default: the program\'s)'
complete -c pmon3 -n "__pmon3_at 'exec'" -l json -d 'print one JSON document instead of tables'
complete -c pmon3 -n "__pmon3_at 'exec'" -s h -l help -d 'help for exec'
complete -c pmon3 -n "__pmon3_at 'exec' 1 more" -F
complete -c pmon3 -n "__pmon3_at 'export'" -s o -l order -r -f -a 'id name file user log args env_vars dependencies groups no_auto_restart auto_restart status pid uid gid created_at updated_at' -d 'order by this field, ascending (default id)'
complete -c pmon3 -n "__pmon3_at 'export'" -s h -l help -d 'help for export'
complete -c pmon3 -n "__pmon3_at 'export' 1 more" -f -a 'json toml yaml'
complete -c pmon3 -n "__pmon3_at 'group'" -a 'assign' -d 'Assign group(s) to process(es)'
complete -c pmon3 -n "__pmon3_at 'group'" -a 'create' -d 'Create a new group'
complete -c pmon3 -n "__pmon3_at 'group'" -a 'del delete' -d 'Delete a group'
complete -c pmon3 -n "__pmon3_at 'group'" -a 'desc show' -d 'Show group details and associated processes'
complete -c pmon3 -n "__pmon3_at 'group'" -a 'drop' -d 'Delete all processes associated to a group'
complete -c pmon3 -n "__pmon3_at 'group'" -a 'ls list' -d 'List all groups'
complete -c pmon3 -n "__pmon3_at 'group'" -a 'remove' -d 'Remove process(es) from group(s)'
complete -c pmon3 -n "__pmon3_at 'group'" -a 'restart start' -d '(Re)start processes by group id or name'
complete -c pmon3 -n "__pmon3_at 'group'" -a 'stop' -d 'Stop all processes associated to a group'
complete -c pmon3 -n "__pmon3_at 'group'" -s h -l help -d 'help for group'
complete -c pmon3 -n "__pmon3_at 'help'" -s h -l help -d 'help for help'
complete -c pmon3 -n "__pmon3_at 'help' 1 more" -f -a '(__pmon3_helped)'
complete -c pmon3 -n "__pmon3_at 'init'" -s b -l blocking -d 'answer only after all have been queued'
complete -c pmon3 -n "__pmon3_at 'init'" -s c -l process-config-only -d 'only what the process config names'
complete -c pmon3 -n "__pmon3_at 'init'" -l json -d 'print one JSON document instead of tables'
complete -c pmon3 -n "__pmon3_at 'init'" -s h -l help -d 'help for init'
complete -c pmon3 -n "__pmon3_at 'kill'" -s f -l force -d 'send SIGKILL at once'
complete -c pmon3 -n "__pmon3_at 'kill'" -l json -d 'print one JSON document instead of tables'
complete -c pmon3 -n "__pmon3_at 'kill'" -s h -l help -d 'help for kill'
complete -c pmon3 -n "__pmon3_at 'log'" -s a -l all -d 'first the rotated archives in full, oldest first'
complete -c pmon3 -n "__pmon3_at 'log'" -s n -l lines -r -f -d 'the last K lines, or with +K from line K on (default 10)'
complete -c pmon3 -n "__pmon3_at 'log'" -s h -l help -d 'help for log'
complete -c pmon3 -n "__pmon3_at 'log' 1 more" -f -a '(__pmon3_known processes)'
complete -c pmon3 -n "__pmon3_at 'logf'" -s n -l lines -r -f -d 'the last K lines, or with +K from line K on (default 10)'
complete -c pmon3 -n "__pmon3_at 'logf'" -s h -l help -d 'help for logf'
complete -c pmon3 -n "__pmon3_at 'logf' 1 more" -f -a '(__pmon3_known processes)'
complete -c pmon3 -n "__pmon3_at 'ls'" -l json -d 'print one JSON document instead of tables'
complete -c pmon3 -n "__pmon3_at 'ls'" -s h -l help -d 'help for ls'
complete -c pmon3 -n "__pmon3_at 'reset'" -l json -d 'print one JSON document instead of tables'
complete -c pmon3 -n "__pmon3_at 'reset'" -s h -l help -d 'help for reset'
complete -c pmon3 -n "__pmon3_at 'reset' 1 more" -f -a '(__pmon3_known processes)'
complete -c pmon3 -n "__pmon3_at 'restart'" -s a -l args -r -f -d 'the program\'s arguments, quoted as in a shell'
complete -c pmon3 -n "__pmon3_at 'restart'" -s d -l dependencies -r -f -a '(__pmon3_known processes)' -d 'processes to start before this one (repeat or comma)'
complete -c pmon3 -n "__pmon3_at 'restart'" -s e -l env-vars -r -f -d 'environment variables, KEY=value words as in a shell'
complete -c pmon3 -n "__pmon3_at 'restart'" -s l -l log -r -F -d 'the log file'
complete -c pmon3 -n "__pmon3_at 'restart'" -l log-dir -l log_dir -r -f -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the log file NAME.log'
complete -c pmon3 -n "__pmon3_at 'restart'" -s n -l no-autorestart -d 'do not restart when it ends (=false: do)'
complete -c pmon3 -n "__pmon3_at 'restart'" -s u -l user -r -f -a '(__fish_complete_users)' -d 'whom it runs as'
complete -c pmon3 -n "__pmon3_at 'restart'" -l json -d 'print one JSON document instead of tables'
complete -c pmon3 -n "__pmon3_at 'restart'" -s h -l help -d 'help for restart'
complete -c pmon3 -n "__pmon3_at 'restart' 1 more" -f -a '(__pmon3_known processes)'
complete -c pmon3 -n "__pmon3_at 'stop'" -s f -l force -d 'send SIGKILL at once'
complete -c pmon3 -n "__pmon3_at 'stop'" -l json -d 'print one JSON document instead of tables'
complete -c pmon3 -n "__pmon3_at 'stop'" -s h -l help -d 'help for stop'
complete -c pmon3 -n "__pmon3_at 'stop' 1 more" -f -a '(__pmon3_known processes)'
complete -c pmon3 -n "__pmon3_at 'topn'" -s s -l seconds -r -f -d 'refresh every N seconds (default 1)'
complete -c pmon3 -n "__pmon3_at 'topn'" -s h -l help -d 'help for topn'
complete -c pmon3 -n "__pmon3_at 'version'" -s h -l help -d 'help for version'
complete -c pmon3 -n "__pmon3_at 'group assign'" -l json -d 'print one JSON document instead of tables'
complete -c pmon3 -n "__pmon3_at 'group assign'" -s h -l help -d 'help for group assign'
complete -c pmon3 -n "__pmon3_at 'group assign' 1 1" -f -a '(__pmon3_known groups)'
complete -c pmon3 -n "__pmon3_at 'group assign' 2 more" -f -a '(__pmon3_known processes)'
complete -c pmon3 -n "__pmon3_at 'group create'" -l json -d 'print one JSON document instead of tables'
complete -c pmon3 -n "__pmon3_at 'group create'" -s h -l help -d 'help for group create'
complete -c pmon3 -n "__pmon3_at 'group del'" -l json -d 'print one JSON document instead of tables'
complete -c pmon3 -n "__pmon3_at 'group del'" -s h -l help -d 'help for group del'
complete -c pmon3 -n "__pmon3_at 'group del' 1 more" -f -a '(__pmon3_known groups)'
complete -c pmon3 -n "__pmon3_at 'group desc'" -l json -d 'print one JSON document instead of tables'
complete -c pmon3 -n "__pmon3_at 'group desc'" -s h -l help -d 'help for group desc'
complete -c pmon3 -n "__pmon3_at 'group desc' 1 more" -f -a '(__pmon3_known groups)'
complete -c pmon3 -n "__pmon3_at 'group drop'" -s f -l force -d 'kill the processes before deleting them'
complete -c pmon3 -n "__pmon3_at 'group drop'" -l json -d 'print one JSON document instead of tables'
complete -c pmon3 -n "__pmon3_at 'group drop'" -s h -l help -d 'help for group drop'
complete -c pmon3 -n "__pmon3_at 'group drop' 1 more" -f -a '(__pmon3_known groups)'
complete -c pmon3 -n "__pmon3_at 'group ls'" -l json -d 'print one JSON document instead of tables'
complete -c pmon3 -n "__pmon3_at 'group ls'" -s h -l help -d 'help for group ls'
complete -c pmon3 -n "__pmon3_at 'group remove'" -l json -d 'print one JSON document instead of tables'
complete -c pmon3 -n "__pmon3_at 'group remove'" -s h -l help -d 'help for group remove'
complete -c pmon3 -n "__pmon3_at 'group remove' 1 1" -f -a '(__pmon3_known groups)'
complete -c pmon3 -n "__pmon3_at 'group remove' 2 more" -f -a '(__pmon3_known processes)'
complete -c pmon3 -n "__pmon3_at 'group restart'" -s a -l args -r -f -d 'the program\'s arguments, quoted as in a shell'
complete -c pmon3 -n "__pmon3_at 'group restart'" -s d -l dependencies -r -f -a '(__pmon3_known processes)' -d 'processes to start before this one (repeat or comma)'
complete -c pmon3 -n "__pmon3_at 'group restart'" -s e -l env-vars -r -f -d 'environment variables, KEY=value words as in a shell'
complete -c pmon3 -n "__pmon3_at 'group restart'" -s l -l log -r -F -d 'the log file'
complete -c pmon3 -n "__pmon3_at 'group restart'" -l log-dir -l log_dir -r -f -a '(__fish_complete_directories (commandline -ct))' -d 'the folder of the log file NAME.log'
complete -c pmon3 -n "__pmon3_at 'group restart'" -s n -l no-autorestart -d 'do not restart when it ends (=false: do)'
complete -c pmon3 -n "__pmon3_at 'group restart'" -s u -l user -r -f -a '(__fish_complete_users)' -d 'whom it runs as'
complete -c pmon3 -n "__pmon3_at 'group restart'" -l json -d 'print one JSON document instead of tables'
complete -c pmon3 -n "__pmon3_at 'group restart'" -s h -l help -d 'help for group restart'
complete -c pmon3 -n "__pmon3_at 'group restart' 1 more" -f -a '(__pmon3_known groups)'
complete -c pmon3 -n "__pmon3_at 'group stop'" -s f -l force -d 'send SIGKILL at once'
complete -c pmon3 -n "__pmon3_at 'group stop'" -l json -d 'print one JSON document instead of tables'
complete -c pmon3 -n "__pmon3_at 'group stop'" -s h -l help -d 'help for group stop'
complete -c pmon3 -n "__pmon3_at 'group stop' 1 more" -f -a '(__pmon3_known groups)'
