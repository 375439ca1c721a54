import type { Socket } from 'node:net'
import { type Problem, problem } from '@mission-control/protocol'

/**
 * Answers a client that sent something other than a request, or didn't send a whole one in time. A
 * client that sent nothing gets no answer.
 */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  // An answer has begun already: it can't become another one.
  const isAnswering = (socket as { _httpMessage?: { headersSent: boolean } })._httpMessage
    ?.headersSent
  if (socket.writable && socket.bytesRead > 0 && !isAnswering && error.code !== 'ECONNRESET') {
    socket.write(textOf(problemOf(error)))
  }
  socket.destroy()
}

function problemOf({ code, message }: Error & { code?: string }): Problem {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return problem(
        'request_timeout',
        'The request took too long to arrive. Send it again, without pauses.',
      )
    case 'HPE_HEADER_OVERFLOW':
      return problem(
        'head_too_large',
        'Expected a request head of at most 16 KiB. Send fewer or shorter headers.',
      )
    default:
      return problem('invalid_request', `This is not a valid HTTP request: ${message}.`)
  }
}

function textOf(answer: Problem): string {
  const body = JSON.stringify(answer)
  const head = [
    `HTTP/1.1 ${answer.status} ${answer.title}`,
    'Connection: close',
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ]
  return `${head.join('\r\n')}\r\n\r\n${body}`
}
