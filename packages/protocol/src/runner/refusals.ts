/** Why a server may not serve a runner; trying again is of no use. */
export const REFUSALS = [
  'runner_too_old',
  'server_too_old',
  'credential_in_use',
  'desktop_deleted',
  'invalid_hello',
] as const
