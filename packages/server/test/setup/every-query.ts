import type { ActivityEvent } from '@mission-control/protocol'
import * as accounts from '../../src/store/accounts.ts'
import * as activity from '../../src/store/activity.ts'
import * as agentKeys from '../../src/store/agent-keys.ts'
import * as agentSetups from '../../src/store/agent-setups.ts'
import * as apiKeys from '../../src/store/api-keys.ts'
import * as approvals from '../../src/store/approvals.ts'
import * as audit from '../../src/store/audit.ts'
import * as auditLog from '../../src/store/audit-log.ts'
import * as batches from '../../src/store/batches.ts'
import * as board from '../../src/store/board.ts'
import * as chat from '../../src/store/chat.ts'
import type { Doer } from '../../src/store/deed.ts'
import * as deleted from '../../src/store/deleted.ts'
import * as desktops from '../../src/store/desktops.ts'
import * as evidence from '../../src/store/evidence.ts'
import * as keys from '../../src/store/idempotency-keys.ts'
import * as invitations from '../../src/store/invitations.ts'
import * as joinTokens from '../../src/store/join-tokens.ts'
import * as leases from '../../src/store/leases.ts'
import * as locks from '../../src/store/locks.ts'
import * as memberships from '../../src/store/memberships.ts'
import * as metrics from '../../src/store/metrics.ts'
import * as output from '../../src/store/output.ts'
import * as permissions from '../../src/store/permissions.ts'
import { writeProbe } from '../../src/store/probe.ts'
import * as removed from '../../src/store/removed-workspaces.ts'
import * as resetLinks from '../../src/store/reset-links.ts'
import * as retention from '../../src/store/retention.ts'
import * as runs from '../../src/store/runs.ts'
import type { Db, TaskRow, Tx } from '../../src/store/schema.ts'
import * as search from '../../src/store/search.ts'
import * as searchIndex from '../../src/store/search-index.ts'
import * as searched from '../../src/store/searched-output.ts'
import * as serviceAccounts from '../../src/store/service-accounts.ts'
import * as sessions from '../../src/store/sessions.ts'
import * as links from '../../src/store/set-up-links.ts'
import { estimateSizes } from '../../src/store/sizes.ts'
import * as tasks from '../../src/store/tasks.ts'
import * as totp from '../../src/store/totp.ts'
import * as traces from '../../src/store/traces.ts'
import * as usage from '../../src/store/usage.ts'
import * as users from '../../src/store/users.ts'
import * as votes from '../../src/store/votes.ts'
import * as workspaces from '../../src/store/workspaces.ts'
import { ROWS } from './large-database.ts'

const W = 'w'
/** The busiest one. */
const DESKTOP = 'desktop_000001'
/** Ended; and a message, and one that goes on. */
const [TASK, RUN, MESSAGE, RUNNING] = ['task_002003', 'run_002003', 'task_000005', 'task_099999']
const NEWEST = `task_${ROWS}`
const AT = ROWS - 500
const LATE = 2_000_000

/** Every way to choose some of the filters. */
function combinations<T extends object>(filters: T): Partial<T>[] {
  let some: Partial<T>[] = [{}]
  for (const [name, value] of Object.entries(filters)) {
    some = some.concat(some.map((each) => ({ ...each, [name]: value })))
  }
  return some
}

