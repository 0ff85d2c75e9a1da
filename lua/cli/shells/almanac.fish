# Completion of almanac for fish.
#
#   almanac completion fish > ~/.config/fish/completions/almanac.fish
#
# The program itself says what could come next: `almanac completion words -- WORD...`
# answers what could stand in place of the last WORD, one candidate a line, a tab,
# its help, and a tab and "more" where something is to be typed behind it at once.
# A line that begins with a tab asks for files or folders: that word, a tab, what of
# the WORD stands before the name, a tab, and endings to show first.

function __almanac_complete
    set -l words (commandline -opc)
    set -l program (string replace -r '^~/' "$HOME/" -- $words[1])
    type -q $program; or return
    set -l typed (__almanac_word (commandline -ct))
    for line in ($program completion words -- $words[2..] "$typed" 2>/dev/null)
        set -l parts (string split \t -- $line)
        if test -n "$parts[1]"
            printf '%s\t%s\n' $parts[1] $parts[2]
            continue
        end
        set -l rest (string sub -s (math (string length -- "$parts[3]") + 1) -- "$typed")
        if test $parts[2] = folders
            __fish_complete_directories $rest '' | string replace -r '^' -- $parts[3]
        else if test -n "$parts[4]"
            __almanac_files $rest (string split ' ' -- $parts[4]) | string replace -r '^' -- $parts[3]
        else
            __fish_complete_path $rest | string replace -r '^' -- $parts[3]
        end
    end
end

# A word without the quotes it is typed in, the last of which may be open.
function __almanac_word
    for quote in '' '"' "'"
        string unescape -- "$argv[1]$quote"; and return
    end
end

# Folders, and the files with one of the endings; all files if there are none.
function __almanac_files
    set -l all (__fish_complete_path $argv[1] | string split -f 1 \t)
    set -l pattern (string join '|' -- (string escape --style=regex -- $argv[2..]))
    set -l some (string match -r ".*(?:/|$pattern)\$" -- $all)
    if test -n "$some"
        printf '%s\n' $some
    else if test -n "$all"
        printf '%s\n' $all
    end
end

complete -c almanac -f -k -a '(__almanac_complete)'
