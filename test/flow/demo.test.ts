import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type Snapshot, takeSnapshot } from '../../local/demo/snapshot.ts'
import type { DecisionAnswer, PersonAnswer, TimelineItemAnswer } from '../../shared/domain/respond/answers.ts'
import type { EmailPreviewAnswer, EmailTestAnswer } from '../../shared/domain/respond/email-preview-answers.ts'
import { openApi } from '../../shared/domain/respond/openapi.ts'
import type { ShareOfVoiceAnswer } from '../../shared/domain/respond/topic-answers.ts'
import { type Earshot, ROOT, startEarshot } from '../support/earshot.ts'

/** The whole of Earshot, as a user starts it: `npm start`, then `npm run demo`, twice. */

let earshot: Earshot
let printed: string
let told: Snapshot

/** Runs one of the commands as npm does. */
const run = (file: string, ...args: string[]): Promise<{ code: number | null; text: string }> =>
  new Promise((done) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(ROOT, file), ...args], {
      cwd: ROOT,
      env: { ...process.env, NO_COLOR: '1' },
    })
    let text = ''
    child.stdout.on('data', (chunk) => (text += String(chunk)))
    child.stderr.on('data', (chunk) => (text += String(chunk)))
    child.once('close', (code) => done({ code, text }))
  })

beforeAll(async () => {
  earshot = await startEarshot('demo')
  const demo = await run('local/demo/main.ts', '--data', earshot.data)
  printed = demo.text
  if (demo.code !== 0) throw new Error(`The demo ended with ${demo.code}:\n${printed}`)
  told = await takeSnapshot(earshot.api, earshot.runner)
}, 180_000)

afterAll(async () => {
  await earshot.stop()
})

const who = (personId: string): string => told.people.find(({ id }) => id === personId)?.name ?? ''
const outcomes = (recipe: string): string[] =>
  told.decisions
    .filter((decision) => decision.recipe === recipe)
    .map(({ personId, reason }) => `${who(personId)}: ${reason}`)
    .toSorted()

const titlesSentTo = (name: string): (string | undefined)[] =>
  told.decisions
    .filter(({ personId, state }) => state === 'sent' && who(personId) === name)
    .map(({ content }) => content?.title)
    .toSorted()

