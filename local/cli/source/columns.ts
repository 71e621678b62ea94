/** Columns as wide as their widest cell; the last one as it is. */
export const columns = (header: readonly string[], rows: readonly (readonly string[])[]): string[] => {
  const all = [header, ...rows]
  const widths = header.map((_, at) => Math.max(...all.map((row) => row[at]?.length ?? 0)))
  return all.map((row) => row.map((cell, at) => (at < row.length - 1 ? cell.padEnd(widths[at] ?? 0) : cell)).join('  '))
}
