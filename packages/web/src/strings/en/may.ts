import { spoken } from '../spoken.ts'

/** What one's role does not include. */
export const { may } = spoken({
  may: {
    roles: { viewer: 'viewer', operator: 'operator', approver: 'approver', admin: 'admin' },
    refusal: (role: string, needed: string) =>
      `Your role here is ${role}. This needs the role ${needed}, which an admin of the workspace can give you.`,
    /** Beside the name of the product, where the role leaves something out. */
    badge: { viewer: 'View only', operator: 'Operator', approver: 'Approver' },
    about: {
      viewer: 'You are a viewer here: you see everything and change nothing.',
      operator:
        'You are an operator here: you run tasks and chat. Others approve, and change desktops.',
      approver:
        'You are an approver here: you run tasks, chat and approve. Admins change desktops, people and settings.',
    },
  },
})
