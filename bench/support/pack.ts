import { brotliCompressSync, constants } from 'node:zlib'

/** Packs a table's text for a module; `shared/domain/packed.ts` takes it out again. */
export const pack = (text: string): string =>
  brotliCompressSync(text, {
    params: { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT, [constants.BROTLI_PARAM_QUALITY]: 11 },
  }).toString('base64')
