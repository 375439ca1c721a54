import { spoken } from '../spoken.ts'

/** Signing in by a device. */
export const passkeys = spoken({
  title: 'Passkeys',
  about:
    'A passkey signs you in with your phone, your computer or a security key, without a password or a code.',
  none: 'You have no passkeys yet.',
  notHere: 'This browser can’t use passkeys at this address.',
  onlyAt: (host: string) => `Passkeys for this server work at ${host}. Open it there to add one.`,
  add: 'Add a passkey',
  addIt: 'Continue',
  name: 'Name',
  nameHint: 'So that you recognize it later.',
  nameMissing: 'Give it a name.',
  added: (name: string) => `${name} can sign you in now.`,
  lastUsed: (age: string) => `used ${age}`,
  neverUsed: 'never used',
  forHost: (host: string) => `for ${host}`,
  rename: 'Rename',
  renameNamed: (name: string) => `Rename ${name}`,
  save: 'Save',
  remove: 'Remove',
  removeNamed: (name: string) => `Remove ${name}`,
  removeAbout: (name: string) => `${name} won’t sign you in any more.`,
  removed: (name: string) => `${name} was removed.`,
  signIn: 'Sign in with a passkey',
  cancelled:
    'Nothing was signed: the request was cancelled, or this device has no passkey for this server.',
  known: 'You already have a passkey on this device.',
})
