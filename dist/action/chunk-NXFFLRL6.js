import{createRequire as paperboyCreateRequire}from'node:module';const require=paperboyCreateRequire(import.meta.url);
var o="--get-completions",e=`# Completion of paperboy for bash. Put into ~/.bashrc: source <(paperboy completion bash)
_paperboy() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("$line")
  done < <("\${COMP_WORDS[0]}" ${o} "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _paperboy paperboy
`,p=`#compdef paperboy
# Completion of paperboy for zsh. Put into ~/.zshrc, below compinit: source <(paperboy completion zsh)
_paperboy() {
  local -a found
  found=("\${(@f)$("\${words[1]}" ${o} "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
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
`,n=`# Completion of paperboy for fish. Put it there: paperboy completion fish > ~/.config/fish/completions/paperboy.fish
function __paperboy_complete
    set -l words (commandline -opc)
    set -l found ($words[1] ${o} $words[2..-1] (commandline -ct) 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c paperboy -f -a '(__paperboy_complete)'
`,t={bash:e,zsh:p,fish:n};export{o as a,t as b};
