import type { z } from 'zod'
import type { Endpoint } from '../endpoints.ts'
import type { ErrorCode } from '../errors.ts'
import type { Needs } from '../people/roles.ts'

/** The groups of the routes, in words. */
export const TAGS = {
  Board: 'Everything that the dashboard starts with.',
  Tasks: 'What users ask for: shell commands and prompts, run on desktops.',
  Search: 'Find tasks by what was asked for, printed and said.',
  Approvals: 'Stored questions to people: results to review, and permissions for agents.',
  Settings: 'Settings of the whole workspace.',
  Audit: 'Who did what, and who was refused.',
  Activity: 'The durable, numbered log of events, and its live stream.',
  Overview: 'Counts and loads.',
  Desktops: 'The machines that run tasks.',
  Joining: 'How machines become desktops.',
  Agents: 'How the agent of a desktop is set up.',
  Chat: "The conversation with a desktop's agent.",
  Workspaces: 'What owns desktops, tasks, approvals and settings; the request is for one of them.',
  People: 'Who is in a workspace, as what, and how they come in.',
  'Sign-in': 'Passwords and sessions of people.',
  'API keys': 'The keys of programs.',
  Service: 'The server itself.',
} as const

/** Who may ask. A route says one of the two. */
type Access =
  /** No key and no session is needed. */
  | { open: true; needs?: never }
  /** What the caller's role and key have to hold. */
  | { open?: never; needs: Needs }

interface Described extends Endpoint {
  /** A sentence. The part before its first semicolon or colon is the short form. */
  summary: string
  tag: keyof typeof TAGS
  query?: z.ZodType
  body?: z.ZodType
  /** The status of success. */
  status: 200 | 201 | 204
  /** The path of what 201 created, with `:id` for the id in the answer. */
  location?: string
  /** The body of success; none for 204. */
  response?: z.ZodType
  /** The answer holds a secret, this once: nobody on the way keeps it, nor makes it shorter. */
  secret?: true
  /**
   * `events`: answers an event stream. On request: `text` plain text, `frames` an event stream, `lines`
   * lines of JSON.
   */
  produces?: 'events' | 'text' | 'frames' | 'lines'
  /** The schema of the blocks of its event stream; made only when somebody reads the document. */
  frames?: () => z.ZodType
  /** What can go wrong beyond authentication, validation and rate limits. */
  errors: ErrorCode[]
}

export type Route = Described & Access

export type RouteTable = Record<string, Route>
