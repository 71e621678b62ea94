import type { ContentKind } from '../content.ts'
import type { LanguagePack } from './all.ts'

const KINDS: Record<ContentKind, { label: string; button: string }> = {
  discussion: { label: 'A discussion in the community', button: 'Read the discussion' },
  guide: { label: 'A guide', button: 'Open the guide' },
  space: { label: 'A space in the community', button: 'Visit the space' },
  video: { label: 'A video', button: 'Watch the video' },
  article: { label: 'An article', button: 'Read the article' },
}

/**
 * English. Liquid may use `brand`, `greeting`, `subject_title` (the person's own thread or order; missing when it has
 * none), `asked_on`, `title`, `because`.
 */
export const en: LanguagePack = {
  language: 'en',
  locale: 'en-GB',
  greeting: (name) => (name ? `Hello ${name},` : 'Hello,'),
  kinds: KINDS,
  permission: {
    consent: 'You said yes to “{{ topic }}” on {{ agreed_on }}.',
    'soft-opt-in': 'You signed up with us on {{ agreed_on }} and have not turned “{{ topic }}” off.',
    contract: '“{{ topic }}” is part of what you agreed to on {{ agreed_on }}.',
  },
  stop: 'Stop these emails, or choose what you get',
  templates: {
    'guidepost@1': {
      subject: '{{ title }}',
      preheader: '{{ because }}',
      heading: 'Something that may help',
      paragraphs: [
        '{{ greeting }}',
        'People in the {{ brand }} community have something that fits what you are doing.',
      ],
    },
    'unanswered@1': {
      subject: 'About your question: {{ title }}',
      preheader: 'Your question of {{ asked_on }} has no answer yet. This may help until it has.',
      heading: 'This may answer your question',
      paragraphs: [
        '{{ greeting }}',
        'You asked {% if subject_title %}“{{ subject_title }}”{% else %}a question{% endif %} on {{ asked_on }}, and nobody has answered yet. Until somebody does, this may help:',
      ],
    },
    'advocates@1': {
      subject: 'Thank you. There is a place for people like you',
      preheader: 'Your kind words of {{ asked_on }} did not go unnoticed.',
      heading: 'Thank you for your kind words',
      paragraphs: [
        '{{ greeting }}',
        'You wrote something kind on {{ asked_on }}{% if subject_title %}, in “{{ subject_title }}”{% endif %}. It made our day. Some of the people who know {{ brand }} best meet in a space of their own, and you would be welcome there:',
      ],
    },
    'first-order@1': {
      subject: 'Getting started: {{ title }}',
      preheader: 'From people who were new to it not long ago.',
      heading: 'A good start with your first order',
      paragraphs: [
        '{{ greeting }}',
        'You placed your first order on {{ asked_on }}. Thank you. People in the community have put together what they wish they had known in their first days:',
      ],
    },
  },
}
