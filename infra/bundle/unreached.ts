/**
 * Parts of the SDK that our calls never reach, by the end of their path. Each is replaced by the least that its importers
 * need; where a call could get there after all, it says so instead of doing something else.
 */
export const UNREACHED: readonly { path: RegExp; because: string; contents: string }[] = [
  {
    path: /regionConfig\/getInstanceMetadataRegion\.js$/,
    because: 'Lambda sets AWS_REGION and has no instance metadata',
    contents: 'export const getInstanceMetadataRegion = async () => undefined',
  },
  {
    path: /serde\/uuid\/v4\.js$/,
    because: 'asking whether there is a global `crypto` loads it',
    contents: 'export const bindV4 = () => () => crypto.randomUUID()',
  },
  {
    path: /serde\/util-stream\/stream-collector\.js$/,
    because: 'its class loads streams at start; a response of Node is iterated as well',
    contents: `export const streamCollector = async (stream) => {
        const chunks = []
        for await (const chunk of stream) chunks.push(chunk)
        return new Uint8Array(Buffer.concat(chunks))
      }`,
  },
  {
    path: /util-retry\/AdaptiveRetryStrategy\.js$/,
    because: 'our clients retry in the standard mode',
    contents: `export class AdaptiveRetryStrategy { constructor() { throw new Error('The adaptive retry mode is left out of this bundle: infra/bundle/unreached.ts') } }`,
  },
  {
    path: /middleware-endpoint\/service-customizations\/index\.js$/,
    because: 'buckets are reached through the small signer',
    contents: 'export const resolveParamsForS3 = async (params) => params',
  },
  {
    path: /@aws-sdk\/core\/dist-es\/submodules\/client\/util-endpoints\/aws\.js$/,
    because: 'it is for the endpoint rules, which endpoints.ts stands in for, and brings a table of all partitions',
    contents: 'export const awsEndpointFunctions = {}',
  },
  {
    path: /@smithy\/core\/dist-es\/submodules\/serde\/date-utils\.js$/,
    because:
      'nothing that our operations take, answer or throw is a timestamp; a header that says when to retry may be one',
    contents: `const leftOut = () => { throw new Error('Timestamps are left out of this bundle: infra/bundle/unreached.ts') }
      export { leftOut as dateToUtcString, leftOut as parseEpochTimestamp, leftOut as parseRfc3339DateTime,
        leftOut as parseRfc3339DateTimeWithOffset }
      export const parseRfc7231DateTime = (value) => {
        if (value == null) return undefined
        const date = new Date(value)
        if (Number.isNaN(date.getTime())) throw new TypeError('Invalid RFC-7231 date-time value ' + value)
        return date
      }`,
  },
  {
    path: /client\/middleware-recursion-detection\/recursionDetectionMiddleware\.js$/,
    because:
      'a function of ours works on one event at a time, so its trace is the one in the environment; none is handed on from W3C headers',
    contents: `export const recursionDetectionMiddleware = () => (next) => (args) => {
        const { AWS_LAMBDA_FUNCTION_NAME: name, _X_AMZN_TRACE_ID: trace } = process.env
        if (name && trace && args.request.headers) args.request.headers['X-Amzn-Trace-Id'] ??= trace
        return next(args)
      }`,
  },
  {
    path: /client\/middleware-logger\/loggerMiddleware\.js$/,
    because: 'our clients are given no logger, and what they are asked and answer is nothing for a log',
    contents: `export const loggerMiddleware = () => (next) => next
      export const loggerMiddlewareOptions = { name: 'loggerMiddleware', tags: ['LOGGER'], step: 'initialize', override: true }
      export const getLoggerPlugin = () => ({ applyToStack: () => {} })`,
  },
  {
    path: /client\/middleware-user-agent\/user-agent-middleware\.js$/,
    because:
      'what a client says of itself and its settings is for statistics of the SDK: its name and version are enough',
    contents: `export const userAgentMiddleware = ({ defaultUserAgentProvider }) => (next) => (args) => {
        args.request.headers['user-agent'] = defaultUserAgentProvider
        return next(args)
      }
      export const getUserAgentMiddlewareOptions =
        { name: 'getUserAgentMiddleware', step: 'build', priority: 'low', tags: ['SET_USER_AGENT', 'USER_AGENT'], override: true }
      export const getUserAgentPlugin = (config) =>
        ({ applyToStack: (stack) => stack.add(userAgentMiddleware(config), getUserAgentMiddlewareOptions) })`,
  },
  {
    path: /client\/middleware-user-agent\/configurations\.js$/,
    because: 'the same',
    contents: `export const DEFAULT_UA_APP_ID = undefined
      export const resolveUserAgentConfig = (config) => config`,
  },
  {
    path: /@aws-sdk\/client-[a-z0-9]+\/dist-es\/runtimeExtensions\.js$/,
    because: 'our clients are given no extensions, and without one it hands back what it was given',
    contents: 'export const resolveRuntimeExtensions = (config) => config',
  },
  {
    path: /config\/defaults-mode\/resolveDefaultsModeConfig\.js$/,
    because: 'AWS_DEFAULTS_MODE is not set, which means this mode',
    contents: `export const resolveDefaultsModeConfig = () => async () => 'legacy'`,
  },
  {
    path: /client\/smithy-client\/defaults-mode\.js$/,
    because: 'in that mode there are no defaults of its own',
    contents: 'export const loadConfigsForDefaultMode = () => ({})',
  },
  {
    path: /client\/smithy-client\/schemaLogFilter\.js$/,
    because: 'the same as of the logger: nothing of it is for a log',
    contents: `export const schemaLogFilter = () => '***SensitiveInformation***'`,
  },
  {
    path: /config\/node-config-provider\/configLoader\.js$/,
    because: 'there is no ~/.aws in Lambda, so a setting is in the environment or is the default',
    contents: `export const loadConfig = ({ environmentVariableSelector, default: otherwise }, { signingName } = {}) => {
        const load = async () => {
          try {
            const set = environmentVariableSelector(process.env, { signingName })
            if (set !== undefined) return set
          } catch {}
          return typeof otherwise === 'function' ? await otherwise() : otherwise
        }
        let loaded
        return () => (loaded ??= load().catch((error) => { loaded = undefined; throw error }))
      }`,
  },
  {
    path: /@aws-sdk\/signature-v4-multi-region\/dist-es\/index\.js$/,
    because: 'SES signs for many regions at once only at an endpoint of its own, which we do not use',
    contents: `import { SignatureV4 } from '@smithy/signature-v4'
      export class SignatureV4MultiRegion extends SignatureV4 { static sigv4aDependency() { return 'none' } }`,
  },
]
