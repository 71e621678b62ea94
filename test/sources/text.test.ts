import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { htmlToText } from '../../shared/sources/html.ts'
import { markdownToText } from '../../shared/sources/markdown.ts'
import {
  cut,
  isoText,
  LONGEST_LINE,
  LONGEST_TEXT,
  languageTag,
  oneLine,
  paragraphs,
  webUrl,
} from '../../shared/sources/text.ts'
import { timeGrowsWithLength } from '../support/linear.ts'

const anyText = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }))

describe('HTML', () => {
  it.each([
    ['<p>One <b>two</b></p><p>three<br>four</p>', 'One two\n\nthree\nfour'],
    ['<ul>\n<li>one</li>\n<li>two</li>\n</ul>', 'one\n\ntwo'],
    ['it&#39;s &lt;b&gt; &amp; &hellip;', "it's <b> & …"],
    ['<a class="mention" href="/u/x">@x</a> hi', '@x hi'],
    ['<img class="emoji" alt=":smile:" title="a > b"> ok', ':smile: ok'],
    ['<aside class="quote"><blockquote>theirs</blockquote></aside><p>mine</p>', 'mine'],
    ['<blockquote>a <blockquote>b</blockquote> c</blockquote>mine', 'mine'],
    ['<blockquote>theirs only</blockquote>', 'theirs only'],
    ['<script>if (a<b) alert("</p>")</script>after<style>p{}</style> all', 'after all'],
    ['a < b and c > d, <3', 'a < b and c > d, <3'],
    ['<pre><code>a\n  b</code></pre>', 'a\n  b'],
    ['<!-- note --><p>x</p><!-- never ends', 'x'],
    ['<p title="never ends>words', 'words'],
    ['<table><tr><td>a</td><td>b</td></tr></table>', 'a b'],
    ['<h2><a class="anchor" href="#x">#</a>Title</h2>', 'Title'],
    ['<p>a <svg><text>no</text></svg>b</p>', 'a b'],
    ['<ScRiPt>x</sCrIpT>y', 'y'],
    ['', ''],
  ])('%j says %j', (html, text) => {
    expect(htmlToText(html)).toBe(text)
  })
})

describe('Markdown', () => {
  it.each([
    ['# Title\n\nHello **bold**, _it_ and __both__ ~~not~~', 'Title\n\nHello bold, it and both not'],
    ['[link](https://x.example "title") ![image](u) <https://y.example>', 'link image https://y.example'],
    ['> theirs\n\nmine', 'mine'],
    ['> theirs only', 'theirs only'],
    ['`a<b>` and <b>bold</b>', 'a<b> and bold'],
    ['```js\nconst a: T<1> = **2**\n```\nafter', 'const a: T<1> = **2**\nafter'],
    ['- [x] done\n* two\n+ three', 'done\ntwo\nthree'],
    ['2 * 3 * 4 and snake_case_name and a*b', '2 * 3 * 4 and snake_case_name and a*b'],
    ['\\*not\\* &lt;ok&gt;', '*not* <ok>'],
    ['<!-- template -->\nwords', 'words'],
    ['[quote="x, post:1"]theirs[/quote]\nmine', 'mine'],
    ['| a | b |\n|---|---|\n| 1 | 2 |', 'a   b\n 1   2'],
    ['one\r\ntwo', 'one\ntwo'],
    ['x < y, Vec<T> stays', 'x < y, Vec<T> stays'],
    ['Title\n=====\n***\ntext', 'Title\ntext'],
    ['[1]: https://x.example\nsee [this][1]', 'see this'],
  ])('%j says %j', (markdown, text) => {
    expect(markdownToText(markdown)).toBe(text)
  })
})

describe('lines and texts', () => {
  it('lose what terminals and mail headers obey', () => {
    expect(oneLine('Jim\r\nBcc: all@x.example')).toBe('Jim Bcc: all@x.example')
    expect(oneLine('\u001b[31mred\u001b[0m \u001b]8;;https://x\u0007link\u001b]8;;\u0007 \u0000\u009b1m')).toBe(
      'red link 1m',
    )
    expect(oneLine('a\u202eb\u2066c')).toBe('abc')
    expect(oneLine(' \u0000 ')).toBeUndefined()
    expect(oneLine(null)).toBeUndefined()
  })

  it('are cut between characters', () => {
    expect(cut('ab😀', 3)).toBe('ab')
    expect(oneLine('😀'.repeat(LONGEST_LINE))?.length).toBe(LONGEST_LINE)
    expect(paragraphs('x'.repeat(LONGEST_TEXT + 1))).toHaveLength(LONGEST_TEXT)
  })

  it('are plain whatever comes in', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const plain of [htmlToText(text), markdownToText(text), paragraphs(text), oneLine(text) ?? '']) {
          expect(plain).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
          expect(plain.isWellFormed()).toBe(true)
        }
        expect(oneLine(text) ?? '').not.toMatch(/[\n\r\t]/)
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    '<',
    '<a ',
    '<a "',
    '<!--',
    '<svg>',
    '<script>',
    '&',
    '[',
    '![',
    '[](',
    '`',
    '```\n',
    '*',
    '_',
    '> ',
    '[quote]',
    '|',
    ' ',
    '\u001b]',
    '#',
  ])('take time in proportion to what they read, of %j', (piece) => {
    for (const read of [htmlToText, markdownToText, oneLine]) timeGrowsWithLength(read, piece)
  })
})

describe('links, languages and times', () => {
  it('are what they say, or nothing', () => {
    expect(webUrl('https://x.example/a?b=c#d')).toBe('https://x.example/a?b=c#d')
    for (const bad of [
      'javascript:alert(1)',
      'JAVASCRIPT:alert(1)',
      ' https://x.example',
      'https://x .example',
      'https://',
      'data:text/html,x',
      '/path',
      '',
      null,
      `https://x.example/${'a'.repeat(2_000)}`,
      'https://x.example/\u0000',
      'java\nscript:x',
    ])
      expect(webUrl(bad)).toBeUndefined()
    expect([languageTag('pt_BR'), languageTag('de'), languageTag('no language'), languageTag(null)]).toEqual([
      'pt-BR',
      'de',
      undefined,
      undefined,
    ])
    expect([isoText('2026-11-20T12:00:00+02:00'), isoText('soon'), isoText(undefined)]).toEqual([
      '2026-11-20T10:00:00.000Z',
      undefined,
      undefined,
    ])
  })
})
