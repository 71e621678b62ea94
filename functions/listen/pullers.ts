import type { SourceSettings, SourceType } from '../../shared/domain/listen/source-settings.ts'
import type { SettingsOf } from '../../shared/sources/source.ts'
import { pullBluesky } from './pull-bluesky.ts'
import { pullFeed } from './pull-feed.ts'
import { pullGithub } from './pull-github.ts'
import { pullSitemap } from './pull-sitemap.ts'
import { pullYoutube } from './pull-youtube.ts'
import type { Puller } from './puller.ts'

/**
 * How sources are asked, by type. A new one is a row here, a file of its own and a number of minutes in
 * `shared/domain/listen/pull-settings.ts`. A type that sends of its own accord may have a row too, for what has to be asked
 * for besides (deliveries that failed, leases that end).
 */
const PULLERS: { [T in SourceType]?: Puller<SettingsOf<T>> } = {
  bluesky: pullBluesky,
  feed: pullFeed,
  sitemap: pullSitemap,
  github: pullGithub,
  youtube: pullYoutube,
}

/** The puller of a source's type. */
export const pullerOf = ({ type }: SourceSettings): Puller | undefined => PULLERS[type] as Puller | undefined
