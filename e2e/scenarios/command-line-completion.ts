/** Part of command-line.test.ts: what completion offers, and lines that real shells complete by the Tab key. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Client } from '@mission-control/client'
import type { CommandLine } from '../setup/command-line.ts'
import { programOf } from '../setup/debian.ts'
import { temporaryFolder } from '../setup/folder.ts'
import { waitFor } from '../setup/wait.ts'

/** What may stand in the place of the last word. */
const COMPLETED: [words: string[], offered: RegExp][] = [
  [['ta'], /^tasks\n$/],
  [['tasks', 'app'], /^approve\n$/],
  [['run', '--ap'], /^--approvals\n--approve\n$/],
  [['run', '-d', 'at'], /^atelier\n$/],
  [['run', '-l', ''], /^zone=b\n$/],
  [['tasks', 'list', '--status', 're'], /^review\n$/],
  [['attach', '@'], /^@last\n$/],
  [['tasks', 'show', 'task_'], /^(task_\w{26}\n)+$/],
  [['keys', 'revoke', 'key_'], /^(key_\w{26}\n)+$/],
  [['completion', ''], /^bash\nfish\nzsh\n$/],
]

/** How each is started without anybody's own settings, and loads the completions. */
const SHELLS = {
  bash: '--norc --noprofile -i',
  zsh: '-f -i',
  fish: '--no-config -i',
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

export function testCompletion(mc: CommandLine, client: Client): void {
  for (const [words, offered] of COMPLETED) {
    test(`completion offers for ${JSON.stringify(words)}`, async () => {
      assert.match((await mc.run(['__complete', '--', ...words])).stdout, offered)
    })
  }
  let desk: Promise<unknown> | undefined
  for (const shell of ['bash', 'zsh', 'fish'] as const) {
    test(`${shell} completes commands, options, and names from the server`, async (t) => {
      const path = programOf(shell, `${shell.toUpperCase()}_PROGRAM`)
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
      const child = mc.startShell(`PATH="${dir}:$PATH" exec ${path} ${SHELLS[shell]}`, {
        terminal: true,
      })
      const lines = LINES.map(([typed]) => `mission-control ${typed}\n`).join('')
      child.stdin.write(`${LOAD[shell]}\n${lines}`)
      const wanted = LINES.map(([, called]) => `${called.map((each) => `<${each}>`).join('')}\n`)
      const called = () => (existsSync(calls) ? readFileSync(calls, 'utf8') : '')
      const calledLines = () => called().split('\n').length - 1
      await waitFor(`${wanted.length} calls`, () => calledLines() >= wanted.length)
      assert.equal(called(), wanted.join(''))
    })
  }
}
