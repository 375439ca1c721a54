import type { Scope } from '../../setup/cleanup.ts'
import type { Site } from '../harness/site.ts'

/** Done to a site while an ordinary command runs on it. */
export type Poison = (site: Site, scope: Scope) => Promise<void>
