import type { Random } from '../faults/harness/random.ts'
import type { Operations } from './document.ts'
import { type Asked, plainly, type Requests, withJson } from './requests.ts'

/** Not asked: before the next step the run has ended. */
const UNTIL_ENDED = ''

/** What becomes of a task: each step asks for the one that the first has made. */
const AFTER_CREATION = [
  [
    'runTask',
    'getTask',
    UNTIL_ENDED,
    'getOutput',
    'reviewTask',
    'getEvidence',
    'cancelTask',
    'deleteTask',
  ],
  ['cancelTask', 'runTask', 'deleteTask', 'getTask', 'deleteTask'],
  ['runTask', 'cancelTask', 'cancelTask', 'reviewTask', 'deleteTask'],
  [
    'runTask',
    'runTask',
    'getBoard',
    UNTIL_ENDED,
    'listApprovals',
    'reviewTask',
    'reviewTask',
    'deleteTask',
  ],
]

/** A request that is made once the one before is answered. */
export interface Step {
  /** `task`: the one that the first step has made. */
  make(task: string | undefined, random: Random): Asked
  /** Made when the task has ended. */
  waits: boolean
}

/** The life of one task on a desktop that runs it. */
export function story(operations: Operations, requests: Requests, random: Random): Step[] {
  const named = (id: string) => operations.all.find(({ operationId }) => operationId === id)!
  const create = (_task: string | undefined, random: Random): Asked => {
    const asked: Asked = { method: 'POST', path: named('createTask').template, headers: {} }
    const content = random.pick(['true', 'echo hello; exit 1', 'sleep 0.3', 'cat /dev/null'])
    const type = random.chance(0.9) ? 'command' : 'prompt'
    const requiresApproval = random.chance(0.5)
    const { desktopId } = requests.spared
    return plainly(withJson(asked, { type, content, desktopId, requiresApproval }))
  }
  const ids = random.pick(AFTER_CREATION)
  const further = ids.flatMap((id, i): Step[] => {
    if (id === UNTIL_ENDED) return []
    const make: Step['make'] = (task = 'task_none', random) => {
      const operation = named(id)
      const path = operation.template.replace('{id}', task)
      return plainly({ ...requests.of(operation, random, 0), path })
    }
    return [{ make, waits: ids[i - 1] === UNTIL_ENDED }]
  })
  return [{ make: create, waits: false }, ...further]
}
