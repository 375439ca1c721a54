import { idleMemory, type Memory } from '../memory.ts'
import { until } from '../wait.ts'
import { commandLine, processesOf } from './processes.ts'
import type { OurServer } from './server.ts'

/** What the idle command is known by among the processes. */
const IDLE = 'sleep 86399'

/**
 * What the runner and its keeper hold together while a command sleeps: the keeper is there only
 * while there is something to keep. Neither the server nor the command counts.
 */
export async function runnerMemory(server: OurServer, folder: string): Promise<Memory> {
  const { client, desktopId } = server
  const { id } = await client.tasks.create({ type: 'command', content: IDLE, desktopId })
  await client.tasks.run(id)
  const sleeps = (pid: number) => commandLine(pid).includes(IDLE)
  await until('the idle command', () => processesOf(folder).some(sleeps) || undefined)
  const others = processesOf(folder).filter((pid) => pid !== server.program.pid && !sleeps(pid))
  const memory = await idleMemory(others)
  await client.tasks.cancel(id)
  return memory
}
