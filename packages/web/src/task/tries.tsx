import { Link } from '@tanstack/react-router'
import { text } from '../strings/index.ts'
import { Fact } from './fact.tsx'
import type { ShownTask } from './shown-task.ts'

const words = text.taskPage

/** Which try it is, with the way to the one before and to the one after. */
export function Tries({ task: { attempt, rerunOf, rerunAs } }: { task: ShownTask }) {
  if (rerunOf === null && rerunAs === null) return null
  return (
    <Fact label={words.again}>
      <span className="flex flex-wrap gap-x-2.5">
        {text.task.try(attempt)}
        {rerunOf && <Try taskId={rerunOf}>{words.earlierTry}</Try>}
        {rerunAs && <Try taskId={rerunAs}>{words.laterTry}</Try>}
      </span>
    </Fact>
  )
}

function Try({ taskId, children }: { taskId: string; children: string }) {
  return (
    <Link to="/tasks/$taskId" params={{ taskId }} className="text-accent hover:underline">
      {children}
    </Link>
  )
}
