import { useState } from 'react'
import { text } from '../strings/index.ts'
import { Switch } from '../ui/switch.tsx'
import { isAvailable, setWanted, useWanted } from './preference.ts'

const words = text.notifications

export function NotificationSwitch() {
  const available = isAvailable()
  const on = useWanted()
  const [denied, setDenied] = useState(() => available && Notification.permission === 'denied')
  const change = async (wanted: boolean) => {
    const permission = wanted ? await Notification.requestPermission() : 'default'
    const granted = permission === 'granted' && showExample()
    setDenied(permission === 'denied')
    setWanted(granted)
  }
  return (
    <div className="rounded-lg border border-line bg-panel p-4">
      <Switch
        label={words.switch}
        hint={available ? (denied ? words.denied : words.hint) : words.unavailable}
        checked={on}
        disabled={!available}
        onCheckedChange={change}
      />
    </div>
  )
}

/** Some browsers have the API but can't show notifications. */
function showExample(): boolean {
  try {
    new Notification(words.example, { body: words.exampleBody, tag: 'example' })
    return true
  } catch {
    return false
  }
}
