/** French, with « vous ». The words of emails: see `email-words-en.ts`. */
export const fr = (): string => `
locale: fr-FR
greeting: Bonjour {name},
greeting_nobody: Bonjour,
kind discussion: Une discussion dans la communauté
button discussion: Lire la discussion
kind guide: Un guide
button guide: Ouvrir le guide
kind space: Un espace de la communauté
button space: Visiter l’espace
kind video: Une vidéo
button video: Voir la vidéo
kind article: Un article
button article: Lire l’article
permission consent: Vous avez accepté « {{ topic }} » le {{ agreed_on }}.
permission soft-opt-in: Inscription chez nous le {{ agreed_on }} ; vous n’avez pas désactivé « {{ topic }} ».
permission contract: « {{ topic }} » fait partie de ce que vous avez accepté le {{ agreed_on }}.
stop: Ne plus recevoir ces e-mails
choose: Choisir ce que vous recevez
stop_or_choose: Ne plus recevoir ces e-mails, ou choisir ce que vous recevez
about_one: à propos de « {one} »
about_two: à propos de « {one} » et « {two} »
accepted: avec une réponse acceptée
picked: un choix de l’équipe de la communauté
helpful: {people} avis « utile »
exclusive: seulement dans la communauté
test: Test
guidepost@1 subject: {{ title }}
guidepost@1 preheader: {{ because }}
guidepost@1 heading: Cela peut vous aider
guidepost@1 paragraph: La communauté {{ brand }} a quelque chose qui correspond à ce que vous faites.
welcome@1 subject: Bienvenue : un bon point de départ
welcome@1 preheader: {{ title }}
welcome@1 heading: Bienvenue parmi nous
welcome@1 paragraph: Vous faites maintenant partie de la communauté {{ brand }}. Voici un bon point de départ :
unanswered@1 subject: À propos de votre question : {{ title }}
unanswered@1 preheader: Votre question du {{ asked_on }} attend encore une réponse. En attendant, ceci peut aider.
unanswered@1 heading: Ceci répond peut-être à votre question
unanswered@1 paragraph: Vous avez posé {% if has_subject_title %}la question « {{ subject_title }} »{% else %}une question{% endif %} le {{ asked_on }}, et personne n’a encore répondu. En attendant, ceci peut vous aider :
answered@1 subject: Votre question a une réponse{% if has_subject_title %} : {{ subject_title }}{% endif %}
answered@1 preheader: Quelqu’un de la communauté vous a répondu.
answered@1 heading: Il y a une réponse pour vous
answered@1 paragraph: Quelqu’un a répondu à {% if has_subject_title %}« {{ subject_title }} »{% else %}votre question{% endif %}. Si cela ne suffit pas, dites-le dans la discussion, et d’autres s’y pencheront.
advocates@1 subject: Merci. Il y a un lieu pour les personnes comme vous
advocates@1 preheader: Vos mots aimables du {{ asked_on }} ne nous ont pas échappé.
advocates@1 heading: Merci pour vos mots aimables
advocates@1 paragraph: Vous avez écrit quelque chose d’aimable le {{ asked_on }}{% if has_subject_title %}, dans « {{ subject_title }} »{% endif %}. Cela nous a fait très plaisir. Des personnes qui connaissent très bien {{ brand }} se retrouvent dans un espace à elles, et vous y avez votre place :
service@1 subject: À propos de votre problème : {{ title }}
service@1 preheader: Ce que vous avez écrit le {{ asked_on }} a été lu. Ceci peut vous aider.
service@1 heading: Ceci peut aider à résoudre votre problème
service@1 paragraph: Le {{ asked_on }}, vous avez écrit que quelque chose ne va pas comme il faut{% if has_subject_title %}, dans « {{ subject_title }} »{% endif %}. Nous en sommes désolés. Ceci peut vous aider :
quiet@1 subject: Pendant votre absence : {{ title }}
quiet@1 preheader: {{ because }}
quiet@1 heading: Pendant votre absence
quiet@1 paragraph: Cela fait un moment. Ceci, dans la communauté {{ brand }}, peut vous être utile :
first-order@1 subject: Pour bien commencer : {{ title }}
first-order@1 preheader: Pour les premiers jours avec ce que vous avez commandé.
first-order@1 heading: Bien commencer avec votre première commande
first-order@1 paragraph: Vous avez passé votre première commande le {{ asked_on }}. Merci. Ceci, venu de la communauté, peut vous faire gagner du temps les premiers jours :
research@1 subject: Avant de décider : {{ title }}
research@1 preheader: Par des personnes qui l’utilisent.
research@1 heading: Avant de décider
research@1 paragraph: Vous vous renseignez{% if has_subject_title %} sur « {{ subject_title }} »{% endif %}. Dans la communauté {{ brand }}, des personnes partagent ce qu’elles savent par expérience :
shipped@1 subject: Votre idée est devenue réalité{% if has_subject_title %} : {{ subject_title }}{% endif %}
shipped@1 preheader: Ce que vous avez proposé existe maintenant.
shipped@1 heading: Votre idée est devenue réalité
shipped@1 paragraph: L’idée que vous avez proposée{% if has_subject_title %}, « {{ subject_title }} »,{% endif %} est devenue réalité. Merci pour cette idée. Pour en savoir plus :
thanks@1 subject: Merci : votre réponse a aidé
thanks@1 preheader: Vous avez pris le temps d’aider quelqu’un.
thanks@1 heading: Votre réponse a aidé
thanks@1 paragraph: Une de vos réponses a été acceptée pour la première fois{% if has_subject_title %}, dans « {{ subject_title }} »{% endif %}. Merci d’avoir pris ce temps : toute personne qui se pose la même question l’y trouvera.
peer@1 subject: Pouvez-vous aider ? {{ subject_title }}
peer@1 preheader: Une question de la communauté à laquelle personne n’a encore répondu.
peer@1 heading: Vous connaissez peut-être la réponse
peer@1 paragraph: Quelqu’un de la communauté demande « {{ subject_title }} », et personne n’a encore répondu. Vous avez déjà écrit à ce sujet. Quelques mots de votre part aideraient ; si ce n’est pas le moment, ce n’est pas grave.
stage@1 subject: {{ title }}
stage@1 preheader: {{ because }}
stage@1 heading: Une bonne prochaine étape
stage@1 paragraph: Ceci, dans la communauté {{ brand }}, correspond à ce qui vient ensuite pour vous :
`
