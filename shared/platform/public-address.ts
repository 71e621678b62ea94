import { BlockList, isIPv6 } from 'node:net'

/**
 * Addresses that no source on the internet has: this machine, private and link-local networks (where clouds keep their
 * metadata), documentation, multicast, what is set aside (IANA's special-purpose registries).
 */
const V4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
]
/** Of IPv6 only global unicast is public, and of that not what leads elsewhere (Teredo, 6to4) or is for examples. */
const V6_PUBLIC = '2000::/3'
const V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

const listOf = (family: 'ipv4' | 'ipv6', subnets: readonly string[]): BlockList => {
  const list = new BlockList()
  for (const subnet of subnets) {
    const [net = '', bits] = subnet.split('/')
    list.addSubnet(net, Number(bits), family)
  }
  return list
}

let lists: { v4: BlockList; v6: BlockList; v6Public: BlockList } | undefined

/**
 * Whether an address is one of the public internet.
 * @param address an IPv4 or IPv6 address; anything else is not
 */
export const isPublicAddress = (address: string): boolean => {
  lists ??= { v4: listOf('ipv4', V4), v6: listOf('ipv6', V6), v6Public: listOf('ipv6', [V6_PUBLIC]) }
  if (isIPv6(address)) return lists.v6Public.check(address, 'ipv6') && !lists.v6.check(address, 'ipv6')
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(address) && !lists.v4.check(address, 'ipv4')
}
