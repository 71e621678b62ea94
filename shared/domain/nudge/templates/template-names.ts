/** The names of all templates, as recipes may use them, each with its version; every language has the words of all. */
export const TEMPLATE_NAMES: readonly string[] = [
  'guidepost@1',
  'welcome@1',
  'unanswered@1',
  'answered@1',
  'advocates@1',
  'service@1',
  'quiet@1',
  'first-order@1',
  'research@1',
  'shipped@1',
  'thanks@1',
  'peer@1',
  'stage@1',
]
