import type { AuditEntry } from '@mission-control/protocol'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { Readable } from '../account/may.tsx'
import { useSession } from '../account/session.ts'
import { explain } from '../app/explain.ts'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { Button } from '../ui/button.tsx'
import { SearchField } from '../ui/search-field.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { Toggle } from '../ui/toggle.tsx'
import { AuditRow } from './audit-row.tsx'

const PAGE = 50
const words = text.audit

/** Who did what in the workspace, for its admins. */
export function AuditLog() {
  return (
    <Readable needs="admin">
      <Entries />
    </Readable>
  )
}

/** Newest first, page by page. */
function Entries() {
  const { client } = useCore()
  const { user } = useSession()
  const [refused, setRefused] = useState(false)
  const [mine, setMine] = useState(false)
  const [typed, setTyped] = useState('')
  const about = useDeferredValue(typed.trim())
  const filter = {
    ...(refused && { outcome: 'refused' }),
    ...filterBy(about),
    ...(mine && { actor: user.id }),
  }
  const log = useInfiniteQuery({
    queryKey: ['audit', refused, mine, about],
    queryFn: ({ pageParam, signal }) =>
      client.audit.list(
        { ...filter, limit: PAGE, ...(pageParam > 0 && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: 0,
    getNextPageParam: (page: AuditEntry[]) => (page.length < PAGE ? undefined : page.at(-1)!.id),
  })
  const entries = log.data?.pages.flat() ?? []
  return (
    <div className="grid gap-3">
      <search className="flex flex-wrap items-center gap-2">
        <SearchField
          label={words.find}
          value={typed}
          onChange={setTyped}
          className="h-7 min-w-48 flex-1 phone:basis-full"
        />
        <Toggle label={words.refusedOnly} isOn={refused} onChange={setRefused} />
        <Toggle label={text.mine} isOn={mine} onChange={setMine} />
      </search>
      {log.error && (
        <p role="alert" className="text-failed">
          {explain(log.error)}
        </p>
      )}
      {log.isPending && <Skeleton className="h-40" />}
      <p role="status" className="text-dim empty:hidden">
        {log.data && entries.length === 0 && words.none}
      </p>
      {entries.length > 0 && (
        <ol aria-label={words.list} className="rounded-lg border border-line bg-panel">
          {entries.map((entry) => (
            <AuditRow key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
      {log.hasNextPage && (
        <Button disabled={log.isFetchingNextPage} onClick={() => log.fetchNextPage()}>
          {words.older}
        </Button>
      )}
    </div>
  )
}

/** An id names who or what; a word an operation. */
function filterBy(about: string) {
  if (about === '') return {}
  if (/^(user|key)_/.test(about)) return { actor: about }
  return about.includes('_') ? { target: about } : { action: about }
}
