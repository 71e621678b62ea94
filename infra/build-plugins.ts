import { readFile } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { dirname, join } from 'node:path'
import type { Plugin } from 'esbuild'
import { shapedLiquid } from './bundle/liquid.ts'
import { textsBeside } from './texts-beside.ts'

/**
 * Takes Node's own modules through `process.getBuiltinModule`, each when something of it is first used. An ESM import
 * reads every getter of the module for its namespace, and one getter of `node:http` loads a second HTTP client
 * (380 million instructions); `node:https` brings TLS (210 million), which answers without a call to AWS never need.
 */
const builtinModules: Plugin = {
  name: 'builtin-modules',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^(node:)?[a-z0-9_/]+$/ }, ({ path }) =>
      isBuiltin(path)
        ? { path: path.replace(/^(node:)?/, 'node:'), namespace: 'builtin', sideEffects: false }
        : undefined,
    )
    // esbuild copies the module's own properties and keeps its prototype: here, one that looks each name up when asked.
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = Object.create(new Proxy({}, {
        get: (_, name) => process.getBuiltinModule(${JSON.stringify(path)})[name] }), { __esModule: { value: false } })`,
      loader: 'js',
    }))
  },
}

const replacement = (file: string): string => join(import.meta.dirname, 'bundle', file)

/** Packages that the bundles take from us: see the files' own words. */
const REPLACED: Readonly<Record<string, string>> = {
  '@aws-sdk/credential-provider-node': replacement('environment-credentials.ts'),
  '@smithy/node-http-handler': replacement('lazy-http-handler.ts'),
}

const replacedPackages: Plugin = {
  name: 'replaced-packages',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^@/ }, ({ path, importer }) => {
      const ours = REPLACED[path]
      return ours && ours !== importer ? { path: ours } : undefined
    })
  },
}

/**
 * Parts of the SDK that our calls never reach, by the end of their path. Each is replaced by the least that its importers
 * need; where a call could get there after all, it says so instead of doing something else.
 */
const UNREACHED: readonly { path: RegExp; because: string; contents: string }[] = [
  {
    path: /@smithy\/core\/dist-es\/submodules\/event-streams\/index\.js$/,
    because:
      'none of our operations streams events; imported at call time, it would keep half of @smithy/core from being shaken',
    contents: `export class EventStreamSerde { constructor() { throw new Error('Event streams are left out of this bundle: infra/build-plugins.ts') } }
      export const eventStreamSerdeProvider = () => new EventStreamSerde()`,
  },
  {
    path: /shared-ini-file-loader\/loadSharedConfigFiles\.js$/,
    because: 'there is no ~/.aws in Lambda',
    contents: `export { CONFIG_PREFIX_SEPARATOR } from './constants'
      export const loadSharedConfigFiles = async () => ({ configFile: {}, credentialsFile: {} })`,
  },
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
    contents: `export class AdaptiveRetryStrategy { constructor() { throw new Error('The adaptive retry mode is left out of this bundle: infra/build-plugins.ts') } }`,
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
    contents: `const leftOut = () => { throw new Error('Timestamps are left out of this bundle: infra/build-plugins.ts') }
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
    path: /client\/middleware-user-agent\/check-features\.js$/,
    because: 'what a client says of its settings in its user agent is for statistics of the SDK',
    contents: 'export const checkFeatures = async () => undefined',
  },
  {
    path: /client\/middleware-logger\/loggerMiddleware\.js$/,
    because: 'our clients are given no logger, and what they are asked and answer is nothing for a log',
    contents: `export const loggerMiddleware = () => (next) => next
      export const loggerMiddlewareOptions = { name: 'loggerMiddleware', tags: ['LOGGER'], step: 'initialize', override: true }
      export const getLoggerPlugin = () => ({ applyToStack: () => {} })`,
  },
  {
    path: /@aws-sdk\/endpoint-cache\/dist-es\/index\.js$/,
    because: 'DynamoDB and SES do not discover endpoints unless they are told to',
    contents: `export class EndpointCache { get() { throw new Error('Endpoint discovery is left out of this bundle: infra/build-plugins.ts') } }`,
  },
]

/** The first part of a service's host name, by the SDK's name of its client. */
const HOSTS: Readonly<Record<string, string>> = {
  comprehend: 'comprehend',
  dynamodb: 'dynamodb',
  sesv2: 'email',
  sqs: 'sqs',
}

const unreachedParts: Plugin = {
  name: 'unreached-parts',
  setup: ({ onLoad }) => {
    for (const { path, contents } of UNREACHED)
      onLoad({ filter: path }, (at) => ({ contents, loader: 'js', resolveDir: dirname(at.path) }))
    onLoad({ filter: /@aws-sdk\/client-[a-z0-9]+\/dist-es\/endpoint\/endpointResolver\.js$/ }, ({ path }) => {
      const host = HOSTS[/client-([a-z0-9]+)/.exec(path)?.[1] ?? '']
      if (!host) throw new Error(`infra/build-plugins.ts: HOSTS says nothing of the service of ${path}.`)
      const contents = `import { endpointsOf } from ${JSON.stringify(replacement('endpoints.ts'))}
        export const defaultEndpointResolver = endpointsOf(${JSON.stringify(host)})`
      return { contents, loader: 'js', resolveDir: dirname(path) }
    })
    // A client reads its own version out of its package file, and would carry the whole of it.
    onLoad({ filter: /node_modules\/@aws-sdk\/[a-z0-9-]+\/package\.json$/ }, async ({ path }) => {
      const { version } = JSON.parse(await readFile(path, 'utf8')) as { version: string }
      return { contents: JSON.stringify({ version }), loader: 'json' }
    })
  },
}

