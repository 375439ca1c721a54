import { FLOW_LASTS } from '../auth/sso/flow.ts'
import { carriedCookie } from './carried-cookie.ts'

/** What a browser carries while somebody is away at a provider. */
export const flowCookie = carriedCookie('mission_control_flow', FLOW_LASTS)
