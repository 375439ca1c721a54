/** Loaded before the server: an open route needs a key, and one that needs a key is open; else they are as they were. */
import { routes } from '@mission-control/protocol'

type Access = { open?: boolean; needs?: string }
const { getHealth, getStorage }: { getHealth: Access; getStorage: Access } = routes
delete getHealth.open
getHealth.needs = 'read'
delete getStorage.needs
getStorage.open = true
