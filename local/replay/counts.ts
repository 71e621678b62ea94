/**
 * What a replay came to. `again`: the same delivery was archived more than once, as it was tried more than once. `sourceGone`: there is no such source any more, nobody could read them. `bodyGone`: their large
 * bodies are older than the archive keeps them. Neither is queued.
 */
export type Counts = Record<
  'objects' | 'read' | 'matched' | 'queued' | 'again' | 'bad' | 'sourceGone' | 'bodyGone',
  number
>

/** Nothing yet. */
export const noCounts = (): Counts => ({
  ...{ objects: 0, read: 0, matched: 0, queued: 0, again: 0 },
  ...{ bad: 0, sourceGone: 0, bodyGone: 0 },
})

/** The counts in words, one line each; those that say something went wrong only where it did. */
export const wordsOf = (counts: Counts, dryRun: boolean): string[] => [
  `${counts.read} deliveries read from ${counts.objects} objects`,
  `${counts.matched} matched`,
  dryRun ? 'none queued: this was a dry run' : `${counts.queued} queued`,
  ...(counts.again > 0 ? [`${counts.again} not queued: copies, made when a delivery was tried again`] : []),
  ...(counts.bodyGone > 0 ? [`${counts.bodyGone} not queued: their bodies are no longer in the archive`] : []),
  ...(counts.sourceGone > 0 ? [`${counts.sourceGone} not queued: their sources are not in infra/config.ts`] : []),
  ...(counts.bad > 0 ? [`${counts.bad} lines could not be read`] : []),
]
