import type { LanguagePack } from './all.ts'

/** French, with « vous ». */
export const fr: LanguagePack = {
  language: 'fr',
  locale: 'fr-FR',
  greeting: (name) => (name ? `Bonjour ${name},` : 'Bonjour,'),
  kinds: {
    discussion: { label: 'Une discussion dans la communauté', button: 'Lire la discussion' },
    guide: { label: 'Un guide', button: 'Ouvrir le guide' },
    space: { label: 'Un espace de la communauté', button: 'Visiter l’espace' },
    video: { label: 'Une vidéo', button: 'Voir la vidéo' },
    article: { label: 'Un article', button: 'Lire l’article' },
  },
  permission: {
    consent: 'Vous avez accepté « {{ topic }} » le {{ agreed_on }}.',
    'soft-opt-in': 'Inscription chez nous le {{ agreed_on }} ; vous n’avez pas désactivé « {{ topic }} ».',
    contract: '« {{ topic }} » fait partie de ce que vous avez accepté le {{ agreed_on }}.',
  },
  stop: 'Ne plus recevoir ces e-mails',
  choose: 'Choisir ce que vous recevez',
  stopOrChoose: 'Ne plus recevoir ces e-mails, ou choisir ce que vous recevez',
  why: {
    about: (words) => `à propos de ${words.map((word) => `« ${word} »`).join(' et ')}`,
    accepted: 'avec une réponse acceptée',
    picked: 'choisi par l’équipe de la communauté',
    helpful: (people) => `jugé utile ${people} fois`,
    exclusive: 'seulement dans la communauté',
  },
  test: 'Test',
  templates: {
    'guidepost@1': {
      subject: '{{ title }}',
      preheader: '{{ because }}',
      heading: 'Cela peut vous aider',
      paragraphs: ['La communauté {{ brand }} a quelque chose qui correspond à ce que vous faites.'],
    },
    'welcome@1': {
      subject: 'Bienvenue : un bon point de départ',
      preheader: '{{ title }}',
      heading: 'Bienvenue parmi nous',
      paragraphs: ['Vous faites maintenant partie de la communauté {{ brand }}. Voici un bon point de départ :'],
    },
    'unanswered@1': {
      subject: 'À propos de votre question : {{ title }}',
      preheader: 'Votre question du {{ asked_on }} attend encore une réponse. En attendant, ceci peut aider.',
      heading: 'Ceci répond peut-être à votre question',
      paragraphs: [
        'Vous avez posé {% if has_subject_title %}la question « {{ subject_title }} »{% else %}une question{% endif %} le {{ asked_on }}, et personne n’a encore répondu. En attendant, ceci peut vous aider :',
      ],
    },
    'answered@1': {
      subject: 'Votre question a une réponse{% if has_subject_title %} : {{ subject_title }}{% endif %}',
      preheader: 'Quelqu’un de la communauté vous a répondu.',
      heading: 'Il y a une réponse pour vous',
      paragraphs: [
        'Quelqu’un a répondu à {% if has_subject_title %}« {{ subject_title }} »{% else %}votre question{% endif %}. Si cela ne suffit pas, dites-le là-bas, et d’autres regarderont de nouveau.',
      ],
    },
    'advocates@1': {
      subject: 'Merci. Il y a un lieu pour les personnes comme vous',
      preheader: 'Vos mots aimables du {{ asked_on }} n’ont pas échappé à notre attention.',
      heading: 'Merci pour vos mots aimables',
      paragraphs: [
        'Vous avez écrit quelque chose d’aimable le {{ asked_on }}{% if has_subject_title %}, dans « {{ subject_title }} »{% endif %}. Cela nous a fait très plaisir. Des personnes qui connaissent très bien {{ brand }} se retrouvent dans un espace à elles, et vous y avez votre place :',
      ],
    },
    'service@1': {
      subject: 'À propos de votre problème : {{ title }}',
      preheader: 'Ce que vous avez écrit le {{ asked_on }} a été lu. Ceci peut vous aider.',
      heading: 'Ceci peut aider à résoudre votre problème',
      paragraphs: [
        'Le {{ asked_on }}, vous avez écrit que quelque chose ne va pas comme il faut{% if has_subject_title %}, dans « {{ subject_title }} »{% endif %}. Nous en sommes désolés. Ceci peut vous aider :',
      ],
    },
    'quiet@1': {
      subject: 'Pendant votre absence : {{ title }}',
      preheader: '{{ because }}',
      heading: 'Pendant votre absence',
      paragraphs: ['Cela fait un moment. Ceci, dans la communauté {{ brand }}, peut vous être utile :'],
    },
    'first-order@1': {
      subject: 'Pour bien commencer : {{ title }}',
      preheader: 'Pour les premiers jours avec ce que vous avez commandé.',
      heading: 'Bien commencer avec votre première commande',
      paragraphs: [
        'Vous avez passé votre première commande le {{ asked_on }}. Merci. Ceci, venu de la communauté, peut vous faire gagner du temps les premiers jours :',
      ],
    },
    'research@1': {
      subject: 'Avant de décider : {{ title }}',
      preheader: 'Par des personnes qui l’utilisent.',
      heading: 'Avant de décider',
      paragraphs: [
        'Vous vous renseignez{% if has_subject_title %} sur « {{ subject_title }} »{% endif %}. Dans la communauté {{ brand }}, des personnes partagent ce qu’elles savent par expérience :',
      ],
    },
    'shipped@1': {
      subject: 'Votre idée est devenue réalité{% if has_subject_title %} : {{ subject_title }}{% endif %}',
      preheader: 'Ce que vous avez proposé existe maintenant.',
      heading: 'Votre idée est devenue réalité',
      paragraphs: [
        'L’idée que vous avez proposée{% if has_subject_title %}, « {{ subject_title }} »,{% endif %} est devenue réalité. Merci pour cela. En voici plus :',
      ],
    },
    'thanks@1': {
      subject: 'Merci : votre réponse a aidé',
      preheader: 'Vous avez pris le temps d’aider quelqu’un.',
      heading: 'Votre réponse a aidé',
      paragraphs: [
        'Une de vos réponses a été acceptée pour la première fois{% if has_subject_title %}, dans « {{ subject_title }} »{% endif %}. Merci d’avoir pris ce temps : toute personne qui se pose la même question l’y trouvera.',
      ],
    },
    'peer@1': {
      subject: 'Pouvez-vous aider ? {{ subject_title }}',
      preheader: 'Une question de la communauté à laquelle personne n’a encore répondu.',
      heading: 'Vous connaissez peut-être la réponse',
      paragraphs: [
        'Quelqu’un de la communauté demande « {{ subject_title }} », et personne n’a encore répondu. Vous avez déjà écrit à ce sujet. Quelques mots de votre part aideraient ; si ce n’est pas le moment, ce n’est pas grave.',
      ],
    },
    'stage@1': {
      subject: '{{ title }}',
      preheader: '{{ because }}',
      heading: 'Une bonne prochaine étape',
      paragraphs: ['Ceci, dans la communauté {{ brand }}, correspond à la suite pour vous :'],
    },
  },
}
