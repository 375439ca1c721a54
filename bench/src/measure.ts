/** One round: what each side came to, and ours divided by the peer's. */
export interface Round {
  ours: number
  peer: number
  ratio: number
}

/** What is aimed for: a bound on the ratio, or on our own figure. */
export interface Target {
  of: 'ratio' | 'ours'
  bound: 'at most' | 'at least'
  value: number
}

export interface Measure {
  name: string
  unit: string
  /** Medians over the rounds. */
  ours: number
  peer: number
  /** The median of the per-round ratios, which a slow moment of the machine moves less than a ratio of medians. */
  ratio: number
  /** Of the per-round ratios. */
  min: number
  max: number
  /** Null where a figure is only shown beside another. */
  target: string | null
  met: boolean | null
  rounds: Round[]
}

/** Ours alone, where the target is what a person notices and there is no peer. */
export interface Figure {
  name: string
  unit: string
  /** Median over the rounds. */
  ours: number
  min: number
  max: number
  target: string | null
  met: boolean | null
  rounds: number[]
}

/** The value below which `share` (0 to 1) of the values lie: nearest rank, so always one that was measured. */
export function percentile(values: number[], share: number): number {
  if (values.length === 0) throw new Error('No values to take a percentile of')
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!
}

/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: number[]): number {
  if (values.length === 0) throw new Error('No values to take a median of')
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}

/** Three significant digits: more than that is noise. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3))
}

/** Puts rounds in one figure each for us, the peer and the ratio, judged against the target. */
export function summarise(
  name: string,
  unit: string,
  pairs: { ours: number; peer: number }[],
  target?: Target,
): Measure {
  const rounds = pairs.map(({ ours, peer }) => ({ ours, peer, ratio: ours / peer }))
  const ratios = rounds.map((round) => round.ratio)
  const ours = rounded(median(rounds.map((round) => round.ours)))
  const ratio = rounded(median(ratios))
  return {
    name,
    unit,
    ours,
    peer: rounded(median(rounds.map((round) => round.peer))),
    ratio,
    min: rounded(Math.min(...ratios)),
    max: rounded(Math.max(...ratios)),
    target: target ? describe(target, unit) : null,
    // Judged as shown: 0.8004 is not a miss of "≤ 0.8".
    met: target ? isMet(target, { ratio, ours }) : null,
    rounds: rounds.map((round) => ({
      ours: rounded(round.ours),
      peer: rounded(round.peer),
      ratio: rounded(round.ratio),
    })),
  }
}

/** Puts rounds without a peer in one figure, judged against the target. */
export function summariseAlone(
  name: string,
  unit: string,
  values: number[],
  target?: Omit<Target, 'of'>,
): Figure {
  const ours = rounded(median(values))
  const own = target && ({ ...target, of: 'ours' } as const)
  return {
    name,
    unit,
    ours,
    min: rounded(Math.min(...values)),
    max: rounded(Math.max(...values)),
    target: own ? describe(own, unit) : null,
    met: own ? isMet(own, { ours, ratio: Number.NaN }) : null,
    rounds: values.map(rounded),
  }
}

function isMet({ of, bound, value }: Target, shown: { ratio: number; ours: number }): boolean {
  return bound === 'at most' ? shown[of] <= value : shown[of] >= value
}

function describe({ of, bound, value }: Target, unit: string): string {
  const sign = bound === 'at most' ? '≤' : '≥'
  return `${sign} ${value}${of === 'ratio' ? '×' : ` ${unit}`}`
}
