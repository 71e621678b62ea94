import { describe, expect, it } from '@jest/globals'
import { isbot } from 'isbot'
import { labelClick } from '../../shared/domain/measure/clicks.ts'
import { isoOf, SECOND } from '../../shared/domain/time.ts'

/**
 * What users of other programs complain of, and what must not happen here: programs that open every link are counted as people who
 * clicked. Each test names the issues. `test/functions/nudge/pages.test.ts` has the same through the pages and the table.
 */

const SENT = Date.parse('2026-11-20T10:00:00.000Z')
const deliveredAt = isoOf(SENT + 3 * SECOND)
const BROWSER = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/19.0 Safari/605.1.15'

const clickAt = (
  seconds: number,
  userAgent: string | undefined = BROWSER,
  others: { at: string; link: string }[] = [],
) =>
  labelClick({ at: isoOf(SENT + seconds * SECOND), link: 'content', userAgent }, { isBot: isbot, deliveredAt, others })
    .label

describe('clicks of scanners', () => {
  it('are told by how soon after the delivery they come, not after the sending (mautic#16263)', () => {
    // A gateway takes its time: two seconds after the sending say nothing.
    expect(clickAt(2.5)).toBe('likely_machine')
    expect(clickAt(11)).toBe('likely_machine')
    expect(clickAt(14)).toBe('human')
  })

  it('are told by their opening every link at once, also minutes later (mautic#9162, mautic#9798, craft-campaign#546)', () => {
    const atOnce = { at: isoOf(SENT + 299 * SECOND), link: 'choices' }
    expect(clickAt(300, BROWSER, [atOnce])).toBe('likely_machine')
    // A person may press the same link twice, and look at the choices a little later.
    expect(clickAt(300, BROWSER, [{ ...atOnce, link: 'content' }])).toBe('human')
    expect(clickAt(330, BROWSER, [atOnce])).toBe('human')
  })

  it('are told by their names, or by having none (resend-node#901)', () => {
    for (const agent of [
      '',
      ' ',
      'Mozilla/5.0 (compatible; bingbot/2.0)',
      'curl/8.5.0',
      'python-requests/2.32',
      'HeadlessChrome/120',
    ])
      expect([agent, clickAt(600, agent)]).toEqual([agent, 'machine'])
  })
})
