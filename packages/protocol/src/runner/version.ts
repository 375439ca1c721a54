/**
 * The version of the messages between runner and server.
 *
 * | version | what changed |
 * |---|---|
 * | 1 | the first |
 * | 2 | prompts: `prompt`, the end `answered`, the stream `agent`; `agent` and its place in `hello` |
 * | 3 | `evidence`; time-outs: `timeoutMs` of `start` and `prompt`, the failure `timed_out`; permissions: `rules` of `prompt`, `permission`, `permissionWithdrawn`, `permissionAnswer`; agents set up by the server: `agentSetup`, `testAgent`, `agentTested`, `revision` of an agent, `presets` in `hello`; chats: `history` and `conversation` of `prompt` |
 * | 4 | `place` in `hello`; every field of a runner's messages has a bound (`limits.ts`); `graceMs` of `start` and `prompt`; more in `evidence`: `filesTotal`, `denied`, and `pathBytes`, `mode`, `kind`, `target`, `ignored` of a file |
 * | 5 | `clock` in `hello` and `heartbeat`; the failure `agent_denied`, `agent_error` to older servers |
 * | 6 | `asksPermission` and `asksPermissionReason` of an agent; `machine` and `identity` in `hello`; `leave` |
 * | 7 | `upgrade` in `hello`; `upgrade`; `service` of a machine |
 * | 8 | `key` of `prompt`, and of the runs in `welcome` |
 *
 * A change of `up.ts` or `down.ts` that the other side can notice raises `PROTOCOL_VERSION` and adds
 * a line here; `OLDEST_SUPPORTED` rises when the code for an old version goes. A test holds the hash
 * of the messages' schemas, so that no change goes unannounced.
 */
export const PROTOCOL_VERSION = 8
export const OLDEST_SUPPORTED = 1

export interface SupportedVersions {
  newest: number
  oldest: number
}

export type Negotiation =
  | { ok: true; version: number }
  | { ok: false; code: 'runner_too_old' | 'server_too_old'; message: string }

/** The version that both sides speak, or which side has to be updated, in words. */
export function negotiate(runner: SupportedVersions, server: SupportedVersions): Negotiation {
  if (runner.newest < server.oldest) {
    return {
      ok: false,
      code: 'runner_too_old',
      message: `This runner speaks protocol ${runner.newest}, the server needs at least ${server.oldest}: update the runner.`,
    }
  }
  if (runner.oldest > server.newest) {
    return {
      ok: false,
      code: 'server_too_old',
      message: `This runner needs protocol ${runner.oldest}, the server speaks at most ${server.newest}: update the server.`,
    }
  }
  return { ok: true, version: Math.min(runner.newest, server.newest) }
}
