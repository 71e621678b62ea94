import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

/** X.509 certificates for tests, of keys that live as long as the test: DER put together by hand, signed by themselves. */

const der = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts)
  const size = content.length
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}
const sequence = (...parts: Uint8Array[]): Buffer => der(0x30, ...parts)
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'))

const SHA256_WITH_RSA = sequence(oid('2a864886f70d01010b'), der(0x05))
const SHA256_WITH_ECDSA = sequence(oid('2a8648ce3d040302'))
const COMMON_NAME = oid('550403')
const BASIC_CONSTRAINTS = oid('551d13')
const TRUE = der(0x01, Buffer.from([0xff]))

const generalizedTime = (at: string): Buffer => der(0x18, Buffer.from(`${at.replace(/[-:T]|\.\d+|Z/g, '')}Z`))

const nameOf = (text: string): Buffer => sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(text)))))

export type TestKey = { privateKey: KeyObject; publicKey: KeyObject }

/** A key pair; SNS's own have 2,048 bits. */
export const rsaKey = (bits = 2_048): TestKey => generateKeyPairSync('rsa', { modulusLength: bits })
export const ecKey = (): TestKey => generateKeyPairSync('ec', { namedCurve: 'P-256' })

/** A certificate as PEM. @param from, to ISO times */
export const certificateFor = (
  { privateKey, publicKey }: TestKey,
  { from = '2026-01-01T00:00:00Z', to = '2027-01-01T00:00:00Z', ca = false } = {},
): string => {
  const algorithm = publicKey.asymmetricKeyType === 'rsa' ? SHA256_WITH_RSA : SHA256_WITH_ECDSA
  const name = nameOf('sns.test.invalid')
  const constraints = sequence(BASIC_CONSTRAINTS, TRUE, der(0x04, sequence(...(ca ? [TRUE] : []))))
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    algorithm,
    name,
    sequence(generalizedTime(from), generalizedTime(to)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(constraints)),
  )
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, privateKey))
  const base64 = sequence(body, algorithm, signature).toString('base64')
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`
}
