import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, it } from '@jest/globals'

/** What people read leads somewhere: every link to a file, every heading it names, every command. */

const ROOT = join(import.meta.dirname, '../..')
const PAGES = [
  ...['README.md', 'CONTRIBUTING.md', 'local/README.md'],
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
]
const textOf = (page: string): string => readFileSync(join(ROOT, page), 'utf8')
const CODE = /^```[\s\S]*?^```/gm

/** As GitHub makes it of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-')
const anchorsOf = (page: string): string[] =>
  [
    ...textOf(page)
      .replace(CODE, '')
      .matchAll(/^#+ (.*)$/gm),
  ].map(([, heading = '']) => anchorOf(heading.trim()))

const broken = (page: string): string[] =>
  [
    ...textOf(page)
      .replace(CODE, '')
      .matchAll(/\]\(([^)\s]+)\)/g),
  ].flatMap(([, link = '']) => {
    if (/^(https?|mailto):/.test(link)) return []
    const [path = '', anchor] = link.split('#')
    const target = path === '' ? page : relative(ROOT, join(ROOT, dirname(page), path))
    if (!existsSync(join(ROOT, target))) return [`${page}: ${link}`]
    return anchor && target.endsWith('.md') && !anchorsOf(target).includes(anchor) ? [`${page}: ${link}`] : []
  })

it('every link between pages leads to a file and a heading that are there', () => {
  expect(PAGES.length).toBeGreaterThan(50)
  expect(PAGES.flatMap(broken)).toEqual([])
})

it('every command that pages name is there', () => {
  const scripts = Object.keys((JSON.parse(textOf('package.json')) as { scripts: Record<string, string> }).scripts)
  const named = PAGES.flatMap((page) =>
    [...textOf(page).matchAll(/npm run ([\w:-]+)(?!\S*\*)/g)].map(([, script = '']) => script),
  )
  expect(named.length).toBeGreaterThan(50)
  expect(named.filter((script) => !scripts.includes(script))).toEqual([])
})

it('every decision is in their list, by its own number', () => {
  const list = textOf('docs/adr/README.md')
  const decisions = PAGES.map((page) => /docs\/adr\/((\d{4})-.*\.md)$/.exec(page)).filter((found) => found !== null)
  expect(decisions.length).toBeGreaterThan(50)
  for (const [page, file = '', number = ''] of decisions) {
    expect(list).toContain(`[${number}](${file})`)
    expect(textOf(page)).toMatch(new RegExp(`^# ${number}: `))
  }
  const names = PAGES.flatMap((page) => [...textOf(page).matchAll(/\[ADR (\d{4})\]\([^)]*?(\d{4})-/g)])
  expect(names.filter(([, said, is]) => said !== is)).toEqual([])
})
