import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { CertificateError, cachedCertificates, fetchCertificate } from '../../shared/platform/certificates.ts'

const answers: Record<string, { status: number; headers?: Record<string, string>; body?: string }> = {
  '/good.pem': { status: 200, body: 'a certificate' },
  '/limit.pem': { status: 200, body: 'x'.repeat(16_384) },
  '/large.pem': { status: 200, body: 'x'.repeat(16_385) },
  '/moved.pem': { status: 302, headers: { location: '/good.pem' } },
  '/gone.pem': { status: 404, body: 'a certificate' },
}
const server = createServer((request, response) => {
  const { status, headers, body } = answers[request.url ?? ''] ?? { status: 500 }
  response.writeHead(status, headers).end(body)
})
let base = ''

beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
})

describe('a certificate', () => {
  it('is fetched as text of at most 16 kB', async () => {
    expect(await fetchCertificate(`${base}/good.pem`)).toBe('a certificate')
    expect(await fetchCertificate(`${base}/limit.pem`)).toHaveLength(16_384)
  })

  it.each(['/large.pem', '/moved.pem', '/gone.pem', '/broken.pem'])('is not taken from %s', async (path) => {
    await expect(fetchCertificate(`${base}${path}`)).rejects.toThrow(CertificateError)
  })

  it('is not waited for longer than two seconds', async () => {
    const patience = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort(new Error('late')))
    await expect(fetchCertificate(`${base}/good.pem`)).rejects.toThrow(CertificateError)
    expect(patience).toHaveBeenCalledWith(2_000)
    patience.mockRestore()
  })
})

describe('remembered certificates', () => {
  const remembering = () => {
    const state = { now: 0, reads: [] as string[], fails: false }
    const read = cachedCertificates(
      async (url) => {
        state.reads.push(url)
        if (state.fails) throw new Error('not now')
        return `of ${url}`
      },
      () => state.now,
    )
    return { state, read }
  }

  it('are fetched once an hour, and a failure is forgotten', async () => {
    const { state, read } = remembering()
    state.fails = true
    await expect(read('a')).rejects.toThrow('not now')
    state.fails = false
    expect(await read('a')).toBe('of a')
    state.now = 3_599_999
    await read('a')
    expect(state.reads).toEqual(['a', 'a'])
    state.now = 3_600_000
    await read('a')
    expect(state.reads).toEqual(['a', 'a', 'a'])
  })

  it('are eight at most', async () => {
    const { state, read } = remembering()
    for (const url of 'abcdefghi') await read(url)
    await read('i')
    await read('a')
    expect(state.reads.join('')).toBe('abcdefghia')
  })
})
