import { type Author, revisionOf } from '../domain/listen/activity.ts'
import type { Iso } from '../domain/time.ts'
import { compact } from './fields.ts'
import type { SettingsOf, SourceContext } from './source.ts'
import { oneLine, webUrl } from './text.ts'

/** What the readers of Discourse's events share. */

/** What a reader knows besides the body. */
export type Context = SourceContext<SettingsOf<'discourse'>>
/** When something came to be as it is, and whether it is gone. `since` orders states that share `at`. */
export type State = { at: Iso; since?: Iso | undefined; deleted: boolean }

/** Discourse's own actor; posts whose author was erased are shown as its. */
const SYSTEM = '-1'

/** Halves of characters cannot be encoded; they are replaced first. */
export const encoded = (text: string): string => encodeURIComponent(text.toWellFormed())

/** An address of the forum. */
export const page = (context: Context, path: string): string =>
  new URL(path, `${context.settings.instance.replace(/\/+$/, '')}/`).href

type Optional<K extends string> = { [F in K]?: string | null | undefined }

/** An account of the forum as an author; Discourse's own actor when there is none. */
export const authorOf = (
  context: Context,
  who: Optional<'id' | 'username' | 'name' | 'avatar_template'>,
  staff = false,
): Author => {
  const id = who.id ?? SYSTEM
  const avatar = who.avatar_template?.replace('{size}', '120')
  return compact({
    id,
    handle: oneLine(who.username),
    name: oneLine(who.name),
    url: who.username ? webUrl(page(context, `u/${encoded(who.username)}`)) : undefined,
    avatar: avatar && URL.canParse(avatar, context.settings.instance) ? webUrl(page(context, avatar)) : undefined,
    // Discourse's own accounts (system, discobot) have ids below zero.
    role: id.startsWith('-') ? ('bot' as const) : staff ? ('staff' as const) : undefined,
  })
}

/** What every activity of a forum has. */
export const common = (context: Context, state: State, digest: string) => ({
  source: context.source,
  platform: context.source,
  at: state.deleted && state.since && state.since > state.at ? state.since : state.at,
  revision: revisionOf({ ...state, digest }),
  ...(state.deleted ? { deleted: true } : {}),
})
