import { z } from 'zod'
import { endpoints } from './endpoints.ts'
import type { ErrorCode } from './errors.ts'
import { ActivityEntry, ActivityType } from './events.ts'
import {
  Credentials,
  PasswordChange,
  Session,
  SessionState,
  SetUp,
  SignedIn,
} from './resources/account.ts'
import { Approval, ApprovalKindFilter } from './resources/approval.ts'
import { Board, BoardTask } from './resources/board.ts'
import { CreatedDesktop, Desktop, DesktopChanges, NewDesktop } from './resources/desktop.ts'
import { FleetMetrics, MetricsPoint } from './resources/metrics.ts'
import {
  NewTask,
  NewTaskBatch,
  OutputChunk,
  Review,
  Task,
  TaskIds,
  TaskStatusSchema,
} from './resources/task.ts'
import { ApiKey, CreatedApiKey, NewApiKey, Overview, Settings } from './resources/workspace.ts'

export interface Route {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** With `:name` for parameters. */
  path: string
  summary: string
  tag:
    | 'Board'
    | 'Tasks'
    | 'Approvals'
    | 'Settings'
    | 'Activity'
    | 'Overview'
    | 'Desktops'
    | 'Sign-in'
    | 'API keys'
    | 'Service'
  query?: z.ZodType
  body?: z.ZodType
  /** The status of success. */
  status: 200 | 201 | 204
  /** The body of success; none for 204. */
  response?: z.ZodType
  /** `events`: answers an event stream. `text`: plain text on request. */
  produces?: 'events' | 'text'
  /** No key and no session is needed. */
  open?: true
  /** What can go wrong beyond authentication, validation and rate limits. */
  errors: ErrorCode[]
}

/** A number in a query: digits and nothing else; `Number` alone would take '' for 0. */
const whole = (schema: z.ZodInt) =>
  z
    .preprocess(
      (text) => (typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : text),
      schema,
    )
    .optional()
const limit = (most: number) => whole(z.int().min(1).max(most))
const cursor = whole(z.int().nonnegative())
/** How far back, up to now. */
const minutes = whole(z.int().min(1).max(1440))
const flag = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .optional()

/** What a run that was asked for with others came to. */
export const RunOutcome = z.union([
  z.object({ id: z.string(), status: TaskStatusSchema }),
  z.object({
    id: z.string(),
    error: z.looseObject({ code: z.string(), status: z.int(), detail: z.string() }),
  }),
])

