import type { ComprehendClient } from '@aws-sdk/client-comprehend'
import { describe, expect, it } from '@jest/globals'
import { createBreaker } from '../../../functions/understand/breaker.ts'
import { judgeTexts, type SentimentAsk } from '../../../functions/understand/sentiment.ts'
import { NO_SENTIMENT } from '../../../shared/domain/understand/understanding.ts'

type Call = { language: string; texts: string[] }
type Answer = { ResultList?: unknown[]; ErrorList?: unknown[] }

/** A client that answers by a rule and remembers what it was asked. */
const engine = (answer: (call: Call, number: number) => Answer) => {
  const calls: Call[] = []
  const send = async (command: { input: { LanguageCode: string; TextList: string[] } }) => {
    const call = { language: command.input.LanguageCode, texts: command.input.TextList }
    calls.push(call)
    return answer(call, calls.length)
  }
  return { calls, client: { send } as unknown as Pick<ComprehendClient, 'send'> }
}

const positive = (Index: number) => ({
  Index,
  Sentiment: 'POSITIVE',
  SentimentScore: { Positive: 0.98765432, Negative: 0.00123, Neutral: 0.01, Mixed: 0.001 },
})
const POSITIVE = {
  label: 'POSITIVE',
  scores: { positive: 0.9877, negative: 0.0012, neutral: 0.01, mixed: 0.001 },
  confidence: 0.9877,
  engine: 'comprehend',
}
const allGood = ({ texts }: Call): Answer => ({ ResultList: texts.map((_, at) => positive(at)), ErrorList: [] })
const failing = (name: string) => (): never => {
  throw Object.assign(new Error('no'), { name })
}

const asks = (count: number, language = 'en'): SentimentAsk[] =>
  Array.from({ length: count }, (_, at) => ({ hash: `${language}${at}`, language, text: `text ${at}` }))
const calm = () => ({ breaker: createBreaker(Date.now), patience: 5_000 })

