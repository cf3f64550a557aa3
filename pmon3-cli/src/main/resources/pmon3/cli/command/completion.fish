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
@TAKES@
            return 0
    end
    return 1
end

# The command that word $argv[2] is behind $argv[1].
function __pmon3_name
    switch "$argv[1] $argv[2]"
@NAMES@
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
        printf '%s\n' @GROUP_WORDS@
    else
        printf '%s\n' @WORDS@
    end
end

complete -c pmon3 -f
@TABLE@
