import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type PreviewDeps, preview, previewAnswer, sendTest } from '../../../functions/api/previewing.ts'
import { readRequest } from '../../../functions/api/request.ts'
import { BUNDLED } from '../../../shared/domain/nudge/recipes.ts'
import { previewRoutes } from '../../../shared/domain/respond/preview-routes.ts'
import { resolvePerson } from '../../../shared/store/people.ts'
import { AUTHOR, openWorld, type World } from '../nudge/send-world.ts'

let world: World
let deps: PreviewDeps
let personId: string

beforeEach(async () => {
  world = await openWorld()
  const { table, deps: sending } = world
  deps = { ...sending, table, nudges: sending.settings }
  const found = await resolvePerson(table, AUTHOR)
  if (!found) throw new Error('The world has nobody.')
  personId = found.person.personId
})
afterEach(() => world.close())

const UNANSWERED = 'unanswered-question'

/** The recipe as its file has it, with some fields changed. */
const draft = (over: Record<string, unknown> = {}): Record<string, unknown> => {
  const found = BUNDLED.find(({ recipe }) => recipe.id === UNANSWERED)
  if (!found) throw new Error(`There is no ${UNANSWERED}.`)
  return {
    ...found.written,
    ...{ topic: 'answers', when: { event: 'mention.created', kinds: ['post'], intents: ['question'] } },
    ...{ if: [], unless: ['subject.deleted'], template: 'unanswered@1' },
    content: { pick: 'stage', stages: ['use'], minScore: 0 },
    ...over,
  }
}

const see = (body: Parameters<typeof preview>[1]['body']) => preview(deps, { id: UNANSWERED, body, now: world.now() })

const everything = async (): Promise<unknown> =>
  (await world.table.client.send(new ScanCommand({ TableName: world.table.name }))).Items

describe('a preview', () => {
  it('shows the email of a draft as a person would get it, and why this piece', async () => {
    const made = await see({ recipe: draft(), personId })
    expect(made.missing).toEqual([])
    expect(made.holds).toEqual([])
    expect(made.person).toEqual({ id: personId, name: 'Mika' })
    expect(made.subject).toMatchObject({ title: 'How do I descale it?', example: false })
    expect(made.content).toMatchObject({ id: 'c1', title: 'Descaling in ten minutes' })
    expect(made.candidates[0]).toMatchObject({ id: 'c1' })
    expect(made.email?.text).toContain('Hello Mika,')
    expect(made.email?.text).toContain('How do I descale it?')
    expect(made.email?.headers.map(({ name }) => name)).toContain('List-Unsubscribe')
  })

  it('has links that count nothing and stop nothing', async () => {
    const { email } = await see({ recipe: draft(), personId })
    const hrefs = [...(email?.html ?? '').matchAll(/ href="([^"]*)"/g)].map(([, href]) => href)
    expect(hrefs).toEqual([
      'https://community.example/t/9',
      'https://app.example/u/preview',
      'https://app.example/p/preview',
    ])
  })

  it('writes nothing and sends nothing', async () => {
    const before = await everything()
    await see({ recipe: draft(), personId })
    await see({})
    expect(await everything()).toEqual(before)
    expect(world.ses.emails()).toHaveLength(0)
  })

  it('is in the language that is asked for', async () => {
    const { email } = await see({ recipe: draft(), personId, language: 'de' })
    expect(email?.language).toBe('de')
    expect(email?.text).toContain('Guten Tag, Mika,')
  })

  it('says what would hold it, in words, and shows it all the same', async () => {
    await world.consent({ granted: false, at: world.now(), id: 'stop' })
    const made = await see({ recipe: draft({ status: 'draft' }), personId })
    expect(made.email).toBeDefined()
    const answer = previewAnswer(made, { timeZone: 'Europe/London', now: world.now(), seesPii: true })
    expect(answer.wouldSend).toBe(false)
    expect(answer.holds.map(({ reason }) => reason)).toEqual(['paused_recipe', 'topic_off'])
    for (const { sentence } of answer.holds) expect(sentence).toMatch(/\w/)
    expect(answer.missing).toEqual(['permission'])
  })

  it('shows what is missing, in its place', async () => {
    const peers = draft({ template: 'peer@1', when: { event: 'order.placed' } })
    const made = await see({ recipe: peers, personId })
    expect(made.subject).toEqual(expect.objectContaining({ example: true, title: null }))
    expect(made.missing).toEqual(['subject_title'])
    expect(made.holds).toContainEqual({ reason: 'render_error', detail: 'subject_title' })
    expect(made.email?.subject).toContain('[subject_title]')
    const nothing = await see({
      recipe: draft({ content: { pick: 'stage', stages: ['renewal'], minScore: 0 } }),
      personId,
    })
    expect(nothing.missing).toEqual(['content'])
    expect(nothing.email?.html).toContain('[content.title]')
  })

  it('has no email when none can be made', async () => {
    const made = await see({ recipe: draft({ template: 'nothing@1' }), personId })
    expect(made).toMatchObject({ email: undefined, missing: ['template'] })
    expect(previewAnswer(made, { timeZone: 'UTC', now: world.now(), seesPii: true }).email).toBeNull()
  })

  it('is of somebody made up where nobody is named', async () => {
    const made = await see({})
    expect(made.person).toBeNull()
    expect(made.subject.example).toBe(true)
    expect(made.holds).toContainEqual({ reason: 'no_address' })
  })

  it('is of an older version, if that is asked for', async () => {
    const version = BUNDLED.find(({ recipe }) => recipe.id === UNANSWERED)?.recipe.version ?? 0
    expect((await see({ version })).version).toBe(version)
    await expect(see({ version: 9_999 })).rejects.toMatchObject({ status: 404 })
  })

  it('refuses a draft that is wrong, another recipe’s, and people and recipes that there are not', async () => {
    await expect(see({ recipe: { ...draft(), holdout: 7 } })).rejects.toMatchObject({ status: 400 })
    await expect(see({ recipe: draft({ id: 'other' }) })).rejects.toMatchObject({ status: 400 })
    await expect(see({ personId: '0'.repeat(26) })).rejects.toMatchObject({ status: 404 })
    await expect(preview(deps, { id: 'no-such', body: {}, now: world.now() })).rejects.toMatchObject({ status: 404 })
  })
})

