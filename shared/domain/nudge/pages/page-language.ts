/** The languages that pages and the emails that go with them are written in: those of emails. */
export const PAGE_LANGUAGES = ['en', 'de', 'fr', 'es'] as const
export type PageLanguage = (typeof PAGE_LANGUAGES)[number]

/** Browsers send a few; more than this is none of theirs. */
const LONGEST = 500

/** The languages of an `Accept-Language` (RFC 9110 §12.5.4), the most wanted first; none for `*` and for what is not wanted. */
export const acceptedLanguages = (header = ''): string[] =>
  header
    .slice(0, LONGEST)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(/\s*;\s*/)
      const quality = parameters.find((each) => /^q=/i.test(each))?.slice(2)
      return { tag, quality: quality === undefined ? 1 : Number(quality) }
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag)

/** The first of some languages, such as `de` or `de-CH`, that pages are written in; English where there is none. */
export const pageLanguage = (wanted: readonly (string | undefined)[]): PageLanguage => {
  const primary = wanted.map((tag) => /^[a-z]{2}(?=$|[-_])/i.exec(tag ?? '')?.[0].toLowerCase())
  return primary.flatMap((code) => PAGE_LANGUAGES.find((one) => one === code) ?? [])[0] ?? 'en'
}
