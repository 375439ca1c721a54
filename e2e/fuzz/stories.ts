import type { Random } from '../faults/harness/random.ts'
import type { Operations } from './document.ts'
import { type Asked, plainly, type Requests, withJson } from './requests.ts'

/** Not asked: before the next step the run has ended. */
const UNTIL_ENDED = ''

/** What is said in a chat, and asked about it; each step asks for the turn that the first has made. */
const AFTER_MESSAGE = ['getChatTurn', 'listChat', 'getChatTurn', 'clearChat', 'getChatTurn']

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
  /** `made`: what the first step has made. */
  make(made: string | undefined, random: Random): Asked
  /** Made when the task has ended. */
  waits: boolean
}

/** The life of one task on a desktop that runs it, or of one message to its agent. */
export function story(operations: Operations, requests: Requests, random: Random): Step[] {
  const { desktopId } = requests.spared
  const named = (id: string) => operations.all.find(({ operationId }) => operationId === id)!
  const post = (id: string, path: string, json: object): Asked =>
    plainly(withJson({ method: named(id).method, path, headers: {} }, json))
  const isChat = random.chance(0.2)
  const begin: Step['make'] = (_made, random) => {
    if (isChat) return post('sendChat', `/api/desktops/${desktopId}/chat`, { message: 'Hi' })
    const content = random.pick(['true', 'echo hello; exit 1', 'sleep 0.3', 'cat /dev/null'])
    const type = random.chance(0.9) ? 'command' : 'prompt'
    const requiresApproval = random.chance(0.5)
    const task = { type, content, desktopId, requiresApproval }
    return post('createTask', named('createTask').template, task)
  }
  const ids = isChat ? AFTER_MESSAGE : random.pick(AFTER_CREATION)
  const further = ids.flatMap((id, i): Step[] => {
    if (id === UNTIL_ENDED) return []
    const make: Step['make'] = (made = 'none', random) => {
      const operation = named(id)
      const path = operation.template
        .replace('{id}', isChat ? desktopId : made)
        .replace('{turnId}', made)
      return plainly({ ...requests.of(operation, random, 0), path })
    }
    return [{ make, waits: ids[i - 1] === UNTIL_ENDED }]
  })
  return [{ make: begin, waits: false }, ...further]
}