describe('judging texts', () => {
  it('asks for one language at a time and at most 25 texts', async () => {
    const { client, calls } = engine(allGood)
    const answers = await judgeTexts([...asks(30), ...asks(2, 'de')], { client, ...calm() })
    expect(calls.map(({ language, texts }) => [language, texts.length])).toEqual([
      ['en', 25],
      ['en', 5],
      ['de', 2],
    ])
    expect(answers.size).toBe(32)
    expect(answers.get('de1')).toEqual({ sentiment: POSITIVE })
  })

  it('asks once more, alone, for a text that failed, and keeps the others', async () => {
    const { client, calls } = engine(({ texts }, number) =>
      number === 1
        ? { ResultList: [positive(0), positive(2)], ErrorList: [{ Index: 1, ErrorCode: 'INTERNAL_SERVER_ERROR' }] }
        : allGood({ language: 'en', texts }),
    )
    const answers = await judgeTexts(asks(3), { client, ...calm() })
    expect(calls.map(({ texts }) => texts)).toEqual([['text 0', 'text 1', 'text 2'], ['text 1']])
    expect([...answers.values()]).toEqual(Array(3).fill({ sentiment: POSITIVE }))
  })

  it('leaves a text unjudged that fails alone too', async () => {
    const { client } = engine(({ texts }) =>
      texts.includes('text 1')
        ? { ResultList: texts.flatMap((text, at) => (text === 'text 1' ? [] : [positive(at)])) }
        : allGood({ language: 'en', texts }),
    )
    const answers = await judgeTexts(asks(2), { client, ...calm() })
    expect(answers.get('en0')).toEqual({ sentiment: POSITIVE })
    expect(answers.get('en1')).toEqual({ sentiment: NO_SENTIMENT })
  })

  it('takes a refused group apart, so that only the refused text goes without', async () => {
    const { client } = engine((call) =>
      call.texts.includes('text 1') ? failing('TextSizeLimitExceededException')() : allGood(call),
    )
    const answers = await judgeTexts(asks(3), { client, ...calm() })
    expect([...answers.values()]).toEqual([
      { sentiment: POSITIVE },
      { sentiment: NO_SENTIMENT },
      { sentiment: POSITIVE },
    ])
  })

  it('asks for one at a time where the engine stumbles, so that the others need not wait for that one', async () => {
    const { client, calls } = engine((call) =>
      call.texts.includes('text 1') ? failing('InternalServerException')() : allGood(call),
    )
    const answers = await judgeTexts(asks(3), { client, ...calm() })
    expect(calls).toHaveLength(4)
    expect(answers.get('en0')).toEqual({ sentiment: POSITIVE })
    expect(answers.get('en1')).toEqual({ unavailable: expect.objectContaining({ name: 'InternalServerException' }) })
    expect(answers.get('en2')).toEqual({ sentiment: POSITIVE })
  })

  it('is not held up by texts that it stumbles over side by side, however often', async () => {
    const clock = { now: 1_000_000 }
    const breaker = createBreaker(() => clock.now)
    const { client } = engine((call) =>
      call.texts.some((text) => /^text [01]$/.test(text)) ? failing('InternalServerException')() : allGood(call),
    )
    for (let sweep = 0; sweep < 5; sweep++) {
      const answers = await judgeTexts(asks(4), { client, breaker, patience: 5_000 })
      expect(answers.get('en2')).toEqual({ sentiment: POSITIVE })
      expect(answers.get('en3')).toEqual({ sentiment: POSITIVE })
      clock.now += 60_000
    }
  })

  it('stops asking after three failures in a row, and asks again after a while', async () => {
    const clock = { now: 1_000_000 }
    const breaker = createBreaker(() => clock.now)
    let away = true
    const { client, calls } = engine((call) => (away ? failing('InternalServerException')() : allGood(call)))
    const ask = () => judgeTexts(asks(30), { client, breaker, patience: 5_000 })
    await ask()
    expect(calls).toHaveLength(4)
    await ask()
    expect(calls).toHaveLength(4)
    clock.now += 10_000
    await ask()
    expect(calls).toHaveLength(6)
    clock.now += 19_000
    await ask()
    expect(calls).toHaveLength(6)
    clock.now += 1_000
    away = false
    expect([...(await ask()).values()]).toEqual(Array(30).fill({ sentiment: POSITIVE }))
  })

  it('does not take a refusal for an outage', async () => {
    const { client, calls } = engine(failing('InvalidRequestException'))
    const answers = await judgeTexts(asks(4), { client, ...calm() })
    expect(calls).toHaveLength(5)
    expect([...answers.values()]).toEqual(Array(4).fill({ sentiment: NO_SENTIMENT }))
  })

  it('gives up in good time on an engine that never answers, and keeps what it has', async () => {
    const send = async (
      { input }: { input: { TextList: string[] } },
      { abortSignal }: { abortSignal?: AbortSignal } = {},
    ) => {
      abortSignal?.throwIfAborted()
      if (input.TextList.includes('text 1')) return allGood({ language: 'en', texts: input.TextList })
      return await new Promise((_, reject) => abortSignal?.addEventListener('abort', () => reject(abortSignal.reason)))
    }
    const client = { send } as unknown as Pick<ComprehendClient, 'send'>
    const answers = await judgeTexts([...asks(26), ...asks(1, 'de')], { client, ...calm(), patience: 20 })
    expect(answers.get('en0')).toEqual({ sentiment: POSITIVE })
    expect(answers.get('en25')).toEqual({ unavailable: expect.objectContaining({ name: 'TimeoutError' }) })
    expect(answers.get('de0')).toEqual({ unavailable: 'paused' })
  }, 2_000)

  it('says that the engine cannot be reached when it stays busy, for that language only', async () => {
    const { client } = engine((call) => (call.language === 'en' ? failing('ThrottlingException')() : allGood(call)))
    const answers = await judgeTexts([...asks(1), ...asks(1, 'de')], { client, ...calm() })
    expect(answers.get('en0')).toEqual({ unavailable: expect.objectContaining({ name: 'ThrottlingException' }) })
    expect(answers.get('de0')).toEqual({ sentiment: POSITIVE })
  })
})
