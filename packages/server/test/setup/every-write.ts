import type { ActivityEvent } from '@mission-control/protocol'
import * as accounts from '../../src/store/accounts.ts'
import * as activity from '../../src/store/activity.ts'
import * as agentSetups from '../../src/store/agent-setups.ts'
import * as apiKeys from '../../src/store/api-keys.ts'
import * as approvals from '../../src/store/approvals.ts'
import * as audit from '../../src/store/audit.ts'
import * as auditLog from '../../src/store/audit-log.ts'
import * as chat from '../../src/store/chat.ts'
import type { Doer } from '../../src/store/deed.ts'
import * as deleted from '../../src/store/deleted.ts'
import * as desktops from '../../src/store/desktops.ts'
import * as evidence from '../../src/store/evidence.ts'
import * as heartbeats from '../../src/store/heartbeats.ts'
import * as keys from '../../src/store/idempotency-keys.ts'
import * as invitations from '../../src/store/invitations.ts'
import * as joinTokens from '../../src/store/join-tokens.ts'
import * as leases from '../../src/store/leases.ts'
import { resetLinks, setUpLinks } from '../../src/store/links.ts'
import * as locks from '../../src/store/locks.ts'
import * as memberships from '../../src/store/memberships.ts'
import * as metrics from '../../src/store/metrics.ts'
import * as output from '../../src/store/output.ts'
import * as passkeys from '../../src/store/passkeys.ts'
import * as permissions from '../../src/store/permissions.ts'
import { writeProbe } from '../../src/store/probe.ts'
import * as removed from '../../src/store/removed-workspaces.ts'
import * as retention from '../../src/store/retention.ts'
import * as runs from '../../src/store/runs.ts'
import type { SsoProviderRow, TaskRow, Tx } from '../../src/store/schema.ts'
import * as searchIndex from '../../src/store/search-index.ts'
import * as searched from '../../src/store/searched-output.ts'
import * as serviceAccounts from '../../src/store/service-accounts.ts'
import * as sessions from '../../src/store/sessions.ts'
import * as ssoProviders from '../../src/store/sso-providers.ts'
import * as tasks from '../../src/store/tasks.ts'
import * as totp from '../../src/store/totp.ts'
import * as traces from '../../src/store/traces.ts'
import * as users from '../../src/store/users.ts'
import * as workspaces from '../../src/store/workspaces.ts'
import { AT, DESKTOP, LATE, TASK, W } from './example-rows.ts'

const PROVIDER: SsoProviderRow = {
  id: 'google',
  preset: 'google',
  name: 'Google',
  issuer: 'https://issuer',
  client_id: 'c',
  client_secret: new Uint8Array(1),
  scopes: 'openid',
  roles_claim: 'groups',
  roles: '[]',
  trust_email: 0,
  auto_join: 0,
  enabled: 1,
  created_at: AT,
  changed_at: AT,
}

