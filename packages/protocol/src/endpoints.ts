const MC = '/api/mission-control'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface Endpoint {
  method: Method
  path: string
  /**
   * The route takes an `Idempotency-Key`: the same request again gets the first one's answer. Every
   * POST has this that has an effect and answers no secret, so that clients may try again.
   */
  keyed?: true
}

/**
 * Method and path of each operation, with `:name` for parameters. Kept apart from the route table,
 * which also has the schemas, so that a client needs no schema library.
 */
export const endpoints = {
  getBoard: { method: 'GET', path: `${MC}/board` },
  getBoardColumn: { method: 'GET', path: `${MC}/board/:status` },
  listTasks: { method: 'GET', path: `${MC}/tasks` },
  createTask: { method: 'POST', path: `${MC}/tasks`, keyed: true },
  createTasks: { method: 'POST', path: `${MC}/tasks/batch`, keyed: true },
  rerunTasks: { method: 'POST', path: `${MC}/tasks/rerun`, keyed: true },
  runTasks: { method: 'POST', path: `${MC}/tasks/run`, keyed: true },
  listBatches: { method: 'GET', path: `${MC}/batches` },
  getBatch: { method: 'GET', path: `${MC}/batches/:id` },
  getTask: { method: 'GET', path: `${MC}/tasks/:id` },
  deleteTask: { method: 'DELETE', path: `${MC}/tasks/:id` },
  runTask: { method: 'POST', path: `${MC}/tasks/:id/run`, keyed: true },
  reviewTask: { method: 'POST', path: `${MC}/tasks/:id/review`, keyed: true },
  cancelTask: { method: 'POST', path: `${MC}/tasks/:id/cancel`, keyed: true },
  getOutput: { method: 'GET', path: `${MC}/tasks/:id/output` },
  getEvidence: { method: 'GET', path: `${MC}/tasks/:id/evidence` },
  search: { method: 'GET', path: `${MC}/search` },
  listApprovals: { method: 'GET', path: `${MC}/approvals` },
  resolveApproval: { method: 'POST', path: `${MC}/approvals/:id/resolve`, keyed: true },
  getSettings: { method: 'GET', path: `${MC}/settings` },
  updateSettings: { method: 'PATCH', path: `${MC}/settings` },
  streamActivity: { method: 'GET', path: `${MC}/activity/stream` },
  listActivity: { method: 'GET', path: `${MC}/activity` },
  listAudit: { method: 'GET', path: '/api/audit' },
  getOverview: { method: 'GET', path: `${MC}/overview` },
  getMetrics: { method: 'GET', path: `${MC}/metrics` },
  listDesktops: { method: 'GET', path: '/api/desktops' },
  createDesktop: { method: 'POST', path: '/api/desktops' },
  streamDesktops: { method: 'GET', path: '/api/desktops/stream' },
  listJoinTokens: { method: 'GET', path: '/api/desktops/join-tokens' },
  createJoinToken: { method: 'POST', path: '/api/desktops/join-tokens' },
  deleteJoinToken: { method: 'DELETE', path: '/api/desktops/join-tokens/:id' },
  joinDesktop: { method: 'POST', path: '/api/desktops/join' },
  getDesktop: { method: 'GET', path: '/api/desktops/:id' },
  getDesktopMetrics: { method: 'GET', path: '/api/desktops/:id/metrics' },
  updateDesktop: { method: 'PATCH', path: '/api/desktops/:id' },
  upgradeDesktop: { method: 'POST', path: '/api/desktops/:id/upgrade', keyed: true },
  deleteDesktop: { method: 'DELETE', path: '/api/desktops/:id' },
  getPermissionRules: { method: 'GET', path: '/api/desktops/:id/permission-rules' },
  setPermissionRules: { method: 'PUT', path: '/api/desktops/:id/permission-rules' },
  getAgentSetup: { method: 'GET', path: '/api/desktops/:id/agent' },
  setAgentUp: { method: 'PUT', path: '/api/desktops/:id/agent' },
  removeAgentSetup: { method: 'DELETE', path: '/api/desktops/:id/agent' },
  copyAgent: { method: 'POST', path: '/api/desktops/:id/agent/copy', keyed: true },
  testAgent: { method: 'POST', path: '/api/desktops/:id/agent/test' },
  sendChat: { method: 'POST', path: '/api/desktops/:id/chat', keyed: true },
  listChat: { method: 'GET', path: '/api/desktops/:id/chat' },
  clearChat: { method: 'DELETE', path: '/api/desktops/:id/chat' },
  getChatTurn: { method: 'GET', path: '/api/desktops/:id/chat/:turnId' },
  getSession: { method: 'GET', path: '/api/auth/session' },
  setUp: { method: 'POST', path: '/api/auth/set-up' },
  signIn: { method: 'POST', path: '/api/auth/sign-in' },
  getSignInWays: { method: 'GET', path: '/api/auth/ways' },
  startSso: { method: 'POST', path: '/api/auth/sso/start' },
  finishSso: { method: 'POST', path: '/api/auth/sso/finish' },
  signOutOfSso: { method: 'POST', path: '/api/auth/sso/sign-out' },
  signOut: { method: 'POST', path: '/api/auth/sign-out' },
  listSessions: { method: 'GET', path: '/api/auth/sessions' },
  deleteSession: { method: 'DELETE', path: '/api/auth/sessions/:id' },
  changePassword: { method: 'POST', path: '/api/auth/password' },
  getTotp: { method: 'GET', path: '/api/auth/totp' },
  startTotp: { method: 'POST', path: '/api/auth/totp/start' },
  confirmTotp: { method: 'POST', path: '/api/auth/totp/confirm' },
  removeTotp: { method: 'POST', path: '/api/auth/totp/remove' },
  listApiKeys: { method: 'GET', path: '/api/auth/api-keys' },
  createApiKey: { method: 'POST', path: '/api/auth/api-keys' },
  rotateApiKey: { method: 'POST', path: '/api/auth/api-keys/:id/rotate' },
  deleteApiKey: { method: 'DELETE', path: '/api/auth/api-keys/:id' },
  listServiceAccounts: { method: 'GET', path: '/api/auth/service-accounts' },
  createServiceAccount: { method: 'POST', path: '/api/auth/service-accounts', keyed: true },
  deleteServiceAccount: { method: 'DELETE', path: '/api/auth/service-accounts/:id' },
  getStorage: { method: 'GET', path: `${MC}/storage` },
  getHealth: { method: 'GET', path: '/api/health' },
  getReady: { method: 'GET', path: '/api/ready' },
  getOpenApi: { method: 'GET', path: '/api/openapi.json' },
} as const satisfies Record<string, Endpoint>
