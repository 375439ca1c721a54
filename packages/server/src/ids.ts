import { typeidUnboxed } from 'typeid-js'

type Kind =
  | 'task'
  | 'batch'
  | 'run'
  | 'approval'
  | 'desktop'
  | 'workspace'
  | 'user'
  | 'account'
  | 'session'
  | 'passkey'
  | 'invitation'
  | 'key'
  | 'jointoken'
  | 'setup'
  | 'test'
  | 'knock'
  | 'replica'

/** A new TypeID: the kind and a UUIDv7, so ids of a kind sort by the time of their making. */
export function newId(kind: Kind): string {
  return typeidUnboxed(kind)
}
