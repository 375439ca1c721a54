import { spoken } from '../spoken.ts'

/** Everything that can be looked for or done, in one place. */
export const palette = spoken({
  results: 'Results',
  groups: {
    task: 'This task',
    recent: 'Recent',
    actions: 'Actions',
    tasks: 'Tasks',
    desktops: 'Desktops',
  },
  goTo: (page: string) => `Go to ${page}`,
  openWorkspace: (name: string) => `Open workspace ${name}`,
  settings: (section: string) => `Settings: ${section}`,
  appearance: (name: string) => `Appearance: ${name}`,
  appearanceWords: 'theme colour scheme mode',
  addDesktop: 'Add a desktop',
  createApiKey: 'Create an API key',
  signOut: 'Sign out',
  signOutWords: 'log out leave',
  shortcuts: 'Keyboard shortcuts',
  shortcutsWords: 'keys help',
  newTaskWords: 'create add run prompt command',
  onTask: {
    run: 'Run',
    approve: 'Approve',
    reject: 'Reject',
    cancel: 'Cancel',
    open: 'Open',
    again: 'Run again',
    editAgain: 'Edit and run again',
  },
  openById: (id: string) => `Open ${id}`,
})
