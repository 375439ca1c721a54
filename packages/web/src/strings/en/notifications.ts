import { spoken } from '../spoken.ts'

export const notifications = spoken({
  switch: 'Notify me when a task needs my decision',
  hint: 'One notification per task, only while this page is open in the background.',
  denied:
    'This browser blocks notifications from this page. Allow them in its site settings, then turn this on.',
  unavailable:
    'This browser shows notifications only for pages served over HTTPS or from localhost.',
  example: 'Notifications are on',
  exampleBody: 'This is how you hear of a task that needs your decision.',
  one: 'A task needs your decision',
  asks: 'An agent asks for your permission',
  stillOne: 'A task still needs your decision',
  stillAsks: 'An agent still asks for your permission',
  many: (count: number) => `${count} tasks need your decision`,
})
