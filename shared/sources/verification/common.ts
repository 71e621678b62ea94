import { type HmacScheme, plainKey, prefixed } from '../verify.ts'

/** How most platforms sign: HMAC-SHA256 over the body and nothing else. */
export const overBody = (header: string, prefix: string, encoding: HmacScheme['encoding'] = 'hex'): HmacScheme => ({
  header,
  parse: prefixed(prefix),
  algorithm: 'sha256',
  encoding,
  template: '{body}',
  key: plainKey,
})

/** `https://Forum.example.com/` and `https://forum.example.com` are one forum. */
export const sameInstance = (a: string, b: string): boolean => {
  const [one, other] = [a, b].map((text) => URL.parse(text)?.href.replace(/\/+$/, ''))
  return one !== undefined && one === other
}
