import { isBuiltin } from 'node:module'
import { join } from 'node:path'
import type { Plugin } from 'esbuild'

/**
 * Takes Node's own modules through `process.getBuiltinModule`. An ESM import reads every getter of the module for its
 * namespace, and one getter of `node:http` loads a whole second HTTP client: 380 million instructions at start, against 21.
 */
const builtinModules: Plugin = {
  name: 'builtin-modules',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^(node:)?[a-z0-9_/]+$/ }, ({ path }) =>
      isBuiltin(path)
        ? { path: path.replace(/^(node:)?/, 'node:'), namespace: 'builtin', sideEffects: false }
        : undefined,
    )
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)})`,
      loader: 'js',
    }))
  },
}

/**
 * Lambda hands a function its credentials in the environment, so the SDK's search for them (files, single sign-on,
 * instance metadata, other processes) is dead weight: most of a client's size.
 */
const environmentCredentials: Plugin = {
  name: 'environment-credentials',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, () => ({
      path: join(import.meta.dirname, 'bundle', 'environment-credentials.ts'),
    }))
  },
}

/** What every bundle is shaped by. */
export const plugins: Plugin[] = [builtinModules, environmentCredentials]
