/** What asks for candidates: this, then the words typed behind `paperboy`, of which the last is unfinished. */
export const COMPLETE = '--get-completions';

// Scripts of our own, not those of yargs: it has none for fish, and hands candidates to `compgen -W`, which would run
// what a hostile file name says. Where Paperboy has nothing to offer, the shells complete files.

const bash = `# Completion of paperboy for bash. Put into ~/.bashrc: source <(paperboy completion bash)
_paperboy() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("$line")
  done < <("\${COMP_WORDS[0]}" ${COMPLETE} "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _paperboy paperboy
`;

const zsh = `#compdef paperboy
# Completion of paperboy for zsh. Put into ~/.zshrc, below compinit: source <(paperboy completion zsh)
_paperboy() {
  local -a found
  found=("\${(@f)$("\${words[1]}" ${COMPLETE} "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  found=("\${(@)found:#}")
  if (( \${#found} )); then
    compadd -a found
  else
    _files
  fi
}
if [ "$funcstack[1]" = "_paperboy" ]; then
  _paperboy "$@"
else
  compdef _paperboy paperboy
fi
`;

const fish = `# Completion of paperboy for fish. Put it there: paperboy completion fish > ~/.config/fish/completions/paperboy.fish
function __paperboy_complete
    set -l words (commandline -opc)
    set -l found ($words[1] ${COMPLETE} $words[2..-1] (commandline -ct) 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c paperboy -f -a '(__paperboy_complete)'
`;

/** The scripts, by the name of the shell. */
export const scripts = { bash, zsh, fish } as const;
