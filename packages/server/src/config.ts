import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { z } from 'zod'
import { API_KEY_PREFIX } from './auth/secrets.ts'
import type { SignInOptions } from './auth/sign-in-options.ts'
import { providerOf, ssoVariables } from './auth/sso/variables.ts'
import { EXPECTED as EXPECTED_NATS, readAddress } from './bus/nats/address.ts'
import type { NatsOptions } from './bus/nats/nats.ts'
import type { Retention } from './retention/forget.ts'
import { StartError } from './start-error.ts'
import { EXPECTED, isAddress } from './store/postgres/address.ts'

const flag = z
  .enum(['on', 'off', 'true', 'false', '1', '0'])
  .transform((value) => ['on', 'true', '1'].includes(value))

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, 'expected a whole number')
    .transform(Number)
    .pipe(z.number().min(least).max(most))

/** Addresses, networks and the names that Fastify knows, separated by commas. */
const Proxies = z
  .string()
  .refine(
    (list) => list.split(',').every((each) => isProxy(each.trim())),
    'expected off, a number of proxies, or addresses and networks separated by commas',
  )

function isProxy(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true
  const [address = '', bits = '0'] = text.split('/')
  return (
    isIP(address) > 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (isIP(address) === 4 ? 32 : 128)
  )
}

/** Every variable that the server reads, with its default. */
const Environment = z.object({
  PORT: wholeNumber(0, 65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  /** Everything that the embedded mode keeps. */
  MISSION_CONTROL_DATA_DIR: z.string().min(1).default('./data'),
  /** PostgreSQL in place of SQLite, for example `postgres://user:password@host/database`. */
  DATABASE_URL: z.string().refine(isAddress, EXPECTED).optional(),
  /** NATS, over which servers that share the database tell one another what they do. */
  NATS_URL: z
    .string()
    .refine((url) => readAddress(url) !== null, EXPECTED_NATS)
    .optional(),
  /** A file with the credentials of a NATS user. */
  NATS_CREDENTIALS_FILE: z.string().min(1).optional(),
  /** A file with the certificates of the authorities that sign the certificate of NATS. */
  NATS_CA_FILE: z.string().min(1).optional(),
  /** The first user's key at the first start. Without it one is made and printed once. */
  MISSION_CONTROL_API_KEY: z
    .string()
    .regex(
      new RegExp(`^${API_KEY_PREFIX}[!-~]{32,}$`),
      `expected ${API_KEY_PREFIX} and at least 32 visible characters`,
    )
    .optional(),
  /** Encrypts the secrets in the database. Without it a key is made in the data directory. */
  MISSION_CONTROL_SECRET_KEY: z
    .string()
    .regex(/^[!-~]{32,}$/, 'expected at least 32 visible characters')
    .optional(),
  /** Requests per minute and key or session; 0 = no limit. */
  MISSION_CONTROL_RATE_LIMIT: wholeNumber(0, 1e9).default(6000),
  /** Whether this machine joins as a desktop: yes, unless servers share the database. */
  MISSION_CONTROL_LOCAL_DESKTOP: flag.optional(),
  /** Bytes kept of one run's output. */
  MISSION_CONTROL_OUTPUT_LIMIT: wholeNumber(1, 2 ** 40).default(16 * 1024 * 1024),
  /** Days for which output is kept, from the end of its task on; 0 = for ever. */
  MISSION_CONTROL_KEEP_OUTPUT_DAYS: wholeNumber(0, 36_500).default(30),
  /** Days for which events are kept; 0 = for ever. */
  MISSION_CONTROL_KEEP_ACTIVITY_DAYS: wholeNumber(0, 36_500).default(90),
  /** Whether an index is made for the search; without it each search looks at the tasks themselves. */
  MISSION_CONTROL_SEARCH_INDEX: flag.default(true),
  /** Seconds after which the tasks of a desktop that stays away fail; 0 = never. */
  MISSION_CONTROL_LOST_AFTER: wholeNumber(0, 30 * 24 * 3600).default(600),
  /**
   * Seconds between TERM and the stop, in which the server is not ready but answers: as long as load
   * balancers take to notice.
   */
  MISSION_CONTROL_DRAIN: wholeNumber(0, 600).default(0),
  /** Who may read `/metrics`; without it there is no such page. */
  MISSION_CONTROL_METRICS_TOKEN: z
    .string()
    .regex(/^[!-~]{16,}$/, 'expected at least 16 visible characters')
    .optional(),
  /** Where OpenTelemetry's collector takes traces; without it nothing is traced. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .string()
    .refine(
      (url) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol),
      'expected an address that begins with http:// or https://',
    )
    .optional(),
  /**
   * The trusted proxies: the number of proxies in front of the server (`true`: one), or their addresses and
   * networks, separated by commas.
   */
  MISSION_CONTROL_TRUST_PROXY: z
    .union([wholeNumber(0, 32), flag.transform((on) => (on ? 1 : 0)), Proxies])
    .default(0),
  /** Where people reach the dashboard, for links that are sent and for what providers are told. */
  MISSION_CONTROL_PUBLIC_URL: z
    .string()
    .refine(
      (url) => /^https?:\/\/[^\s?#]+$/.test(url) && URL.canParse(url),
      'expected an address that begins with https:// or http://',
    )
    .transform((url) => url.replace(/\/$/, ''))
    .optional(),
  /** In which a trusted proxy says the e-mail address of whoever asks; without it no header is believed. */
  MISSION_CONTROL_TRUSTED_HEADER: z
    .string()
    .regex(/^[\w-]+$/, 'expected the name of a header')
    .transform((name) => name.toLowerCase())
    .optional(),
  /** The server that sends e-mails, for example `smtp://user:password@host:587`; without it none are. */
  MISSION_CONTROL_SMTP_URL: z
    .string()
    .refine(
      (url) => URL.canParse(url) && /^smtps?:$/.test(new URL(url).protocol),
      'expected an address that begins with smtp:// or smtps://',
    )
    .optional(),
  /** The sender of the e-mails. */
  MISSION_CONTROL_MAIL_FROM: z.string().includes('@').optional(),
  ...ssoVariables(flag),
  MISSION_CONTROL_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])
    .default('warn'),
})

