/** Spanish, with «usted» as the emails. Line by line as in page-words-en.ts. */
export const es = (): string => `
locale: es-ES
this_address: esta dirección
on: Sí
off: No
topics: Lo que recibe por correo
stop_all: Dejar de recibir todos los correos
stop_all_what: Si deja de recibir todos los correos, ya no le enviamos ninguno, salvo las respuestas a lo que usted pida, como un enlace de confirmación, y los avisos sobre la seguridad de su cuenta. Con eso no se borra nada: lo que escribe en público se sigue leyendo y contando.
more: {link}: qué, con qué frecuencia y cuándo.
more_link: Todas sus opciones
stop: ¿Dejar de recibir estos correos?
stop_lead: Ya no llegarán a {address} correos sobre {topic}. Basta con un clic.
stop_button: Dejar de recibir estos correos
stopped: Ya no recibirá estos correos
stopped_all: Ya no enviamos ningún correo a {address}.
stopped_topic: Ya no enviamos a {address} correos sobre {topic}.
unknown: Este enlace no funciona
unknown_lead: Puede que se haya cortado por el camino. Abra otra vez el enlace del correo, o cópielo entero.
unknown_button: Ir a la comunidad
sorry: No ha funcionado
sorry_lead: Algo ha fallado por nuestra parte, no por la suya. No ha cambiado nada. Vuelva a intentarlo dentro de un minuto.
choices: Sus correos
choices_lead: Estas son las opciones para {address}. Si quiere menos correos, se aplica al momento. Si quiere más, u otro idioma o zona horaria, antes preguntamos a esa dirección.
often: Con qué frecuencia
often_usual: Como siempre
often_weekly: Uno por semana como máximo
often_fortnightly: Dos al mes como máximo
often_monthly: Uno al mes como máximo
break: Una pausa
break_none: Sin pausa
break_begin: Ningún correo durante 30 días
break_until: Una pausa hasta el {day}
break_again: 30 días a partir de hoy
break_end: Terminar la pausa
part: Cuándo
part_any: A cualquier hora
part_morning: Por la mañana, de 8 a 12
part_midday: Al mediodía, de 11 a 15
part_evening: Por la tarde, de 17 a 21
own: Idioma y hora
language: Idioma
zone: Zona horaria
guess: Nuestra estimación
writing: Lo que usted escribe
hide: No recomendar a otras personas lo que escribo
hidden: En los correos a otras personas no recomendamos lo que usted escribe.
save: Guardar
saved: Guardado.
saved_lead: Vale desde ahora.
asked: Un paso más:
asked_lead: los correos se reenvían, y sus enlaces también. Si los correos llegan a {address}, hay una pregunta en camino; esto cambiará cuando alguien diga que sí.
wrong: No se ha guardado nada.
wrong_lead: Por favor, revise:
wrong_choice: Elija una de estas opciones.
wrong_zone: No conocemos esta zona horaria. Elija una de la lista.
wish_topic: Correos sobre «{topic}»
wish_often: Con qué frecuencia: {often}
wish_resume: Correos de nuevo, antes de que termine la pausa
wish_part: Cuándo: {part}
wish_language: Idioma: {language}
wish_zone: Zona horaria: {zone}
confirm: ¿Es esto lo que quiere?
confirm_lead: Se trata de los correos a {address}:
confirm_yes: Sí
confirm_no: Si no, cierre esta página: no cambia nada. O {link}.
confirm_link: elija otra cosa
done: Gracias, ya está hecho
done_lead: Esto vale ahora para los correos a {address}:
done_more: Cada correo tiene un enlace para dejar de recibirlo. {link}.
done_link: Ver todas sus opciones
over: Este enlace ya no funciona
over_lead: Tiene más de 30 días, o después de enviarlo se pidió no recibir más correos. No ha cambiado nada.
over_button: Ver sus opciones
mail_button: Ver y confirmar
mail_wish: Confirme lo que ha elegido en {brand}
mail_wish_lead: Alguien, esperamos que usted, ha pedido esto para los correos a esta dirección:
mail_wish_why: Como los correos se reenvían, solo lo hacemos si usted dice que sí. El enlace funciona durante 30 días.
mail_wish_else: Si no fue usted, no haga nada: sin su confirmación no cambia nada.
mail_address: ¿Es esta su dirección? Una pregunta de {brand}
mail_address_lead: Según nuestros registros, alguien con esta dirección aceptó correos de {brand}:
mail_address_why: Nadie ha demostrado aún que la dirección es suya, así que no enviamos nada antes de que usted diga que sí. El enlace funciona durante 30 días.
mail_address_else: Si no fue usted, o no quiere estos correos, no haga nada: sin su confirmación no llega nada. Solo lo preguntamos una vez.
`
