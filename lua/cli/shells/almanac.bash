# Completion of almanac for bash.
#
#   source <(almanac completion bash)
#
# The program itself says what could come next: `almanac completion line` answers
# for a line before and behind the cursor with "nospace" or "space", then what COMPREPLY holds.

_almanac() {
  local -a reply
  mapfile -t reply < <(
    "${1/#\~\//$HOME/}" completion line -- "${COMP_LINE:0:COMP_POINT}" \
      "$COMP_WORDBREAKS" "$COMP_TYPE" "${COLUMNS:-80}" "${COMP_LINE:COMP_POINT}" \
      2>/dev/null
  )
  if [[ ${reply[0]-} == nospace ]]; then
    compopt -o nospace 2>/dev/null
  fi
  COMPREPLY=("${reply[@]:1}")
}

complete -o nosort -F _almanac almanac
