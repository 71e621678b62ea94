import { describe, expect, it } from '@jest/globals'
import { alerts } from '../../../functions/api/alerts.ts'
import { MOST_ALERTS } from '../../../shared/domain/respond/alerts/alert.ts'
import { readDelivery, writeDelivery } from '../../../shared/store/alert-deliveries.ts'
import { keys } from '../../../shared/store/keys.ts'
import { query } from '../../../shared/store/table.ts'
import { settings } from '../../domain/nudge/factories.ts'
import { tableForAll } from '../../support/tables.ts'
import { apiForAll } from './ask.ts'

const test = tableForAll()
const api = apiForAll(test, { nudges: settings(), sources: {} })

const HOT = { name: 'Hot', on: { type: 'topic.hot' }, to: { kind: 'email', addresses: ['ada@brand.example'] } }
const wrong = async (body: object, id = 'wrong') => await api.ask('PUT', `/api/alerts/${id}`, body)

describe('alerts in the API', () => {
  it('are put, read, listed and taken away, and every change is kept with who made it', async () => {
    const put = await api.askAs('putAlert', '/api/alerts/hot', HOT)
    expect(put).toMatchObject({ ...HOT, id: 'hot', rev: 1, by: 'ada@brand.example' })
    expect(await api.askAs('putAlert', '/api/alerts/hot', HOT)).toEqual(put)
    expect(await api.askAs('putAlert', '/api/alerts/hot', { ...HOT, paused: true })).toMatchObject({
      rev: 2,
      paused: true,
      since: put.since,
    })
    expect(await api.askAs('getAlert', '/api/alerts/hot')).toMatchObject({ rev: 2 })
    expect(await api.askAs('listAlerts', '/api/alerts')).toMatchObject({ items: [{ id: 'hot' }] })
    expect(await api.askAs('deleteAlert', '/api/alerts/hot')).toMatchObject({ id: 'hot', by: 'ada@brand.example' })
    expect(await api.askAs('putAlert', '/api/alerts/hot', HOT)).toMatchObject({ rev: 4 })
    const { items } = await query(test.table, { pk: keys.alertLog('hot', 0).pk })
    expect(items.map(({ rev, by }) => [rev, by])).toEqual([1, 2, 3, 4].map((rev) => [rev, 'ada@brand.example']))
  })

  it('that are wrong are refused with everything that is wrong with them', async () => {
    expect(await wrong({ ...HOT, on: { type: 'topic.cold' } })).toMatchObject({ status: 400 })
    expect(await wrong({ ...HOT, to: { kind: 'slack', url: 'https://hooks.slack.com/services/x' } })).toMatchObject({
      status: 400,
    })
    expect(await wrong({ ...HOT, where: { sources: ['github'] } })).toMatchObject({
      status: 400,
      body: { error: 'where.sources: an alert on topic.hot has none, expected one of languages.' },
    })
    expect(await wrong(HOT, 'Wrong!')).toMatchObject({
      status: 400,
      body: { error: expect.stringMatching(/^id: came "Wrong!"/) },
    })
    const missing = { status: 404, body: { error: 'There is no alert none.' } }
    expect(await api.ask('GET', '/api/alerts/none')).toMatchObject(missing)
    expect(await api.ask('DELETE', '/api/alerts/none')).toMatchObject(missing)
    expect(await api.ask('POST', '/api/alerts/none/test')).toMatchObject(missing)
  })

  it('are fifty at most', async () => {
    for (let n = 1; n < MOST_ALERTS; n++) await api.askAs('putAlert', `/api/alerts/more-${n}`, HOT)
    expect(await wrong(HOT, 'too-many')).toMatchObject({ status: 409 })
    await api.askAs('putAlert', '/api/alerts/more-1', { ...HOT, name: 'Other' })
  })
})

describe('deliveries in the API', () => {
  const asked: object[] = []
  const deps = {
    get table() {
      return test.table
    },
    askFor: async (all: readonly object[]) => void asked.push(...all),
  } as unknown as Parameters<typeof alerts.testAlert>[1]
  const request = (params: Record<string, string>, now: string) =>
    ({ params, query: {}, body: undefined, user: 'ada', seesPii: false, now }) as never

  it('are asked for by the test button, listed with a masked address, and delivered again when somebody asks', async () => {
    const now = '2026-11-20T12:00:00.000Z'
    const { deliveries } = await alerts.testAlert(request({ id: 'hot' }, now), deps)
    const [delivery = ''] = deliveries
    expect(asked).toEqual([{ alert: 'hot', delivery }])
    expect(await api.askAs('listAlertDeliveries', '/api/alerts/hot/deliveries')).toMatchObject({
      items: [
        {
          id: delivery,
          channel: 'email',
          to: 'a***@brand.example',
          state: 'waiting',
          notBefore: now,
          notice: { test: true },
        },
      ],
      next: null,
    })
    const item = await readDelivery(test.table, 'hot', delivery)
    if (!item) throw new Error('The delivery is not there.')
    const sending = await writeDelivery(test.table, item, { state: 'sending' }, { now })
    const again = () => alerts.redeliverAlert(request({ id: 'hot', delivery }, now), deps)
    await expect(again()).rejects.toThrow('The delivery is sending')
    if (sending) await writeDelivery(test.table, sending, { state: 'failed', tries: 5 }, { now })
    expect(await again()).toMatchObject({ state: 'waiting', tries: 0 })
    expect(asked).toHaveLength(2)
    await expect(alerts.redeliverAlert(request({ id: 'hot', delivery: 'none' }, now), deps)).rejects.toThrow(
      'There is no delivery none',
    )
  })

  it('are tests ten times an hour at most for somebody: an address in an alert is not flooded by the button', async () => {
    const at = (n: number) => request({ id: 'hot' }, `2026-11-20T13:00:${10 + n}.000Z`)
    for (let n = 0; n < 10; n++) await alerts.testAlert(at(n), deps)
    await expect(alerts.testAlert(at(10), deps)).rejects.toMatchObject({ status: 429 })
    await expect(alerts.testAlert(request({ id: 'hot' }, '2026-11-20T14:00:00.000Z'), deps)).resolves.toBeDefined()
  })
})