describe('the demo, first told', () => {
  it('says how it went, and where the inbox is', () => {
    expect(printed).toContain('60 deliveries were accepted, 1 refused.')
    expect(printed).toContain('401')
    expect(printed).toContain('/_local/inbox')
    expect(printed).not.toContain('\u001b')
  })

  it('ends with every mention that is still there, once, in its last words', () => {
    const ids = told.mentions.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toHaveLength(25)
    expect(ids).not.toContain('discourse:207~2f1')
    const overtaken = told.mentions.find(({ id }) => id === 'discourse:203~2f5')
    expect(overtaken).toMatchObject({ text: expect.stringContaining('two cats'), editedAt: expect.anything() })
    expect(told.mentions.map(({ createdAt }) => createdAt)).toEqual(
      told.mentions
        .map(({ createdAt }) => createdAt)
        .toSorted()
        .reverse(),
    )
  })

  it('has counted how often names are said, though its days pass in jumps', async () => {
    const days = told.mentions.map(({ createdAt }) => createdAt.slice(0, 10)).toSorted()
    const time = `from=${days[0]}T00:00:00Z&to=${days.at(-1)}T00:00:00Z`
    const { all } = await earshot.api.get<ShareOfVoiceAnswer>(`/api/share-of-voice?${time}`)
    expect(all).toBeGreaterThan(15)
  })

  it('has understood words in four languages, and who is angry', () => {
    expect(new Set(told.mentions.map(({ language }) => language))).toEqual(new Set(['en', 'de', 'es', 'fr']))
    const jimbo = told.mentions.filter(({ author }) => author.handle === 'jimbo-brews')
    expect(jimbo.map(({ sentiment }) => sentiment?.label)).toContain('NEGATIVE')
    expect(told.mentions.find(({ id }) => id === 'discourse:203~2f3')).toMatchObject({
      sentiment: { label: 'POSITIVE' },
      intents: expect.arrayContaining(['praise']),
      author: { name: 'Mara Lindqvist' },
    })
  })

  it('takes Tom of the forum and Tom of the shop for one person, and Jimbo and Jim for two', async () => {
    const tom = await earshot.api.get<PersonAnswer>('/api/people?handle=discourse:TomOkafor')
    expect(tom.identities.map(({ platform }) => platform).toSorted()).toEqual(['discourse', 'email', 'standard'])
    expect(await earshot.api.get('/api/people?identity=standard:c-2042')).toEqual(tom)
    const jimbo = await earshot.api.get<PersonAnswer>('/api/people?handle=github:jimbo-brews')
    const jim = await earshot.api.get<PersonAnswer>('/api/people?identity=standard:c-2041')
    expect(jim).toMatchObject({ name: 'Jim Davies', customer: true })
    expect(jimbo.id).not.toBe(jim.id)
    const { items } = await earshot.api.get<{ items: TimelineItemAnswer[] }>(`/api/people/${tom.id}/timeline`)
    expect(items.map(({ kind }) => kind)).toEqual(['post', 'order'])
  })

  it('decides about everybody, with a reason', () => {
    expect(outcomes('first-order')).toEqual([
      'Henrik Madsen: topic_off',
      'Jim Davies: sent',
      'Olivia Hart: sent',
      'Tom Okafor: sent',
    ])
    expect(outcomes('praise-to-advocate')).toEqual([
      'Grace Holm: sent',
      'Mara Lindqvist: sent',
      'Walter Finch: no_consent',
    ])
    expect(outcomes('unanswered-question')).toEqual([
      'Lena Vogt: resolved',
      'Nora Byrne: no_content',
      'Priya Raman: resolved',
      'Tom Okafor: sent',
      'Wes Hartley: resolved',
      'jimbo-brews: no_address',
      'kaffeekathi: no_address',
    ])
  })

  it('sends to each who should have one email, and what helps them', () => {
    expect(told.emails.flatMap(({ to }) => to).toSorted()).toEqual([
      'grace@holm.example',
      'jim.davies@mail.example',
      'mara@lindqvist.example',
      'olivia.hart@mail.example',
      'tom.okafor@mail.example',
      'tom.okafor@mail.example',
    ])
    const welcome = 'Your first week with the Nimbus: start here'
    expect(titlesSentTo('Jim Davies')).toEqual([welcome])
    expect(titlesSentTo('Tom Okafor')).toEqual(['Descaling light stays on after a full cycle', welcome])
    expect(titlesSentTo('Mara Lindqvist')).toEqual(['The Back Counter: where our keenest baristas meet'])
  })

  it('lets the one who ordered at night sleep', () => {
    const olivia = told.emails.find(({ to }) => to.includes('olivia.hart@mail.example'))
    const hour = new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone: 'Europe/London' })
    expect(Number(hour.format(Date.parse(olivia?.at ?? '')))).toBeGreaterThanOrEqual(8)
    const decision = told.decisions.find(({ personId }) => who(personId) === 'Olivia Hart')
    expect(Date.parse(decision?.sentAt ?? '') - Date.parse(decision?.at ?? '')).toBeGreaterThan(8 * 3_600_000)
  })

  it('knows that Tom followed the link and that Grace wants no more invitations', async () => {
    const toms = told.decisions.find(
      ({ recipe, state, personId }) =>
        who(personId) === 'Tom Okafor' && state === 'sent' && recipe === 'unanswered-question',
    )
    expect(toms).toMatchObject({ outcome: 'delivered', clickedAt: expect.anything() })
    const grace = await earshot.api.get<PersonAnswer>('/api/people?identity=standard:c-2045')
    expect(grace.emails[0]?.topics.advocates).toMatchObject({ granted: false })
    expect(told.decisions.filter(({ clickedAt }) => clickedAt)).toHaveLength(1)
  })

  it('gives the clock back', async () => {
    expect(Math.abs((await earshot.runner.now()) - Date.now())).toBeLessThan(5_000)
  })
})

describe('the demo, told again', () => {
  it('changes nothing, and says so', async () => {
    const again = await run('local/demo/main.ts', '--data', earshot.data)
    expect(again).toMatchObject({
      code: 0,
      text: expect.stringContaining(
        `Nothing changed: still 25 mentions, 20 people, ${told.decisions.length} decisions and 6 emails.`,
      ),
    })
  }, 120_000)
})

