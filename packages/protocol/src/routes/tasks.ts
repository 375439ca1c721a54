import { z } from 'zod'
import { endpoints } from '../endpoints.ts'
import { taskFrames } from '../frames.ts'
import { TaskEvidence } from '../resources/evidence.ts'
import {
  NewTask,
  NewTaskBatch,
  OutputChunk,
  OutputEncoding,
  Rerun,
  Review,
  Task,
  TaskIds,
  TaskStatusSchema,
} from '../resources/task.ts'
import { cursor, limit } from './query.ts'
import type { RouteTable } from './route.ts'

export const RunOutcome = z
  .union([
    z.object({
      id: z.string().meta({ description: 'The task.', example: 'task_01kgs8x3m4' }),
      status: TaskStatusSchema.describe("The task's status now."),
    }),
    z.object({
      id: z.string().meta({ description: 'The task.', example: 'task_01kgs8x3m4' }),
      error: z
        .looseObject({
          code: z
            .string()
            .meta({ description: "The error's stable code.", example: 'status_conflict' }),
          status: z.int().meta({
            description: 'The HTTP status that this task alone would have got.',
            example: 409,
          }),
          detail: z.string().meta({
            description: 'What was expected and what was got.',
            example: 'Expected a pending task.',
          }),
        })
        .describe("Why the task wasn't run."),
    }),
  ])
  .meta({
    id: 'RunOutcome',
    description: 'What became of one of several tasks that were run together.',
  })

export const tasksRoutes = {
  listTasks: {
    ...endpoints.listTasks,
    needs: 'read',
    tag: 'Tasks',
    summary: 'All tasks, newest first',
    query: z.object({
      status: TaskStatusSchema.optional().describe('Only tasks of this status.'),
      desktopId: z
        .string()
        .optional()
        .meta({ description: 'Only tasks of this desktop.', example: 'desktop_01kgs8x3m4' }),
      limit: limit(1000).meta({ description: 'How many to answer; left out: all.', example: 50 }),
      cursor: z
        .string()
        .optional()
        .meta({ description: 'From the Link header of the page before.', example: 'eyJhdCI6MX0' }),
    }),
    status: 200,
    response: z.array(Task),
    errors: [],
  },
  createTask: {
    ...endpoints.createTask,
    needs: 'tasks',
    tag: 'Tasks',
    summary: 'Create a task; it stays pending until it is run',
    body: NewTask,
    status: 201,
    location: endpoints.getTask.path,
    response: Task,
    errors: ['unknown_desktop', 'unknown_task'],
  },
  createTasks: {
    ...endpoints.createTasks,
    needs: 'tasks',
    tag: 'Tasks',
    summary: 'Create up to 1,000 tasks, all or nothing; with run, start each that can start',
    body: NewTaskBatch,
    status: 201,
    location: endpoints.listTasks.path,
    response: z.array(Task),
    errors: ['unknown_desktop', 'unknown_task'],
  },
  rerunTasks: {
    ...endpoints.rerunTasks,
    needs: 'tasks',
    tag: 'Tasks',
    summary: 'Create up to 1,000 tasks once more, all or nothing, each linked to the earlier one',
    body: Rerun,
    status: 201,
    location: endpoints.listTasks.path,
    response: z.array(Task),
    errors: ['unknown_desktop', 'unknown_task'],
  },
  runTasks: {
    ...endpoints.runTasks,
    needs: 'tasks',
    tag: 'Tasks',
    summary: 'Run up to 1,000 tasks; each starts, or is refused, by itself',
    body: TaskIds,
    status: 200,
    response: z.array(RunOutcome),
    errors: [],
  },
  getTask: {
    ...endpoints.getTask,
    needs: 'read',
    tag: 'Tasks',
    summary: 'One task',
    status: 200,
    response: Task,
    errors: ['task_not_found'],
  },
  deleteTask: {
    ...endpoints.deleteTask,
    needs: 'tasks',
    tag: 'Tasks',
    summary: 'Delete a task that has ended, with its output',
    status: 204,
    errors: ['task_not_found', 'status_conflict'],
  },
  runTask: {
    ...endpoints.runTask,
    needs: 'tasks',
    tag: 'Tasks',
    summary: 'Start a pending task on its desktop',
    status: 200,
    response: Task,
    errors: ['task_not_found', 'status_conflict', 'desktop_unavailable', 'agent_not_ready'],
  },
  reviewTask: {
    ...endpoints.reviewTask,
    needs: 'approvals',
    tag: 'Tasks',
    summary:
      'Approve or reject the result of a task in review, which stays there until enough approve',
    body: Review,
    status: 200,
    response: Task,
    errors: ['task_not_found', 'status_conflict', 'own_task'],
  },
  cancelTask: {
    ...endpoints.cancelTask,
    needs: 'tasks',
    tag: 'Tasks',
    summary: 'Cancel a pending task, or stop a running one with everything it started',
    status: 200,
    response: Task,
    errors: ['task_not_found', 'status_conflict'],
  },
  getOutput: {
    ...endpoints.getOutput,
    needs: 'read',
    tag: 'Tasks',
    summary:
      'What the task has printed; as text/plain the exact bytes, or followed to the end of the task',
    query: z.object({
      after: cursor.meta({
        description: 'The number of the last chunk that you have: the answer starts after it.',
        example: 7,
      }),
      limit: limit(10_000).meta({ description: 'How many to answer; left out: all.', example: 50 }),
      encoding: OutputEncoding.optional().meta({
        description: 'How the data of a chunk is given; left out: text.',
        example: 'base64',
      }),
    }),
    status: 200,
    response: z.array(OutputChunk),
    produces: 'text',
    frames: taskFrames,
    errors: ['task_not_found'],
  },
  getEvidence: {
    ...endpoints.getEvidence,
    needs: 'read',
    tag: 'Tasks',
    summary: 'The files that the task changed and the commands that it ran, for its reviewer',
    status: 200,
    response: TaskEvidence,
    errors: ['task_not_found'],
  },
} as const satisfies RouteTable
