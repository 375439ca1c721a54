import type { z } from 'zod'
import type { Endpoint } from '../endpoints.ts'
import type { ErrorCode } from '../errors.ts'

export interface Route extends Endpoint {
  summary: string
  tag:
    | 'Board'
    | 'Tasks'
    | 'Search'
    | 'Approvals'
    | 'Settings'
    | 'Activity'
    | 'Overview'
    | 'Desktops'
    | 'Agents'
    | 'Chat'
    | 'Sign-in'
    | 'API keys'
    | 'Service'
  query?: z.ZodType
  body?: z.ZodType
  /** The status of success. */
  status: 200 | 201 | 204
  /** Of what 201 has created: its path, with `:id` for the id in the answer. */
  location?: string
  /** The body of success; none for 204. */
  response?: z.ZodType
  /** `events`: answers an event stream. On request: `text` plain text, `frames` an event stream. */
  produces?: 'events' | 'text' | 'frames'
  /** No key and no session is needed. */
  open?: true
  /** What can go wrong beyond authentication, validation and rate limits. */
  errors: ErrorCode[]
}

export type RouteTable = Record<string, Route>
