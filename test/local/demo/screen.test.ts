import { describe, expect, it } from '@jest/globals'
import { plain } from '../../../local/cli/plain.ts'
import { bar, cut, screenOn } from '../../../local/demo/screen.ts'
import type { Snapshot } from '../../../local/demo/snapshot.ts'
import { showSummary } from '../../../local/demo/summary.ts'

const record = (over: { isTTY?: boolean; columns?: number } = {}) => {
  const written: string[] = []
  return { ...over, written, write: (text: string) => written.push(text) }
}

const ESCAPE = '\u001b'

describe('the screen of the demo', () => {
  it('writes plain lines and no progress where there is no terminal', () => {
    const out = record()
    const screen = screenOn(out, {})
    screen.line(screen.paint.red('one'))
    screen.progress(1, 2, 'half')
    screen.done()
    expect(out.written.join('')).toBe('one\n')
  })

  it('moves a bar on a terminal, below the lines', () => {
    const out = record({ isTTY: true, columns: 80 })
    const screen = screenOn(out, {})
    screen.progress(1, 2, 'half')
    screen.line('above')
    screen.done()
    const text = out.written.join('')
    expect(text).toContain('██████████████░░░░░░░░░░░░░░')
    expect(text.indexOf('above')).toBeGreaterThan(text.indexOf('half'))
    expect(text.endsWith(`\r${ESCAPE}[2K`)).toBe(true)
  })

  it('has no colours when NO_COLOR says so', () => {
    const screen = screenOn(record({ isTTY: true }), { NO_COLOR: '1' })
    expect(screen.paint.red('x')).toBe('x')
    expect(screenOn(record({ isTTY: true }), {}).paint.red('x')).not.toBe('x')
  })

  it('keeps its width where the terminal does not know its own', () => {
    expect(screenOn(record({ isTTY: true, columns: 0 }), {}).width).toBe(100)
    expect(screenOn(record({ isTTY: true, columns: 20 }), {}).width).toBe(60)
    expect(screenOn(record({ isTTY: true, columns: 300 }), {}).width).toBe(110)
  })

  it('shows nothing of control characters and cuts what is too long', () => {
    expect(plain(`a${ESCAPE}[31mb\r\nc`)).toBe('a [31mb c')
    expect(cut('☕☕☕☕', 3)).toBe('☕☕…')
    expect(bar(0, 0, 4)).toBe('░░░░')
    expect(bar(9, 3, 4)).toBe('████')
  })
})

describe('the summary of the demo', () => {
  const at = '2026-11-10T10:00:00.000Z'
  const person = (id: string, name: string, handle?: string) => ({
    id,
    name,
    customer: false,
    firstSeenAt: at,
    emails: [],
    identities: [
      { id: `github:${id}`, platform: 'github', customer: false, firstSeenAt: at, ...(handle ? { handle } : {}) },
    ],
  })
  const snapshot: Snapshot = {
    mentions: [
      {
        id: 'github:1',
        source: 'github',
        kind: 'post',
        text: 'x',
        language: 'en',
        sentiment: {
          label: 'NEGATIVE',
          scores: { positive: 0, negative: 1, neutral: 0, mixed: 0 },
          confidence: 0.6,
          engine: 'test',
          version: 'v7',
          unsure: true,
        },
        intents: [],
        author: { identity: 'github:1', personId: 'A' },
        createdAt: at,
      },
    ],
    people: [person('A', 'jimbo-brews', 'jimbo-brews'), person('B', 'Jim Davies')],
    decisions: [
      {
        id: 'd',
        recipe: 'first-order',
        recipeVersion: 1,
        topic: 'getting-started',
        personId: 'B',
        identity: 'github:B',
        state: 'held',
        reason: 'no_consent',
        detail: `sly${ESCAPE}[2J`,
        at,
        updatedAt: at,
        subject: { id: 'x', kind: 'order', at },
      },
    ],
    emails: [{ id: 'e', at, to: ['jim@example.com'], subject: 'Hello', headers: {}, tags: {}, links: [] }],
  }

  it('says mentions by sentiment, people, decisions with their reasons, emails, and where the inbox is', () => {
    const out = record()
    showSummary(screenOn(out, {}), snapshot, { inbox: 'http://127.0.0.1:1/_local/inbox', app: 'http://127.0.0.1:1' })
    const text = out.written.join('')
    for (const words of [
      '1 mentions',
      'negative',
      '2 people',
      'two people',
      'no_consent',
      '1 emails',
      'Hello',
      '/_local/inbox',
    ])
      expect(text).toContain(words)
    expect(text).not.toContain(ESCAPE)
  })

  it('notices when Jimbo and Jim have become one person', () => {
    const out = record()
    const one = {
      ...person('A', 'Jim Davies', 'jimbo-brews'),
    }
    showSummary(screenOn(out, {}), { ...snapshot, people: [one] }, { inbox: 'http://x', app: 'http://x' })
    expect(out.written.join('')).toContain('are one person')
  })
})
