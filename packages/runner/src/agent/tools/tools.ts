import { tool } from 'ai'
import { z } from 'zod'
import { editFile } from './edit-file.ts'
import { listFiles } from './list-files.ts'
import { readFile } from './read-file.ts'
import { runShell } from './shell.ts'
import { fetchUrl } from './web/fetch-url.ts'
import type { Workplace } from './workplace.ts'
import { writeFile } from './write-file.ts'

/** What our own agent can do. All of it happens in the working directory, as the runner's user. */
export function toolsOf(
  place: Workplace,
  mayReach: (url: URL) => Promise<boolean>,
  stopped: AbortSignal,
) {
  const path = z.string().describe('relative to the working directory')
  return {
    shell: tool({
      description:
        'Run a command with /bin/sh in the working directory; answers what it printed and its exit code. It gets no input. What has to go on afterwards (a server) belongs in the background, with its output in a file.',
      inputSchema: z.object({
        command: z.string(),
        timeoutSeconds: z.number().positive().optional().describe('600 by default'),
      }),
      execute: (input) => runShell(place, input, stopped),
    }),
    read_file: tool({
      description: 'Read a text file.',
      inputSchema: z.object({
        path,
        from: z.int().positive().optional().describe('the first line to read; 1 by default'),
      }),
      execute: (input) => readFile(place, input),
    }),
    write_file: tool({
      description: 'Write a text file, or replace it; makes its folders.',
      inputSchema: z.object({ path, content: z.string() }),
      execute: (input) => writeFile(place, input),
    }),
    edit_file: tool({
      description: 'Replace a piece of a text file by another, exactly as it stands there.',
      inputSchema: z.object({
        path,
        old: z.string().describe('must be there once, unless `all` is given'),
        new: z.string(),
        all: z.boolean().optional().describe('replace it wherever it is'),
      }),
      execute: (input) => editFile(place, input),
    }),
    list_files: tool({
      description: 'List a folder and what is below it.',
      inputSchema: z.object({ path: path.optional() }),
      execute: (input) => listFiles(place, input),
    }),
    fetch_url: tool({
      description: 'Fetch a page or file of the web, as text.',
      inputSchema: z.object({ url: z.string() }),
      execute: (input) => fetchUrl(input, mayReach, stopped),
    }),
  }
}
