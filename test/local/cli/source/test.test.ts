import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { guideOf } from '../../../../local/cli/source/guides/index.ts'
import { meaningOf } from '../../../../local/cli/source/probe.ts'
import { remove } from '../../../../local/cli/source/remove.ts'
import { test } from '../../../../local/cli/source/test.ts'
import { normaliseDelivery } from '../../../../shared/sources/normalise.ts'
import { SOURCES } from '../../../support/door.ts'
import { openSourceWork, type SourceWork } from '../../../support/source-work.ts'

let it_: SourceWork

beforeEach(async () => {
  it_ = await openSourceWork()
})
afterEach(() => it_.close())

/** As if the platform's secret had been given. */
const give = (name: string): void =>
  it_.put(name, JSON.stringify({ ...JSON.parse(it_.secretOf(name)), given: '2026-01-01T00:00:00Z' }))

const withDoors = Object.entries(SOURCES).filter(([, { type }]) => guideOf(type).secret !== 'doorless')

describe.each(withDoors)('the door of %s', (name) => {
  it('takes the harmless delivery, refuses the forged one, and nothing comes of either', async () => {
    give(name)
    const outcome = await test(it_.work, name)
    expect(outcome).toMatchObject({ ok: true })
    expect(it_.door.queue.length).toBeLessThanOrEqual(1)
    for (const delivery of it_.door.queue) {
      const { activities, ignored } = normaliseDelivery(delivery, Buffer.from(delivery.body ?? '', 'base64'), SOURCES)
      expect(activities).toEqual([])
      expect(ignored).toBeTruthy()
    }
    expect(outcome.lines.join('\n')).not.toContain(JSON.parse(it_.secretOf(name)).current)
  })

  it('is found out when it goes by another secret', async () => {
    give(name)
    const another = '{"current":"anotheranotheranotheranotherano1"}'
    Object.defineProperty(it_.door.secrets, name, { get: () => another, set: () => {} })
    const outcome = await test(it_.work, name)
    expect(outcome.ok).toBe(false)
    expect(outcome.lines.join('\n')).toMatch(/FAIL.*404.*no such door/)
  })
})

describe('test', () => {
  it('fails where the platform’s secret was never given, however well the door does', async () => {
    const outcome = await test(it_.work, 'workspace')
    expect(outcome.ok).toBe(false)
    expect(outcome.lines.join('\n')).toMatch(
      /ok {4}a signed delivery[\s\S]*FAIL {2}the platform's secret was never given/,
    )
  })

  it('says so when nobody answers, and asks no second time', async () => {
    const work = { ...it_.work, target: { ...it_.work.target, appUrl: 'http://127.0.0.1:2' } }
    const outcome = await test(work, 'code')
    expect(outcome).toMatchObject({ ok: false, data: { checks: [{ status: 0 }] } })
    expect(outcome.lines.join('\n')).toContain('Nobody answers there')
  })

  it('calls a door that takes forgeries what it is', async () => {
    const { createServer } = await import('node:http')
    const gullible = createServer((_, response) => response.writeHead(200).end('{}'))
    await new Promise<void>((ready) => gullible.listen(0, '127.0.0.1', ready))
    const address = gullible.address()
    const appUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
    const outcome = await test({ ...it_.work, target: { ...it_.work.target, appUrl } }, 'code')
    gullible.close()
    gullible.closeAllConnections()
    expect(outcome.ok).toBe(false)
    expect(outcome.lines.join('\n')).toMatch(/FAIL {2}a wrong signature \(200\): The door took what it must refuse/)
  })

  it('waits for the door to read a secret that was changed just now', async () => {
    const now = it_.work.now()
    it_.put('code', JSON.stringify({ ...JSON.parse(it_.secretOf('code')), rotated: now }))
    let stale = true
    Object.defineProperty(it_.door.secrets, 'code', {
      get: () => (stale ? '{"current":"what it was before"}' : it_.secretOf('code')),
      set: () => {},
    })
    const work = {
      ...it_.work,
      wait: async (ms: number) => {
        it_.waits.push(ms)
        stale = false
      },
    }
    expect((await test(work, 'code')).ok).toBe(true)
    expect(it_.waits).toEqual([62_000])
  })

  it('has nothing to try at a closed door', async () => {
    await remove(it_.work, 'code', { yes: true })
    await expect(test(it_.work, 'code')).rejects.toThrow('closed')
  })

  it('has plain words for every answer that a door gives', () => {
    for (const status of [0, 400, 401, 403, 404, 405, 413, 429, 503])
      expect(meaningOf({ status, text: '' })).toMatch(/^[A-Z]/)
    expect(meaningOf({ status: 502, text: '' })).toContain('502')
  })
})
