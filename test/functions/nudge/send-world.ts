import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { takeIn } from '../../../functions/measure/feedback-take-in.ts'
import { type Sending, sendOnce } from '../../../functions/nudge/send-once.ts'
import { type Ses, startSes } from '../../../local/ses/server.ts'
import { readTokenKeys } from '../../../shared/domain/nudge/tokens.ts'
import { HOUR, isoOf } from '../../../shared/domain/time.ts'
import { sesDelivery } from '../../../shared/platform/ses.ts'
import { decisionsOfIdentity, getDecision, newDecision, patched } from '../../../shared/store/decisions.ts'
import { keys } from '../../../shared/store/keys.ts'
import type { BudgetItem, DecisionItem } from '../../../shared/store/nudge-records.ts'
import { readPreferences, recordConsent } from '../../../shared/store/preferences.ts'
import { getAll, type Table } from '../../../shared/store/table.ts'
import { NOON, recipe, settings } from '../../domain/nudge/factories.ts'
import { activityItem, personItems } from '../../support/graph-items.ts'
import { fixedRecipes } from '../../support/recipes.ts'
import { createTable, TEST_CREDENTIALS } from '../../support/table.ts'

export const AUTHOR = 'forum:7'
export const EMAIL = `email:${'ab'.repeat(32)}`
export const ADDRESS = 'mika@example.com'
const RECIPE = recipe({ id: 'help', template: 'unanswered@1', unless: ['subject.deleted', 'thread.solved'] })
const OTHER = recipe({ id: 'other', topic: 'answers', priority: 40, template: 'guidepost@1' })

const put = async (table: Table, ...items: object[]): Promise<void> => {
  for (const Item of items) await table.client.send(new PutCommand({ TableName: table.name, Item }))
}

const CONTENT = {
  ...keys.content('c1'),
  type: 'content',
  id: 'c1',
  rev: '1',
  kind: 'guide',
  title: 'Descaling in ten minutes',
  url: 'https://community.example/t/9',
  language: 'en',
  stage: 'use',
  topics: [],
  exclusive: true,
  helpful: 3,
  votes: 3,
  publishedAt: NOON,
  sends: 0,
  clickers: 0,
  q: 'CONT#use#en',
  qs: 'c1',
}

/** A person with one address and a consent, a question, a piece of content, SES on this machine, and a clock. */
export const openWorld = async () => {
  let now = Date.parse(NOON)
  const { table, close } = await createTable(() => now)
  const events: string[] = []
  const ses: Ses = await startSes({
    now: () => now,
    publish: async (_, message) => void events.push(message),
    configurationSets: () => ({ nudge: { topicArns: ['arn:t'], events: ['send', 'delivery', 'bounce', 'complaint'] } }),
    identities: () => ['news.example.com'],
    inboxPath: '/inbox',
  })
  const tokenKeys = readTokenKeys('{"current":"a secret for tests, long enough"}')
  const deps: Sending = {
    table,
    settings: settings(),
    brand: {
      name: 'Cloud Nine',
      senderDomain: 'news.example.com',
      senderName: 'hello',
      address: '9 Harbour Street, Bristol',
      community: 'https://community.example',
    },
    recipes: fixedRecipes([RECIPE, OTHER]),
    appUrl: 'https://app.example/',
    configurationSet: 'nudge',
    keys: async () => tokenKeys,
    deliver: sesDelivery({ endpoint: ses.url, region: 'us-east-1', credentials: TEST_CREDENTIALS, timeout: 300 }),
    now: () => now,
    random: () => 0.5,
  }
  const asked = activityItem({
    id: 'q1',
    platform: 'forum',
    iid: AUTHOR,
    title: 'How do I descale it?',
    threadId: 't1',
    intents: ['question'],
    createdAt: isoOf(now - 25 * HOUR),
  })
  await put(
    table,
    ...personItems([
      { iid: AUTHOR, profile: { name: { v: 'Mika', at: NOON } } },
      { iid: EMAIL, address: ADDRESS },
    ]),
    asked,
    CONTENT,
  )
  const consent = (over: Partial<Parameters<typeof recordConsent>[1]> = {}) =>
    recordConsent(table, {
      emailIid: EMAIL,
      topics: ['answers'],
      granted: true,
      basis: 'consent',
      wording: 'w1',
      source: 'forum',
      at: '2026-01-01T00:00:00.000Z',
      id: 'sign-up',
      ...over,
    })
  await consent()

  const queue = async (which: 'help' | 'other' = 'help', over: Partial<DecisionItem> = {}): Promise<DecisionItem> => {
    const fresh = newDecision(which === 'help' ? RECIPE : OTHER, {
      subject: { platform: 'forum', id: 'q1', kind: 'post', threadId: 't1', at: isoOf(now - 25 * HOUR) },
      iid: AUTHOR,
      personId: 'p',
      now: isoOf(now),
      keepDays: 400,
    })
    const decision = patched(fresh, {
      state: 'queued',
      reason: 'queued',
      arm: 'treated',
      emailIid: EMAIL,
      content: {
        id: 'c1',
        kind: 'guide',
        title: CONTENT.title,
        url: CONTENT.url,
        language: 'en',
        why: ['about “descaling”'],
      },
      updatedAt: isoOf(now),
    })
    await put(table, { ...decision, ...over })
    return decision
  }

  return {
    table,
    ses,
    deps,
    events,
    tokenKeys,
    consent,
    queue,
    /** The function takes up a decision of the queue. */
    send: (id: string, over: Partial<Sending> = {}) => sendOnce({ ...deps, ...over }, { iid: AUTHOR, id }),
    put: (...items: object[]) => put(table, ...items),
    /** Moves the clock on, in milliseconds. */
    pass: (ms: number) => {
      now += ms
    },
    now: () => isoOf(now),
    decision: async (id: string): Promise<DecisionItem | undefined> => getDecision(table, AUTHOR, id),
    decisions: () => decisionsOfIdentity(table, AUTHOR),
    preferences: () => readPreferences(table, EMAIL),
    budget: async (): Promise<BudgetItem | undefined> =>
      (await getAll(table, [keys.budget(EMAIL)]))[0] as BudgetItem | undefined,
    content: async (): Promise<{ sends: number; clickers: number }> =>
      (await getAll(table, [keys.content('c1')]))[0] as { sends: number; clickers: number },
    /** Hands all events that SES has published to the feedback function, in the order that `arrange` makes. */
    feedback: async (arrange: (messages: string[]) => string[] = (messages) => messages) => {
      await ses.idle()
      for (const message of arrange(events.splice(0))) await takeIn(message, { table, now: () => now })
    },
    close: async () => {
      await ses.close()
      await close()
    },
  }
}
export type World = Awaited<ReturnType<typeof openWorld>>
