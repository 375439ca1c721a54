import { randomBytes } from 'node:crypto'
import type { SsoCheck, SsoChecked } from '@mission-control/protocol'
import { askProvider } from './ask-provider.ts'
import { judgeAddresses, judgeDiscovery, judgeKeys, judgeRedirect, judgeSecret } from './checks.ts'
import { githubAddresses } from './github-addresses.ts'
import type { Provider } from './provider.ts'

/** Looks at the provider as far as that goes without anybody signing in there. */
export async function checkProvider(provider: Provider, redirectUrl: string): Promise<SsoChecked> {
  const { issuer } = provider
  if (provider.preset === 'github') {
    const { token_endpoint } = githubAddresses(issuer).server
    const secret = await checkSecret(provider, token_endpoint, redirectUrl)
    return { checks: [secret, judgeRedirect(redirectUrl)] }
  }
  const checks: SsoCheck[] = []
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const found = await askProvider(address)
  checks.push(judgeDiscovery(issuer, address, found))
  if (checks[0]?.outcome === 'ok') {
    const metadata = (found as { body: Record<string, unknown> }).body
    const addresses = judgeAddresses(metadata)
    checks.push(addresses)
    // Nobody is asked at an address that the server would not use.
    if (addresses.outcome === 'ok') {
      const keys = String(metadata.jwks_uri)
      checks.push(judgeKeys(keys, await askProvider(keys)))
      checks.push(await checkSecret(provider, String(metadata.token_endpoint), redirectUrl))
    }
  }
  return { checks: [...checks, judgeRedirect(redirectUrl)] }
}

async function checkSecret(
  provider: Provider,
  address: string,
  redirectUrl: string,
): Promise<SsoCheck> {
  const secret = provider.openSecret()
  const answer = await askProvider(address, {
    grant_type: 'authorization_code',
    code: randomBytes(20).toString('hex'),
    redirect_uri: redirectUrl,
    code_verifier: randomBytes(32).toString('base64url'),
    client_id: provider.clientId,
    ...(secret !== undefined && { client_secret: secret }),
  })
  return judgeSecret({ hasSecret: secret !== undefined, redirectUrl }, address, answer)
}