/** Writes in every way that the store offers. */
export async function writeEverything(tx: Tx): Promise<void> {
  await writeProbe(tx)
  await workspaces.insertOwner(tx, { workspaceId: 'w2', userId: 'user2', name: 'n', at: 0 })
  await workspaces.insertWorkspace(tx, { id: 'w3', name: 'n', at: 0 })
  await workspaces.renameWorkspace(tx, 'w3', 'm')
  const person = { id: 'user3', name: 'n', email: 'three', workspace_id: 'w2', created_at: 0 }
  await users.insertUser(tx, person)
  await users.renameUser(tx, 'user', 'Ada')
  await users.disableUser(tx, 'user3', 1)
  const invitation = { id: 'i', workspace_id: W, user_id: 'user', hash: 'i', email: null }
  await invitations.insertInvitation(tx, {
    ...invitation,
    role: 'viewer',
    created_at: 0,
    expires_at: 1,
  })
  await invitations.deleteInvitation(tx, W, 'i')
  await invitations.deleteExpiredInvitations(tx, W, 1)
  await memberships.deleteMembership(tx, W, 'user3')
  await workspaces.writeSettings(tx, W, {
    requireApproval: true,
    approveOwn: true,
    permissionTimeoutSeconds: 600,
  })
  await workspaces.writeSettings(tx, W, { agentFrom: DESKTOP })
  await workspaces.forgetAgentFrom(tx, W, DESKTOP)
  await accounts.putPasswordHash(tx, { id: 'a', user_id: 'user', updated_at: 0, password: 'p' })
  await accounts.findPasswordHash(tx, 'user')
  await accounts.setEmail(tx, 'user', 'other')
  await accounts.verifyEmail(tx, 'user', AT)
  await apiKeys.deleteKeysOfUser(tx, 'user3')
  const linked = { id: 'b', user_id: 'user', provider_id: 'https://issuer', account_id: 'sub' }
  await accounts.insertAccount(tx, { ...linked, at: 0 })
  await accounts.touchAccount(tx, 'https://issuer', 'sub', AT)
  await ssoProviders.insertSsoProvider(tx, PROVIDER)
  await ssoProviders.updateSsoProvider(tx, PROVIDER)
  await ssoProviders.deleteSsoProvider(tx, PROVIDER.id)
  await ssoProviders.writeSsoRequired(tx, false)
  await resetLinks.put(tx, { user_id: 'user', token_hash: 'h', created_at: 0 })
  await resetLinks.use(tx, 'h')
  await resetLinks.deleteOf(tx, 'user')
  await totp.putTotp(tx, 'user', new Uint8Array(1))
  await totp.confirmTotp(tx, 'user', AT, 1, ['h'])
  await totp.useStep(tx, 'user', 2)
  await totp.useRecoveryCode(tx, 'user', 'h')
  await totp.deleteTotp(tx, 'user')
  const passkey = {
    ...{ id: 'p', user_id: 'user', name: 'n', host: 'h', credential_id: 'c' },
    ...{ public_key: new Uint8Array(1), counter: 1, created_at: 0, last_used_at: null },
  }
  await passkeys.insertPasskey(tx, passkey)
  await passkeys.renamePasskey(tx, 'p', 'm')
  await passkeys.usePasskey(tx, passkey, 2, AT)
  await passkeys.deletePasskey(tx, 'user', 'p')
  await passkeys.deletePasskeys(tx, 'user')
  await passkeys.useChallenge(tx, { hash: 'h', expires_at: 1 }, AT)
  const payload = { desktopId: DESKTOP, name: 'n', status: 'running' } as const
  const event: ActivityEvent = { type: 'desktop.started', payload }
  await activity.appendActivity(tx, W, AT, [event])
  await activity.numberEvents(tx)
  const doer = { workspaceId: W, userId: 'user', actor: { kind: 'user', id: 'user', name: 'n' } }
  for (let i = 0; i < 3; i++) audit.audit(tx, doer as Doer, { action: 'runTask', target: TASK })
  await audit.chainAudits(tx)
  audit.audit(tx, doer as Doer, { action: 'runTask', target: TASK })
  await audit.chainAudits(tx)
  await workspaces.findDoer(tx, 'user')
  const key = { id: 'k', workspace_id: W, user_id: 'user', name: 'n', hash: 'h', last4: '1' }
  await apiKeys.insertApiKey(tx, { ...key, created_at: 0 })
  await apiKeys.findApiKeyByHash(tx, 'h')
  await apiKeys.touchApiKey(tx, 'k', AT, '192.0.2.1')
  await apiKeys.putKeyValue(tx, {
    id: 'k',
    hash: 'h2',
    last4: '2',
    previous_hash: 'h',
    previous_until: AT,
  })
  await apiKeys.deleteApiKey(tx, W, 'k')
  await apiKeys.deleteKeysOf(tx, W, 'nobody')
  const account = { id: 'service', name: 'n', workspace_id: W, created_at: AT }
  await serviceAccounts.insertServiceAccount(tx, account)
  await serviceAccounts.endServiceAccount(tx, W, 'service', AT)

  const desktop = { id: 'new', workspace_id: W, name: 'n', labels: '[]', local: 0, created_at: 0 }
  const joinToken = { id: 'j', workspace_id: W, user_id: 'user', hash: 'j', last4: 'last' }
  await joinTokens.insertJoinToken(tx, {
    ...joinToken,
    labels: '[]',
    uses: 1,
    created_at: AT,
    expires_at: LATE,
  })
  await joinTokens.useJoinToken(tx, 'j')
  await joinTokens.revokeJoinToken(tx, W, 'j', AT)
  await joinTokens.deleteJoinTokens(tx, LATE + 1)
  await desktops.insertDesktop(tx, { ...desktop, status: 'running', credential_hash: 'h' })
  await desktops.updateDesktop(tx, 'new', { name: 'm' })
  await heartbeats.recordBeats(tx, [{ id: 'new', epoch: 0, metrics: '{}', at: AT }])
  await desktops.moveDesktop(tx, 'new', ['running'], { status: 'stopped' })
  await desktops.failSilent(tx, (await desktops.findSeen(tx, 'new'))!)
  await desktops.bindInstance(tx, 'new', 'i')
  await desktops.nextDispatch(tx, W, 'new')
  await desktops.useChallenge(tx, 'new', AT)
  await desktops.raiseDispatch(tx, 'new', 7)
  await desktops.disconnectAll(tx)
  await desktops.holdSession(tx, { id: 'new', epoch: 0 })
  await locks.hold(tx, 'desktop', 'new')
  await locks.hold(tx, 'workspace', W)
  await locks.holdName(tx, 'owner')
  await leases.takeLease(tx, { name: 'l', holder: 'h', ms: 1 })
  await leases.giveUpLease(tx, 'l', 'h')
  const setup = { desktop_id: 'new', revision: 'r', shown: '{}', updated_at: 0 }
  await agentSetups.putAgentSetup(tx, { ...setup, secrets: new Uint8Array() })
  await agentSetups.deleteAgentSetup(tx, 'new')
  await permissions.writeRules(tx, 'new', [])
  await permissions.readRules(tx, 'new')
  await permissions.deleteRules(tx, 'new')
  const load = { desktop_id: 'new', at: LATE, cpu: 0, memory: 0, disk: 0 }
  await metrics.insertDesktopMetrics(tx, load)
  const sums = { memory_used: 0, memory_total: 0, disk_used: 0, disk_total: 0, busy_cores: 0 }
  await metrics.addFleetMetrics(tx, { workspace_id: W, at: LATE, cores: 1, ...sums })
  await metrics.deleteMetricsBefore(tx, 10)

  const like = (await tasks.findTask(tx, W, TASK)) as TaskRow
  const task: TaskRow = { ...like, id: 'task_new', desktop_id: 'new', status: 'pending' }
  await tasks.insertTasks(tx, [task, { ...task, id: 'message_new', chat: 1 }])
  const noError = { error_code: null, error_message: null }
  await tasks.setTaskError(tx, 'task_new', noError)
  await tasks.setErrorOfPending(tx, { workspaceId: W, desktopId: 'new' }, noError)
  const run = {
    id: 'run_new',
    task_id: 'task_new',
    desktop_id: 'new',
    created_at: 0,
    queued_at: null,
    with_key: 0,
  }
  await runs.insertRun(tx, { ...run, dispatch: 1 })
  await runs.setRunQueued(tx, 'run_new', AT)
  await runs.setRunStarted(tx, 'run_new', AT)
  await tasks.compareAndSetTask(tx, task, { status: 'running', run_id: 'run_new' })
  await tasks.setProcessStarted(tx, 'task_new', 'run_new', AT)
  const chunk = { run_id: 'run_new', stream: 'stdout', at: AT } as const
  for (let seq = 1; seq <= 17; seq++) {
    await output.insertOutput(tx, { ...chunk, seq, data: new Uint8Array(1) })
  }
  const position = { seq: 17, stdout: searched.SEARCHED_OUTPUT + 1, stderr: 0, system: 0, agent: 0 }
  await runs.setRunPosition(tx, 'run_new', position)
  await searched.searchedOutput(tx, 'run_new')
  runs.positionOf((await runs.findRun(tx, 'new', 'run_new'))!)
  const question = { workspace_id: W, task_id: 'task_new', created_at: 0 }
  const request = { run_id: 'run_new', request_id: 'r', request: '{}', expires_at: 0 }
  await permissions.insertPermission(tx, { ...question, ...request, id: 'approval_new' })
  const answer = {
    resolved_at: AT,
    resolved_by: 'user',
    feedback: null,
    status: 'approved',
  } as const
  await permissions.settlePending(tx, 'approval_new', answer)
  await approvals.insertApproval(tx, { ...question, id: 'approval_result', kind: 'result' })
  await approvals.findPendingOf(tx, 'task_new')
  await approvals.setReminded(tx, 'approval_result', AT)
  await approvals.settleApproval(tx, 'task_new', answer)
  await evidence.hasEvidence(tx, 'run_new')
  await evidence.insertEvidence(tx, 'run_new', '{}')
  await traces.insertTrace(tx, 'run_new', 'traceparent')
  await runs.setRunEnded(tx, 'run_new', AT)
  await runs.setRunStartedAndEnded(tx, 'run_new', AT, AT)
  await runs.abandonRun(tx, 'run_new', AT)
  await tasks.deleteTask(tx, 'task_new')
  await chat.deleteMessages(tx, 'new')
  await deleted.deleteSomeOfDeleted(tx)

  await desktops.insertDesktop(tx, {
    ...{ ...desktop, id: 'd3', workspace_id: 'w3' },
    ...{ status: 'destroyed', credential_hash: 'h3' },
  })
  const last = { workspace_id: 'w3', desktop_id: 'd3', status: 'done' } as const
  await tasks.insertTasks(tx, [{ ...like, ...last, id: 'task_w3' }])
  await workspaces.markRemoved(tx, 'w3', 1)
  await removed.deleteSomeOfRemoved(tx, 'w3')
  await tx.deleteFrom('tasks').where('id', '=', 'task_w3').execute()
  while (await removed.findRemovedWorkspace(tx)) await removed.deleteSomeOfRemoved(tx, 'w3')

  const session = { user_id: 'user', user_agent: '', ip_address: '', created_at: 0 }
  const none = { provider_id: null, id_token: null }
  const times = { last_used_at: 0, expires_at: LATE }
  await sessions.insertSession(tx, {
    ...session,
    ...none,
    ...times,
    id: 'session',
    token_hash: 'h',
  })
  await sessions.findSessionByHash(tx, 'h', 0)
  await sessions.touchSession(tx, 'session', times)
  await sessions.deleteSession(tx, 'user', 'session')
  await sessions.deleteSessions(tx, 'user')
  await sessions.deleteExpiredSessions(tx, 0)
  await setUpLinks.any(tx, 'user', 0)
  await setUpLinks.put(tx, { user_id: 'user', token_hash: 'h', created_at: 0 })
  await setUpLinks.use(tx, 'h')
  await setUpLinks.deleteOf(tx, 'user')
  const answered = { user_id: 'user', route: 'createTask', key: 'new', fingerprint: 'f' }
  const kept = { status: 201, body: null, effect: null, created_at: 0 }
  await keys.claimKey(tx, answered, 0)
  await keys.putIdempotencyKey(tx, { ...answered, ...kept })
  for (const before of [0, 10]) {
    await retention.deleteSomeOutput(tx, before, AT)
    await retention.deleteSomeActivity(tx, before)
    await retention.deleteSomeKeys(tx, before)
    await auditLog.deleteSomeAudit(tx, before)
  }
}

/** The same of the index of the search. */
export async function useIndex(tx: Tx): Promise<void> {
  await searchIndex.tasksWith(tx, ['tru', 'rue'], { low: 1, high: 100 })
  const [due] = await searchIndex.listDue(tx, 1)
  await searchIndex.holdUnchanged(tx, due!)
  await searchIndex.addDocument(tx, due!.number, 0, 'text')
  await searchIndex.setIndexed(tx, due!.id, 1, true)
  await searchIndex.deleteDocuments(tx, due!.id)
  searchIndex.stepsOfMerge(tx)
  await searchIndex.mergeParts({ db: tx, write: (work) => work(tx) })
}
