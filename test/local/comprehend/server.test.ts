import {
  BatchDetectSentimentCommand,
  ComprehendClient,
  DetectDominantLanguageCommand,
  DetectEntitiesCommand,
  DetectSentimentCommand,
  type LanguageCode,
} from '@aws-sdk/client-comprehend'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import * as fc from 'fast-check'
import { judgeText } from '../../../local/comprehend/engine.ts'
import { type Comprehend, startComprehend } from '../../../local/comprehend/server.ts'

let server: Comprehend
let client: ComprehendClient

const clientOf = (maxAttempts: number) =>
  new ComprehendClient({
    endpoint: server.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts,
  })
const batch = (TextList: string[], LanguageCode: LanguageCode = 'en') =>
  client.send(new BatchDetectSentimentCommand({ TextList, LanguageCode }))
const control = (body: object) => fetch(`${server.url}/_control`, { method: 'POST', body: JSON.stringify(body) })

beforeAll(async () => {
  server = await startComprehend()
  client = clientOf(1)
})
afterEach(() => control({ reset: true }))
afterAll(() => server.close())

describe('the stand-in for Amazon Comprehend, asked by the real client', () => {
  it('tells praise, complaint, statement and a mixed review apart', async () => {
    const { ResultList, ErrorList } = await batch([
      'I love this, thank you so much!',
      'This is broken and terrible.',
      'The documentation is in the folder.',
      'The editor is great and I love it, but the sync is awful and broken.',
    ])
    expect(ResultList?.map(({ Index, Sentiment }) => [Index, Sentiment])).toEqual([
      [0, 'POSITIVE'],
      [1, 'NEGATIVE'],
      [2, 'NEUTRAL'],
      [3, 'MIXED'],
    ])
    expect(ErrorList).toEqual([])
  })

  it('says neutral with a low score for languages it has no words of', async () => {
    const { Sentiment, SentimentScore } = await client.send(
      new DetectSentimentCommand({ Text: '大好きです', LanguageCode: 'ja' }),
    )
    expect(Sentiment).toBe('NEUTRAL')
    expect(SentimentScore?.Neutral).toBeLessThan(0.5)
  })

  it('gives scores that sum to 1, of which the label has the highest, for any text', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 300, unit: 'grapheme' }),
        fc.constantFrom('en', 'ja'),
        (text, language) => {
          const { Sentiment, SentimentScore } = judgeText(text, language)
          const scores = Object.values(SentimentScore)
          expect(scores.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 9)
          const named = Object.entries(SentimentScore).find(([name]) => name.toUpperCase() === Sentiment)
          expect(named?.[1]).toBe(Math.max(...scores))
        },
      ),
    )
  })

  it('detects the dominant language', async () => {
    const { Languages } = await client.send(
      new DetectDominantLanguageCommand({ Text: 'Wie kann ich das Passwort für meine Anwendung ändern?' }),
    )
    expect(Languages?.[0]?.LanguageCode).toBe('de')
  })

  it('takes 25 documents and refuses 26', async () => {
    const { ResultList } = await batch(Array.from({ length: 25 }, () => 'fine'))
    expect(ResultList).toHaveLength(25)
    await expect(batch(Array.from({ length: 26 }, () => 'fine'))).rejects.toMatchObject({
      name: 'BatchSizeLimitExceededException',
      $metadata: { httpStatusCode: 400 },
    })
  })

  it('measures documents in bytes, not in characters', async () => {
    await expect(batch(['a'.repeat(5000)])).resolves.toBeDefined()
    await expect(batch(['👨‍👩‍👧‍👦'.repeat(300)])).rejects.toMatchObject({ name: 'TextSizeLimitExceededException' })
  })

  it('refuses empty texts, empty lists and languages it does not know', async () => {
    await expect(batch(['fine', ''])).rejects.toMatchObject({ name: 'InvalidRequestException' })
    await expect(batch([])).rejects.toMatchObject({ name: 'InvalidRequestException' })
    await expect(batch(['hej'], 'sv' as LanguageCode)).rejects.toMatchObject({ name: 'UnsupportedLanguageException' })
  })

  it('names an operation it does not have', async () => {
    await expect(client.send(new DetectEntitiesCommand({ Text: 'Berlin', LanguageCode: 'en' }))).rejects.toMatchObject({
      name: 'UnknownOperationException',
    })
  })

  it('can be told that single documents fail, and keeps the numbers of the others', async () => {
    await control({ documentContaining: 'poison' })
    const { ResultList, ErrorList } = await batch(['one', 'poison', 'three', 'poison again'])
    expect(ResultList?.map(({ Index }) => Index)).toEqual([0, 2])
    expect(ErrorList?.map(({ Index, ErrorCode }) => [Index, ErrorCode])).toEqual([
      [1, 'INTERNAL_SERVER_ERROR'],
      [3, 'INTERNAL_SERVER_ERROR'],
    ])
  })

  it('can be told to throttle and to fail, which the client retries', async () => {
    server.faults.throttle = 1
    await expect(batch(['fine'])).rejects.toMatchObject({ name: 'ThrottlingException' })
    server.faults.fail = 1
    await expect(batch(['fine'])).rejects.toMatchObject({ name: 'InternalServerException' })
    server.faults.throttle = 1
    server.faults.fail = 1
    const { ResultList } = await clientOf(3).send(
      new BatchDetectSentimentCommand({ TextList: ['fine'], LanguageCode: 'en' }),
    )
    expect(ResultList).toHaveLength(1)
  })

  it('can be told to throttle a share of the calls', async () => {
    await control({ throttleShare: 0.5 })
    const outcomes: string[] = []
    for (let call = 0; call < 4; call++)
      outcomes.push(
        await batch(['good']).then(
          () => 'answer',
          ({ name }: Error) => name,
        ),
      )
    expect(outcomes.sort()).toEqual(['ThrottlingException', 'ThrottlingException', 'answer', 'answer'])
  })

  it('can be told to be unreachable, or never to answer', async () => {
    await control({ outage: 'down' })
    await expect(batch(['good'])).rejects.toThrow()
    await control({ outage: 'hang' })
    const abortSignal = AbortSignal.timeout(100)
    const asked = client.send(new BatchDetectSentimentCommand({ TextList: ['good'], LanguageCode: 'en' }), {
      abortSignal,
    })
    await expect(asked).rejects.toThrow()
    await control({ outage: '' })
    expect((await batch(['good'])).ResultList).toHaveLength(1)
  })

  it('can be told what to say', async () => {
    await control({ says: { wand: 'NEGATIVE' } })
    const { ResultList } = await batch(['I love the wand', 'I love it'])
    expect(ResultList?.map(({ Sentiment }) => Sentiment)).toEqual(['NEGATIVE', 'POSITIVE'])
  })

  it('can be told to be slow', async () => {
    await control({ delay: 120 })
    const begin = performance.now()
    await batch(['fine'])
    expect(performance.now() - begin).toBeGreaterThanOrEqual(115)
  })

  it('counts calls, refusals, documents and units of 100 characters, 3 at least', async () => {
    await batch(['short', 'x'.repeat(301)])
    server.faults.throttle = 1
    await batch(['refused']).catch(() => undefined)
    const stats = await (await fetch(`${server.url}/_stats`)).json()
    expect(stats).toEqual({ calls: { BatchDetectSentiment: 2 }, refused: 1, documents: 2, units: 7 })
    expect(server.stats()).toEqual(stats)
  })
})
