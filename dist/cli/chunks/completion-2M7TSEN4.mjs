import{Argument,declareAll,exitCodes}from"./chunk-MMCWOSAN.mjs";var shells={bash:writeBash,zsh:writeZsh,fish:writeFish},completion={declare(command,act){command.addArgument(new Argument("<shell>","the shell").choices(Object.keys(shells))),command.addHelpText("after",`
To use it:
  bash   iter completion bash > ~/.local/share/bash-completion/completions/iter
  zsh    iter completion zsh > "\${fpath[1]}/_iter"
  fish   iter completion fish > ~/.config/fish/completions/iter.fish`),act(async({output},[shell=""])=>{let{commands}=await import("./chunk-MMCWOSAN.mjs"),program=await declareAll(commands),script=shells[shell]?.(program.commands.map(describe))??"";return output.print(script.trimEnd()),output.document({shell,script}),exitCodes.done})}};function describe(command){let flags=command.options.flatMap(({long,description,flags:form})=>long==null?[]:[{name:long,summary:description,takesFile:/<(file|dir)>/.test(form)}]),help={name:"--help",summary:"say how it is used",takesFile:!1},[argument]=command.registeredArguments,words=[...argument?.argChoices??[]];return{name:command.name(),summary:command.description(),flags:[...flags,help],words}}function writeBash(commands){let cases=commands.map(({name,flags,words})=>`    ${name}) flags=${quote(flags.map(flag=>flag.name).join(" "))} words=${quote(words.join(" "))} ;;`),files=[...new Set(commands.flatMap(({flags})=>flags).filter(({takesFile})=>takesFile))],names=[...new Set(files.map(({name})=>name))].join("|");return`# Completion of iter for bash.
_iter() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command= flags= words= word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in -*) ;; *) command=$word; break ;; esac
  done
  COMPREPLY=()
  if [[ -z $command ]]; then
    COMPREPLY=($(compgen -W ${quote(commands.map(({name})=>name).join(" "))} -- "$current"))
    return
  fi
  case $command in
${cases.join(`
`)}
  esac
  case $previous in ${names}) compopt -o default; return ;; esac
  if [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$current"))
  elif [[ -n $words ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  else
    compopt -o default
  fi
}
complete -F _iter iter iterion
`}function writeZsh(commands){let list=commands.map(({name,summary})=>`    ${quote(`${name}:${summary}`)}`),cases=commands.map(({name,flags,words})=>{let lines=flags.map(flag=>{let summary=flag.summary.replaceAll(/[[\]:]/g,"\\$&");return`        ${quote(`*${flag.name}[${summary}]${flag.takesFile?":file:_files":""}`)} \\`}),rest=words.length===0?"*:file:_files":`1:word:(${words.join(" ")})`;return`      ${name})
        _arguments \\
${lines.join(`
`)}
        ${quote(rest)} ;;`});return`#compdef iter iterion
# Completion of iter for zsh.
_iter() {
  local -a commands
  commands=(
${list.join(`
`)}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join(`
`)}
  esac
}
_iter "$@"
`}function writeFish(commands){return`# Completion of iter for fish.
for program in iter iterion
${commands.flatMap(({name,summary,flags,words})=>[`complete -c $program -n __fish_use_subcommand -f -a ${name} -d ${quote(summary)}`,...words.map(word=>`complete -c $program -n ${quote(`__fish_seen_subcommand_from ${name}`)} -f -a ${word}`),...flags.map(flag=>`complete -c $program -n ${quote(`__fish_seen_subcommand_from ${name}`)} -l ${flag.name.slice(2)} -d ${quote(flag.summary)}${flag.takesFile?" -r -F":""}`)]).map(line=>`    ${line}`).join(`
`)}
end
`}function quote(text){return`'${text.replaceAll("'","'\\''")}'`}export{completion};
