import { DAY, isoOf } from '../../shared/domain/time.ts'

/** A guide for beginners as the API takes it: what a first order leads to. */
export const startGuide = (change: object = {}): object => ({
  id: 'start',
  kind: 'guide',
  title: 'Your first week',
  url: 'https://community.example/t/start/1',
  language: 'en',
  stage: 'onboarding',
  topics: ['getting-started', 'first-order'],
  exclusive: true,
  staffPick: true,
  helpful: 10,
  votes: 10,
  publishedAt: isoOf(Date.now() - 20 * DAY),
  ...change,
})
