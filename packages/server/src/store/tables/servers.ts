/** What a request with an `Idempotency-Key` was answered. */
export interface IdempotencyKeyTable {
  user_id: string
  /** The operation's name. */
  route: string
  key: string
  /** Of all that the request asked for, SHA-256. */
  fingerprint: string
  status: number
  /** JSON; null where there is none. */
  body: string | null
  /** Where the answer came only later: what the request has made, by its id. */
  effect: string | null
  created_at: number
}

/** What only one of several servers does at a time, until the lease is over. */
export interface LeaseTable {
  name: string
  holder: string
  /** By the clock of the database. */
  until: number
  /** Since when it has been held without a gap; null: a version before has taken it. */
  since: number | null
}
