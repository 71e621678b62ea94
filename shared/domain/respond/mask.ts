/** An address as it may be shown: `jim@example.com` → `j***@example.com`. Enough to recognise one's own, no more. */
export const maskAddress = (address: string): string => {
  const at = address.lastIndexOf('@')
  if (at < 1) return '***'
  const [first = ''] = address
  return `${first}***${address.slice(at)}`
}
