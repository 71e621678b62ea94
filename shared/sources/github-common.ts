import { type Author, revisionOf } from '../domain/listen/activity.ts'
import type { Iso } from '../domain/time.ts'
import { compact } from './fields.ts'
import type { Account, Frame } from './github-shapes.ts'
import type { SettingsOf, SourceContext } from './source.ts'
import { oneLine, webUrl } from './text.ts'

/** What the readers of GitHub's events share. */

/** What a reader knows besides the body. */
export type Context = SourceContext<SettingsOf<'github'>>
/** What a delivery says besides what it is about. */
export type Story = {
  frame: Frame & { repository: NonNullable<Frame['repository']> }
  action: string
  context: Context
}

/** GitHub shows what deleted accounts wrote as the words of this account. */
const GHOST = { id: '10137', login: 'ghost', type: 'User', html_url: 'https://github.com/ghost', avatar_url: undefined }
const STAFF = new Set(['OWNER', 'MEMBER'])

/** An account as an author; `ghost` where it is gone. */
export const authorOf = (account: Account, association?: string | null): Author => {
  const who = account ?? GHOST
  const bot = who.type === 'Bot' || who.login.endsWith('[bot]')
  return compact({
    id: who.id,
    handle: oneLine(who.login),
    url: webUrl(who.html_url),
    avatar: webUrl(who.avatar_url),
    role: bot ? ('bot' as const) : STAFF.has(association ?? '') ? ('staff' as const) : undefined,
  })
}

/** What every activity of GitHub has. On GitHub what is deleted stays deleted, so that word is final. */
export const common = (
  { context }: Pick<Story, 'context'>,
  at: Iso,
  state: { deleted: boolean; final?: boolean; digest?: string },
) => ({
  source: context.source,
  platform: 'github',
  at,
  revision: revisionOf({ at, ...state }),
  ...(state.deleted ? { deleted: true } : {}),
})
