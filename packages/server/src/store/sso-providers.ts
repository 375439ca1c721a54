import { prepared } from './prepared.ts'
import type { Db, SsoProviderRow, Tx } from './schema.ts'

const selectProviders = prepared((db, _: object) =>
  db.selectFrom('sso_providers').selectAll().orderBy('id'),
)

/** In the order of their ids. */
export async function listSsoProviders(db: Db): Promise<SsoProviderRow[]> {
  return await selectProviders(db, {})
}

export async function insertSsoProvider(tx: Tx, row: SsoProviderRow): Promise<void> {
  await tx.insertInto('sso_providers').values(row).execute()
}

export async function updateSsoProvider(tx: Tx, { id, ...row }: SsoProviderRow): Promise<void> {
  await tx.updateTable('sso_providers').set(row).where('id', '=', id).execute()
}

/** False if there was none. */
export async function deleteSsoProvider(tx: Tx, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('sso_providers')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return numDeletedRows > 0n
}

/** The row of the settings. */
const SERVER = 'server'

const selectSettings = prepared((db, by: { id: string }) =>
  db.selectFrom('sso_settings').select('required').where('id', '=', by.id),
)

/** Whether the settings say that people sign in through a provider only. */
export async function readSsoRequired(db: Db): Promise<boolean> {
  const [row] = await selectSettings(db, { id: SERVER })
  return row?.required === 1
}

export async function writeSsoRequired(tx: Tx, isRequired: boolean): Promise<void> {
  const required = Number(isRequired)
  await tx
    .insertInto('sso_settings')
    .values({ id: SERVER, required })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ required }))
    .execute()
}
