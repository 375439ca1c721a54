import { type CleanedWhere, createAdapterFactory } from 'better-auth/adapters'
import { selectEqualRows } from '../store/equal-rows.ts'
import type { SessionRow } from '../store/schema.ts'
import { insertSession } from '../store/sessions.ts'
import type { Store } from '../store/store.ts'
import { hashSecret } from './secrets.ts'

/**
 * Better-auth's way to the store, as far as signing in goes: it looks a user up and creates a session.
 * Reads go to the reader and a session is one write among the others of its commit. Times are ms and a
 * token is kept as its hash, neither of which better-auth's own SQL adapters do.
 */
export function betterAuthAdapter(store: Store) {
  return createAdapterFactory({
    config: {
      adapterId: 'mission-control',
      customTransformInput: ({ data }) => (data instanceof Date ? data.getTime() : data),
      customTransformOutput: ({ data, fieldAttributes }) =>
        fieldAttributes.type === 'date' && typeof data === 'number' ? new Date(data) : data,
    },
    adapter: () => ({
      async findOne({ model, where }) {
        const [row] = await selectEqualRows(store.db, tableOf(model), equal(where), 1)
        return (row ?? null) as never
      },
      findMany: async ({ model, where = [], limit }) =>
        (await selectEqualRows(store.db, tableOf(model), equal(where), limit)) as never[],
      async create({ model, data }) {
        if (model !== 'sessions') return notForSigningIn()
        const session = data as unknown as SessionRow
        const kept = { ...session, token_hash: hashSecret(session.token_hash) }
        await store.write((tx) => insertSession(tx, kept))
        return data
      },
      update: notForSigningIn,
      updateMany: notForSigningIn,
      delete: notForSigningIn,
      deleteMany: notForSigningIn,
      count: notForSigningIn,
    }),
  })
}

function tableOf(model: string): 'users' | 'accounts' {
  return model === 'users' || model === 'accounts' ? model : notForSigningIn()
}

/** The columns and what they have to be. */
function equal(where: CleanedWhere[]): Record<string, unknown> {
  const plain = where.every(({ operator, connector }) => operator === 'eq' && connector === 'AND')
  if (!plain) notForSigningIn()
  return Object.fromEntries(where.map(({ field, value }) => [field, value]))
}

function notForSigningIn(): never {
  throw new Error('better-auth asks for what signing in does not need')
}