const MARKETER = 'ana@roastery.example'
const sendOne = (address: string | undefined = MARKETER) =>
  sendTest(deps, { id: UNANSWERED, body: { recipe: draft(), personId }, now: world.now() }, address)

describe('a test', () => {
  it('goes to whoever asks and to nobody else, says that it is one, and counts nowhere', async () => {
    expect(await sendOne()).toMatchObject({ to: 'a***@roastery.example', missing: [] })
    const emails = world.ses.emails()
    expect(emails).toHaveLength(1)
    expect(emails[0]).toMatchObject({ to: [MARKETER] })
    expect(emails[0]?.subject).toMatch(/^\[Test\] About your question/)
    await world.feedback()
    expect(await world.decisions()).toEqual([])
    expect(await world.budget()).toBeUndefined()
    expect(await world.content()).toMatchObject({ sends: 0, clickers: 0 })
  })

  it('is sent ten times an hour at most, by each', async () => {
    for (let sent = 0; sent < 10; sent++) await sendOne()
    await expect(sendOne()).rejects.toMatchObject({ status: 429 })
    await sendOne('ben@roastery.example')
    world.pass(3_600_000)
    await sendOne()
    expect(JSON.stringify(await everything())).not.toContain(MARKETER)
  })

  it('is not sent without a confirmed address, nor when the email cannot be made, and says when SES refuses', async () => {
    await expect(sendTest(deps, { id: UNANSWERED, body: {}, now: world.now() }, undefined)).rejects.toMatchObject({
      status: 409,
    })
    const body = { recipe: draft({ template: 'nothing@1' }), personId }
    await expect(sendTest(deps, { id: UNANSWERED, body, now: world.now() }, MARKETER)).rejects.toMatchObject({
      status: 409,
    })
    expect(world.ses.emails()).toHaveLength(0)
    const deliver = async () => {
      throw Object.assign(new Error('no'), { name: 'MessageRejected' })
    }
    await expect(
      sendTest(
        { ...deps, deliver },
        { id: UNANSWERED, body: { recipe: draft(), personId }, now: world.now() },
        MARKETER,
      ),
    ).rejects.toMatchObject({ status: 502, message: expect.stringContaining('MessageRejected') })
  })

  it.each([
    [{ email: MARKETER, email_verified: 'true' }, MARKETER],
    [{ email: MARKETER, email_verified: true }, MARKETER],
    [{ email: MARKETER, email_verified: 'false' }, undefined],
    [{ email: MARKETER }, undefined],
    [{ email: `${MARKETER}, x@y.example`, email_verified: 'true' }, undefined],
    [{ username: MARKETER, email_verified: 'true' }, undefined],
  ])('takes the address of the token and no other: %j', (claims, address) => {
    const event = { body: '{}', requestContext: { authorizer: { jwt: { claims } } } }
    const request = readRequest(
      previewRoutes.testRecipe,
      {},
      event as unknown as Parameters<typeof readRequest>[2],
      world.now(),
    )
    expect(request.address).toBe(address)
  })
})
