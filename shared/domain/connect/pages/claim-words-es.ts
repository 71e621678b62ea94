/** Spanish, with «usted» as the emails. Line by line as in claim-words-en.ts. */
export const es = (): string => `
locale: es-ES
step: Paso {at} de 3
email_address: Dirección de correo
customer_file: Fichero de clientes
your_account: su cuenta
an_address: una dirección
entry: ¿Es usted? Conecte sus cuentas
entry_lead: Diga a {brand} que una dirección de correo y una cuenta son las dos suyas. Verá exactamente qué cambia antes de que cambie nada, y puede deshacerlo en cualquier momento.
entry_address: Su dirección de correo
entry_send: Enviarme un enlace
entry_soft: Enviamos un solo correo con un enlace, para ver que usted lee esta dirección. Con eso no se apunta a nada.
no_address: No podemos escribir a esta dirección. Una dirección es, por ejemplo, nombre@example.com.
shared_address: Esta dirección es de una oficina o de una máquina, por lo que vemos. Use una que solo lea usted.
too_often: Han sido muchas veces en poco tiempo. Vuelva a intentarlo dentro de una hora.
try_over: Su último intento ya no vale. Empiece de nuevo.
time_over: El tiempo de su último intento ha terminado. Empiece de nuevo.
mailed: Mire su bandeja de entrada
mailed_lead: Si podemos escribir a esta dirección, hay un enlace en camino. Funciona una vez, durante 30 minutos.
mailed_soft: ¿No llega nada en unos minutos? Mire en el correo no deseado, o inténtelo más tarde. A una dirección solo le escribimos unas pocas veces al día, y nunca a una que nos haya dicho que no.
open: ¿Es esta su dirección?
open_lead: Está a punto de conectar una cuenta con {address}.
open_yes: Sí, continuar
open_soft: Si no lo ha pedido usted, o esta no es su dirección, cierre esta página. Entonces no pasa nada.
link_over: Este enlace ya no funciona
link_over_lead: Funciona una vez, durante 30 minutos. Pida otro.
account: ¿Qué cuenta es suya?
account_lead: {address} es suya, gracias. Ahora demuestre que también lo es una cuenta.
github: Iniciar sesión en GitHub
github_lead: GitHub nos dice qué cuenta es la suya, y nada más. No guardamos ninguna llave de ella.
github_problem: GitHub no nos ha dicho cuál es su cuenta
github_browser: Empiece en el navegador en el que abrió el enlace que le enviamos.
github_begun: Este inicio de sesión no empezó aquí, o ya no vale. Vuelva atrás e inténtelo otra vez.
github_again: No ha cambiado nada. Vuelva atrás e inténtelo otra vez.
code_first: Publicar un código
code_or: O publicar un código
code_get_lead: Recibe un código de un solo uso y lo publica desde su cuenta, en cualquier sitio en el que leemos. Sirve para todas las plataformas.
code_get: Pedir un código
code: Publique este código
code_lead: Escriba desde su cuenta un mensaje o una respuesta nuevos, con exactamente esto y nada más:
code_soft: Funciona una vez, hoy y solo para usted: publíquelo solo desde una cuenta propia. No vale editar un mensaje anterior. Otras personas ven el mensaje; puede borrarlo cuando termine aquí.
code_posted: Ya lo he publicado
code_other: Pedir otro código
code_two: Dos cuentas han publicado su código, así que no demuestra nada de ninguna. Pida otro.
code_gone: El mensaje con su código ya no está, o ha cambiado. Pida otro código y deje el mensaje hasta que termine.
code_many: Han sido muchos códigos. Termine aquí y empiece de nuevo.
nobodys: Esta cuenta no se puede conectar: ya no existe, o es de un bot o nuestra.
stop: Terminar aquí
agree: ¿Conectar esto?
agree_these: Lo que se conectará
agree_address: Viene con la dirección
agree_account: Viene con la cuenta
follows: Qué pasa entonces
follows_seen: El equipo de {brand} ve lo que usted ha escrito y comprado con todos estos nombres como de una sola persona.
follows_mail: A su dirección pueden llegar correos sobre lo que escriba allí, pero solo si los ha aceptado o los acepta. Lo que haya desactivado para una dirección sigue desactivado para todas.
not: Qué no pasa
not_mail: No se le apunta a ningún correo.
not_seen: Nadie más ve la conexión, y no se publica nada en su nombre.
agree_yes: Conectar
agree_no: Esto no es correcto
agree_soft: Puede deshacerlo en cualquier momento: en la página siguiente, y con el enlace del correo que le enviamos.
changed: Algo ha cambiado desde que miró. Mire otra vez.
done: Ya están conectadas
done_lead: {account} ({platform}) y {address} van juntas ahora. Si publicó un código, puede borrar ese mensaje.
done_back: Deshacerlo
done_another: Conectar otra cuenta
refused: No hemos podido conectarlas por nuestra cuenta
refused_lead: Hay algo en contra: una de las dos es de otra persona, que sepamos, o tiene más cuentas de las que suele tener una persona. Se queda como está. Escriba a {brand} si es un error.
again: Empezar de nuevo
busy: Un momento
busy_lead: Las estamos conectando. Recibirá un correo cuando esté hecho.
busy_look: Mirar otra vez
undo: ¿Deshacerlo?
undo_lead: {account} ({platform}) y {address} se conectaron porque alguien demostró que las dos son suyas.
undo_yes: Separarlas
undo_soft: Hágalo también si no fue usted. Los correos se quedan como están: lo desactivado sigue desactivado.
undo_unknown: Este enlace no funciona
undo_unknown_lead: Puede que se haya cortado por el camino. Abra otra vez el enlace del correo, o cópielo entero.
undone: Deshecho
undone_lead: La cuenta y la dirección vuelven a ser de dos personas distintas, que sepamos.
undone_kept: Lo que usted declaró está deshecho. Otra cosa nos sigue diciendo que las dos son de una sola persona, por ejemplo la propia plataforma. Escriba a {brand} si es un error.
undone_here: Ya nada de esto está conectado por lo que usted declaró.
apart: Siguen separadas
apart_button: No volver a conectarlas nunca
apart_soft: Solo si una de las dos no es suya: ni siquiera usted podría volver a conectarlas aquí.
nothing: Aquí no hay nada
nothing_lead: Puede que el enlace se haya cortado por el camino.
sorry: No ha funcionado
sorry_lead: Algo ha fallado por nuestra parte, no por la suya. Vuelva a intentarlo dentro de un minuto; nada se hace dos veces.
sorry_back: Volver
mail_prove: ¿Es esta su dirección? Un enlace de {brand}
mail_prove_lead: Alguien, esperamos que usted, quiere conectar una cuenta con esta dirección en {brand}.
mail_prove_more: El enlace funciona una vez, durante 30 minutos. Verá qué se conectaría antes de que se conecte nada.
mail_prove_button: Continuar
mail_prove_why: Si no fue usted, no haga nada: sin el enlace no pasa nada. Este correo no le apunta a nada.
mail_connected: Hay una cuenta conectada con su dirección en {brand}
mail_connected_lead: Esta cuenta y su dirección van juntas ahora: {account}.
mail_connected_more: No se le ha apuntado a ningún correo. Si no fue usted, o cambia de idea, deshágalo aquí, hoy o más adelante.
mail_connected_button: No fui yo, o quiero deshacerlo
mail_connected_why: Recibe este correo porque alguien que lee esta dirección ha conectado las dos.
mail_notice: Hay otra dirección conectada con su cuenta en {brand}
mail_notice_lead: Que sepamos, esta cuenta es suya: {account}. Alguien ha demostrado que la usa y ha conectado con ella la dirección {address}.
mail_notice_more: Si fue usted, no tiene que hacer nada. Si no, sepárelas aquí, hoy o más adelante.
mail_notice_button: No fui yo
mail_notice_why: Recibe este correo porque su dirección ya estaba conectada con la cuenta.
`
