import type { DatedProfile } from './profile.ts'

/** Words that stand where a name should be. They are nobody's, and everybody's. */
const PLACEHOLDERS = new Set(
  (
    'admin administrator anonym anonymous anon deleted demo empty example foo guest member missing n/a na nan nil ' +
    'no-reply nobody none noreply null root system test tester testing tba tbd todo unknown undefined user username'
  ).split(' '),
)

/** Whether a name, handle or external id tells nothing: a placeholder, only zeros and dashes, or `-1`. */
export const isPlaceholder = (text: string): boolean => {
  const plain = text.trim().toLowerCase()
  return plain === '-1' || /^[0\p{P}\p{S}\s]*$/u.test(plain) || PLACEHOLDERS.has(plain)
}

/** Something that two accounts of one person may have in common. */
export type Likeness = {
  /** `handle`: also the part of an address before the @; `page`: a link; `face`: name and picture together. */
  kind: 'handle' | 'page' | 'face'
  value: string
}

/** How sure a likeness makes, and in which words it is told. Half sure at most: it suggests and never links. */
export const LIKENESSES: Record<Likeness['kind'], { confidence: number; why: string }> = {
  handle: { confidence: 0.4, why: 'the same handle, or an address that begins with it' },
  page: { confidence: 0.5, why: 'a link to the same page' },
  face: { confidence: 0.5, why: 'the same name and picture' },
}

/** Shorter handles are many people's. */
const SHORTEST = 4

/** A handle as it is compared: without what a network adds to it. */
const handleValue = (handle: string): string => {
  const [name = ''] = handle.trim().toLowerCase().replace(/^@/, '').split('@')
  return name.replace(/\.bsky\.social$/, '').replace(/\+.*$/, '')
}

const handles = (texts: readonly (string | undefined)[]): Likeness[] =>
  texts.flatMap((text): Likeness[] => {
    const value = handleValue(text ?? '')
    return value.length >= SHORTEST && !/^\d+$/.test(value) && !isPlaceholder(value) ? [{ kind: 'handle', value }] : []
  })

/** A page's address without what does not matter: `www.`, the protocol, a trailing slash, what is asked of it. */
const pageValue = (url: string): string | undefined => {
  const [, host = '', path = ''] = /^https?:\/\/(?:www\.)?([^/?#]+)([^?#]*)/i.exec(url) ?? []
  const value = `${host.toLowerCase()}${path.replace(/\/+$/, '').toLowerCase()}`
  return value === '' ? undefined : value
}

/** A picture as networks share it: the hash of Gravatar wherever it is served from, else the address without its size. */
const pictureValue = (url: string): string | undefined => {
  const gravatar = /gravatar\.com\/avatar\/([0-9a-f]{32,64})/i.exec(url)?.[1]
  return gravatar ? `gravatar ${gravatar.toLowerCase()}` : pageValue(url)
}

/**
 * What an account may have in common with others of the same person.
 * @param identity a profile, and of an email identity the address
 * @returns each likeness once; none of staff, brands and bots, and none that placeholders would make
 */
export const likenessesOf = ({ profile, address }: { profile: DatedProfile; address?: string }): Likeness[] => {
  const { handle, name, url, avatar, role } = profile
  if (role && role.v !== 'member') return []
  const page = url && pageValue(url.v)
  const picture = avatar && pictureValue(avatar.v)
  const named = name && !isPlaceholder(name.v) ? name.v.trim().toLowerCase().normalize('NFKC') : undefined
  return [
    ...handles([handle?.v, address?.slice(0, address.indexOf('@'))]),
    ...(page ? [{ kind: 'page', value: page } as const] : []),
    ...(picture && named ? [{ kind: 'face', value: `${named} ${picture}` } as const] : []),
  ]
}