/** The whole HTTP API. The server binds handlers to it, the client calls by it, OpenAPI is made from it. */
export const routes = {
  getBoard: {
    ...endpoints.getBoard,
    tag: 'Board',
    summary: 'What the dashboard begins with, read at one moment',
    query: z.object({ limit: limit(500) }),
    status: 200,
    response: Board,
    errors: [],
  },
  getBoardColumn: {
    ...endpoints.getBoardColumn,
    tag: 'Board',
    summary: 'The tasks of one column, newest first',
    query: z.object({ limit: limit(500), cursor: z.string().optional() }),
    status: 200,
    response: z.array(BoardTask),
    errors: ['route_not_found'],
  },
  listTasks: {
    ...endpoints.listTasks,
    tag: 'Tasks',
    summary: 'All tasks, newest first',
    query: z.object({
      status: TaskStatusSchema.optional(),
      desktopId: z.string().optional(),
      limit: limit(1000),
      cursor: z.string().optional(),
    }),
    status: 200,
    response: z.array(Task),
    errors: [],
  },
  createTask: {
    ...endpoints.createTask,
    tag: 'Tasks',
    summary: 'Create a task; it stays pending until it is run',
    body: NewTask,
    status: 201,
    response: Task,
    errors: ['unknown_desktop'],
  },
  createTasks: {
    ...endpoints.createTasks,
    tag: 'Tasks',
    summary: 'Create up to 1,000 tasks, all or nothing; with run, start each that can start',
    body: NewTaskBatch,
    status: 201,
    response: z.array(Task),
    errors: ['unknown_desktop'],
  },
  runTasks: {
    ...endpoints.runTasks,
    tag: 'Tasks',
    summary: 'Run up to 1,000 tasks, each judged alone',
    body: TaskIds,
    status: 200,
    response: z.array(RunOutcome),
    errors: [],
  },
  getTask: {
    ...endpoints.getTask,
    tag: 'Tasks',
    summary: 'One task',
    status: 200,
    response: Task,
    errors: ['task_not_found'],
  },
  deleteTask: {
    ...endpoints.deleteTask,
    tag: 'Tasks',
    summary: 'Delete a task that has ended, with its output',
    status: 204,
    errors: ['task_not_found', 'status_conflict'],
  },
  runTask: {
    ...endpoints.runTask,
    tag: 'Tasks',
    summary: 'Start a pending task on its desktop',
    status: 200,
    response: Task,
    errors: ['task_not_found', 'status_conflict', 'desktop_unavailable', 'agent_not_ready'],
  },
  reviewTask: {
    ...endpoints.reviewTask,
    tag: 'Tasks',
    summary: 'Approve or reject the result of a task in review',
    body: Review,
    status: 200,
    response: Task,
    errors: ['task_not_found', 'status_conflict'],
  },
  cancelTask: {
    ...endpoints.cancelTask,
    tag: 'Tasks',
    summary: 'Cancel a pending task, or stop a running one with everything it started',
    status: 200,
    response: Task,
    errors: ['task_not_found', 'status_conflict'],
  },
  getOutput: {
    ...endpoints.getOutput,
    tag: 'Tasks',
    summary: 'What the task has printed; as text/plain the exact bytes',
    query: z.object({ after: cursor, limit: limit(10_000) }),
    status: 200,
    response: z.array(OutputChunk),
    produces: 'text',
    errors: ['task_not_found'],
  },
  listApprovals: {
    ...endpoints.listApprovals,
    tag: 'Approvals',
    summary: 'Pending approvals, newest first',
    query: z.object({ kind: ApprovalKindFilter.optional() }),
    status: 200,
    response: z.array(Approval),
    errors: [],
  },
  resolveApproval: {
    ...endpoints.resolveApproval,
    tag: 'Approvals',
    summary: 'Approve or reject; the task moves with it',
    body: Review,
    status: 200,
    response: Approval,
    errors: ['approval_not_found', 'status_conflict'],
  },
  getSettings: {
    ...endpoints.getSettings,
    tag: 'Settings',
    summary: "The workspace's settings",
    status: 200,
    response: Settings,
    errors: [],
  },
  updateSettings: {
    ...endpoints.updateSettings,
    tag: 'Settings',
    summary: 'Change settings; what is left out stays',
    body: Settings.partial(),
    status: 200,
    response: Settings,
    errors: [],
  },
  streamActivity: {
    ...endpoints.streamActivity,
    tag: 'Activity',
    summary: 'Events as they happen; Last-Event-ID or after continues without gap or repeat',
    query: z.object({
      after: cursor,
      /** With true the desktops' live events come as well: one connection is enough for a page. */
      desktops: flag,
      apiKey: z.string().optional(),
    }),
    status: 200,
    produces: 'events',
    errors: [],
  },
  listActivity: {
    ...endpoints.listActivity,
    tag: 'Activity',
    summary: 'Past events: oldest first with after, else newest first',
    query: z.object({
      after: cursor,
      before: cursor,
      limit: limit(1000),
      type: ActivityType.optional(),
      desktopId: z.string().optional(),
      taskId: z.string().optional(),
    }),
    status: 200,
    response: z.array(ActivityEntry),
    errors: [],
  },
  getOverview: {
    ...endpoints.getOverview,
    tag: 'Overview',
    summary: 'The counts and loads of the dashboard',
    status: 200,
    response: Overview,
    errors: [],
  },
  getMetrics: {
    ...endpoints.getMetrics,
    tag: 'Overview',
    summary: 'Load of all desktops and throughput of tasks over the last minutes, for charts',
    query: z.object({ minutes }),
    status: 200,
    response: FleetMetrics,
    errors: [],
  },
  listDesktops: {
    ...endpoints.listDesktops,
    tag: 'Desktops',
    summary: 'All desktops, oldest first',
    status: 200,
    response: z.array(Desktop),
    errors: [],
  },
  createDesktop: {
    ...endpoints.createDesktop,
    tag: 'Desktops',
    summary: 'Register a desktop; the answer holds its credential, once',
    body: NewDesktop,
    status: 201,
    response: CreatedDesktop,
    errors: [],
  },
  streamDesktops: {
    ...endpoints.streamDesktops,
    tag: 'Desktops',
    summary: 'Status, load and agent of the desktops as they change',
    query: z.object({ apiKey: z.string().optional() }),
    status: 200,
    produces: 'events',
    errors: [],
  },
  getDesktop: {
    ...endpoints.getDesktop,
    tag: 'Desktops',
    summary: 'One desktop',
    status: 200,
    response: Desktop,
    errors: ['desktop_not_found'],
  },
  getDesktopMetrics: {
    ...endpoints.getDesktopMetrics,
    tag: 'Desktops',
    summary: 'The load of a desktop over the last minutes, a point a minute, oldest first',
    query: z.object({ minutes }),
    status: 200,
    response: z.array(MetricsPoint),
    errors: ['desktop_not_found'],
  },
  updateDesktop: {
    ...endpoints.updateDesktop,
    tag: 'Desktops',
    summary: 'Rename a desktop or change its labels; what is left out stays',
    body: DesktopChanges,
    status: 200,
    response: Desktop,
    errors: ['desktop_not_found'],
  },
  deleteDesktop: {
    ...endpoints.deleteDesktop,
    tag: 'Desktops',
    summary: 'Remove a desktop: running tasks fail, pending ones are cancelled, history stays',
    status: 204,
    errors: ['desktop_not_found'],
  },
  getSession: {
    ...endpoints.getSession,
    tag: 'Sign-in',
    summary: 'Who is signed in by the session cookie, and whether a password has yet to be set',
    status: 200,
    response: SessionState,
    open: true,
    errors: [],
  },
  setUp: {
    ...endpoints.setUp,
    tag: 'Sign-in',
    summary: 'Choose e-mail and password by a one-time link; signs in, and out everywhere else',
    body: SetUp,
    status: 200,
    response: SignedIn,
    open: true,
    errors: ['wrong_set_up_token', 'rate_limited'],
  },
  signIn: {
    ...endpoints.signIn,
    tag: 'Sign-in',
    summary: 'Sign in by e-mail and password; the answer sets the session cookie',
    body: Credentials,
    status: 200,
    response: SignedIn,
    open: true,
    errors: ['wrong_credentials', 'rate_limited'],
  },
  signOut: {
    ...endpoints.signOut,
    tag: 'Sign-in',
    summary: 'End the session that the request comes with',
    status: 204,
    errors: [],
  },
  listSessions: {
    ...endpoints.listSessions,
    tag: 'Sign-in',
    summary: 'Where the user is signed in, newest first',
    status: 200,
    response: z.array(Session),
    errors: [],
  },
  deleteSession: {
    ...endpoints.deleteSession,
    tag: 'Sign-in',
    summary: 'Revoke a session at once',
    status: 204,
    errors: ['session_not_found'],
  },
  changePassword: {
    ...endpoints.changePassword,
    tag: 'Sign-in',
    summary: 'Change the password; all other sessions end',
    body: PasswordChange,
    status: 204,
    errors: ['wrong_credentials'],
  },
  listApiKeys: {
    ...endpoints.listApiKeys,
    tag: 'API keys',
    summary: 'The API keys that can be used, newest first',
    status: 200,
    response: z.array(ApiKey),
    errors: [],
  },
  createApiKey: {
    ...endpoints.createApiKey,
    tag: 'API keys',
    summary: 'Create an API key; the answer holds it, once',
    body: NewApiKey,
    status: 201,
    response: CreatedApiKey,
    errors: [],
  },
  deleteApiKey: {
    ...endpoints.deleteApiKey,
    tag: 'API keys',
    summary: 'Revoke an API key at once',
    status: 204,
    errors: ['api_key_not_found'],
  },
  getHealth: {
    ...endpoints.getHealth,
    tag: 'Service',
    summary: 'Answers as soon as the server can serve',
    status: 200,
    response: z.object({ status: z.literal('ok'), version: z.string() }),
    open: true,
    errors: [],
  },
  getOpenApi: {
    ...endpoints.getOpenApi,
    tag: 'Service',
    summary: 'This document',
    status: 200,
    response: z.looseObject({ openapi: z.string() }),
    open: true,
    errors: [],
  },
} as const satisfies Record<string, Route>

export type Routes = typeof routes
export type RouteName = keyof Routes
