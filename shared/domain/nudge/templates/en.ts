import type { LanguagePack } from './all.ts'

/** English. */
export const en: LanguagePack = {
  language: 'en',
  locale: 'en-GB',
  greeting: (name) => (name ? `Hello ${name},` : 'Hello,'),
  kinds: {
    discussion: { label: 'A discussion in the community', button: 'Read the discussion' },
    guide: { label: 'A guide', button: 'Open the guide' },
    space: { label: 'A space in the community', button: 'Visit the space' },
    video: { label: 'A video', button: 'Watch the video' },
    article: { label: 'An article', button: 'Read the article' },
  },
  permission: {
    consent: 'You said yes to “{{ topic }}” on {{ agreed_on }}.',
    'soft-opt-in': 'You signed up with us on {{ agreed_on }} and have not turned “{{ topic }}” off.',
    contract: '“{{ topic }}” is part of what you agreed to on {{ agreed_on }}.',
  },
  stop: 'Stop these emails',
  choose: 'Choose what you get',
  stopOrChoose: 'Stop these emails, or choose what you get',
  why: {
    about: (words) => `about ${words.map((word) => `“${word}”`).join(' and ')}`,
    accepted: 'has an accepted answer',
    picked: 'picked by the community team',
    helpful: (people) => `${people} found it helpful`,
    exclusive: 'only in the community',
  },
  test: 'Test',
  templates: {
    'guidepost@1': {
      subject: '{{ title }}',
      preheader: '{{ because }}',
      heading: 'Something that may help',
      paragraphs: ['People in the {{ brand }} community have something that fits what you are doing.'],
    },
    'welcome@1': {
      subject: 'Welcome: a good place to start',
      preheader: '{{ title }}',
      heading: 'Good to have you here',
      paragraphs: ['You are now part of the {{ brand }} community. This is a good place to start:'],
    },
    'unanswered@1': {
      subject: 'About your question: {{ title }}',
      preheader: 'Your question of {{ asked_on }} has no answer yet. This may help until it has.',
      heading: 'This may answer your question',
      paragraphs: [
        'You asked {% if has_subject_title %}“{{ subject_title }}”{% else %}a question{% endif %} on {{ asked_on }}, and nobody has answered yet. Until somebody does, this may help:',
      ],
    },
    'answered@1': {
      subject: 'Your question has an answer{% if has_subject_title %}: {{ subject_title }}{% endif %}',
      preheader: 'Somebody in the community has answered you.',
      heading: 'There is an answer for you',
      paragraphs: [
        'Somebody has answered {% if has_subject_title %}“{{ subject_title }}”{% else %}your question{% endif %}. If that does not solve it, say so there, and others will look at it again.',
      ],
    },
    'advocates@1': {
      subject: 'Thank you. There is a place for people like you',
      preheader: 'Your kind words of {{ asked_on }} did not go unnoticed.',
      heading: 'Thank you for your kind words',
      paragraphs: [
        'You wrote something kind on {{ asked_on }}{% if has_subject_title %}, in “{{ subject_title }}”{% endif %}. It made our day. Some of the people who know {{ brand }} best meet in a space of their own, and you would be welcome there:',
      ],
    },
    'service@1': {
      subject: 'About the trouble you had: {{ title }}',
      preheader: 'What you wrote on {{ asked_on }} has been read. This may help.',
      heading: 'This may help with the trouble you had',
      paragraphs: [
        'On {{ asked_on }} you wrote about something that is not as it should be{% if has_subject_title %}, in “{{ subject_title }}”{% endif %}. We are sorry about that. This may help:',
      ],
    },
    'quiet@1': {
      subject: 'While you were away: {{ title }}',
      preheader: '{{ because }}',
      heading: 'While you were away',
      paragraphs: ['It has been a while. This is in the {{ brand }} community and may be of use to you:'],
    },
    'first-order@1': {
      subject: 'Getting started: {{ title }}',
      preheader: 'For the first days with what you ordered.',
      heading: 'A good start with your first order',
      paragraphs: [
        'You placed your first order on {{ asked_on }}. Thank you. This from the community can save you time in the first days:',
      ],
    },
    'research@1': {
      subject: 'Before you decide: {{ title }}',
      preheader: 'From people who use it.',
      heading: 'Before you decide',
      paragraphs: [
        'You are looking into {% if has_subject_title %}“{{ subject_title }}”{% else %}what to choose{% endif %}. People in the {{ brand }} community share what they know from using it:',
      ],
    },
    'shipped@1': {
      subject: 'Your idea is here{% if has_subject_title %}: {{ subject_title }}{% endif %}',
      preheader: 'What you proposed has become real.',
      heading: 'Your idea is here',
      paragraphs: [
        'The idea that you brought in{% if has_subject_title %}, “{{ subject_title }}”,{% endif %} has become real. Thank you for it. Here is more about it:',
      ],
    },
    'thanks@1': {
      subject: 'Thank you: your answer helped',
      preheader: 'You took the time to help somebody.',
      heading: 'Your answer helped',
      paragraphs: [
        'An answer of yours was accepted for the first time{% if has_subject_title %}, in “{{ subject_title }}”{% endif %}. Thank you for taking the time: whoever has the same question will find it there.',
      ],
    },
    'peer@1': {
      subject: 'Can you help? {{ subject_title }}',
      preheader: 'A question in the community that nobody has answered yet.',
      heading: 'You may know the answer',
      paragraphs: [
        'Somebody in the community asks “{{ subject_title }}”, and nobody has answered yet. You have written about this before. A few words from you would help; if it does not suit you now, that is fine too.',
      ],
    },
    'stage@1': {
      subject: '{{ title }}',
      preheader: '{{ because }}',
      heading: 'A good next step',
      paragraphs: ['This from the {{ brand }} community fits what comes next for you:'],
    },
  },
}
