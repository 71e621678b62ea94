import type { StageInput } from './stage.ts'

/** What the stages that are deployed have in common: one brand, one community. Replace what says example.com. */
const example = {
  // Who writes to people.
  brand: {
    name: 'Example',
    // A subdomain of its own protects the reputation of your main domain.
    senderDomain: 'news.example.com',
    senderName: 'hello',
    // The law asks for a postal address in every email.
    address: 'Example Ltd, 1 Example Street, 12345 Example City',
    community: 'https://community.example.com',
  },
  // What may come in. The name is part of the door's address: /hooks/<name>/<token>.
  sources: {
    community: {
      type: 'discourse',
      instance: 'https://community.example.com',
      // What people agreed to when they signed up there. Leave it out, and nobody from there is mailed.
      signUp: {
        basis: 'consent',
        topics: ['answers', 'advocates', 'community', 'peer-calls', 'service'],
        wording: 'community-sign-up-2026-01',
      },
      // May emails to others point to what members wrote? 'ask': only with their word. Or { wording }: your terms say so (docs/content.md).
      content: { featured: 'ask' },
    },
    github: { type: 'github', repositories: ['example/*'] },
    shop: {
      type: 'standard',
      signUp: { basis: 'soft-opt-in', topics: ['getting-started'], wording: 'shop-checkout-2026-01' },
    },
  },
  nudges: {
    // What people can turn off one by one, in words for them.
    topics: {
      answers: 'Answers to questions you asked',
      advocates: 'Invitations to the advocates’ space',
      'getting-started': 'Help with your first order',
      community: 'News of what you take part in: a welcome, your ideas, your answers',
      'peer-calls': 'Questions of others that you may know the answer to',
      service: 'Help when something went wrong',
    },
    // For people whose own zone is not known.
    timeZone: 'Europe/Berlin',
    // No emails from start to end, in the person's zone.
    quietHours: { start: '21:00', end: '08:00' },
    // Rolling windows, per person, over all recipes.
    caps: { minGapHours: 20, per7Days: 2, per30Days: 5 },
    // One person in twenty gets no email of any recipe, so that what all of them together bring can be told.
    globalHoldout: 0.05,
    // The only places that emails lead to.
    contentHosts: ['community.example.com', 'github.com', 'shop.example.com'],
    language: 'en',
  },
} satisfies Partial<StageInput>

/**
 * Everything a deployer edits. Each stage is one deployment of Earshot: `EARSHOT_STAGE=prod npm run deploy`.
 * docs/configuration.md says more about each field; a mistake fails at synthesis with the field's name.
 */
