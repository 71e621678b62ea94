import type { EmailInput } from '../../../shared/domain/nudge/email.ts'

/** An email about an unanswered question, as it would be sent. */
export const emailInput = (over: Partial<EmailInput> = {}): EmailInput => ({
  brand: {
    name: 'Cloud Nine Coffee',
    senderDomain: 'news.roastery.example',
    senderName: 'hello',
    address: 'Cloud Nine Coffee, 9 Harbour Street, Bristol BS1 4RN, United Kingdom',
    community: 'https://community.example',
  },
  settings: {
    topics: { answers: 'Answers to questions you asked' },
    contentHosts: ['community.example'],
    language: 'en',
    timeZone: 'Europe/London',
  },
  recipe: {
    id: 'unanswered-question',
    because: 'You asked a question in the community and nobody has answered it yet.',
    template: 'unanswered@1',
    topic: 'answers',
  },
  content: {
    kind: 'discussion',
    title: 'Descaling the Aurora without taking it apart',
    url: 'https://community.example/t/1',
    language: 'en',
    why: ['about “descaling”', 'has an accepted answer', '12 found it helpful', 'you have not been sent it before'],
  },
  subject: { at: '2026-11-12T10:00:00.000Z', title: 'How do I descale my machine?' },
  permission: {
    granted: true,
    basis: 'consent',
    wording: 'community-sign-up-2026-01',
    source: 'discourse',
    at: '2026-03-03T10:00:00.000Z',
  },
  person: { name: 'Mika Tanaka' },
  links: { click: 'https://app.example/r/CLICK', unsubscribe: 'https://app.example/u/STOP' },
  ...over,
})
