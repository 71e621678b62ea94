import type { LanguagePack } from './all.ts'

/** Spanish, with «usted». */
export const es: LanguagePack = {
  language: 'es',
  locale: 'es-ES',
  greeting: (name) => (name ? `Hola, ${name}:` : 'Hola:'),
  kinds: {
    discussion: { label: 'Una conversación en la comunidad', button: 'Leer la conversación' },
    guide: { label: 'Una guía', button: 'Abrir la guía' },
    space: { label: 'Un espacio de la comunidad', button: 'Visitar el espacio' },
    video: { label: 'Un vídeo', button: 'Ver el vídeo' },
    article: { label: 'Un artículo', button: 'Leer el artículo' },
  },
  permission: {
    consent: 'Usted aceptó «{{ topic }}» el {{ agreed_on }}.',
    'soft-opt-in': 'Usted se registró con nosotros el {{ agreed_on }} y no ha desactivado «{{ topic }}».',
    contract: '«{{ topic }}» forma parte de lo que usted aceptó el {{ agreed_on }}.',
  },
  stop: 'Dejar de recibir estos correos',
  choose: 'Elegir lo que recibe',
  stopOrChoose: 'Dejar de recibir estos correos, o elegir lo que recibe',
  why: {
    about: (words) => `sobre ${words.map((word) => `«${word}»`).join(' y ')}`,
    accepted: 'con una respuesta aceptada',
    picked: 'elegido por el equipo de la comunidad',
    helpful: (people) => `útil para ${people}`,
    exclusive: 'solo en la comunidad',
  },
  test: 'Prueba',
  templates: {
    'guidepost@1': {
      subject: '{{ title }}',
      preheader: '{{ because }}',
      heading: 'Algo que puede ayudarle',
      paragraphs: ['En la comunidad de {{ brand }} hay algo que encaja con lo que está haciendo.'],
    },
    'welcome@1': {
      subject: 'Le damos la bienvenida: un buen comienzo',
      preheader: '{{ title }}',
      heading: 'Nos alegra que esté aquí',
      paragraphs: ['Ya forma parte de la comunidad de {{ brand }}. Este es un buen lugar para empezar:'],
    },
    'unanswered@1': {
      subject: 'Sobre su pregunta: {{ title }}',
      preheader: 'Su pregunta del {{ asked_on }} aún no tiene respuesta. Mientras tanto, esto puede ayudarle.',
      heading: 'Quizá esto responda a su pregunta',
      paragraphs: [
        'El {{ asked_on }} preguntó {% if has_subject_title %}«{{ subject_title }}»{% else %}algo{% endif %}, y nadie ha respondido todavía. Mientras tanto, esto puede ayudarle:',
      ],
    },
    'answered@1': {
      subject: 'Su pregunta tiene una respuesta{% if has_subject_title %}: {{ subject_title }}{% endif %}',
      preheader: 'Alguien de la comunidad le ha respondido.',
      heading: 'Hay una respuesta para usted',
      paragraphs: [
        'Alguien ha respondido a {% if has_subject_title %}«{{ subject_title }}»{% else %}su pregunta{% endif %}. Si eso no lo resuelve, dígalo allí y otras personas volverán a mirarlo.',
      ],
    },
    'advocates@1': {
      subject: 'Gracias. Hay un lugar para personas como usted',
      preheader: 'Sus amables palabras del {{ asked_on }} no han pasado inadvertidas.',
      heading: 'Gracias por sus amables palabras',
      paragraphs: [
        'El {{ asked_on }} escribió algo amable{% if has_subject_title %}, en «{{ subject_title }}»{% endif %}. Nos alegró mucho. Algunas de las personas que mejor conocen {{ brand }} se reúnen en un espacio propio, y allí le recibirán con gusto:',
      ],
    },
    'service@1': {
      subject: 'Sobre el problema que tuvo: {{ title }}',
      preheader: 'Hemos leído lo que escribió el {{ asked_on }}. Esto puede ayudarle.',
      heading: 'Esto puede ayudarle con su problema',
      paragraphs: [
        'El {{ asked_on }} escribió que algo no es como debería ser{% if has_subject_title %}, en «{{ subject_title }}»{% endif %}. Lo sentimos. Esto puede ayudarle:',
      ],
    },
    'quiet@1': {
      subject: 'Durante su ausencia: {{ title }}',
      preheader: '{{ because }}',
      heading: 'Durante su ausencia',
      paragraphs: ['Ha pasado un tiempo. Esto, en la comunidad de {{ brand }}, puede serle útil:'],
    },
    'first-order@1': {
      subject: 'Para empezar: {{ title }}',
      preheader: 'Para los primeros días con lo que ha pedido.',
      heading: 'Un buen comienzo con su primer pedido',
      paragraphs: [
        'El {{ asked_on }} hizo su primer pedido. Gracias. Esto, de la comunidad, puede ahorrarle tiempo en los primeros días:',
      ],
    },
    'research@1': {
      subject: 'Antes de decidir: {{ title }}',
      preheader: 'De personas que lo usan.',
      heading: 'Antes de decidir',
      paragraphs: [
        'Se está informando{% if has_subject_title %} sobre «{{ subject_title }}»{% endif %}. En la comunidad de {{ brand }}, otras personas comparten lo que saben por experiencia:',
      ],
    },
    'shipped@1': {
      subject: 'Su idea ya está aquí{% if has_subject_title %}: {{ subject_title }}{% endif %}',
      preheader: 'Lo que propuso se ha hecho realidad.',
      heading: 'Su idea ya está aquí',
      paragraphs: [
        'La idea que usted aportó{% if has_subject_title %}, «{{ subject_title }}»,{% endif %} se ha hecho realidad. Gracias por ella. Aquí hay más información:',
      ],
    },
    'thanks@1': {
      subject: 'Gracias: su respuesta ayudó',
      preheader: 'Se tomó el tiempo de ayudar a alguien.',
      heading: 'Su respuesta ayudó',
      paragraphs: [
        'Una respuesta suya fue aceptada por primera vez{% if has_subject_title %}, en «{{ subject_title }}»{% endif %}. Gracias por tomarse el tiempo: quien tenga la misma pregunta la encontrará allí.',
      ],
    },
    'peer@1': {
      subject: '¿Puede ayudar? {{ subject_title }}',
      preheader: 'Una pregunta de la comunidad que nadie ha respondido todavía.',
      heading: 'Quizá usted sepa la respuesta',
      paragraphs: [
        'Alguien de la comunidad pregunta «{{ subject_title }}», y nadie ha respondido todavía. Usted ya ha escrito sobre este tema. Unas palabras suyas ayudarían; si ahora no es buen momento, no pasa nada.',
      ],
    },
    'stage@1': {
      subject: '{{ title }}',
      preheader: '{{ because }}',
      heading: 'Un buen paso siguiente',
      paragraphs: ['Esto, en la comunidad de {{ brand }}, encaja con lo que viene ahora para usted:'],
    },
  },
}
