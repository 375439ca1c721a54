import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cleanUp, type Scope } from './cleanup.ts'
import { unlessGone } from './unless-gone.ts'

export interface Shell {
  /** Types the commands; resolves with what they print on stdout. Rejects if the last one fails. */
  run(commands: string): Promise<string>
  /** Types a command that doesn't end; resolves with its output when that matches. */
  start(command: string, until: RegExp): Promise<string>
}

/** One shell in which variables live on from command to command, as in a person's terminal. */
export function startShell(t: Scope, cwd: string, env: NodeJS.ProcessEnv): Shell {
  const shell = spawn('bash', [], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
    // A process group of its own, to end what it has started.
    detached: true,
  })
  const exited = once(shell, 'exit')
  cleanUp(t, async () => {
    unlessGone(() => process.kill(-(shell.pid as number), 'SIGTERM'))
    shell.kill('SIGKILL')
    await exited
  })
  let output = ''
  shell.stdout.setEncoding('utf8').on('data', (text) => {
    output += text
  })

  async function type(text: string, until: RegExp): Promise<RegExpExecArray> {
    output = ''
    shell.stdin.write(text)
    while (true) {
      const match = until.exec(output)
      if (match) return match
      const ended = await Promise.race([exited.then(() => true), once(shell.stdout, 'data')])
      if (ended === true) throw new Error(`the shell ended after:\n${text}\n${output}`)
    }
  }

  return {
    async run(commands) {
      // Not from the shell's own input: a program that reads would swallow what is typed next.
      const typed = `{ ${commands}\n} </dev/null\necho "<$?>"\n`
      const [, printed = '', code] = await type(typed, /^([\s\S]*)<(\d+)>\n/)
      if (code !== '0') throw new Error(`exit code ${code} of:\n${commands}\n${printed}`)
      return printed
    },
    async start(command, until) {
      return (await type(`${command.trim()} &\n`, until)).input
    },
  }
}
