/** What alerts may be on: of mentions those that ask or complain, which are few of all. */
export const ALERT_PATTERN = {
  source: ['earshot'],
  detail: {
    $or: [
      { type: ['advocate.emerged', 'topic.hot', 'recipe.paused'] },
      { type: ['mention.created'], data: { intents: ['question', 'complaint'] } },
      { type: ['mention.created'], data: { label: ['NEGATIVE'] } },
    ],
  },
}
