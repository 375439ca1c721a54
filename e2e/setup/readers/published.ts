import { fetchEventSource } from '@microsoft/fetch-event-source'
import { EventSource } from 'eventsource'
import { createEventSource } from 'eventsource-client'
import type { Reader } from './reader.ts'

/** It sends no headers: the key is in the address. */
export const eventsource: Reader = ({ url, headers, signal, onEvent }) => {
  const source = new EventSource(`${url}?apiKey=${headers['x-api-key']}`)
  source.onmessage = ({ lastEventId, data }) => onEvent({ id: lastEventId, data })
  signal.addEventListener('abort', () => source.close())
}

export const eventsourceClient: Reader = ({ url, headers, signal, onEvent, onComment }) => {
  const source = createEventSource({
    url,
    headers,
    onMessage: ({ id = '', data }) => onEvent({ id, data }),
    onComment,
  })
  signal.addEventListener('abort', () => source.close())
}

/** It is for pages. */
export function bePage(): void {
  const ignore = () => undefined
  const document = { hidden: false, addEventListener: ignore, removeEventListener: ignore }
  Object.assign(globalThis, { window: globalThis, document })
}

export const microsoft: Reader = ({ url, headers, signal, onEvent }) => {
  void fetchEventSource(url, {
    headers,
    signal,
    onmessage: ({ id, data }) => onEvent({ id, data }),
  })
}