export interface Config {
  port: number
  host: string
  dataDir: string
  databaseUrl: string | undefined
  /** Several servers share the database, and this is how they reach one another. */
  nats: Pick<NatsOptions, 'url' | 'credentialsFile' | 'caFile'> | undefined
  apiKey: string | undefined
  secretKey: string | undefined
  rateLimit: number
  localDesktop: boolean
  outputLimit: number
  /** ms; 0 = never. */
  lostAfter: number
  retention: Retention
  searchIndex: boolean
  /** ms. */
  drain: number
  metricsToken: string | undefined
  /** The collector's address. */
  tracesTo: string | undefined
  trustProxy: number | string
  signIn: SignInOptions
  logLevel: string
}

/**
 * The variables whose value may be in a file instead: all processes of a user can read each other's
 * environment.
 */
const IN_FILES = [
  'MISSION_CONTROL_API_KEY',
  'MISSION_CONTROL_OIDC_CLIENT_SECRET',
  'MISSION_CONTROL_SMTP_URL',
]

/** The environment, with secrets read from the files that it names. */
function withSecretsOf(given: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const read = IN_FILES.map((name) => [name, secretOf(given, name)])
  return { ...given, ...Object.fromEntries(read.filter(([, secret]) => secret !== undefined)) }
}

function secretOf(given: NodeJS.ProcessEnv, name: string): string | undefined {
  const file = given[`${name}_FILE`]
  if (file === undefined) return given[name]
  if (given[name] !== undefined) {
    throw new StartError(`Set either ${name} or ${name}_FILE, not both.`)
  }
  const what = name.endsWith('_KEY') ? 'key' : name.endsWith('_URL') ? 'address' : 'secret'
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new StartError(
      `${name}_FILE: expected a file with the ${what}; ${(error as Error).message}.`,
    )
  }
}

