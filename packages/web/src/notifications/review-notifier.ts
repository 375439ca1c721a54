import type { ActivityEvent, LiveEvent } from '@mission-control/protocol'
import type { Live } from '../live/live.ts'
import { text } from '../strings/index.ts'

const words = text.settings.notifications

/** What comes so close together is told together, in ms; by then it shows who has decided already. */
const GATHER_MS = 500
/** More at once than this are one notification. */
const EACH_MAX = 3

interface Options {
  live: () => Live
  /** Does somebody look at the page, and so sees it without being told? */
  isSeen: () => Promise<boolean>
  show: (title: string, options: NotificationOptions, onClick: () => void) => { close(): void }
  openTask: (taskId: string) => void
  openAll: () => void
}

/** One notification for each task that enters review, gone when somebody has decided. */
export class ReviewNotifier {
  readonly #options: Options
  #entered: string[] = []
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #shown = new Map<string, { close(): void }>()

  constructor(options: Options) {
    this.#options = options
  }

  see(event: ActivityEvent | LiveEvent): void {
    if (event.type === 'task.review') {
      void this.#enter(event.payload.taskId)
    } else if (event.type === 'approval.resolved') {
      this.#shown.get(event.payload.taskId)?.close()
      this.#shown.delete(event.payload.taskId)
    }
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  async #enter(taskId: string): Promise<void> {
    if (await this.#options.isSeen()) return
    this.#entered.push(taskId)
    this.#timer ??= setTimeout(() => void this.#tell(), GATHER_MS)
  }

  async #tell(): Promise<void> {
    this.#timer = undefined
    const { live, isSeen, show, openAll } = this.#options
    const { approvals } = live()
    const waiting = this.#entered.filter((id) => approvals.has(id))
    this.#entered = []
    if (await isSeen()) return
    if (waiting.length <= EACH_MAX) for (const id of waiting) this.#tellOf(id)
    else show(words.many(waiting.length), { tag: 'review' }, openAll)
  }

  #tellOf(taskId: string): void {
    const { live, show, openTask } = this.#options
    const { cards, desktops } = live()
    const card = cards.get(taskId)
    const desktop = desktops.get(card?.desktopId ?? '')?.name
    const body = [desktop, card?.summary].filter(Boolean).join(': ')
    const notification = show(words.one, { body, tag: taskId }, () => openTask(taskId))
    this.#shown.set(taskId, notification)
  }
}
