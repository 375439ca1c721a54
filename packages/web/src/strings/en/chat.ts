import { spoken } from '../spoken.ts'

/** Talking with the agent of a desktop. */
export const chat = spoken({
  title: 'Chat',
  label: (turns: number) => `Conversation, ${turns === 1 ? '1 message' : `${turns} messages`}`,
  turn: 'Message and reply',
  toEnd: 'Jump to the end',
  youSaid: 'Message',
  message: 'Message',
  placeholder: (desktop: string) => `Ask the agent on ${desktop}`,
  send: 'Send',
  stop: 'Stop',
  stopped: 'Stopped.',
  queued: 'Waiting for the agent to be free.',
  drop: 'Discard',
  work: 'What it did',
  refused: 'Couldn’t load the conversation.',
  empty: (desktop: string) => `Chat with the agent on ${desktop}`,
  emptyAbout:
    'The agent remembers this conversation and works in the desktop’s work folder. For work that needs review, create a prompt task.',
  clear: 'Clear',
  clearTitle: 'Clear this conversation?',
  clearAbout:
    'This deletes all messages, stops what the agent is doing, and discards queued messages. This can’t be undone.',
  clearIt: 'Clear conversation',
  offline: 'The desktop is offline.',
  noAgent: 'This desktop has no agent yet.',
  setUpAgent: 'Set up an agent',
  lookAtAgent: 'Check its settings',
})
