import * as accounts from '../../src/store/accounts.ts'
import * as activity from '../../src/store/activity.ts'
import * as agentKeys from '../../src/store/agent-keys.ts'
import * as agentSetups from '../../src/store/agent-setups.ts'
import * as apiKeys from '../../src/store/api-keys.ts'
import * as approvals from '../../src/store/approvals.ts'
import * as auditLog from '../../src/store/audit-log.ts'
import * as batches from '../../src/store/batches.ts'
import * as board from '../../src/store/board.ts'
import * as chat from '../../src/store/chat.ts'
import { readClock } from '../../src/store/clock.ts'
import * as deleted from '../../src/store/deleted.ts'
import * as desktops from '../../src/store/desktops.ts'
import * as evidence from '../../src/store/evidence.ts'
import * as keys from '../../src/store/idempotency-keys.ts'
import * as invitations from '../../src/store/invitations.ts'
import * as joinTokens from '../../src/store/join-tokens.ts'
import { resetLinks, setUpLinks } from '../../src/store/links.ts'
import * as memberships from '../../src/store/memberships.ts'
import * as metrics from '../../src/store/metrics.ts'
import * as output from '../../src/store/output.ts'
import * as passkeys from '../../src/store/passkeys.ts'
import * as permissions from '../../src/store/permissions.ts'
import * as removed from '../../src/store/removed-workspaces.ts'
import * as retention from '../../src/store/retention.ts'
import * as runs from '../../src/store/runs.ts'
import type { Db } from '../../src/store/schema.ts'
import * as search from '../../src/store/search.ts'
import * as searched from '../../src/store/searched-output.ts'
import * as serviceAccounts from '../../src/store/service-accounts.ts'
import * as sessions from '../../src/store/sessions.ts'
import { estimateSizes } from '../../src/store/sizes.ts'
import * as ssoProviders from '../../src/store/sso-providers.ts'
import * as taskCounts from '../../src/store/task-counts.ts'
import * as taskLists from '../../src/store/task-lists.ts'
import * as tasks from '../../src/store/tasks.ts'
import * as totp from '../../src/store/totp.ts'
import * as traces from '../../src/store/traces.ts'
import * as usage from '../../src/store/usage.ts'
import * as users from '../../src/store/users.ts'
import * as votes from '../../src/store/votes.ts'
import * as workspaces from '../../src/store/workspaces.ts'
import { AT, DESKTOP, LATE, MESSAGE, NEWEST, RUN, RUNNING, TASK, W } from './example-rows.ts'
import { ROWS } from './large-database.ts'

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
  await resetLinks.find(db, 'h', 0)
  await resetLinks.any(db, 'user', 0)
  await totp.countRecoveryCodes(db, 'user')
  await passkeys.listPasskeys(db, 'user')
  await passkeys.findPasskey(db, 'user', 'p')
  await passkeys.findCredential(db, 'c')
  await accounts.findUserByEmail(db, 'e')
  await accounts.findAccountUser(db, 'https://issuer', 'sub')
  await accounts.lastThrough(db, 'user', 'https://issuer')
  await ssoProviders.listSsoProviders(db)
  await ssoProviders.readSsoRequired(db)
  await readClock(db)
  await activity.activityHead(db, W)
  await activity.activityTail(db, W)
  await activity.hasActivity(db, W, 1)
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
  for (const hash of ['none', 'hash_000001', 'hash_000001'])
    await apiKeys.findApiKeyByHash(db, hash)
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
    await approvals.listPendingBriefly(db, W, kind, 50, [DESKTOP])
  }
  await approvals.listReminding(db)
  await approvals.listUnreminded(db, W, ROWS)
  await votes.listVoted(db, {})
  await votes.listVoted(db, { workspaceId: W })
  for (const before of combinations({ before: NEWEST, among: [DESKTOP] })) {
    const column = { workspaceId: W, status: 'done', limit: 50, ...before } as const
    await board.listBoardTasks(db, column)
    await board.listEndings(db, column)
    await chat.listMessages(db, { desktopId: DESKTOP, limit: 50, before: before.before })
  }
  const batch = { workspaceId: W, batchId: 'batch_000001' }
  await board.listBoardTasks(db, batch)
  await board.listEndings(db, batch)
  for (const among of [undefined, [DESKTOP]]) {
    await batches.hasBatch(db, batch, among)
    await batches.countBatch(db, batch.batchId, among)
    await desktops.listDesktops(db, W, among)
    await search.listNames(db, W, among)
    await search.countNotIndexed(db, W, among)
    await search.countLongOutputs(db, W, among)
    await taskCounts.countByStatus(db, W, among)
    await taskCounts.countQueued(db, W, among)
    await taskCounts.averageRanSince(db, W, AT, among)
    await taskCounts.countEndedSince(db, W, AT, among)
    await usage.listUsageSince(db, W, AT, among)
  }
  await batches.findBeyond(db, batch, [DESKTOP])
  await desktops.listLabels(db, W)
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
  await permissions.listOpenOnDesktop(db, W, DESKTOP)
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
  await runs.countWaiting(db, DESKTOP)
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
  await removed.findTaskElsewhere(db, 'other')
  await workspaces.findWorkspace(db, W)
  await sessions.listSessions(db, 'user_000001', AT)
  await sessions.anyExpiredSession(db, 0)
  await setUpLinks.find(db, 'none', AT)
  await tasks.findTask(db, W, TASK)
  const lists = { status: 'failed', desktopId: DESKTOP, among: [DESKTOP], before: NEWEST } as const
  for (const filter of combinations(lists)) {
    await taskLists.listTasks(db, W, filter, 50)
    await taskLists.listTaskIds(db, W, filter, 50)
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
  await searched.searchedOutput(db, RUN)
  await desktops.listStandings(db, [DESKTOP])
  await permissions.listAnswered(db, DESKTOP, AT)
  await runs.listGivenUp(db, AT)
  await runs.listPrinting(db, W)
  await chat.listRecentTurns(db, W, AT)
  await desktops.findAnyDesktops(db, [DESKTOP])
  await desktops.findDesktopAnywhere(db, DESKTOP)
  await sessions.validEntrances(db, ['k'], AT)
  sessions.nameEntrance({ id: 'k', workspaceId: W, role: 'viewer' })
  await taskLists.listOpenTasks(db, { id: DESKTOP, workspace_id: W }, 100)
  await taskLists.listUnconfirmedCancels(db)
  await taskCounts.countEndedByStretch(db, W, AT, 10)
  await estimateSizes(db)
  await workspaces.findOwner(db)
  await workspaces.readSettings(db, W)
}
