import { fail, type NewTotp, type RecoveryCodes, type TotpState } from '@mission-control/protocol'
import { atFirstUse } from '../../at-first-use.ts'
import type { AuthenticatedCaller, Core } from '../../core.ts'
import { findPasswordHash, findUser } from '../../store/accounts.ts'
import { hold } from '../../store/locks.ts'
import type { TotpRow, Tx } from '../../store/schema.ts'
import {
  confirmTotp,
  countRecoveryCodes,
  deleteTotp,
  findTotp,
  putTotp,
  useRecoveryCode,
  useStep,
} from '../../store/totp.ts'
import { loadBetterAuth } from '../load-better-auth.ts'
import { refuseWithoutPassword } from '../password.ts'
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.ts'

const placeOf = (userId: string) => `second factor of ${userId}`

export const loadAuthenticators = atFirstUse(() => import('./authenticator.ts'))

export async function getTotp(core: Core, { userId }: AuthenticatedCaller): Promise<TotpState> {
  const { db } = core.store
  const isOn = typeof (await findTotp(db, userId))?.confirmed_at === 'number'
  return { enabled: isOn, recoveryCodes: isOn ? await countRecoveryCodes(db, userId) : 0 }
}

/** Nothing is asked for yet: first the app has to show that it has the secret. */
export async function startTotp(
  core: Core,
  { userId }: AuthenticatedCaller,
  password: string,
): Promise<NewTotp> {
  await requirePassword(core, userId, password)
  const user = await findUser(core.store.db, userId)
  const made = (await loadAuthenticators()).newAuthenticator(user?.email ?? userId)
  await core.store.write(async (tx) => {
    await hold(tx, 'user', userId)
    if ((await findTotp(tx, userId))?.confirmed_at) {
      fail('second_factor_on', 'Two-factor sign-in is on already. Turn it off first.')
    }
    await putTotp(tx, userId, core.secrets.seal(made.secret, placeOf(userId)))
  })
  return made
}

/** From now on a code is asked for. Answers the recovery codes, once. */
export async function confirmAuthenticator(
  core: Core,
  { userId }: AuthenticatedCaller,
  code: string,
): Promise<RecoveryCodes> {
  const codes = newRecoveryCodes()
  const { stepOf } = await loadAuthenticators()
  await core.store.write(async (tx) => {
    await hold(tx, 'user', userId)
    const totp = await findTotp(tx, userId)
    if (!totp || totp.confirmed_at !== null) {
      return fail('second_factor_off', 'There is nothing to confirm: begin with a new secret.')
    }
    const step = stepOf(secretOf(core, totp), code, core.now()) ?? refuseCode()
    await confirmTotp(tx, userId, core.now(), step, codes.map(hashRecoveryCode))
  })
  return { codes }
}

export async function removeTotp(
  core: Core,
  { userId }: AuthenticatedCaller,
  proof: Proof,
): Promise<void> {
  await prove(core, userId, proof, async (tx, isOn) => {
    if (!isOn) fail('second_factor_off', 'Two-factor sign-in is off already.')
    await deleteTotp(tx, userId)
  })
}

/** That it is really the user who asks: their factors, once more. */
export interface Proof {
  password: string
  code?: string | undefined
}

/** Does some work if the proof holds, in the transaction that uses the code up; `isOn`: there was one to use. */
export async function prove<T>(
  core: Core,
  userId: string,
  { password, code }: Proof,
  work: (tx: Tx, isOn: boolean) => Promise<T>,
): Promise<T> {
  const hash = await requirePassword(core, userId, password)
  // Not within the transaction, which would keep all others waiting.
  if (code !== undefined) await loadAuthenticators()
  return await core.store.write(async (tx) => {
    await hold(tx, 'user', userId)
    // A password that was changed meanwhile is no longer the right one.
    if ((await findPasswordHash(tx, userId)) !== hash) refusePassword()
    return await work(tx, await passSecondFactor(core, tx, userId, code))
  })
}

/**
 * Uses a code up, of the app or for recovery: each works once. False: the user has no second factor.
 * Throws `second_factor_required` without a code, and `wrong_code`. The user is held.
 */
export async function passSecondFactor(
  core: Core,
  tx: Tx,
  userId: string,
  code: string | undefined,
): Promise<boolean> {
  const totp = await findTotp(tx, userId)
  if (!totp || totp.confirmed_at === null) return false
  if (code === undefined) {
    return fail('second_factor_required', 'Enter the code of your authenticator app as well.')
  }
  const digits = code.replace(/\s/g, '')
  if (!/^\d{6}$/.test(digits)) {
    return (await useRecoveryCode(tx, userId, hashRecoveryCode(code))) || refuseCode()
  }
  const { stepOf } = await loadAuthenticators()
  const step = stepOf(secretOf(core, totp), digits, core.now())
  if (step === null || !(await useStep(tx, userId, step))) return refuseCode()
  return true
}

function secretOf({ secrets }: Core, { secret, user_id }: TotpRow): string {
  return secrets.open(secret, placeOf(user_id))
}

/** The hash of the user's password, which this is. */
async function requirePassword(core: Core, userId: string, password: string): Promise<string> {
  const { verifyPassword } = await loadBetterAuth()
  const hash = (await findPasswordHash(core.store.db, userId)) ?? refuseWithoutPassword()
  return (await verifyPassword({ password, hash })) ? hash : refusePassword()
}

function refusePassword(): never {
  return fail('wrong_credentials', 'The password is wrong.')
}

function refuseCode(): never {
  return fail(
    'wrong_code',
    'This code is wrong, or was used already. Enter the one that the app shows now, or a recovery code.',
  )
}