/** Reads the configuration. Throws {@link StartError} naming each variable that cannot be used. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  // An empty variable is an unset one, as compose files and shells leave them.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const result = Environment.safeParse(withSecretsOf(given))
  if (!result.success) {
    const wrong = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new StartError(`The configuration cannot be used. ${wrong.join('; ')}.`)
  }
  const values = result.data
  return {
    port: values.PORT,
    host: values.HOST,
    dataDir: values.MISSION_CONTROL_DATA_DIR,
    databaseUrl: values.DATABASE_URL,
    nats: natsOf(values),
    apiKey: values.MISSION_CONTROL_API_KEY,
    secretKey: values.MISSION_CONTROL_SECRET_KEY,
    rateLimit: values.MISSION_CONTROL_RATE_LIMIT,
    localDesktop: values.MISSION_CONTROL_LOCAL_DESKTOP ?? values.NATS_URL === undefined,
    outputLimit: values.MISSION_CONTROL_OUTPUT_LIMIT,
    lostAfter: values.MISSION_CONTROL_LOST_AFTER * 1000,
    retention: {
      outputDays: values.MISSION_CONTROL_KEEP_OUTPUT_DAYS,
      activityDays: values.MISSION_CONTROL_KEEP_ACTIVITY_DAYS,
    },
    searchIndex: values.MISSION_CONTROL_SEARCH_INDEX,
    drain: values.MISSION_CONTROL_DRAIN * 1000,
    metricsToken: values.MISSION_CONTROL_METRICS_TOKEN,
    tracesTo: values.OTEL_EXPORTER_OTLP_ENDPOINT,
    trustProxy: values.MISSION_CONTROL_TRUST_PROXY,
    signIn: signInOf(values),
    logLevel: values.MISSION_CONTROL_LOG_LEVEL,
  }
}

/** Of a number of proxies nobody knows the addresses, and a header is believed for its sender's alone. */
function trustedHeaderOf(values: z.infer<typeof Environment>): string | undefined {
  const { MISSION_CONTROL_TRUSTED_HEADER: name, MISSION_CONTROL_TRUST_PROXY: proxies } = values
  if (name !== undefined && typeof proxies !== 'string') {
    throw new StartError(
      'MISSION_CONTROL_TRUSTED_HEADER is set: name the addresses of the proxies that set it in MISSION_CONTROL_TRUST_PROXY.',
    )
  }
  return name
}

/** The links in e-mails use the owner's address of the server, not the address that a request was sent to. */
function mailOf(values: z.infer<typeof Environment>): SignInOptions['mail'] {
  const { MISSION_CONTROL_SMTP_URL: smtpUrl, MISSION_CONTROL_MAIL_FROM: from } = values
  if (smtpUrl === undefined) return undefined
  if (from === undefined || values.MISSION_CONTROL_PUBLIC_URL === undefined) {
    throw new StartError(
      'MISSION_CONTROL_SMTP_URL is set: set MISSION_CONTROL_MAIL_FROM and MISSION_CONTROL_PUBLIC_URL as well.',
    )
  }
  return { smtpUrl, from }
}

function signInOf(values: z.infer<typeof Environment>): SignInOptions {
  const provider = providerOf(values)
  if (typeof provider === 'string') throw new StartError(provider)
  const isElsewhere = provider !== undefined || values.MISSION_CONTROL_TRUSTED_HEADER !== undefined
  if (values.MISSION_CONTROL_SSO_REQUIRED && !isElsewhere) {
    throw new StartError(
      'MISSION_CONTROL_SSO_REQUIRED is on and there is no provider: set MISSION_CONTROL_OIDC_ISSUER or MISSION_CONTROL_TRUSTED_HEADER as well.',
    )
  }
  return {
    provider,
    ssoRequired: values.MISSION_CONTROL_SSO_REQUIRED,
    publicUrl: values.MISSION_CONTROL_PUBLIC_URL,
    trustedHeader: trustedHeaderOf(values),
    mail: mailOf(values),
  }
}

/** Servers that share a database can't keep anything shared in the data directory of one of them. */
function natsOf(values: z.infer<typeof Environment>): Config['nats'] {
  const { NATS_URL: url, NATS_CREDENTIALS_FILE, NATS_CA_FILE } = values
  if (url === undefined) return undefined
  for (const name of ['DATABASE_URL', 'MISSION_CONTROL_SECRET_KEY'] as const) {
    if (values[name] !== undefined) continue
    throw new StartError(
      `NATS_URL is for servers that share one database: set ${name} as well, to the same for each of them.`,
    )
  }
  return { url, credentialsFile: NATS_CREDENTIALS_FILE, caFile: NATS_CA_FILE }
}
