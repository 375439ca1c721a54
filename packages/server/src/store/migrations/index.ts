import type { Migration } from 'kysely/migration'
import * as initial from './001-initial.ts'
import * as signIn from './002-sign-in.ts'
import * as metrics from './003-metrics.ts'
import * as agents from './004-agents.ts'
import * as evidence from './005-evidence.ts'
import * as permissions from './006-permissions.ts'
import * as chat from './007-chat.ts'
import * as agentSetups from './008-agent-setups.ts'
import * as survival from './009-survival.ts'
import * as usage from './010-usage.ts'
import * as grace from './011-grace.ts'
import * as hotQueries from './012-hot-queries.ts'
import * as bounds from './013-bounds.ts'
import * as deleted from './014-deleted.ts'
import * as search from './015-search.ts'
import * as times from './016-times.ts'
import * as again from './017-again.ts'
import * as machine from './018-machine.ts'
import * as joining from './019-joining.ts'
import * as searchIndex from './020-search-index.ts'
import * as upgrades from './021-upgrades.ts'
import * as newDesktops from './022-new-desktops.ts'
import * as replicas from './023-replicas.ts'
import * as betweenReplicas from './024-between-replicas.ts'
import * as traces from './025-traces.ts'
import * as keptSince from './026-kept-since.ts'
import * as people from './027-people.ts'
import * as audit from './028-audit.ts'
import * as keys from './029-keys.ts'
import * as waysIn from './030-ways-in.ts'
import * as quorum from './031-quorum.ts'
import * as searchNumbers from './032-search-numbers.ts'
import * as cluster from './033-cluster.ts'
import * as taskCounts from './034-task-counts.ts'

/**
 * Forward only; a number, once released, never changes. Servers of the release before run beside: a step adds
 * (what is new has a default, or may be null). What no release needs any more is taken away by one named
 * `NNN-contract-…`: a server that doesn't know it stops.
 */
export const migrations: Record<string, Migration> = {
  '001-initial': initial,
  '002-sign-in': signIn,
  '003-metrics': metrics,
  '004-agents': agents,
  '005-evidence': evidence,
  '006-permissions': permissions,
  '007-chat': chat,
  '008-agent-setups': agentSetups,
  '009-survival': survival,
  '010-usage': usage,
  '011-grace': grace,
  '012-hot-queries': hotQueries,
  '013-bounds': bounds,
  '014-deleted': deleted,
  '015-search': search,
  '016-times': times,
  '017-again': again,
  '018-machine': machine,
  '019-joining': joining,
  '020-search-index': searchIndex,
  '021-upgrades': upgrades,
  '022-new-desktops': newDesktops,
  '023-replicas': replicas,
  '024-between-replicas': betweenReplicas,
  '025-traces': traces,
  '026-kept-since': keptSince,
  '027-people': people,
  '028-audit': audit,
  '029-keys': keys,
  '030-ways-in': waysIn,
  '031-quorum': quorum,
  '032-search-numbers': searchNumbers,
  '033-cluster': cluster,
  '034-task-counts': taskCounts,
}