describe('the content import', () => {
  it('prints what was taken and what was refused, and why', async () => {
    const file = join(earshot.data, 'content.json')
    const good = {
      id: 'one',
      kind: 'guide',
      title: 'One',
      url: 'https://guides.example/one',
      language: 'en',
      stage: 'use',
      topics: [],
      exclusive: false,
      publishedAt: '2026-01-01T00:00:00Z',
    }
    writeFileSync(file, JSON.stringify([good, { ...good, id: 'two', url: 'https://elsewhere.example/two' }]))
    const { code, text } = await run('local/cli/content.ts', file, '--data', earshot.data)
    expect(code).toBe(1)
    expect(text).toContain('taken    one')
    expect(text).toMatch(
      /refused {2}\[1\] two url: came "https:\/\/elsewhere\.example\/two", expected https and one of/,
    )
    expect(text).toContain('1 of 2 taken.')
  })
})

describe('the API of a running Earshot', () => {
  it('answers about one person’s decisions, and holds and releases all emails', async () => {
    const tom = await earshot.api.get<PersonAnswer>('/api/people?identity=discourse:12')
    const { items } = await earshot.api.get<{ items: DecisionAnswer[] }>(`/api/decisions?person=${tom.id}&state=sent`)
    expect(items.map(({ recipe }) => recipe)).toEqual(['unanswered-question', 'first-order'])
    expect(items[0]?.candidates?.[0]).toMatchObject({ score: expect.any(Number), parts: { topic: 1 } })
    expect(await earshot.api.post('/api/pause', { why: 'a test' })).toMatchObject({ paused: true, why: 'a test' })
    expect(await earshot.api.get('/api/pause')).toMatchObject({ paused: true, why: 'a test' })
    expect(await earshot.api.post('/api/resume', {})).toMatchObject({ paused: false })
  })

  it('shows an email as somebody would get it, and sends a test to nobody but the caller', async () => {
    const { personId } = told.decisions.find(({ recipe, state }) => recipe === 'first-order' && state === 'sent') ?? {}
    const body = { personId, language: 'fr' }
    const shown = await earshot.api.post<EmailPreviewAnswer>('/api/recipes/first-order/preview', body)
    expect(shown).toMatchObject({ person: { id: personId }, subject: { example: false }, missing: [] })
    expect(shown.holds.map(({ reason }) => reason)).toContain('already_for_subject')
    expect(shown.email).toMatchObject({ language: 'fr', headers: expect.any(Array) })
    expect(shown.email?.subject).toMatch(/^Pour bien commencer/)
    const before = await earshot.runner.emails()
    const test = await earshot.api.post<EmailTestAnswer>('/api/recipes/first-order/test', body)
    expect(test).toMatchObject({ to: 'd***@roastery.example', language: 'fr' })
    const after = await earshot.runner.emails()
    expect(after).toHaveLength(before.length + 1)
    expect(after.filter(({ to }) => to.includes('developer@roastery.example'))).toMatchObject([
      { subject: `[Test] ${shown.email?.subject}` },
    ])
  })

  it('wants a token for everything but its own description', async () => {
    const { app } = earshot.local
    const statusOf = async (path: string, token?: string): Promise<number> =>
      (await fetch(new URL(path, app), token ? { headers: { authorization: `Bearer ${token}` } } : {})).status
    expect(await statusOf('/api/mentions')).toBe(401)
    expect(await statusOf('/api/mentions', 'nonsense')).toBe(401)
    const description = await fetch(new URL('/api/openapi.json', app))
    expect(description.status).toBe(200)
    expect(await description.json()).toEqual(JSON.parse(JSON.stringify(openApi())))
  })

  it.each(['', '&language=en'])('finds content by its words: q=descale%s', async (language) => {
    const { items } = await earshot.api.get<{ items: { id: string }[] }>(`/api/content?q=descale${language}`)
    expect(items.map(({ id }) => id)).toContain('descaling-guide')
  })

  it('was never denied anything by AWS', async () => {
    // That nothing is allowed which nobody uses is asked of all flow tests together: test/support/grants-report.ts.
    const { denied, used } = await earshot.iam()
    expect(denied).toEqual([])
    expect(used.map((grant) => grant.function)).toContain('api')
  })
})

describe('the demo without a runner', () => {
  it('says clearly that there is none, and what to do', async () => {
    const { code, text } = await run('local/demo/main.ts', '--data', join(earshot.data, 'nowhere'))
    expect(code).toBe(1)
    expect(text).toContain('No Earshot runs here')
    expect(text).toContain('npm start')
  })
})
