import { readFileSync } from 'node:fs'

/**
 * The bytes of a file that the build puts beside a function's bundle (`files` in infra/functions.ts).
 * @param name as it is in the bundle's folder
 */
export const readBeside = (name: string): Uint8Array => readFileSync(new URL(name, import.meta.url))
