import type { Task, TaskFrame } from '@mission-control/protocol'
import { isFinal } from '@mission-control/protocol/client'
import { arrived, cursorOf, jsonOf } from './answer.ts'
import type { RequestOptions, Transport } from './call.ts'
import { pagesOf } from './pages.ts'
import type { BodyOf, QueryOf } from './route-types.ts'
import { follow, type StreamOptions } from './stream/follow.ts'

type TaskQuery = Omit<QueryOf<'listTasks'>, 'cursor'>

export interface FollowOptions extends StreamOptions {
  /** The number of the last chunk that is known. Default: none is. */
  after?: number | undefined
  /** `base64`: the data of a chunk is its exact bytes. Default: text. */
  encoding?: QueryOf<'getOutput'>['encoding'] | undefined
}

export function tasksOf({ call, request }: Transport) {
  return {
    /** All tasks that match, newest first. */
    list: (query: TaskQuery = {}, options: RequestOptions = {}) =>
      call('listTasks', { ...options, query }),

    /** The list with its place in the activity log: `activity.stream({ after: cursor })` goes on from it. */
    async listWithCursor(query: TaskQuery = {}, options: RequestOptions = {}) {
      const response = await request('listTasks', { ...options, query })
      const tasks = (await jsonOf(response, options.signal)) as Task[]
      return { tasks, cursor: cursorOf(response) }
    },

    /** The list in pages of `limit` tasks, each fetched when it is asked for. */
    pages: (query: TaskQuery & { limit: number }, options: RequestOptions = {}) =>
      pagesOf<Task>(
        (more) => request('listTasks', { ...options, query: { ...query, ...more } }),
        options.signal,
      ),

    create: (body: BodyOf<'createTask'>, options: RequestOptions = {}) =>
      call('createTask', { ...options, body }),

    /** All or none are created; with `run`, what could not be started stays pending with an `error`. */
    createBatch: (body: BodyOf<'createTasks'>, options: RequestOptions = {}) =>
      call('createTasks', { ...options, body }),

    /** The tasks once more, as they were, linked to the earlier ones; all or none are created. */
    rerun: (body: BodyOf<'rerunTasks'>, options: RequestOptions = {}) =>
      call('rerunTasks', { ...options, body }),

    get: (id: string, options: RequestOptions = {}) =>
      call('getTask', { ...options, params: { id } }),

    /** The task with its place in the activity log. */
    async getWithCursor(id: string, options: RequestOptions = {}) {
      const response = await request('getTask', { ...options, params: { id } })
      const task = (await jsonOf(response, options.signal)) as Task
      return { task, cursor: cursorOf(response) }
    },

    run: (id: string, options: RequestOptions = {}) =>
      call('runTask', { ...options, params: { id } }),

    /** Each task starts or is refused by itself; the outcomes are in the order of the ids. */
    runMany: (ids: string[], options: RequestOptions = {}) =>
      call('runTasks', { ...options, body: { ids } }),

    review: (id: string, body: BodyOf<'reviewTask'>, options: RequestOptions = {}) =>
      call('reviewTask', { ...options, params: { id }, body }),

    cancel: (id: string, options: RequestOptions = {}) =>
      call('cancelTask', { ...options, params: { id } }),

    delete: (id: string, options: RequestOptions = {}) =>
      call('deleteTask', { ...options, params: { id } }),

    /** The output in chunks; bytes that are not UTF-8 show as U+FFFD. */
    output: (id: string, query: QueryOf<'getOutput'> = {}, options: RequestOptions = {}) =>
      call('getOutput', { ...options, params: { id }, query }),

    /**
     * The task first and at each change, what it prints between; from behind the chunk `after` on. Goes on
     * by itself after a cut, without gap or repeat, and ends with the task. Who breaks off ends nothing.
     */
    async *follow(id: string, options: FollowOptions = {}): AsyncGenerator<TaskFrame, void> {
      const { after = 0, encoding, ...rest } = options
      const query = encoding ? { encoding } : {}
      const connect = (headers: Record<string, string>, signal: AbortSignal) =>
        request('getOutput', { headers, signal, params: { id }, query, retries: 0 })
      for await (const { event: frame } of follow<TaskFrame>(connect, rest, after)) {
        yield frame
        if (frame.type === 'task.state' && isFinal(frame.payload.status)) return
      }
    },

    /** What it has changed and run on its desktop; before its end, what is known so far. */
    evidence: (id: string, options: RequestOptions = {}) =>
      call('getEvidence', { ...options, params: { id } }),

    /** The output's exact bytes. */
    async outputBytes(id: string, options: RequestOptions = {}): Promise<Uint8Array> {
      const headers = { accept: 'text/plain' }
      const response = await request('getOutput', { ...options, params: { id }, headers })
      return new Uint8Array(await arrived(response.arrayBuffer(), response.url, options.signal))
    },
  }
}
