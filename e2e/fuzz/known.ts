import type { Random } from '../faults/harness/random.ts'

/** So many of each kind, the newest. */
const KEPT = 40
/** Each begins with its kind and the time. */
const ID = /^([a-z]+)_01\w+$/

/** The kind of an id; undefined: it is none. */
export function kindOf(id: string): string | undefined {
  return ID.exec(id)?.[1]
}

/** The ids that answers have told. */
export class Known {
  readonly #ids = new Map<string, string[]>()
  /** Those that every other choice is made of. */
  readonly #favourites: string[]

  constructor(favourites: string[]) {
    this.#favourites = favourites
  }

  /** Takes in all ids of an answer's beginning. */
  learn(value: unknown): void {
    if (typeof value === 'string') this.#add(value)
    else if (Array.isArray(value)) for (const each of value.slice(0, 5)) this.learn(each)
    else if (typeof value === 'object' && value !== null) {
      for (const each of Object.values(value)) this.learn(each)
    }
  }

  /** One of the kind, or one that never was. */
  pick(kind: string, random: Random, isMeant: (id: string) => boolean = () => true): string {
    const favourites = this.#favourites.filter((id) => id.startsWith(kind) && isMeant(id))
    const isFavourite = random.chance(0.5) && favourites.length > 0
    const ids = isFavourite ? favourites : (this.#ids.get(kind) ?? []).filter(isMeant)
    const at = random()
    return ids[Math.floor(at * ids.length)] ?? `${kind}_01kgs8x3m4none`
  }

  #add(id: string): void {
    const kind = kindOf(id)
    if (kind === undefined) return
    const ids = this.#ids.get(kind) ?? []
    if (ids.includes(id)) return
    this.#ids.set(kind, [...ids, id].slice(-KEPT))
  }
}
