import type { Decision, Role, Settings, TaskStatus } from '@mission-control/protocol'
import type { Decisions } from './decisions.ts'

/** The task in review, who may decide about it, and what is on its way: all as plain data. */
export interface World {
  up: boolean
  task: Task
  rules: Rules
  people: Person[]
  /** Settings have changed, and the server looks at the votes next; forgotten when it dies. */
  changed: boolean
  /** Rules and roles that may still change. */
  changes: number
  /** Faults that may still happen. */
  faults: number
  /** What has happened, which the server doesn't keep. */
  happened: Happened
}

export interface Task {
  status: TaskStatus
  /** Who has approved, oldest first. */
  votes: { userId: string }[]
}

export type Rules = Pick<Settings, 'approverRole' | 'approveOwn' | 'approvalQuorum'>

export interface Person {
  id: string
  /** Null: no member any more. */
  role: Role | null
  disabled: boolean
  /** The decision that is on its way to the server. */
  asked: Decision | null
  /** The answer that is on its way back. */
  answer: 'taken' | 'refused' | null
  /** How many times they may still ask. */
  left: number
  /** The server has taken their approval, and they could have given it at any moment since. */
  counts: boolean
  /** They were told that their decision was taken. */
  told: boolean
}

export interface Happened {
  resolutions: number
  /** Somebody who may has rejected it. */
  rejected: boolean
  /** When it was approved: whose votes counted then, and how many were required. */
  approved: { counting: number; required: number } | null
}

/** What people may do beside approving. */
export type Wish = 'reject' | 'rules' | 'roles'

export interface Scope {
  decisions: Decisions
  /** Their roles; the first one's own the task is. */
  roles: readonly Role[]
  rules: Rules
  /** How many approvals the task itself asks for. */
  asks: number | null
  wishes: readonly Wish[]
  /** How many times each may ask, how often rules and roles change, and how often the server dies. */
  tries: number
  changes: number
  faults: number
}

export const OWNERS = ['p0']

export function initial({ roles, rules, tries, changes, faults }: Scope): World {
  return {
    up: true,
    task: { status: 'review', votes: [] },
    rules: { ...rules },
    people: roles.map((role, i) => ({
      id: `p${i}`,
      role,
      disabled: false,
      asked: null,
      answer: null,
      left: tries,
      counts: false,
      told: false,
    })),
    changed: false,
    changes,
    faults,
    happened: { resolutions: 0, rejected: false, approved: null },
  }
}
