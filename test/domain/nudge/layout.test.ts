import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { COMPILED, compileLayout, layoutModule } from '../../../infra/build-layout.ts'

describe('the layout', () => {
  it('is what npm run build:layout makes of layout.mjml', async () => {
    expect(readFileSync(COMPILED, 'utf8')).toBe(layoutModule(await compileLayout()))
  }, 30_000)

  it('is not made when MJML drops a word of Liquid, or of a colour that there is not', async () => {
    const between =
      '<mjml><mj-body><mj-section><mj-column>{% if x %}<mj-text>a</mj-text>{% endif %}</mj-column></mj-section></mj-body></mjml>'
    await expect(compileLayout(between)).rejects.toThrow('MJML has dropped {% if x %}')
    await expect(compileLayout('<mjml><mj-body background-color="$purple"></mj-body></mjml>')).rejects.toThrow(
      '$purple',
    )
  })
})
