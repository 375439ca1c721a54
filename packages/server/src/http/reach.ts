import { type Restriction, type RouteName, type Routes, reaches } from '@mission-control/protocol'
import { noApproval } from '../approvals/resolve.ts'
import { notAllowed } from '../auth/not-allowed.ts'
import { noBatch } from '../board/batches.ts'
import type { AuthenticatedCaller, Core, KeyBounds } from '../core.ts'
import { noDesktop } from '../desktops/find.ts'
import { findApproval } from '../store/approvals.ts'
import { findBeyond, hasBatch } from '../store/batches.ts'
import { listLabels } from '../store/desktops.ts'
import type { Db, DesktopRow } from '../store/schema.ts'
import { findTask } from '../store/tasks.ts'
import { noTask } from '../tasks/find.ts'

/** How a key that is restricted to some desktops is held to them. */
type Reach =
  /** The path names the desktop; what the body names has to be within reach too. */
  | 'desktop'
  /** The path names a task of a desktop. */
  | 'task'
  | 'approval'
  /** The path names a batch, all tasks of which have to be within reach. */
  | 'batch'
  /** The body names desktops or tasks. */
  | 'named'
  /** The answer holds what is of these desktops only; its handler sees to that. */
  | 'filtered'
  /** The route is about the whole workspace or an account, so a restricted key can't use it. */
  | 'refused'

/** Every route but the open ones: a new one doesn't compile before it has its word here. */
const REACH = {
  getBoard: 'filtered',
  getBoardColumn: 'filtered',
  listTasks: 'filtered',
  createTask: 'named',
  createTasks: 'named',
  rerunTasks: 'named',
  runTasks: 'named',
  listBatches: 'filtered',
  getBatch: 'batch',
  getTask: 'task',
  deleteTask: 'task',
  runTask: 'task',
  reviewTask: 'task',
  cancelTask: 'task',
  getOutput: 'task',
  getEvidence: 'task',
  search: 'filtered',
  listApprovals: 'filtered',
  resolveApproval: 'approval',
  getSettings: 'filtered',
  updateSettings: 'refused',
  streamActivity: 'filtered',
  listActivity: 'filtered',
  listAudit: 'refused',
  getOverview: 'filtered',
  getMetrics: 'refused',
  listDesktops: 'filtered',
  createDesktop: 'refused',
  streamDesktops: 'filtered',
  listJoinTokens: 'refused',
  createJoinToken: 'refused',
  deleteJoinToken: 'refused',
  getDesktop: 'desktop',
  getDesktopMetrics: 'desktop',
  updateDesktop: 'desktop',
  upgradeDesktop: 'desktop',
  moveDesktop: 'refused',
  deleteDesktop: 'desktop',
  getPermissionRules: 'desktop',
  setPermissionRules: 'desktop',
  getAgentSetup: 'desktop',
  setAgentUp: 'desktop',
  removeAgentSetup: 'desktop',
  copyAgent: 'desktop',
  testAgent: 'desktop',
  sendChat: 'desktop',
  listChat: 'desktop',
  clearChat: 'desktop',
  getChatTurn: 'desktop',
  signOut: 'refused',
  signOutOfSso: 'refused',
  makeResetLink: 'refused',
  resetFactors: 'refused',
  getTotp: 'refused',
  startTotp: 'refused',
  confirmTotp: 'refused',
  removeTotp: 'refused',
  listPasskeys: 'refused',
  startPasskey: 'refused',
  createPasskey: 'refused',
  updatePasskey: 'refused',
  removePasskey: 'refused',
  listSessions: 'refused',
  deleteSession: 'refused',
  changeName: 'refused',
  changePassword: 'refused',
  listApiKeys: 'refused',
  createApiKey: 'refused',
  rotateApiKey: 'refused',
  deleteApiKey: 'refused',
  listServiceAccounts: 'refused',
  createServiceAccount: 'refused',
  deleteServiceAccount: 'refused',
  listWorkspaces: 'refused',
  createWorkspace: 'refused',
  updateWorkspace: 'refused',
  deleteWorkspace: 'refused',
  leaveWorkspace: 'refused',
  listMembers: 'refused',
  updateMember: 'refused',
  removeMember: 'refused',
  listInvitations: 'refused',
  createInvitation: 'refused',
  deleteInvitation: 'refused',
  acceptInvitation: 'refused',
  listUsers: 'refused',
  updateUser: 'refused',
  getStorage: 'refused',
  getSso: 'refused',
  updateSso: 'refused',
  createSsoProvider: 'refused',
  updateSsoProvider: 'refused',
  deleteSsoProvider: 'refused',
  testSsoProvider: 'refused',
  startSsoTrial: 'refused',
  finishSsoTrial: 'refused',
} as const satisfies { [N in RouteName as Routes[N] extends { open: true } ? never : N]: Reach }

