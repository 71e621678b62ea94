import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { ComprehendFaults } from '../../local/comprehend/server.ts'
import { ENGINE_MODES, type EngineMode } from '../../shared/domain/understand/engines.ts'
import { push } from '../support/deliver.ts'
import { deadLetters, type Earshot, startEarshot } from '../support/earshot.ts'
import { scanAll } from '../support/graph.ts'
import { embedded } from '../support/judging.ts'
import { synthesizeWith } from '../support/synthesize-with.ts'

/** The modes that the local stage is not on, each deployed whole. Comprehend here says what the embedded engine would not. */

const MODES = ENGINE_MODES.filter((mode) => mode !== 'comprehend')
const NOW = Date.parse('2026-11-14T10:00:00.000Z')
const SAYS = { lovely: 'NEGATIVE', came: 'MIXED' }
const SURE = 'It is a lovely and wonderful grinder, I love it'
const UNSURE = 'well it came'

type Mention = { id: string; text: string; language?: string; author?: object }
const MENTIONS: readonly Mention[] = [
  { id: 'sure', text: SURE },
  { id: 'unsure', text: UNSURE },
  { id: 'star', text: `${SURE}!`, author: { id: 'star', followers: 50_000 } },
  { id: 'german', text: 'Das ist wunderbar, ich liebe es', language: 'de' },
  { id: 'polish', text: 'To jest wspaniałe, uwielbiam to', language: 'pl' },
  { id: 'finnish', text: 'Tämä on hyvä', language: 'fi' },
]

const deliver = async (earshot: Earshot, { id, ...mention }: Mention): Promise<void> => {
  const createdAt = new Date(NOW).toISOString()
  const common = { kind: 'post', id, author: { id: `u-${id}` }, language: 'en', thread: { id: `t-${id}` }, createdAt }
  const body = { type: 'mention', timestamp: createdAt, data: { ...common, ...mention } }
  const { status } = await push(earshot, { source: 'standard', body, now: NOW, id: `msg_${id}` })
  expect(status).toBe(202)
}

const setComprehend = async ({ own }: Earshot, comprehend: Partial<ComprehendFaults>): Promise<void> => {
  const headers = { 'content-type': 'application/json' }
  const { status } = await fetch(own('chaos'), { method: 'POST', headers, body: JSON.stringify({ comprehend }) })
  expect(status).toBe(200)
}

type State = { comprehend: { calls: Record<string, number>; documents: number } }
const asked = async ({ own }: Earshot): Promise<number> =>
  ((await (await fetch(own('state'))).json()) as State).comprehend.documents

/** Who judged what, and what it came to. */
const judgements = async ({ local }: Earshot): Promise<Record<string, string>> => {
  const mentions = (await scanAll(local.aws)).filter(
    ({ type, platform }) => type === 'activity' && platform === 'standard',
  )
  return Object.fromEntries(
    mentions.map(({ id, engine, label, provisional }) => [id, `${engine} ${label}${provisional ? ' for now' : ''}`]),
  )
}

const model = embedded().name
const lists = embedded().nameFor('pl')

const stages = new Map<EngineMode, { earshot: Earshot; remove: () => Promise<void> }>()
const stageOf = (mode: EngineMode): Earshot => {
  const stage = stages.get(mode)
  if (!stage) throw new Error(`No stage is on ${mode}`)
  return stage.earshot
}

beforeAll(async () => {
  for (const mode of MODES) {
    const { assembly, remove } = await synthesizeWith({}, { understanding: { mode, cacheDays: 1 } })
    const earshot = await startEarshot(`mode-${mode}`, { assembly })
    stages.set(mode, { earshot, remove })
    await earshot.runner.moveTo(new Date(NOW).toISOString())
    await setComprehend(earshot, { says: SAYS })
    for (const mention of MENTIONS) await deliver(earshot, mention)
    await earshot.runner.settle()
  }
}, 240_000)

afterAll(async () => {
  for (const { earshot, remove } of stages.values()) {
    await earshot.stop()
    await remove()
  }
})

describe('a whole stage', () => {
  it('on embedded asks nobody, and has no right to', async () => {
    const earshot = stageOf('embedded')
    expect(await judgements(earshot)).toEqual({
      sure: `${model} POSITIVE`,
      unsure: `${model} NEUTRAL`,
      star: `${model} POSITIVE`,
      german: `${lists} POSITIVE`,
      polish: `${lists} POSITIVE`,
      finnish: 'none NEUTRAL',
    })
    expect(await asked(earshot)).toBe(0)
    const { used, neverUsed, denied } = await earshot.iam()
    expect([...used, ...neverUsed].filter(({ action }) => /comprehend/i.test(action))).toEqual([])
    expect(denied).toEqual([])
    expect(await deadLetters(earshot)).toEqual([])
  })

  it('on cascade asks about what is unsure, whose author matters, and what only Comprehend knows well', async () => {
    const earshot = stageOf('cascade')
    expect(await judgements(earshot)).toEqual({
      sure: `${model} POSITIVE`,
      unsure: 'comprehend MIXED',
      star: 'comprehend NEGATIVE',
      german: 'comprehend POSITIVE',
      polish: `${lists} POSITIVE`,
      finnish: 'none NEUTRAL',
    })
    expect(await asked(earshot)).toBe(3)
    expect((await earshot.iam()).denied).toEqual([])
  })

  it('on cascade does not notice an outage where it would not have asked, and refines the rest', async () => {
    const earshot = stageOf('cascade')
    await setComprehend(earshot, { outage: 'down' })
    await deliver(earshot, { id: 'sure-2', text: `${SURE} so much` })
    await deliver(earshot, { id: 'unsure-2', text: `${UNSURE} today` })
    await deliver(earshot, { id: 'unsure-3', text: UNSURE })
    await earshot.runner.settle()
    const outage = { 'sure-2': `${model} POSITIVE`, 'unsure-3': 'comprehend MIXED' }
    expect(await judgements(earshot)).toMatchObject({ ...outage, 'unsure-2': `${model} NEUTRAL for now` })
    await setComprehend(earshot, { outage: '', says: SAYS })
    await earshot.runner.moveTo(new Date(NOW + 5 * 60_000).toISOString())
    await earshot.runner.settle()
    expect(await judgements(earshot)).toMatchObject({ ...outage, 'unsure-2': 'comprehend MIXED' })
    expect(await deadLetters(earshot)).toEqual([])
  })
})
