import { ROLES, type Role, type RoleRule } from '@mission-control/protocol'
import { useWorkspaces } from '../app/use-workspaces.ts'
import { text } from '../strings/index.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { SelectField, TextField } from '../ui/field.tsx'

const words = text.sso.rules

interface Props {
  rules: RoleRule[]
  isGithub: boolean
  onChange: (rules: RoleRule[]) => void
}

/** What the members of a group at the provider are here. */
export function RoleRules({ rules, isGithub, onChange }: Props) {
  const set = (at: number, some: Partial<RoleRule>) =>
    onChange(rules.map((rule, i) => (i === at ? { ...rule, ...some } : rule)))
  return (
    <fieldset className="grid min-w-0 gap-2">
      <legend className="mb-1 font-[550]">{words.title}</legend>
      <p className="text-xs text-dim">
        {words.about} {isGithub && words.github}
      </p>
      {rules.map((rule, i) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule is its place in the list.
          key={i}
          className="grid grid-cols-[minmax(0,3fr)_7rem_minmax(0,2fr)_auto] items-start gap-2 border-t border-line pt-2 phone:grid-cols-[minmax(0,1fr)_7rem_auto]"
        >
          <div className="phone:col-span-3">
            <TextField
              label={words.group}
              autoComplete="off"
              value={rule.group}
              onChange={({ target }) => set(i, { group: target.value })}
            />
          </div>
          <SelectField
            label={words.role}
            value={rule.role}
            onChange={({ target }) => set(i, { role: target.value as Role })}
          >
            {ROLES.map((each) => (
              <option key={each} value={each}>
                {text.people.roles[each]}
              </option>
            ))}
          </SelectField>
          <WorkspaceField
            chosen={rule.workspaceId}
            onChoose={(workspaceId) => set(i, { workspaceId })}
          />
          <IconButton
            icon="close"
            label={words.remove(rule.group)}
            className="mt-[24px] phone:order-1"
            onClick={() => onChange(rules.filter((_, at) => at !== i))}
          />
        </div>
      ))}
      <Button
        size="small"
        icon="plus"
        className="justify-self-start"
        onClick={() => onChange([...rules, { group: '', role: 'operator', workspaceId: null }])}
      >
        {words.add}
      </Button>
    </fieldset>
  )
}

interface WorkspaceProps {
  chosen: string | null
  onChoose: (id: string | null) => void
}

/** Roles are given where one is an admin. */
function WorkspaceField({ chosen, onChoose }: WorkspaceProps) {
  const { data = [] } = useWorkspaces()
  const offered = data.filter(({ personal, role }) => !personal && role === 'admin')
  const isKnown = chosen === null || offered.some(({ id }) => id === chosen)
  return (
    <SelectField
      label={words.workspace}
      value={chosen ?? ''}
      onChange={({ target }) => onChoose(target.value === '' ? null : target.value)}
    >
      <option value="">{words.own}</option>
      {offered.map(({ id, label }) => (
        <option key={id} value={id}>
          {label}
        </option>
      ))}
      {!isKnown && <option value={chosen}>{words.unknown}</option>}
    </SelectField>
  )
}
