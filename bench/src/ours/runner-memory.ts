import { routes } from '@mission-control/protocol'
import { encodeRequest, HttpConnection } from '../load/http-connection.ts'
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
  using connection = await HttpConnection.open(server.port)
  const post = async (path: string, body?: unknown) => {
    const response = await connection.send(encodeRequest('POST', path, server.headers, body))
    if (response.status >= 300)
      throw new Error(`${path} answered ${response.status}: ${response.body}`)
    return JSON.parse(response.body.toString()) as { id: string }
  }
  const { desktopId } = server
  const { id } = await post(routes.createTask.path, { type: 'command', content: IDLE, desktopId })
  await post(routes.runTask.path.replace(':id', id))
  const sleeps = (pid: number) => commandLine(pid).includes(IDLE)
  await until('the idle command', () => processesOf(folder).some(sleeps) || undefined)
  const others = processesOf(folder).filter((pid) => pid !== server.program.pid && !sleeps(pid))
  const memory = await idleMemory(others)
  await post(routes.cancelTask.path.replace(':id', id))
  return memory
}