/**
 * Holds a request of a restricted key to its desktops, by the labels that they have now. What the path
 * names and is beyond reach is answered as if it were not there.
 */
export async function narrow(
  { store: { db } }: Core,
  { workspaceId, key }: AuthenticatedCaller,
  route: RouteName,
  id: string,
): Promise<void> {
  const restriction = key?.restriction
  if (!key || !restriction) return
  const reach = reachOf(route)
  if (reach === 'refused') {
    await notAllowed(
      db,
      workspaceId,
      'This API key is restricted to some desktops, and this route is of the whole workspace. An admin of the workspace can make a key without that restriction',
    )
  }
  key.desktopIds = reachedOf(await listLabels(db, workspaceId), restriction)
  if (reach === 'desktop' && !isWithin(key, id)) noDesktop(id)
  if (reach === 'task' && !isWithin(key, (await findTask(db, workspaceId, id))?.desktop_id))
    noTask(id)
  if (reach === 'approval' && !isWithin(key, (await findApproval(db, workspaceId, id))?.desktop_id))
    noApproval(id)
  if (reach === 'batch') await requireWholeBatch(db, { workspaceId, batchId: id }, key.desktopIds)
}

/** What a batch answers compares all of its tasks, so without some of them it would mislead. */
async function requireWholeBatch(
  db: Db,
  batch: { workspaceId: string; batchId: string },
  among: readonly string[],
): Promise<void> {
  if (!(await hasBatch(db, batch, among))) noBatch(batch.batchId)
  const task = await findBeyond(db, batch, among)
  if (task !== undefined) await beyond(db, batch.workspaceId, 'task', task)
}

/** The ids of those desktops that the restriction covers, by the labels that they have now. */
export function reachedOf(
  desktops: readonly Pick<DesktopRow, 'id' | 'labels'>[],
  restriction: Restriction,
): string[] {
  return desktops
    .filter(({ id, labels }) => reaches(restriction, { id, labels: JSON.parse(labels) }))
    .map(({ id }) => id)
}

/** What an open route answers belongs to nobody. */
function reachOf(route: RouteName): Reach {
  return (REACH as Partial<Record<RouteName, Reach>>)[route] ?? 'refused'
}

function isWithin({ desktopIds }: KeyBounds, desktopId: string | undefined): boolean {
  return desktopIds === undefined || (desktopId !== undefined && desktopIds.includes(desktopId))
}

/** Makes sure that the key reaches the desktops and tasks that the body names. */
export async function requireWithin(
  { store: { db } }: Core,
  { workspaceId, key }: AuthenticatedCaller,
  body: unknown,
): Promise<void> {
  if (!key?.desktopIds) return
  const { desktops, tasks } = namedIn(body)
  for (const id of desktops) {
    if (!isWithin(key, id)) await beyond(db, workspaceId, 'desktop', id)
  }
  for (const id of tasks) {
    const task = await findTask(db, workspaceId, id)
    if (!isWithin(key, task?.desktop_id)) await beyond(db, workspaceId, 'task', id)
  }
}

interface Naming {
  desktopId?: string
  desktopIds?: string[]
  rerunOf?: string | null
  ids?: string[]
  tasks?: Naming[]
}

/** The desktops and tasks that a body names. All routes use the same field names. */
function namedIn(body: unknown): { desktops: string[]; tasks: string[] } {
  const { desktopId, desktopIds = [], rerunOf, ids = [], tasks = [] } = (body ?? {}) as Naming
  const within = tasks.map(namedIn)
  return {
    desktops: [
      ...(desktopId === undefined ? [] : [desktopId]),
      ...desktopIds,
      ...within.flatMap(({ desktops }) => desktops),
    ],
    tasks: [...(rerunOf ? [rerunOf] : []), ...ids, ...within.flatMap(({ tasks }) => tasks)],
  }
}

async function beyond(db: Db, workspaceId: string, what: string, id: string): Promise<never> {
  return await notAllowed(
    db,
    workspaceId,
    `This API key is restricted to some desktops: it doesn't reach the ${what} ${JSON.stringify(id)}. An admin of the workspace can make a key that reaches more`,
  )
}

/** Whether the caller's key is restricted to some desktops. */
export function isRestricted(caller: { key?: KeyBounds } | undefined): boolean {
  return caller?.key?.restriction != null
}

/** The only desktops of which a list shows anything; undefined: all. */
export function onlyDesktops({ key }: { key?: KeyBounds }): readonly string[] | undefined {
  return key?.desktopIds
}
