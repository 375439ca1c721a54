import {
  type AgentUsage,
  type PlanEntry,
  TranscriptReader,
  type TranscriptRecord,
  type TranscriptRecordOf,
} from '@mission-control/protocol'
import type { Chunk } from '../output/output-feed.ts'
import type { Content } from '../output/output-source.ts'
import type { Entry, EntryOf } from './entry.ts'

/** Kinds of which a later record with the same id tells more. */
type Keyed = 'message' | 'thought' | 'tool' | 'permission'

/**
 * What an agent does, as entries in the order in which each began: pieces of one message make one
 * entry, a tool's call and its result as well.
 */
export class Transcript implements Content {
  readonly #reader = new TranscriptReader()
  readonly #entries: Entry[] = []
  /** Where the entry of a record's type and id is. */
  readonly #places = new Map<string, number>()
  #plan: readonly PlanEntry[] = []
  #usage: AgentUsage | null = null
  #isOver = false

  get count(): number {
    return this.#entries.length
  }

  /** What it means to do, as it said last. */
  get plan(): readonly PlanEntry[] {
    return this.#plan
  }

  /** What the run has used until now; null: not reported. */
  get usage(): AgentUsage | null {
    return this.#usage
  }

  /** Nothing more comes: what is at work now never ends. */
  get isOver(): boolean {
    return this.#isOver
  }

  entry(index: number): Entry {
    return this.#entries[index]!
  }

  append({ stream, data }: Pick<Chunk, 'stream' | 'data'>): void {
    if (stream === 'agent') for (const record of this.#reader.add(data)) this.take(record)
    else this.#print(stream, data)
  }

  end(): void {
    this.#isOver = true
  }

  take(record: TranscriptRecord): void {
    switch (record.type) {
      case 'message':
      case 'thought':
        this.#addPiece(record)
        break
      case 'tool_call':
        this.#call(record)
        break
      case 'tool_result':
        this.#answer(record)
        break
      case 'file_change':
        this.#change(record)
        break
      case 'permission': {
        const { id, title, state, feedback } = record
        this.#put('permission', id, { kind: 'permission', title, state, feedback })
        break
      }
      case 'plan':
        this.#plan = record.entries
        break
      case 'usage': {
        const { type: _, ...usage } = record
        this.#usage = usage
        break
      }
      case 'error':
        this.#entries.push({ kind: 'error', code: record.code, message: record.message })
        break
      case 'result':
        this.#conclude(record.text)
    }
  }

  #addPiece({ type, id, text }: TranscriptRecordOf<'message' | 'thought'>): void {
    const before = this.#known(type, id)
    this.#put(type, id, { kind: type, text: (before?.text ?? '') + text })
  }

  #call({ id, tool, title, input }: TranscriptRecordOf<'tool_call'>): void {
    const result = this.#known('tool', id)?.result ?? null
    this.#put('tool', id, { kind: 'tool', tool, title, input, result })
  }

  #answer({ id, ok, output, exitCode }: TranscriptRecordOf<'tool_result'>): void {
    // Its call may have been lost at the output limit.
    const call = this.#known('tool', id) ?? { tool: 'tool', title: 'tool', input: null }
    const result = { ok, output, exitCode }
    this.#put('tool', id, { ...call, kind: 'tool', result })
  }

  /** Changes without anything between them are one entry, in which each file stands once. */
  #change({ path, change }: TranscriptRecordOf<'file_change'>): void {
    const last = this.#entries.at(-1)
    if (last?.kind !== 'changes') {
      this.#entries.push({ kind: 'changes', files: [{ path, change }] })
      return
    }
    const known = last.files.find((file) => file.path === path)
    const isStillNew = known?.change === 'created' && change === 'modified'
    const rest = last.files.filter((file) => file !== known)
    const files = [...rest, { path, change: isStillNew ? 'created' : change }]
    this.#entries[this.#entries.length - 1] = { kind: 'changes', files }
  }

  /** The answer is usually the last message, which isn't shown twice. */
  #conclude(text: string): void {
    const said = this.#entries.findLastIndex(({ kind }) => kind === 'message')
    const last = this.#entries[said] as EntryOf<'message'> | undefined
    if (last?.text.trim() === text.trim()) this.#entries.splice(said, 1)
    this.#entries.push({ kind: 'result', text })
  }

  #print(stream: EntryOf<'printed'>['stream'], text: string): void {
    const last = this.#entries.at(-1)
    if (last?.kind === 'printed' && last.stream === stream) {
      this.#entries[this.#entries.length - 1] = { ...last, text: last.text + text }
    } else if (text.trim() !== '') {
      this.#entries.push({ kind: 'printed', stream, text })
    }
  }

  #known<K extends Keyed>(kind: K, id: string): EntryOf<K> | undefined {
    const place = this.#places.get(`${kind} ${id}`)
    return place === undefined ? undefined : (this.#entries[place] as EntryOf<K>)
  }

  #put(kind: Keyed, id: string, entry: Entry): void {
    const name = `${kind} ${id}`
    const place = this.#places.get(name) ?? this.#entries.length
    this.#places.set(name, place)
    this.#entries[place] = entry
  }
}
