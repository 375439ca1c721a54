/** Loaded before the server: an open route becomes one that needs a key, and is else the same. */
import { routes } from '@mission-control/protocol'

const route: { open?: boolean; needs?: string } = routes.getHealth
delete route.open
route.needs = 'read'
