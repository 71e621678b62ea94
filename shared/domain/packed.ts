import { brotliDecompressSync } from 'node:zlib'

/**
 * Text out of a table that a script packed into a module (`bench/support/pack.ts`): Brotli, as base64. It takes a
 * millisecond or less, so whoever holds such a table unpacks it at first use, not while the function starts.
 */
export const unpack = (packed: string): string => brotliDecompressSync(Buffer.from(packed, 'base64')).toString('utf8')