/** Reads in every way that the store offers, where possible for what isn't there. */
export async function readEverything(db: Db): Promise<void> {
  await accounts.anyPassword(db)
  await accounts.findPasswordHash(db, 'user')
  await accounts.findUser(db, 'user')
  await totp.findTotp(db, 'user')
  await resetLinks.findResetLink(db, 'h', 0)
  await resetLinks.anyResetLink(db, 'user', 0)
  await totp.countRecoveryCodes(db, 'user')
  await accounts.findUserByEmail(db, 'e')
  await accounts.findAccountUser(db, 'https://issuer', 'sub')
  await accounts.anyAccountAt(db, 'user', 'https://issuer')
  await activity.activityHead(db, W)
  await activity.activityTail(db, W)
  const events = { after: 1, before: ROWS, desktopId: DESKTOP, among: [DESKTOP], taskId: TASK }
  for (const filter of combinations({ ...events, type: 'task.failed' as const })) {
    await activity.listActivity(db, W, filter, 50)
  }
  const entries = { actor: 'user', action: 'runTask', target: TASK, after: 1, before: LATE }
  for (const outcome of [
    {},
    { outcome: 'ok' },
    { outcome: 'refused' },
    { outcome: 'not_allowed' },
  ]) {
    for (const filter of combinations({ ...entries, cursor: ROWS })) {
      await auditLog.listAudit(db, W, { ...filter, ...outcome }, 50)
    }
    await auditLog.listAudit(db, W, { ...outcome, behind: 1 }, 50)
  }
  await auditLog.auditEnds(db, W)
  await agentSetups.findAgentSetup(db, DESKTOP)
  await agentSetups.listAgentSetups(db)
  await agentKeys.findRunWithKey(db, 'none')
  await agentKeys.listOpenRuns(db, ['none'])
  await apiKeys.findApiKeyByHash(db, 'none')
  await apiKeys.findApiKeyByPreviousHash(db, 'none')
  await apiKeys.findApiKey(db, W, 'none')
  await apiKeys.listApiKeys(db, W)
  await apiKeys.listApiKeys(db, W, 'none')
  await serviceAccounts.listServiceAccounts(db, W)
  await serviceAccounts.findServiceAccount(db, W, 'none')
  await approvals.findApproval(db, W, 'approval_000001')
  for (const kind of ['all', 'result', 'permission'] as const) {
    for (const before of [undefined, 'approval_099999']) {
      await approvals.listPendingApprovals(db, W, kind, before, 50)
      await approvals.listPendingApprovals(db, W, kind, before, 50, [DESKTOP])
    }
  }
  for (const kind of ['result', 'permission'] as const) {
    await approvals.listPendingBriefly(db, W, kind, 50)
  }
  await approvals.listReminding(db)
  await approvals.listUnreminded(db, W, ROWS)
  await votes.listVoted(db, {})
  await votes.listVoted(db, { workspaceId: W })
  for (const before of [{}, { before: NEWEST }]) {
    const column = { workspaceId: W, status: 'done', limit: 50, ...before } as const
    await board.listBoardTasks(db, column)
    await board.listEndings(db, column)
    await chat.listMessages(db, { desktopId: DESKTOP, limit: 50, ...before })
  }
  const batch = { workspaceId: W, batchId: 'batch_000001' }
  await board.listBoardTasks(db, batch)
  await board.listEndings(db, batch)
  await batches.hasBatch(db, batch)
  await batches.countBatch(db, batch.batchId)
  await batches.listEndedOfBatch(db, batch)
  await batches.listPrinted(db, RUN)
  await tasks.lastAttempt(db, TASK)
  await board.listEnding(db, 'run_000001')
  await chat.findMessage(db, DESKTOP, MESSAGE)
  await chat.firstMessageId(db, DESKTOP)
  await chat.listUnanswered(db, DESKTOP)
  await chat.listStalledChats(db)
  await deleted.anyDeleted(db)
  await joinTokens.findJoinToken(db, 'none')
  await joinTokens.listJoinTokens(db, W, AT)
  await joinTokens.findDesktopByKey(db, 'none')
  await joinTokens.nameOfUser(db, 'user')
  await desktops.findDesktop(db, W, DESKTOP)
  await desktops.findDesktopByCredential(db, 'none')
  await desktops.listLocalDesktops(db)
  await desktops.listDesktops(db, W)
  await desktops.findDesktops(db, W, [DESKTOP])
  await desktops.listSeen(db)
  await desktops.findSeen(db, DESKTOP)
  await desktops.latestSeen(db)
  await desktops.countByState(db)
  await desktops.findRemovedInWork(db)
  await desktops.listUpgradable(db)
  await desktops.countDesktops(db, W)
  await evidence.findEvidence(db, RUN)
  await traces.findTrace(db, RUN)
  await keys.findIdempotencyKey(db, { user_id: 'user', route: 'createTask', key: 'none' }, 0)
  await metrics.listDesktopMetrics(db, DESKTOP, AT)
  await metrics.listFleetMetrics(db, W, AT, 10)
  await metrics.oldestMetrics(db)
  await output.listOutput(db, RUN, 0, 64)
  await permissions.findPermission(db, RUN, 'r')
  await permissions.listOpenOfTask(db, RUNNING)
  await permissions.tasksWithOpen(db, new Set([RUNNING]))
  await permissions.listOpenOnDesktop(db, DESKTOP)
  await permissions.countAsked(db, RUN)
  await permissions.sumOpenOnDesktop(db, DESKTOP)
  await permissions.listOverdue(db, 0)
  await permissions.readRules(db, DESKTOP)
  for (const before of [0, LATE]) {
    await retention.anyOutputBefore(db, before)
    await retention.anyActivityBefore(db, before)
    await retention.anyKeyBefore(db, before)
    await auditLog.anyAuditBefore(db, before)
  }
  await runs.findRun(db, DESKTOP, RUN)
  await runs.findRuns(db, DESKTOP, [RUN, 'none'])
  await runs.listUnended(db, DESKTOP, 0)
  await runs.listUnderWay(db, DESKTOP)
  await runs.countUnended(db, DESKTOP, 1_000_000)
  await runs.countUnderWay(db)
  await runs.listDesktopsWithRuns(db)
  await runs.isQueued(db, RUN)
  await sessions.findSessionByHash(db, 'none', AT)
  await sessions.findSessionByHash(db, 'none', AT, W)
  await memberships.nameAdmins(db, W)
  await sessions.findSessionProvider(db, 'none')
  await memberships.hasOtherAdmin(db, W, 'user')
  await memberships.listMembers(db, W)
  await memberships.findMember(db, W, 'user')
  await memberships.listWorkspaces(db, 'user')
  await memberships.credentialsOf(db, W, 'user_000001')
  await memberships.credentialsIn(db, W)
  await invitations.listInvitations(db, W, AT)
  await invitations.listInvitationsFor(db, 'none', AT)
  await invitations.findInvitation(db, 'none', AT)
  await users.listPeople(db)
  await users.findPerson(db, 'user')
  await users.keyIdsOf(db, 'user_000001')
  await removed.findRemovedWorkspace(db)
  await removed.findRemovedDesktop(db, 'other')
  await workspaces.findWorkspace(db, W)
  await sessions.listSessions(db, 'user_000001', AT)
  await sessions.anyExpiredSession(db, 0)
  await links.findSetUpLink(db, 'none', AT)
  await tasks.findTask(db, W, TASK)
  await tasks.countQueued(db, W)
  await tasks.averageRanSince(db, W, AT)
  const lists = { status: 'failed', desktopId: DESKTOP, among: [DESKTOP], before: NEWEST } as const
  for (const filter of combinations(lists)) {
    await tasks.listTasks(db, W, filter, 50)
    await tasks.listTaskIds(db, W, filter, 50)
  }
  const near = { low: ROWS - 100, high: ROWS + 1 }
  await search.newestNumber(db)
  await search.notIndexed(db, W, near)
  await search.tasksOn(db, [DESKTOP], near)
  const some = { some: ['done' as const], none: ['failed' as const] }
  const filter = { status: some, type: { some: [], none: [] }, exit: { some: [], none: [1] } }
  const dates = { after: 1, before: LATE, desktopIds: [DESKTOP] }
  for (const where of [near, { numbers: [1, ROWS] }]) {
    await search.listSearched(db, W, { ...filter, ...dates }, where, 50)
  }
  await search.listNames(db, W)
  await searched.searchedOutput(db, RUN)
  await search.countNotIndexed(db, W)
  await search.countLongOutputs(db, W)
  await desktops.listStandings(db, [DESKTOP])
  await permissions.listAnswered(db, DESKTOP, AT)
  await runs.listGivenUp(db, AT)
  await runs.listPrinting(db, W)
  await chat.listRecentTurns(db, W, AT)
  await desktops.findAnyDesktops(db, [DESKTOP])
  await sessions.validEntrances(db, ['k'], AT)
  sessions.nameEntrance({ id: 'k', workspaceId: W, role: 'viewer' })
  await tasks.listOpenTasks(db, DESKTOP, 100)
  await tasks.listUnconfirmedCancels(db)
  await tasks.countByStatus(db, W)
  await tasks.countEndedSince(db, W, AT)
  await tasks.countEndedByStretch(db, W, AT, 10)
  await usage.listUsageSince(db, W, AT)
  await estimateSizes(db)
  await workspaces.findOwner(db)
  await workspaces.readSettings(db, W)
}

