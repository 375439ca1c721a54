import { z } from 'zod'
import { endpoints } from '../endpoints.ts'
import {
  CreatedJoinToken,
  JoinedDesktop,
  JoiningMachine,
  JoinToken,
  NewJoinToken,
} from '../resources/join-token.ts'
import type { RouteTable } from './route.ts'

export const joiningRoutes = {
  listJoinTokens: {
    ...endpoints.listJoinTokens,
    needs: 'desktops',
    tag: 'Joining',
    summary: 'The join tokens that still let machines in, newest first',
    status: 200,
    response: z.array(JoinToken),
    errors: [],
  },
  createJoinToken: {
    ...endpoints.createJoinToken,
    needs: 'desktops',
    tag: 'Joining',
    summary: 'Create a join token; the answer holds it, once, and the line to paste',
    body: NewJoinToken,
    status: 201,
    location: endpoints.deleteJoinToken.path,
    response: CreatedJoinToken,
    secret: true,
    errors: [],
  },
  deleteJoinToken: {
    ...endpoints.deleteJoinToken,
    needs: 'desktops',
    tag: 'Joining',
    summary: 'Revoke a join token at once; the machines that have joined by it stay',
    status: 204,
    errors: ['join_token_not_found'],
  },
  joinDesktop: {
    ...endpoints.joinDesktop,
    tag: 'Joining',
    summary: 'Become a desktop by a join token: repeated with the same key it is the same desktop',
    body: JoiningMachine,
    status: 200,
    response: JoinedDesktop,
    open: true,
    errors: ['wrong_join_token', 'join_token_over', 'rate_limited'],
  },
} as const satisfies RouteTable
