/** Part of command-line.test.ts: lines that are completed in real shells, on a terminal, by the Tab key. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Client } from '@mission-control/client'
import type { CommandLine } from '../setup/command-line.ts'
import { need } from '../setup/debian.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { waitFor } from '../setup/wait.ts'

/** How each is started without anybody's own settings, and loads the completions. */
const SHELLS = {
  bash: 'bash --norc --noprofile -i',
  zsh: 'zsh -f -i',
  fish: 'fish --no-config -i',
}
const LOAD = {
  bash: 'source <(mission-control completion bash)',
  zsh: 'autoload -Uz compinit && compinit -u -D && source <(mission-control completion zsh)',
  fish: 'mission-control completion fish | source',
}

/** What is typed, and the words that are called by it. On the server are atelier and "my desk", with zone=b. */
const LINES: [typed: string, called: string[]][] = [
  ['desk\tsh\tate\t', ['desktops', 'show', 'atelier']],
  ['run --det\t-l zo\t', ['run', '--detach', '-l', 'zone=b']],
  ['run -l zone=\t', ['run', '-l', 'zone=b']],
  ['tasks list --status re\t', ['tasks', 'list', '--status', 'review']],
  ['desktops show my\t', ['desktops', 'show', 'my desk']],
]

export function testShells(mc: CommandLine, client: Client): void {
  let desk: Promise<unknown> | undefined
  for (const shell of ['bash', 'zsh', 'fish'] as const) {
    test(`${shell} completes commands, options, and names from the server`, async (t) => {
      need(shell, `The completions are tried in ${shell}`, [shell])
      desk ??= client.desktops.create({ name: 'my desk', labels: ['zone=b'] })
      await desk
      const dir = temporaryFolder(t)
      const calls = join(dir, 'calls')
      // Whoever asks for completions gets them; whatever else is called is written down.
      const program = `#!/bin/sh
case "$1" in
  completion | __complete) exec ${mc.command.map((word) => `'${word}'`).join(' ')} "$@" ;;
esac
printf '<%s>' "$@" >>${calls}
echo >>${calls}
`
      writeFileSync(join(dir, 'mission-control'), program, { mode: 0o755 })
      const child = mc.startShell(`PATH="${dir}:$PATH" exec ${SHELLS[shell]}`, { terminal: true })
      const lines = LINES.map(([typed]) => `mission-control ${typed}\n`).join('')
      child.stdin.write(`${LOAD[shell]}\n${lines}`)
      const wanted = LINES.map(([, called]) => `${called.map((each) => `<${each}>`).join('')}\n`)
      let seen = ''
      await waitFor(`${wanted.join('')} in place of\n${seen}`, () => {
        seen = existsSync(calls) ? readFileSync(calls, 'utf8') : ''
        return seen === wanted.join('')
      })
    })
  }
}
