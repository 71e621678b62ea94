/** Spanish, with «usted». The words of emails: see `email-words-en.ts`. */
export const es = (): string => `
locale: es-ES
greeting: Hola, {name}:
greeting_nobody: Hola:
kind discussion: Una conversación en la comunidad
button discussion: Leer la conversación
kind guide: Una guía
button guide: Abrir la guía
kind space: Un espacio de la comunidad
button space: Visitar el espacio
kind video: Un vídeo
button video: Ver el vídeo
kind article: Un artículo
button article: Leer el artículo
permission consent: Usted aceptó «{{ topic }}» el {{ agreed_on }}.
permission soft-opt-in: Usted se registró con nosotros el {{ agreed_on }} y no ha desactivado «{{ topic }}».
permission contract: «{{ topic }}» forma parte de lo que usted aceptó el {{ agreed_on }}.
stop: Dejar de recibir estos correos
choose: Elegir lo que recibe
stop_or_choose: Dejar de recibir estos correos, o elegir lo que recibe
about_one: sobre «{one}»
about_two: sobre «{one}» y «{two}»
accepted: con una respuesta aceptada
picked: una selección del equipo de la comunidad
helpful: votos de «útil»: {people}
exclusive: solo en la comunidad
test: Prueba
guidepost@1 subject: {{ title }}
guidepost@1 preheader: {{ because }}
guidepost@1 heading: Algo que puede ayudarle
guidepost@1 paragraph: En la comunidad de {{ brand }} hay algo que encaja con lo que está haciendo.
welcome@1 subject: Le damos la bienvenida: un buen comienzo
welcome@1 preheader: {{ title }}
welcome@1 heading: Nos alegra que esté aquí
welcome@1 paragraph: Ya forma parte de la comunidad de {{ brand }}. Este es un buen lugar para empezar:
unanswered@1 subject: Sobre su pregunta: {{ title }}
unanswered@1 preheader: Su pregunta del {{ asked_on }} aún no tiene respuesta. Mientras tanto, esto puede ayudarle.
unanswered@1 heading: Quizá esto responda a su pregunta
unanswered@1 paragraph: El {{ asked_on }} preguntó {% if has_subject_title %}«{{ subject_title }}»{% else %}algo{% endif %}, y nadie ha respondido todavía. Mientras tanto, esto puede ayudarle:
answered@1 subject: Su pregunta tiene una respuesta{% if has_subject_title %}: {{ subject_title }}{% endif %}
answered@1 preheader: Alguien de la comunidad le ha respondido.
answered@1 heading: Hay una respuesta para usted
answered@1 paragraph: Alguien ha respondido a {% if has_subject_title %}«{{ subject_title }}»{% else %}su pregunta{% endif %}. Si eso no lo resuelve, dígalo allí y otras personas volverán a mirarlo.
advocates@1 subject: Gracias. Hay un lugar para personas como usted
advocates@1 preheader: Sus amables palabras del {{ asked_on }} no han pasado inadvertidas.
advocates@1 heading: Gracias por sus amables palabras
advocates@1 paragraph: El {{ asked_on }} escribió algo amable{% if has_subject_title %}, en «{{ subject_title }}»{% endif %}. Nos alegró mucho. Algunas de las personas que mejor conocen {{ brand }} se reúnen en un espacio propio, y allí le recibirán con gusto:
service@1 subject: Sobre el problema que tuvo: {{ title }}
service@1 preheader: Hemos leído lo que escribió el {{ asked_on }}. Esto puede ayudarle.
service@1 heading: Esto puede ayudarle con su problema
service@1 paragraph: El {{ asked_on }} escribió que algo no es como debería ser{% if has_subject_title %}, en «{{ subject_title }}»{% endif %}. Lo sentimos. Esto puede ayudarle:
quiet@1 subject: Durante su ausencia: {{ title }}
quiet@1 preheader: {{ because }}
quiet@1 heading: Durante su ausencia
quiet@1 paragraph: Ha pasado un tiempo. Esto, en la comunidad de {{ brand }}, puede serle útil:
first-order@1 subject: Para empezar: {{ title }}
first-order@1 preheader: Para los primeros días con lo que ha pedido.
first-order@1 heading: Un buen comienzo con su primer pedido
first-order@1 paragraph: El {{ asked_on }} hizo su primer pedido. Gracias. Esto, de la comunidad, puede ahorrarle tiempo en los primeros días:
research@1 subject: Antes de decidir: {{ title }}
research@1 preheader: De personas que lo usan.
research@1 heading: Antes de decidir
research@1 paragraph: Se está informando{% if has_subject_title %} sobre «{{ subject_title }}»{% endif %}. En la comunidad de {{ brand }}, otras personas comparten lo que saben por experiencia:
shipped@1 subject: Su idea ya es realidad{% if has_subject_title %}: {{ subject_title }}{% endif %}
shipped@1 preheader: Lo que propuso se ha hecho realidad.
shipped@1 heading: Su idea ya es realidad
shipped@1 paragraph: La idea que usted aportó{% if has_subject_title %}, «{{ subject_title }}»,{% endif %} se ha hecho realidad. Gracias por ella. Aquí hay más información:
thanks@1 subject: Gracias: su respuesta ayudó
thanks@1 preheader: Se tomó el tiempo de ayudar a alguien.
thanks@1 heading: Su respuesta ayudó
thanks@1 paragraph: Una respuesta suya fue aceptada por primera vez{% if has_subject_title %}, en «{{ subject_title }}»{% endif %}. Gracias por tomarse el tiempo: quien tenga la misma pregunta la encontrará allí.
peer@1 subject: ¿Puede ayudar? {{ subject_title }}
peer@1 preheader: Una pregunta de la comunidad que nadie ha respondido todavía.
peer@1 heading: Quizá usted sepa la respuesta
peer@1 paragraph: Alguien de la comunidad pregunta «{{ subject_title }}», y nadie ha respondido todavía. Usted ya ha escrito sobre este tema. Unas palabras suyas ayudarían; si ahora no es buen momento, no pasa nada.
stage@1 subject: {{ title }}
stage@1 preheader: {{ because }}
stage@1 heading: Un buen paso siguiente
stage@1 paragraph: Esto, en la comunidad de {{ brand }}, encaja con lo que viene ahora para usted:
`
