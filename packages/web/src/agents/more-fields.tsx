import { useState } from 'react'
import { text } from '../strings/index.ts'
import { TextField } from '../ui/field.tsx'
import { Icon } from '../ui/icons.tsx'
import { LIMITS } from './draft.ts'
import { EntriesField } from './entries-field.tsx'
import type { FieldsProps } from './fields-props.ts'
import { McpField } from './mcp-field.tsx'

const words = text.agents

/** Fields that few people need: folded, unless one of them has a value. */
export function MoreFields({ draft, change, refusal }: FieldsProps) {
  const { kind, limits, headers, env, mode, mcpServers } = draft
  const isProgram = kind === 'acp'
  const isUsed =
    Object.values(limits).some((limit) => limit !== '') ||
    (kind !== 'chat' && mcpServers.length > 0) ||
    (isProgram ? env.length > 0 || mode !== '' : headers.length > 0)
  const [open, setOpen] = useState(isUsed)
  const isRefused = ['limits', 'headers', 'env', 'mode', 'mcpServers'].some((field) =>
    refusal.of(field),
  )
  const isOpen = open || isRefused
  return (
    <div className="grid gap-4">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="flex items-center gap-1.5 justify-self-start text-dim hover:text-text"
      >
        <Icon name={isOpen ? 'down' : 'right'} className="size-3" />
        {words.more[kind]}
      </button>
      {isOpen && (
        <>
          {isProgram ? (
            <>
              <EntriesField
                label={words.env}
                hint={words.envHint}
                error={refusal.of('env')}
                entries={env}
                onChange={(env) => change({ env })}
              />
              <TextField
                label={words.mode}
                hint={words.modeHint}
                error={refusal.of('mode')}
                value={mode}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => change({ mode: event.target.value })}
              />
            </>
          ) : (
            <EntriesField
              label={words.headers}
              hint={words.headersHint}
              error={refusal.of('headers')}
              entries={headers}
              onChange={(headers) => change({ headers })}
            />
          )}
          {kind !== 'chat' && (
            <McpField
              servers={mcpServers}
              error={refusal.of('mcpServers')}
              onChange={(mcpServers) => change({ mcpServers })}
            />
          )}
          <fieldset className="grid gap-1">
            <legend className="mb-1 font-[550]">{words.limits}</legend>
            <div className="grid grid-cols-2 gap-2 sm:grid-cols-5">
              {LIMITS.map((limit) => (
                <label key={limit} className="grid gap-0.5 text-xs text-dim">
                  {words.limit[limit]}
                  <input
                    inputMode="decimal"
                    value={limits[limit]}
                    autoComplete="off"
                    onChange={(event) =>
                      change({ limits: { ...limits, [limit]: event.target.value } })
                    }
                    className="h-[30px] w-full min-w-0 rounded-[7px] border border-line-strong bg-panel px-2 text-base text-text"
                  />
                </label>
              ))}
            </div>
            <p className={refusal.of('limits') ? 'text-xs text-failed' : 'text-xs text-dim'}>
              {refusal.of('limits') ?? words.limitsHint}
            </p>
          </fieldset>
        </>
      )}
    </div>
  )
}
