/** Loaded before the server: a change of the settings counts as read, so it has no row in the audit log; else it is as it was. */
import { routes } from '@mission-control/protocol'

const { updateSettings }: { updateSettings: { method: string; path: string } } = routes
updateSettings.method = 'GET'
updateSettings.path += '/unlogged'
