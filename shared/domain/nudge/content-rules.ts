import * as z from 'zod/mini'
import { CONTENT_KINDS, type ContentKind } from './content.ts'
import { type Stage, stageSchema } from './stages.ts'

/** What the settings of a source say of the pieces of content that come from it. */

const words = z.string().check(z.minLength(1), z.maxLength(200))

/** `content` of a source in the settings; `false` takes no pieces from it. Whatever is left out is as the kind of source has it. */
export const contentSettingsSchema = z.union([
  z.literal(false),
  z.strictObject({
    kind: z.optional(z.enum(CONTENT_KINDS)),
    stage: z.optional(stageSchema),
    /** The stage of pieces with a topic (tag, category), by the topic; the first that a piece has counts. */
    stages: z.optional(z.record(words, stageSchema)),
    /** ISO 639-1; else what is said with a piece, or understood of it. */
    language: z.optional(z.string().check(z.regex(/^[a-z]{2}$/, 'expected a language such as en'))),
    /** Only the community has it. */
    exclusive: z.optional(z.boolean()),
    /** They help with a product or an order: service articles. */
    service: z.optional(z.boolean()),
    /** False: somebody else's site, whose name is `site`. @default true */
    own: z.optional(z.boolean()),
    site: z.optional(words),
    /**
     * May emails point to what members wrote? `ask`: only with their word. `{wording}`: whoever signs up at the source agrees to it by
     * that wording, until they say otherwise. `published`: it is the brand's own or a publisher's, and nobody's private words.
     */
    featured: z.optional(z.union([z.enum(['ask', 'published']), z.strictObject({ wording: words })])),
  }),
])
type ContentSettings = z.infer<typeof contentSettingsSchema>

/** What is said of a piece besides its words. */
export type Traits = {
  service?: true
  /** On somebody else's site, by its name. */
  own?: false
  site?: string
  /** What it says was judged to be negative. */
  negative?: true
}

/** On what ground emails may point to members' words; see {@link contentSettingsSchema}. */
export type Featured = 'ask' | 'published' | { wording: string }

/** What holds for the pieces of one source, with everything filled in. */
export type ContentRule = {
  kind: ContentKind
  stage: Stage
  stages: Readonly<Record<string, Stage>>
  language?: string
  exclusive: boolean
  traits: Traits
  featured: Featured
}

type Default = Pick<ContentRule, 'kind' | 'stage' | 'exclusive' | 'featured'>

const DISCUSSION: Default = { kind: 'discussion', stage: 'use', exclusive: true, featured: 'ask' }
/** Sources of which every post is a piece; of all others only threads with an accepted answer are. */
const POSTS: ReadonlyMap<string, Default> = new Map([
  ['youtube', { kind: 'video', stage: 'research', exclusive: false, featured: 'published' }],
  ['feed', { kind: 'article', stage: 'research', exclusive: false, featured: 'published' }],
])

/** What functions are told of a source: its type, and what its settings say of content. */
export type ContentSource = { type: string; content?: ContentSettings | undefined }

/** Whether every post of a source is a piece of content. */
export const givesPosts = ({ type, content }: ContentSource): boolean => content !== false && POSTS.has(type)

/** What the catalogue is told of sources, by name: of those that are like all others it need not be told. */
export const contentSourcesOf = (sources: Readonly<Record<string, ContentSource>>): Record<string, ContentSource> =>
  Object.fromEntries(
    Object.entries(sources).flatMap(([name, { type, content }]) =>
      content !== undefined || POSTS.has(type) ? [[name, { type, content }]] : [],
    ),
  )

/** The traits that settings or an import say of a piece. */
export const traitsOf = (said: {
  service?: boolean | undefined
  own?: boolean | undefined
  site?: string | undefined
}): Traits => ({
  ...(said.service ? { service: true as const } : {}),
  ...(said.own === false ? { own: false as const } : {}),
  ...(said.site === undefined ? {} : { site: said.site }),
})

/**
 * What holds for the pieces of a source; undefined when none are taken from it.
 * @param source undefined for one that the settings do not know (any more)
 */
export const ruleOf = (source: ContentSource | undefined): ContentRule | undefined => {
  const { type = '', content = {} } = source ?? {}
  if (content === false) return undefined
  const common = POSTS.get(type) ?? DISCUSSION
  const { kind, stage, stages = {}, language, exclusive, featured, ...traits } = content
  return {
    kind: kind ?? common.kind,
    stage: stage ?? common.stage,
    stages,
    ...(language === undefined ? {} : { language }),
    exclusive: exclusive ?? common.exclusive,
    traits: traitsOf(traits),
    featured: featured ?? common.featured,
  }
}

/** The stage of a piece: by the first of its topics that the settings name, else the source's. */
export const stageOf = ({ stage, stages }: ContentRule, topics: readonly string[]): Stage => {
  const named = topics.find((topic) => Object.hasOwn(stages, topic))
  return (named === undefined ? undefined : stages[named]) ?? stage
}