/** Edits of single lines of the SDK. An edit that finds nothing to change fails the build: the SDK has moved on. */
const EDITS: readonly { path: RegExp; because: string; edit: (source: string) => string }[] = [
  {
    path: /@smithy\/core\/dist-es\/submodules\/serde\/index\.js$/,
    because: 'naming the function at start loads node:crypto; the replaced v4.js does not need it',
    edit: (source) =>
      source.replace('const _getRandomValues = getRandomValues;', 'const _getRandomValues = undefined;'),
  },
  {
    path: /submodules\/checksum\/(sha256\/Sha256|md5\/Md5)Node\.js$/,
    because: 'trying out at start whether Node can hash loads node:crypto; it can',
    edit: (source) =>
      source
        .replace(/const hasNativeCrypto = \(\(\) => \{[\s\S]*?\}\)\(\);/, '')
        .replace(/hasNativeCrypto \? buildNativeClass\(\) : \w+;/, '/* @__PURE__ */ buildNativeClass();'),
  },
  {
    path: /@smithy\/signature-v4\/dist-es\/SignatureV4\.js$/,
    because: 'only requests are signed here: no URLs, no events, no messages',
    edit: (source) =>
      source
        .replace('headerFormatter = new HeaderFormatter();', '')
        .replace(
          /^ {4}async presign\([\s\S]*?(?=^ {4}async signRequest\()/m,
          'sign(request, options) { return this.signRequest(request, options) }\n',
        ),
  },
  {
    path: /aws4fetch\/dist\/aws4fetch\.esm\.mjs$/,
    because: 'shared/platform/aws.ts says which service and region it means, so nothing is guessed from the address',
    edit: (source) =>
      source
        .replace(/^const HOST_SERVICES = \{[\s\S]*?^\};$/m, '')
        .replace(
          /^function guessServiceRegion\([\s\S]*?^\}$/m,
          "function guessServiceRegion() { throw new Error('Guessing the service is left out of this bundle: infra/build-plugins.ts') }",
        )
        // Headers are signed, never addresses.
        .replace(/^ {4}this\.signQuery = signQuery;$/m, '')
        .replace(
          /^ {4}if \(this\.signQuery\) \{[\s\S]*?^ {4}\}(?: else (\{[\s\S]*?^ {4}\}))?$/gm,
          (_, otherwise = '') => otherwise,
        )
        .replaceAll('this.signQuery', 'false')
        .replace(
          /^async function hmac\([\s\S]*?^\}$/m,
          "import { createHash, createHmac } from 'node:crypto'\nasync function hmac(key, string) { return createHmac('sha256', key).update(string).digest() }",
        )
        .replace(
          /^async function hash\([\s\S]*?^\}$/m,
          `async function hash(content) {
            return createHash('sha256').update(content instanceof ArrayBuffer ? new Uint8Array(content) : content).digest()
          }`,
        ),
  },
  {
    path: /liquidjs\/dist\/liquid\.node\.mjs$/,
    because: 'all filters, tags, readers of files and analyses hang on one class, and our templates use two tags',
    edit: shapedLiquid,
  },
  {
    path: /zod\/v4\/mini\/iso\.js$/,
    because: 'of z.iso only datetime is used, but what one of a nested name needs, all bring along',
    edit: (source) =>
      source.replace(
        /^export function (date|time|duration)\([\s\S]*?^\}$/gm,
        (_, name) =>
          `export function ${name}() { throw new Error('z.iso.${name} is left out of bundles: infra/build-plugins.ts') }`,
      ),
  },
  {
    path: /@aws-sdk\/lib-dynamodb\/dist-es\/pagination\/\w+Paginator\.js$/,
    because:
      'a call at the top of a module might have side effects, so the paginators and all they page through would stay',
    edit: (source) => source.replace('= createPaginator(', '= /* @__PURE__ */ createPaginator('),
  },
  {
    path: /dist-es\/schemas\/schemas_0\.js$/,
    because:
      'a computed key might have side effects, so every operation of a service would stay in the bundle, and so would every error',
    edit: (source) => {
      const words = new Map([...source.matchAll(/^const (_\w+) = ("[^"]*");$/gm)].map(([, name, word]) => [name, word]))
      return source
        .replaceAll(NAME_IS_ALL, '')
        .replaceAll(/([{,]\s*)\[(_\w+)\]:/g, (all, before, name) =>
          words.has(name) ? `${before}${words.get(name)}:` : all,
        )
    },
  },
]

/**
 * Errors that are more to us than their name and message: fields that are read, or a class that is asked for. All others the SDK throws
 * as its general exception, with the same name, by which it also decides whether to try again.
 */
const NAME_IS_ALL =
  /^n0_registry\.registerError\((?!ConditionalCheckFailed|TransactionCanceled|ReplicatedWriteConflict)(\w+)\$, \1\);$/gm

const edits: Plugin = {
  name: 'edits',
  setup: ({ onLoad }) => {
    for (const { path: filter, because, edit } of EDITS) {
      onLoad({ filter }, async ({ path }) => {
        const source = await readFile(path, 'utf8')
        const contents = edit(source)
        if (contents === source) throw new Error(`infra/build-plugins.ts: nothing to edit in ${path} (${because}).`)
        return { contents, loader: 'js' }
      })
    }
  },
}

/** What every bundle is shaped by. */
export const plugins: Plugin[] = [builtinModules, replacedPackages, unreachedParts, edits, textsBeside]