export const stages: Record<string, StageInput> = {
  /** What `npm start` runs on this machine. The brand and its people are invented. */
  local: {
    region: 'us-east-1',
    alarmEmail: 'ops@roastery.example',
    brand: {
      name: 'Cloud Nine Coffee',
      senderDomain: 'news.roastery.example',
      senderName: 'hello',
      address: 'Cloud Nine Coffee, 9 Harbour Street, Bristol BS1 4RN, United Kingdom',
      community: 'https://community.example',
    },
    sources: {
      discourse: {
        type: 'discourse',
        instance: 'https://community.example',
        signUp: {
          basis: 'consent',
          topics: ['answers', 'advocates', 'getting-started', 'community', 'peer-calls', 'service'],
          wording: 'community-sign-up-2026-01',
        },
        content: { featured: { wording: 'community-terms-2026-01' } },
      },
      github: { type: 'github', repositories: ['*'], content: { featured: { wording: 'community-terms-2026-01' } } },
      standard: {
        type: 'standard',
        signUp: { basis: 'soft-opt-in', topics: ['getting-started'], wording: 'shop-checkout-2026-01' },
      },
      // Contacts of the CRM: npm run import -- contacts.csv --source crm (docs/import.md).
      crm: { type: 'standard' },
      // Doors for programs of one's own: docs/sources.md says which is for what.
      cloudevents: { type: 'cloudevents', sources: ['https://shop.example/*'], origins: ['shop.example'] },
      sns: { type: 'sns', topics: ['arn:aws:sns:us-east-1:000000000000:shop-news'] },
      queue: { type: 'queue', senders: ['arn:aws:iam::000000000000:role/shop'] },
      // What these send is read by mappings: docs/mapping.md.
      hmac: { type: 'hmac', signature: { header: 'x-signature' } },
      token: { type: 'token' },
      bus: { type: 'eventbridge', bus: 'default', sources: ['example.shop'] },
    },
    nudges: {
      topics: {
        answers: {
          en: 'Answers to questions you asked',
          de: 'Antworten auf Ihre Fragen',
          fr: 'Des réponses à vos questions',
          es: 'Respuestas a sus preguntas',
        },
        advocates: {
          en: 'Invitations to the advocates’ space',
          de: 'Einladungen in den Kreis der Fürsprecher',
          fr: 'Des invitations au cercle des ambassadeurs',
          es: 'Invitaciones al círculo de embajadores',
        },
        'getting-started': {
          en: 'Help with your first order',
          de: 'Hilfe zu Ihrer ersten Bestellung',
          fr: 'De l’aide pour votre première commande',
          es: 'Ayuda con su primer pedido',
        },
        community: {
          en: 'News of what you take part in: a welcome, your ideas, your answers',
          de: 'Neues von dem, woran Sie teilhaben: Willkommen, Ihre Ideen, Ihre Antworten',
          fr: 'Des nouvelles de votre participation : bienvenue, vos idées, vos réponses',
          es: 'Novedades de su participación: bienvenida, sus ideas, sus respuestas',
        },
        'peer-calls': {
          en: 'Questions of others that you may know the answer to',
          de: 'Fragen anderer, auf die Sie vielleicht die Antwort wissen',
          fr: 'Des questions dont vous connaissez peut-être la réponse',
          es: 'Preguntas de otros cuya respuesta quizá conozca',
        },
        service: {
          en: 'Help when something went wrong',
          de: 'Hilfe, wenn etwas schiefgegangen ist',
          fr: 'De l’aide quand quelque chose n’a pas marché',
          es: 'Ayuda cuando algo salió mal',
        },
      },
      timeZone: 'Europe/London',
      quietHours: { start: '21:00', end: '08:00' },
      caps: { minGapHours: 20, per7Days: 2, per30Days: 5 },
      contentHosts: ['community.example', 'github.com', 'shop.example', 'guides.example'],
      // These are invented, or what is linked there is: nobody looks whether the links are alive.
      uncheckedHosts: ['community.example', 'github.com', 'shop.example', 'guides.example'],
      language: 'en',
      // Nobody is held out here: the invented people are too few to measure anything.
      holdout: 0,
      globalHoldout: 0,
    },
    // People may connect accounts with their address themselves: docs/claim.md. Here only with a code, as there is no GitHub.
    claim: {},
    // The stand-in for Comprehend answers with the embedded engine: so its calls are exercised here, and cost nothing.
    understanding: { mode: 'comprehend', cacheDays: 30 },
    // Whatever happens is told on the bus; the stages in AWS leave out what is told of every mention: docs/events.md.
    events: { publish: 'all' },
    // The invented shop sells in pounds.
    score: { economics: { currency: 'GBP' } },
    // Words that mean the same, and whose names are counted: docs/topics.md.
    topics: {
      aliases: { v60: 'Pour over' },
      ignore: ['coffee'],
      brands: { 'Cloud Nine': ['Cloud Nine', 'CloudNine', 'Nimbus'] },
      competitors: { 'Bean There': ['Bean There'] },
    },
    retention: { mentionDays: 180, decisionDays: 400, archiveDays: 30, logDays: 30 },
    traffic: { requestsPerSecond: 500, burst: 1_000, understandConcurrency: 2, sendConcurrency: 2 },
  },

  /** A first deployment, to try things. */
  dev: {
    region: 'us-east-1',
    // CloudWatch alarms go here; AWS asks the address once whether it wants them.
    alarmEmail: 'ops@example.com',
    ...example,
    brand: { ...example.brand, senderDomain: 'dev-news.example.com' },
    // mode: 'comprehend', 'cascade' or 'embedded' (docs/engines.md). cacheDays: how long the answer for a text is used for its repeats.
    understanding: { mode: 'comprehend', cacheDays: 30 },
    // Days.
    retention: { mentionDays: 180, decisionDays: 400, archiveDays: 30, logDays: 30 },
    traffic: { requestsPerSecond: 100, burst: 200, understandConcurrency: 2, sendConcurrency: 2 },
  },

  /** The real one. */
  prod: {
    region: 'eu-central-1',
    alarmEmail: 'ops@example.com',
    ...example,
    understanding: { mode: 'comprehend', cacheDays: 90 },
    retention: { mentionDays: 365, decisionDays: 400, archiveDays: 30, logDays: 90 },
    traffic: { requestsPerSecond: 1_000, burst: 2_000, understandConcurrency: 10, sendConcurrency: 5 },
  },
}
