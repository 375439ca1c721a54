import type { RouteName } from '@mission-control/protocol'

/**
 * Who may ask what. A route stands under what it takes to ask it; the line of that says how each kind of
 * caller is answered: `ok`, or the status of the refusal; `some`: ok, but for what is of the whole workspace. A
 * route that isn't here does not compile.
 */
const LINES = `
              open  self  session  read  tasks  approvals  desktops  admin  owner
nobody         ok    401   401      401   401    401        401       401    401
wrong-key      ok    401   401      401   401    401        401       401    401
revoked-key    ok    401   401      401   401    401        401       401    401
rotated-key    ok    401   401      401   401    401        401       401    401
removed-key    ok    401   401      401   401    401        401       401    401
ended-session  ok    401   401      401   401    401        401       401    401
disabled       ok    401   401      401   401    401        401       401    401
runner         ok    401   401      401   401    401        401       401    401
ended-agent    ok    401   401      401   401    401        401       401    401
stranger       ok    404   404      404   404    404        404       404    404
foreign-key    ok    404   404      404   404    404        404       404    404
viewer         ok    ok    ok       ok    403    403        403       403    403
operator       ok    ok    ok       ok    ok     403        403       403    403
approver       ok    ok    ok       ok    ok     ok         403       403    403
admin          ok    ok    ok       ok    ok     ok         ok        ok     403
admins-key     ok    ok    403      ok    ok     ok         ok        ok     403
expired-key    ok    401   401      401   401    401        401       401    401
key:read       ok    403   403      ok    403    403        403       403    403
key:tasks      ok    403   403      403   ok     403        403       403    403
key:approvals  ok    403   403      403   403    ok         403       403    403
key:desktops   ok    403   403      403   403    403        ok        403    403
key:admin      ok    ok    403      403   403    403        403       ok     ok
lowered-key    ok    ok    403      ok    403    403        403       403    403
service-key    ok    ok    403      ok    ok     403        403       403    403
label-key      ok    403   403      some  ok     ok         some      403    403
agent-key      ok    403   403      ok    ok     403        403       403    403
agent:read     ok    403   403      ok    403    403        403       403    403
owner          ok    ok    ok       ok    ok     ok         ok        ok     ok
owners-key     ok    ok    403      ok    ok     ok         ok        ok     ok
`

export type Access =
  | 'open'
  | 'self'
  | 'session'
  | 'read'
  | 'tasks'
  | 'approvals'
  | 'desktops'
  | 'admin'
  | 'owner'

/** How each kind of caller is answered, by what a route takes. */
export function answers(): [caller: string, by: Record<Access, string>][] {
  const [head = [], ...lines] = LINES.trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
  return lines.map(([caller = '', ...cells]) => {
    const pairs = cells.map((cell, i) => [head[i] as string, cell])
    return [caller, Object.fromEntries(pairs) as Record<Access, string>]
  })
}

/** What is of the whole workspace: a key that is restricted to some desktops is refused. */
export const WHOLE: RouteName[] = [
  'getMetrics',
  'listMembers',
  'createDesktop',
  'moveDesktop',
  'listJoinTokens',
  'createJoinToken',
  'deleteJoinToken',
]

export const ACCESS: Record<RouteName, Access> = {
  getSession: 'open',
  setUp: 'open',
  signIn: 'open',
  getSignInWays: 'open',
  signInByHeader: 'open',
  startPasskeySignIn: 'open',
  signInByPasskey: 'open',
  startSso: 'open',
  finishSso: 'open',
  requestReset: 'open',
  resetPassword: 'open',
  readInvitation: 'open',
  joinByInvitation: 'open',
  joinDesktop: 'open',
  getHealth: 'open',
  getReady: 'open',
  getOpenApi: 'open',

  signOut: 'self',
  signOutOfSso: 'self',
  listSessions: 'self',
  deleteSession: 'self',
  changePassword: 'self',
  getTotp: 'self',
  startTotp: 'self',
  confirmTotp: 'self',
  removeTotp: 'self',
  listPasskeys: 'self',
  listApiKeys: 'self',
  createApiKey: 'self',
  rotateApiKey: 'self',
  deleteApiKey: 'self',
  listWorkspaces: 'self',
  createWorkspace: 'self',
  leaveWorkspace: 'self',
  acceptInvitation: 'self',

  startPasskey: 'session',
  createPasskey: 'session',
  changeName: 'session',
  updatePasskey: 'session',
  removePasskey: 'session',

  getBoard: 'read',
  getBoardColumn: 'read',
  listTasks: 'read',
  getTask: 'read',
  getOutput: 'read',
  getEvidence: 'read',
  listBatches: 'read',
  getBatch: 'read',
  search: 'read',
  listApprovals: 'read',
  getSettings: 'read',
  getOverview: 'read',
  getMetrics: 'read',
  streamActivity: 'read',
  listActivity: 'read',
  listDesktops: 'read',
  streamDesktops: 'read',
  getDesktop: 'read',
  getDesktopMetrics: 'read',
  getPermissionRules: 'read',
  getAgentSetup: 'read',
  listChat: 'read',
  getChatTurn: 'read',
  listMembers: 'read',

  createTask: 'tasks',
  createTasks: 'tasks',
  rerunTasks: 'tasks',
  runTasks: 'tasks',
  runTask: 'tasks',
  cancelTask: 'tasks',
  deleteTask: 'tasks',
  sendChat: 'tasks',
  clearChat: 'tasks',

  reviewTask: 'approvals',
  resolveApproval: 'approvals',

  createDesktop: 'desktops',
  updateDesktop: 'desktops',
  upgradeDesktop: 'desktops',
  moveDesktop: 'desktops',
  deleteDesktop: 'desktops',
  setPermissionRules: 'desktops',
  listJoinTokens: 'desktops',
  createJoinToken: 'desktops',
  deleteJoinToken: 'desktops',
  setAgentUp: 'desktops',
  removeAgentSetup: 'desktops',
  copyAgent: 'desktops',
  testAgent: 'desktops',

  listServiceAccounts: 'admin',
  createServiceAccount: 'admin',
  deleteServiceAccount: 'admin',
  listAudit: 'admin',
  updateSettings: 'admin',
  updateWorkspace: 'admin',
  deleteWorkspace: 'admin',
  updateMember: 'admin',
  removeMember: 'admin',
  listInvitations: 'admin',
  createInvitation: 'admin',
  deleteInvitation: 'admin',

  getStorage: 'owner',
  listUsers: 'owner',
  updateUser: 'owner',
  makeResetLink: 'owner',
  resetFactors: 'owner',
  getSso: 'owner',
  updateSso: 'owner',
  createSsoProvider: 'owner',
  updateSsoProvider: 'owner',
  deleteSsoProvider: 'owner',
  testSsoProvider: 'owner',
  startSsoTrial: 'owner',
  finishSsoTrial: 'owner',
}
