import { text } from '../strings/index.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { EntriesField } from './entries-field.tsx'
import { isAddress, type McpDraft, NEW_SERVER } from './mcp-servers.ts'

const words = text.agents.mcp

interface Props {
  servers: readonly McpDraft[]
  error: string | undefined
  onChange: (servers: readonly McpDraft[]) => void
}

/** The MCP servers that give the agent further tools. */
export function McpField({ servers, error, onChange }: Props) {
  const put = (place: number, changes: Partial<McpDraft>) =>
    onChange(servers.map((each, index) => (index === place ? { ...each, ...changes } : each)))
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-0.5 font-[550]">{words.title}</legend>
      {servers.map(({ name, target, secrets }, place) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: a name is written letter by letter.
          key={place}
          className="grid gap-2 rounded-[7px] border border-line bg-bg p-3"
        >
          <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-1.5 gap-y-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,3fr)_auto]">
            <TextField
              label={words.name}
              value={name}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => put(place, { name: event.target.value })}
            />
            <IconButton
              icon="trash"
              label={words.remove(name)}
              className="mt-[23px] sm:order-last"
              onClick={() => onChange(servers.filter((_, index) => index !== place))}
            />
            <div className="max-sm:col-span-2">
              <TextField
                label={words.target}
                placeholder="npx -y @modelcontextprotocol/server-github"
                value={target}
                autoComplete="off"
                spellCheck={false}
                className="font-mono text-xs"
                onChange={(event) => put(place, { target: event.target.value })}
              />
            </div>
          </div>
          <EntriesField
            label={isAddress(target) ? text.agents.headers : text.agents.env}
            hint=""
            error={undefined}
            entries={secrets}
            onChange={(secrets) => put(place, { secrets })}
          />
        </div>
      ))}
      <Button
        size="small"
        icon="plus"
        className="justify-self-start"
        onClick={() => onChange([...servers, NEW_SERVER])}
      >
        {words.add}
      </Button>
      <p className={error ? 'text-xs text-failed' : 'text-xs text-dim'}>{error ?? words.hint}</p>
    </fieldset>
  )
}
