import type { Call } from '../command.ts'
import { CommandError } from '../command-error.ts'

/** Each shell asks this program what may stand there: `__complete` is given the words up to the cursor. */
const SCRIPTS: Record<string, string> = {
  bash: `_mission_control() {
  local line=\${COMP_LINE:0:COMP_POINT} words word IFS=$' \\t\\n'
  read -a words <<<"$line"
  if [[ $line == *[[:space:]] ]]; then words+=(''); fi
  word=\${words[-1]}
  mapfile -t COMPREPLY < <(mission-control __complete -- "\${words[@]:1}" 2>/dev/null)
  # To bash a word begins behind the last = or : of it.
  word=\${word%"\${word##*[=:]}"}
  COMPREPLY=("\${COMPREPLY[@]#"$word"}")
  if ((\${#COMPREPLY[@]})); then mapfile -t COMPREPLY < <(printf '%q\\n' "\${COMPREPLY[@]}"); fi
}
complete -o default -o nosort -F _mission_control mission-control mc
`,
  zsh: `#compdef mission-control mc
_mission_control() {
  local -a found
  found=("\${(@f)$(mission-control __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  compadd -- $found
}
compdef _mission_control mission-control mc
`,
  fish: `function __mission_control
    set -l words (commandline -opc) (commandline -ct)
    mission-control __complete -- $words[2..-1] 2>/dev/null
end
complete -c mission-control -f -a '(__mission_control)'
complete -c mc -f -a '(__mission_control)'
`,
}

export async function printCompletion({ args: [shell = ''] }: Call): Promise<void> {
  const script = SCRIPTS[shell]
  if (script === undefined) {
    throw new CommandError('usage', `Expected bash, zsh or fish, got ${JSON.stringify(shell)}.`)
  }
  process.stdout.write(script)
}
