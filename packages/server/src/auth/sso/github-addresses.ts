interface GithubAddresses {
  /** As OAuth 2.0 names them. */
  server: { issuer: string; authorization_endpoint: string; token_endpoint: string }
  api: string
}

/** GitHub's own, of a GitHub Enterprise Cloud with its own address, or of a GitHub Enterprise Server. */
export function githubAddresses(issuer: string): GithubAddresses {
  const { host, protocol } = new URL(issuer)
  const isCloud = host === 'github.com' || host.endsWith('.ghe.com')
  return {
    server: {
      issuer: `${issuer}/login/oauth`,
      authorization_endpoint: `${issuer}/login/oauth/authorize`,
      token_endpoint: `${issuer}/login/oauth/access_token`,
    },
    api: isCloud ? `${protocol}//api.${host}` : `${issuer}/api/v3`,
  }
}
