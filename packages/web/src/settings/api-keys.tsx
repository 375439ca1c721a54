import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { explain } from '../app/explain.ts'
import { useCore } from '../live/use-live.tsx'
import { text } from '../strings/index.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { ApiKeyTable } from './api-key-table.tsx'
import { type CreatedKey, CreatedKeyDialog } from './created-key-dialog.tsx'
import { NewApiKey } from './new-api-key.tsx'
import { ServiceAccounts } from './service-accounts.tsx'

export function ApiKeys() {
  const { client } = useCore()
  const keys = useQuery({ queryKey: ['api-keys'], queryFn: () => client.apiKeys.list() })
  const [created, setCreated] = useState<CreatedKey | null>(null)
  return (
    <>
      <NewApiKey onCreated={setCreated} />
      {keys.isPending && <Skeleton className="h-24" />}
      {keys.error && (
        <p role="alert" className="text-failed">
          {explain(keys.error)}
        </p>
      )}
      {keys.data?.length === 0 && <p className="text-dim">{text.settings.apiKeys.none}</p>}
      {keys.data && keys.data.length > 0 && <ApiKeyTable keys={keys.data} onRotated={setCreated} />}
      <ServiceAccounts />
      {created && <CreatedKeyDialog created={created} onClose={() => setCreated(null)} />}
    </>
  )
}
