import type { Random } from '../faults/harness/random.ts'
import type { Operations } from './document.ts'
import { type Asked, plainly, type Requests, withJson } from './requests.ts'

/** What becomes of a task: each step asks for the one that the first has made. */
const AFTER_CREATION = [
  ['runTask', 'getTask', 'getOutput', 'reviewTask', 'getEvidence', 'cancelTask', 'deleteTask'],
  ['cancelTask', 'runTask', 'deleteTask', 'getTask', 'deleteTask'],
  ['runTask', 'cancelTask', 'cancelTask', 'reviewTask', 'deleteTask'],
  ['runTask', 'runTask', 'getBoard', 'listApprovals', 'reviewTask', 'reviewTask', 'deleteTask'],
]

/** A request that is made once the one before is answered. */
export type Step = (before: string | undefined, random: Random) => Asked

/** The life of one task on a desktop that runs it. */
export function story(operations: Operations, requests: Requests, random: Random): Step[] {
  const named = (id: string) => operations.all.find(({ operationId }) => operationId === id)!
  const create: Step = (_, random) => {
    const asked: Asked = { method: 'POST', path: named('createTask').template, headers: {} }
    const content = random.pick(['true', 'echo hello; exit 1', 'sleep 1', 'cat /dev/null'])
    const type = random.chance(0.9) ? 'command' : 'prompt'
    const requiresApproval = random.chance(0.5)
    return plainly(
      withJson(asked, { type, content, desktopId: requests.spared.desktopId, requiresApproval }),
    )
  }
  const further = random.pick(AFTER_CREATION).map(
    (id): Step =>
      (task, random) => {
        const operation = named(id)
        const asked = requests.of(operation, random, 0)
        const path = operation.template.replace('{id}', task ?? 'task_none')
        return plainly({ ...asked, path })
      },
  )
  return [create, ...further]
}
