import type { LanguagePack } from './all.ts'

/** German, with „Sie“. */
export const de: LanguagePack = {
  language: 'de',
  locale: 'de-DE',
  greeting: (name) => (name ? `Guten Tag, ${name},` : 'Guten Tag,'),
  kinds: {
    discussion: { label: 'Eine Diskussion in der Community', button: 'Diskussion lesen' },
    guide: { label: 'Eine Anleitung', button: 'Anleitung öffnen' },
    space: { label: 'Ein Bereich der Community', button: 'Bereich besuchen' },
    video: { label: 'Ein Video', button: 'Video ansehen' },
    article: { label: 'Ein Artikel', button: 'Artikel lesen' },
  },
  permission: {
    consent: 'Sie haben „{{ topic }}“ am {{ agreed_on }} zugestimmt.',
    'soft-opt-in': 'Sie haben sich am {{ agreed_on }} bei uns angemeldet und „{{ topic }}“ nicht abbestellt.',
    contract: '„{{ topic }}“ gehört zu dem, was Sie am {{ agreed_on }} mit uns vereinbart haben.',
  },
  stop: 'Diese E-Mails abbestellen',
  choose: 'Auswählen, was Sie erhalten',
  stopOrChoose: 'Diese E-Mails abbestellen oder auswählen, was Sie erhalten',
  why: {
    about: (words) => `über ${words.map((word) => `„${word}“`).join(' und ')}`,
    accepted: 'hat eine akzeptierte Antwort',
    picked: 'vom Community-Team ausgewählt',
    helpful: (people) => `für ${people} hilfreich`,
    exclusive: 'nur in der Community',
  },
  test: 'Test',
  templates: {
    'guidepost@1': {
      subject: '{{ title }}',
      preheader: '{{ because }}',
      heading: 'Das könnte helfen',
      paragraphs: ['In der Community von {{ brand }} gibt es etwas, das zu Ihrem Vorhaben passt.'],
    },
    'welcome@1': {
      subject: 'Willkommen: ein guter Anfang',
      preheader: '{{ title }}',
      heading: 'Schön, dass Sie da sind',
      paragraphs: ['Sie gehören jetzt zur Community von {{ brand }}. Hier lässt es sich gut anfangen:'],
    },
    'unanswered@1': {
      subject: 'Zu Ihrer Frage: {{ title }}',
      preheader: 'Ihre Frage vom {{ asked_on }} ist noch offen. Vielleicht hilft das bis dahin weiter.',
      heading: 'Vielleicht beantwortet das Ihre Frage',
      paragraphs: [
        'Sie haben am {{ asked_on }} {% if has_subject_title %}„{{ subject_title }}“{% else %}etwas{% endif %} gefragt, und noch hat niemand geantwortet. Bis dahin hilft vielleicht das:',
      ],
    },
    'answered@1': {
      subject: 'Ihre Frage hat eine Antwort{% if has_subject_title %}: {{ subject_title }}{% endif %}',
      preheader: 'Jemand aus der Community hat Ihnen geantwortet.',
      heading: 'Es gibt eine Antwort für Sie',
      paragraphs: [
        'Jemand hat auf {% if has_subject_title %}„{{ subject_title }}“{% else %}Ihre Frage{% endif %} geantwortet. Wenn das nicht hilft, schreiben Sie es dort, und andere sehen noch einmal nach.',
      ],
    },
    'advocates@1': {
      subject: 'Danke. Für Menschen wie Sie gibt es einen eigenen Ort',
      preheader: 'Ihre freundlichen Worte vom {{ asked_on }} sind angekommen.',
      heading: 'Danke für Ihre freundlichen Worte',
      paragraphs: [
        'Sie haben am {{ asked_on }} etwas Freundliches geschrieben{% if has_subject_title %}, in „{{ subject_title }}“{% endif %}. Das hat uns sehr gefreut. Einige von denen, die {{ brand }} am besten kennen, treffen sich in einem eigenen Bereich. Sie sind dort willkommen:',
      ],
    },
    'service@1': {
      subject: 'Zu Ihrem Problem: {{ title }}',
      preheader: 'Was Sie am {{ asked_on }} geschrieben haben, ist gelesen worden. Vielleicht hilft das.',
      heading: 'Das hilft vielleicht bei Ihrem Problem',
      paragraphs: [
        'Sie haben am {{ asked_on }} geschrieben, dass etwas nicht so ist, wie es sein soll{% if has_subject_title %}, in „{{ subject_title }}“{% endif %}. Das tut uns leid. Vielleicht hilft das:',
      ],
    },
    'quiet@1': {
      subject: 'Während Sie weg waren: {{ title }}',
      preheader: '{{ because }}',
      heading: 'Während Sie weg waren',
      paragraphs: ['Es ist eine Weile her. Das hier aus der Community von {{ brand }} könnte Ihnen nützen:'],
    },
    'first-order@1': {
      subject: 'Für den Anfang: {{ title }}',
      preheader: 'Für die ersten Tage mit dem, was Sie bestellt haben.',
      heading: 'Ein guter Anfang mit Ihrer ersten Bestellung',
      paragraphs: [
        'Sie haben am {{ asked_on }} zum ersten Mal bestellt. Vielen Dank. Das hier aus der Community kann Ihnen in den ersten Tagen Zeit sparen:',
      ],
    },
    'research@1': {
      subject: 'Bevor Sie sich entscheiden: {{ title }}',
      preheader: 'Von Menschen, die es benutzen.',
      heading: 'Bevor Sie sich entscheiden',
      paragraphs: [
        'Sie informieren sich {% if has_subject_title %}über „{{ subject_title }}“{% else %}gerade{% endif %}. In der Community von {{ brand }} teilen Menschen, was sie aus eigener Erfahrung wissen:',
      ],
    },
    'shipped@1': {
      subject: 'Ihre Idee ist da{% if has_subject_title %}: {{ subject_title }}{% endif %}',
      preheader: 'Was Sie vorgeschlagen haben, ist Wirklichkeit geworden.',
      heading: 'Ihre Idee ist da',
      paragraphs: [
        'Die Idee, die Sie eingebracht haben{% if has_subject_title %}, „{{ subject_title }}“,{% else %},{% endif %} ist Wirklichkeit geworden. Vielen Dank dafür. Hier steht mehr dazu:',
      ],
    },
    'thanks@1': {
      subject: 'Danke: Ihre Antwort hat geholfen',
      preheader: 'Sie haben sich Zeit genommen, um jemandem zu helfen.',
      heading: 'Ihre Antwort hat geholfen',
      paragraphs: [
        'Eine Antwort von Ihnen wurde zum ersten Mal akzeptiert{% if has_subject_title %}, in „{{ subject_title }}“{% endif %}. Danke, dass Sie sich die Zeit genommen haben: Wer dieselbe Frage hat, findet sie dort.',
      ],
    },
    'peer@1': {
      subject: 'Können Sie helfen? {{ subject_title }}',
      preheader: 'Eine Frage aus der Community, die noch niemand beantwortet hat.',
      heading: 'Vielleicht wissen Sie die Antwort',
      paragraphs: [
        'Jemand in der Community fragt „{{ subject_title }}“, und noch hat niemand geantwortet. Sie haben schon einmal darüber geschrieben. Ein paar Worte von Ihnen würden helfen. Wenn es gerade nicht passt, ist das auch in Ordnung.',
      ],
    },
    'stage@1': {
      subject: '{{ title }}',
      preheader: '{{ because }}',
      heading: 'Ein guter nächster Schritt',
      paragraphs: ['Das hier aus der Community von {{ brand }} passt zu dem, was für Sie als Nächstes kommt:'],
    },
  },
}
