import type { ComponentType } from 'react'
import { lazily } from '../app/loaded.ts'
import { NotificationSwitch } from '../notifications/notification-switch.tsx'
import { text } from '../strings/index.ts'
import type { IconName } from '../ui/icons.tsx'
import { AccountSettings } from './account-settings.tsx'
import { ApiKeys } from './api-keys.tsx'
import { AppearanceSettings } from './appearance-settings.tsx'
import { NewDesktops } from './new-desktops.tsx'
import { People } from './people.tsx'
import type { SectionName } from './section-names.ts'
import { TaskApproval } from './task-approval.tsx'

interface Section {
  icon: IconName
  about: string
  Content: ComponentType
}

const words = text.settings

const SingleSignOn = lazily(() => import('../sso/single-sign-on.tsx'), 'SingleSignOn')
const AuditLog = lazily(() => import('../audit/audit-log.tsx'), 'AuditLog')

export const SECTIONS = {
  'task-approval': { icon: 'approvals', about: words.taskApproval.about, Content: TaskApproval },
  'new-desktops': { icon: 'desktop', about: words.newDesktops.about, Content: NewDesktops },
  people: { icon: 'people', about: text.people.about, Content: People },
  'single-sign-on': { icon: 'signIn', about: words.sso.about, Content: SingleSignOn },
  'api-keys': { icon: 'key', about: words.apiKeys.about, Content: ApiKeys },
  audit: { icon: 'eye', about: words.audit.about, Content: AuditLog },
  account: { icon: 'account', about: words.account.about, Content: AccountSettings },
  appearance: { icon: 'sun', about: words.appearance.about, Content: AppearanceSettings },
  notifications: { icon: 'bell', about: words.notifications.about, Content: NotificationSwitch },
} satisfies Record<SectionName, Section>

export function isSection(name: string): name is SectionName {
  return Object.hasOwn(SECTIONS, name)
}
