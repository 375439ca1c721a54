import { styleText } from 'node:util'
import { printable } from '../screen/visible.ts'

type Style = Parameters<typeof styleText>[0]

/** Shows Markdown line by line as it comes: headings, emphasis, code and lists; the rest as it is. */
export class MarkdownLines {
  #rest = ''
  #inCode = false

  /** The lines that this text completes, ready for a terminal. */
  add(text: string): string {
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() as string
    return lines.map((line) => `${this.#shown(line)}\n`).join('')
  }

  /** What is left of an unfinished line. */
  end(): string {
    const line = this.#rest
    this.#rest = ''
    this.#inCode = false
    return line === '' ? '' : `${this.#shown(line)}\n`
  }

  #shown(raw: string): string {
    const line = printable(raw)
    if (/^\s*(```|~~~)/.test(line)) {
      this.#inCode = !this.#inCode
      return styled('dim', line)
    }
    if (this.#inCode) return styled('cyan', line)
    if (/^#{1,6} /.test(line)) return styled('bold', line.replace(/^#+ /, ''))
    return line
      .replace(/^(\s*)[-*] /, '$1• ')
      .replace(/`([^`]+)`/g, (_, code: string) => styled('cyan', code))
      .replace(/\*\*([^*]+)\*\*/g, (_, strong: string) => styled('bold', strong))
  }
}

function styled(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout })
}
