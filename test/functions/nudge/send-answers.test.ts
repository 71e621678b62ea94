import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Fault } from '../../../local/ses/server.ts'
import { HOUR, MINUTE } from '../../../shared/domain/time.ts'
import { sesDelivery } from '../../../shared/platform/ses.ts'
import { readPause, setPause } from '../../../shared/store/pause.ts'
import { TEST_CREDENTIALS } from '../../support/table.ts'
import { openWorld, type World } from './send-world.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

describe('an answer of SES', () => {
  const answered = async (fault: Fault) => {
    const { id } = await world.queue()
    world.ses.fail(fault)
    await world.send(id)
    return { id, decision: await world.decision(id), sent: (await world.budget())?.sent }
  }

  it.each(['throttle', 'daily-quota'] as const)('%s: later, and nothing is counted', async (fault) => {
    const { decision, sent } = await answered(fault)
    expect(decision).toMatchObject({ state: 'waiting', reason: 'waiting_rate', detail: 'TooManyRequestsException' })
    const wait = Date.parse(decision?.until ?? '') - Date.parse(world.now())
    expect(wait).toBe(fault === 'throttle' ? 35_000 : HOUR + 7.5 * MINUTE)
    expect(sent).toEqual([])
    expect((await readPause(world.table)).paused).toBe(false)
  })

  it.each(['paused', 'suspended', 'mail-from', '403'] as const)('%s: stops everything and says why', async (fault) => {
    const { decision, sent } = await answered(fault)
    expect(decision).toMatchObject({ state: 'waiting', reason: 'paused_all' })
    expect(sent).toEqual([])
    expect(await readPause(world.table)).toMatchObject({ paused: true, by: 'earshot', why: /^SES answered \w+$/ })
  })

  it('stop: does not take over a pause that a person made', async () => {
    const { id } = await world.queue()
    await world.send(id, {
      deliver: async () => {
        await setPause(world.table, { paused: true, by: 'jo', at: world.now(), why: 'holiday' })
        throw Object.assign(new Error('paused'), { name: 'SendingPausedException', $metadata: { httpStatusCode: 400 } })
      },
    })
    expect(await readPause(world.table)).toMatchObject({ by: 'jo', why: 'holiday' })
  })

  it('sender not verified: stops everything', async () => {
    const { id } = await world.queue()
    await world.send(id, { brand: { ...world.deps.brand, senderDomain: 'elsewhere.example' } })
    expect(await readPause(world.table)).toMatchObject({ paused: true, why: 'SES answered MessageRejected' })
    expect(await world.decision(id)).toMatchObject({ state: 'waiting' })
  })

  it('configuration set missing: stops everything', async () => {
    const { id } = await world.queue()
    await world.send(id, { configurationSet: 'nothing' })
    expect(await readPause(world.table)).toMatchObject({ why: 'SES answered NotFoundException' })
  })

  it.each(['rejected', 'bad-request'] as const)('%s: this one has failed, for good', async (fault) => {
    const { id, decision, sent } = await answered(fault)
    expect(decision).toMatchObject({ state: 'failed', reason: 'rejected' })
    expect(sent).toEqual([])
    await world.send(id)
    expect(world.ses.calls()).toBe(1)
  })

  it.each(['accept-then-reset', 'accept-then-500', 'accept-then-hang', 'reset', 'hang', '500', '503'] as const)(
    '%s: unknown, never sent again, and still counted',
    async (fault) => {
      const { id, decision, sent } = await answered(fault)
      expect(decision).toMatchObject({ state: 'unknown', reason: 'unknown' })
      expect(sent).toHaveLength(1)
      await world.send(id)
      expect(world.ses.calls()).toBe(1)
      await world.feedback()
      const accepted = fault.startsWith('accept')
      expect(await world.decision(id)).toMatchObject({ state: accepted ? 'sent' : 'unknown' })
      expect(await world.content()).toMatchObject({ sends: accepted ? 1 : 0 })
    },
  )

  it('that comes after its event changes nothing that the event said', async () => {
    const { id } = await world.queue()
    const { deliver } = world.deps
    await world.send(id, {
      deliver: async (request) => {
        const messageId = await deliver(request)
        await world.feedback()
        return messageId
      },
    })
    expect(await world.decision(id)).toMatchObject({ state: 'sent', outcome: 'delivered' })
    expect(await world.content()).toMatchObject({ sends: 1 })
  })
})

describe('a call to SES', () => {
  it('is not lost on a connection that SES has closed while nobody sent anything', async () => {
    // What a function that slept finds: the old connection still looks open, and whoever writes to it is cut off.
    const served = new WeakSet<object>()
    const server = createServer((asked, response) => {
      if (served.has(asked.socket)) return asked.socket.destroy()
      served.add(asked.socket)
      asked.resume().on('end', () => response.end('{"MessageId":"m"}'))
      return undefined
    })
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    try {
      const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      const deliver = sesDelivery({ endpoint, region: 'us-east-1', credentials: TEST_CREDENTIALS })
      for (let time = 0; time < 3; time++) expect(await deliver({ Content: {} })).toBe('m')
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })
})
