/** What a simulated command does. */
export interface Plan {
  seconds: number
  bytes: number
  exitCode: number
}

const WORD = 'simulate'

/** The command by which a task tells a simulated desktop what to do; for a real one it is an unknown program. */
export function commandOf({ seconds, bytes, exitCode }: Plan): string {
  return `${WORD} seconds=${seconds} bytes=${bytes} exit=${exitCode}`
}

/** Any other command prints nothing and ends well at once. */
export function planOf(command: string): Plan {
  const plan: Plan = { seconds: 0, bytes: 0, exitCode: 0 }
  const [word, ...settings] = command.trim().split(/\s+/)
  if (word !== WORD) return plan
  for (const setting of settings) {
    const [name, text] = setting.split('=', 2)
    const value = Number(text)
    if (!Number.isFinite(value) || value < 0) continue
    if (name === 'seconds') plan.seconds = value
    if (name === 'bytes') plan.bytes = Math.floor(value)
    if (name === 'exit') plan.exitCode = Math.floor(value)
  }
  return plan
}
