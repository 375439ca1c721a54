import type { Live } from '../live/live.ts'
import type { Passing } from '../live/store.ts'
import { visible } from '../log/blanks.ts'
import { text } from '../strings/index.ts'

const words = text.notifications

/**
 * How long to gather what comes close together, in ms; meanwhile some may have been decided
 * already.
 */
const GATHER_MS = 500
/** More at once than this are one notification. */
const EACH_MAX = 3

interface Options {
  live: () => Live
  /** Whether somebody looks at the page, and needs no notification. */
  isSeen: () => Promise<boolean>
  show: (title: string, options: NotificationOptions, onClick: () => void) => { close(): void }
  openTask: (taskId: string) => void
  openAll: () => void
}

/** What a notification is about, the task of a result or a permission: each is notified once. */
interface Waiting {
  key: string
  taskId: string
  /** What an agent asks for; undefined: it is a result. */
  wish?: string | undefined
  /** It was called to mind. */
  again?: boolean
}

/** One notification for each task that enters review or asks, gone when somebody has decided. */
export class ReviewNotifier {
  readonly #options: Options
  #entered: Waiting[] = []
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #shown = new Map<string, { close(): void }>()

  constructor(options: Options) {
    this.#options = options
  }

  see(event: Passing): void {
    if (event.type === 'task.review') {
      const { taskId } = event.payload
      void this.#enter({ key: taskId, taskId })
    } else if (event.type === 'approval.created' && event.payload.kind === 'permission') {
      const { approvalId, taskId, title = '' } = event.payload
      void this.#enter({ key: approvalId, taskId, wish: title })
    } else if (event.type === 'approval.reminded') {
      const { kind, approvalId, taskId, title } = event.payload
      const key = kind === 'permission' ? approvalId : taskId
      void this.#enter({ key, taskId, wish: title, again: true })
    } else if (event.type === 'approval.resolved') {
      const { kind, approvalId, taskId } = event.payload
      const key = kind === 'permission' ? approvalId : taskId
      this.#shown.get(key)?.close()
      this.#shown.delete(key)
    }
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  async #enter(waiting: Waiting): Promise<void> {
    if (await this.#options.isSeen()) return
    this.#entered.push(waiting)
    this.#timer ??= setTimeout(() => void this.#tell(), GATHER_MS)
  }

  async #tell(): Promise<void> {
    this.#timer = undefined
    const { live, isSeen, show, openAll } = this.#options
    const { approvals, permissions } = live()
    const waiting = this.#entered.filter(({ key }) => approvals.has(key) || permissions.has(key))
    this.#entered = []
    if (await isSeen()) return
    if (waiting.length <= EACH_MAX) for (const each of waiting) this.#tellOf(each)
    else show(words.many(waiting.length), { tag: 'review' }, openAll)
  }

  #tellOf({ key, taskId, wish, again = false }: Waiting): void {
    const { live, show, openTask } = this.#options
    const { cards, desktops } = live()
    const card = cards.get(taskId)
    const desktop = desktops.get(card?.desktopId ?? '')?.name
    const body = [desktop, wish ?? card?.summary].filter(Boolean).join(': ')
    const [one, asks] = again ? [words.stillOne, words.stillAsks] : [words.one, words.asks]
    const title = wish === undefined ? one : asks
    this.#shown.get(key)?.close()
    const notification = show(title, { body: visible(body), tag: key }, () => openTask(taskId))
    this.#shown.set(key, notification)
  }
}
