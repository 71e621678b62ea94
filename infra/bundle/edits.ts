import { shapedLiquid } from './liquid.ts'

/** Edits of single lines of the SDK. An edit that finds nothing to change fails the build: the SDK has moved on. */
export const EDITS: readonly { path: RegExp; because: string; edit: (source: string) => string }[] = [
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
    path: /@smithy\/core\/dist-es\/submodules\/protocols\/HttpProtocol\.js$/,
    because:
      'none of our operations streams events or has a host name of its own, and answers to where are always addresses',
    edit: (source) =>
      source
        .replace(
          /^ {4}async serializeEventStream\([\s\S]*?(?=^ {4}getDefaultContentType\()/m,
          `    serializeEventStream() { throw new Error('Event streams are left out of this bundle: infra/bundle/edits.ts') }
           deserializeEventStream() { return this.serializeEventStream() }\n`,
        )
        .replace(/^ {4}getEventStreamMarshaller\([\s\S]*(?=^\}$)/m, '')
        .replace(
          /^ {4}setHostPrefix\([\s\S]*?(?=^ {4}deserializeMetadata\()/m,
          `    setHostPrefix(request, { traits }) {
            if (traits?.endpoint) throw new Error('Host prefixes are left out of this bundle: infra/bundle/edits.ts')
          }\n`,
        ),
  },
  {
    path: /@aws-sdk\/client-[a-z0-9]+\/dist-es\/runtimeConfig\.js$/,
    because:
      'settings that nothing here reads: accounts in addresses, other ways of signing, discovery, names for statistics; and the runtime is chosen in infra/constructs/service-function.ts',
    edit: (source) =>
      source
        .replace(
          /^ {8}(accountIdEndpointMode|authSchemePreference|endpointDiscoveryEnabledProvider|sigv4aSigningRegionSet|userAgentAppId): .*\n/gm,
          '',
        )
        .replace(/createDefaultUserAgentProvider\(\{.*?\}\)/, "'aws-sdk-js/' + packageInfo.version")
        .replace(/^ {4}(emitWarningIfUnsupportedVersion|awsCheckVersion)\(.*\n/gm, ''),
  },
  {
    path: /@aws-sdk\/client-dynamodb\/dist-es\/DynamoDBClient\.js$/,
    because: 'addresses are not discovered, and have no account in them',
    edit: (source) =>
      source
        .replace(/resolveEndpointDiscoveryConfig\((\w+), \{.*?\}\)/, '$1')
        .replace(/resolveAccountIdEndpointModeConfig\((\w+)\)/, '$1'),
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
          `export function ${name}() { throw new Error('z.iso.${name} is left out of bundles: infra/bundle/edits.ts') }`,
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