/** Writes in every way that the store offers. */
export async function writeEverything(tx: Tx): Promise<void> {
  await writeProbe(tx)
  await workspaces.insertOwner(tx, { workspaceId: 'w2', userId: 'user2', name: 'n', at: 0 })
  await workspaces.insertWorkspace(tx, { id: 'w3', name: 'n', at: 0 })
  await workspaces.renameWorkspace(tx, 'w3', 'm')
  const person = { id: 'user3', name: 'n', email: 'three', workspace_id: 'w2', created_at: 0 }
  await users.insertUser(tx, person)
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
  await workspaces.forgetAgentFrom(tx, W, DESKTOP)
  await accounts.putPasswordHash(tx, { id: 'a', user_id: 'user', updated_at: 0, password: 'p' })
  await accounts.findPasswordHash(tx, 'user')
  await accounts.setEmail(tx, 'user', 'other')
  const linked = { id: 'b', user_id: 'user', provider_id: 'https://issuer', account_id: 'sub' }
  await accounts.insertAccount(tx, { ...linked, at: 0 })
  await resetLinks.putResetLink(tx, { user_id: 'user', token_hash: 'h', created_at: 0 })
  await resetLinks.deleteResetLink(tx, 'h')
  await resetLinks.deleteResetLinks(tx, 'user')
  await totp.putTotp(tx, 'user', new Uint8Array(1))
  await totp.confirmTotp(tx, 'user', AT, 1, ['h'])
  await totp.useStep(tx, 'user', 2)
  await totp.useRecoveryCode(tx, 'user', 'h')
  await totp.deleteTotp(tx, 'user')
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
  await desktops.moveDesktop(tx, 'new', ['running'], { status: 'stopped' })
  await desktops.failSilent(tx, (await desktops.findSeen(tx, 'new'))!)
  await desktops.bindInstance(tx, 'new', 'i')
  await desktops.nextDispatch(tx, 'new')
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
  const load = { desktop_id: 'new', at: LATE, cpu: 0, memory: 0, disk: 0 }
  await metrics.insertDesktopMetrics(tx, load)
  const sums = { memory_used: 0, memory_total: 0, disk_used: 0, disk_total: 0, busy_cores: 0 }
  await metrics.addFleetMetrics(tx, { workspace_id: W, at: LATE, cores: 1, ...sums })
  await metrics.deleteMetricsBefore(tx, 10)

  const like = (await tasks.findTask(tx, W, TASK)) as TaskRow
  const task: TaskRow = { ...like, id: 'task_new', desktop_id: 'new', status: 'pending' }
  await tasks.insertTasks(tx, [task, { ...task, id: 'message_new', chat: 1 }])
  await tasks.setTaskError(tx, 'task_new', { error_code: null, error_message: null })
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
  await links.anySetUpLink(tx, 'user', 0)
  await links.putSetUpLink(tx, { user_id: 'user', token_hash: 'h', created_at: 0 })
  await links.deleteSetUpLink(tx, 'h')
  await links.deleteSetUpLinks(tx, 'user')
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
  await searchIndex.isUnchanged(tx, due!)
  await searchIndex.addDocument(tx, due!.number, 0, 'text')
  await searchIndex.setIndexed(tx, due!.id, 1, true)
  await searchIndex.deleteDocuments(tx, due!.id)
  searchIndex.stepsOfMerge(tx)
  await searchIndex.mergeParts({ db: tx, write: (work) => work(tx) })
}
