/** French, with « vous » as the emails. Line by line as in page-words-en.ts. */
export const fr = (): string => `
locale: fr-FR
this_address: cette adresse
on: Oui
off: Non
topics: Ce que vous recevez par e-mail
stop_all: Arrêter tous les e-mails
stop_all_what: Tout arrêter met fin à tous les e-mails que nous vous envoyons, sauf les réponses à ce que vous demandez vous-même, comme un lien de confirmation, et les avis sur la sécurité de votre compte. Cela n’efface rien : ce que vous écrivez en public est toujours lu et compté.
more: {link} : quoi, à quel rythme et quand.
more_link: Tous vos choix
stop: Arrêter ces e-mails ?
stop_lead: Les e-mails à {address} sur {topic} prendront fin. Un clic suffit.
stop_button: Arrêter ces e-mails
stopped: Ces e-mails sont arrêtés
stopped_all: Nous n’envoyons plus aucun e-mail à {address}.
stopped_topic: Nous n’envoyons plus d’e-mails à {address} sur {topic}.
unknown: Ce lien ne fonctionne pas
unknown_lead: Il a peut-être été coupé en route. Ouvrez encore une fois le lien de l’e-mail, ou copiez-le en entier.
unknown_button: Aller à la communauté
sorry: Cela n’a pas marché
sorry_lead: Quelque chose a échoué chez nous, pas chez vous. Rien n’a changé. Veuillez réessayer dans une minute.
choices: Vos e-mails
choices_lead: Voici les choix pour {address}. Pour moins d’e-mails, c’est immédiat. Pour en recevoir plus, ou pour changer de langue ou de fuseau horaire, nous posons d’abord la question à cette adresse.
often: À quel rythme
often_usual: Comme d’habitude
often_weekly: Un par semaine au plus
often_fortnightly: Deux par mois au plus
often_monthly: Un par mois au plus
break: Une pause
break_none: Pas de pause
break_begin: Aucun e-mail pendant 30 jours
break_until: Une pause jusqu’au {day}
break_again: 30 jours à partir d’aujourd’hui
break_end: Mettre fin à la pause
part: Quand
part_any: À toute heure
part_morning: Le matin, de 8 h à 12 h
part_midday: À la mi-journée, de 11 h à 15 h
part_evening: Le soir, de 17 h à 21 h
own: Langue et heure
language: Langue
zone: Fuseau horaire
guess: Notre estimation
writing: Ce que vous écrivez
hide: Ne pas signaler à d’autres ce que j’écris
hidden: Nos e-mails à d’autres ne signalent pas ce que vous écrivez.
save: Enregistrer
saved: Enregistré.
saved_lead: Cela vaut dès maintenant.
asked: Encore une étape :
asked_lead: les e-mails sont parfois transférés, et leurs liens aussi. Si les e-mails arrivent à {address}, une question y est en route ; ceci changera dès que quelqu’un aura dit oui.
wrong: Rien n’a été enregistré.
wrong_lead: Veuillez regarder :
wrong_choice: Veuillez choisir l’une de ces réponses.
wrong_zone: Nous ne connaissons pas ce fuseau horaire. Veuillez en choisir un dans la liste.
wish_topic: E-mails sur « {topic} »
wish_often: À quel rythme : {often}
wish_resume: De nouveau des e-mails, avant la fin de la pause
wish_part: Quand : {part}
wish_language: Langue : {language}
wish_zone: Fuseau horaire : {zone}
confirm: Est-ce bien ce que vous voulez ?
confirm_lead: Il s’agit des e-mails à {address} :
confirm_yes: Oui
confirm_no: Sinon, fermez cette page : rien ne change. Ou bien {link}.
confirm_link: choisissez autre chose
done: Merci, c’est fait
done_lead: Cela vaut maintenant pour les e-mails à {address} :
done_more: Chaque e-mail contient un lien pour l’arrêter. {link}.
done_link: Voir tous vos choix
over: Ce lien ne fonctionne plus
over_lead: Il a plus de 30 jours, ou les e-mails ont été arrêtés après son envoi. Rien n’a changé.
over_button: Voir vos choix
mail_button: Voir et confirmer
mail_wish: Veuillez confirmer votre choix chez {brand}
mail_wish_lead: Quelqu’un, vous sans doute, a demandé ceci pour les e-mails à cette adresse :
mail_wish_why: Comme les e-mails sont parfois transférés, nous ne le faisons que si vous dites oui. Le lien fonctionne 30 jours.
mail_wish_else: Si ce n’était pas vous, ne faites rien : sans votre accord, rien ne change.
mail_address: Est-ce votre adresse ? Une question de {brand}
mail_address_lead: D’après nos dossiers, quelqu’un qui a cette adresse a accepté des e-mails de {brand} :
mail_address_why: Personne n’a encore montré que cette adresse est la sienne : rien n’est donc envoyé avant que vous disiez oui. Le lien fonctionne 30 jours.
mail_address_else: Si ce n’était pas vous, ou si vous ne voulez pas de ces e-mails, ne faites rien : sans votre accord, vous ne recevrez rien. Nous ne le demandons qu’une fois.
`
