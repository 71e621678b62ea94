import { readFile } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { dirname, join } from 'node:path'
import type { Plugin } from 'esbuild'
import { EDITS } from './bundle/edits.ts'
import { UNREACHED } from './bundle/unreached.ts'
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

const edits: Plugin = {
  name: 'edits',
  setup: ({ onLoad }) => {
    for (const { path: filter, because, edit } of EDITS) {
      onLoad({ filter }, async ({ path }) => {
        const source = await readFile(path, 'utf8')
        const contents = edit(source)
        if (contents === source) throw new Error(`infra/bundle/edits.ts: nothing to edit in ${path} (${because}).`)
        return { contents, loader: 'js' }
      })
    }
  },
}

/** What every bundle is shaped by. */
export const plugins: Plugin[] = [builtinModules, replacedPackages, unreachedParts, edits, textsBeside]
