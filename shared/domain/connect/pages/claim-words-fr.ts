/** French, with « vous » as the emails. Line by line as in claim-words-en.ts. */
export const fr = (): string => `
locale: fr-FR
step: Étape {at} sur 3
email_address: Adresse e-mail
customer_file: Fichier clients
your_account: votre compte
an_address: une adresse
entry: Est-ce bien vous ? Reliez vos comptes
entry_lead: Dites à {brand} qu’une adresse e-mail et un compte sont tous deux à vous. Vous verrez exactement ce que cela change avant que rien ne change, et vous pourrez revenir en arrière à tout moment.
entry_address: Votre adresse e-mail
entry_send: M’envoyer un lien
entry_soft: Nous envoyons un seul e-mail avec un lien, pour voir que vous lisez cette adresse. Cela ne vous inscrit à rien.
no_address: Nous ne pouvons pas écrire à cette adresse. Une adresse ressemble à nom@example.com.
shared_address: Cette adresse appartient à un bureau ou à une machine, pour autant que nous puissions en juger. Veuillez en utiliser une que personne d’autre ne lit.
too_often: C’était souvent en peu de temps. Veuillez réessayer dans une heure.
try_over: Votre dernier essai n’est plus valable. Veuillez recommencer.
time_over: Le temps de votre dernier essai est écoulé. Veuillez recommencer.
mailed: Regardez dans votre boîte de réception
mailed_lead: Si nous pouvons écrire à cette adresse, un lien est en route. Il fonctionne une fois, pendant 30 minutes.
mailed_soft: Toujours rien au bout de quelques minutes ? Regardez parmi les courriers indésirables, ou réessayez plus tard. Nous n’écrivons à une adresse que quelques fois par jour, et jamais à celle qui nous a dit de ne pas le faire.
open: Est-ce votre adresse ?
open_lead: Vous êtes sur le point de relier un compte à {address}.
open_yes: Oui, continuer
open_soft: Si vous n’avez rien demandé, ou si ce n’est pas votre adresse, fermez cette page. Il ne se passera rien.
link_over: Ce lien ne fonctionne plus
link_over_lead: Il fonctionne une seule fois, pendant 30 minutes. Demandez-en un autre.
account: Quel compte est le vôtre ?
account_lead: {address} est à vous, merci. Montrez maintenant qu’un compte l’est aussi.
github: Se connecter à GitHub
github_lead: GitHub nous dit quel compte est le vôtre, et rien d’autre. Nous n’en gardons aucune clé.
github_problem: GitHub ne nous a pas indiqué votre compte
github_browser: Veuillez commencer dans le navigateur où vous avez ouvert le lien que nous vous avons envoyé.
github_begun: Cette connexion n’a pas été commencée ici, ou n’est plus valable. Veuillez revenir en arrière et réessayer.
github_again: Rien n’a changé. Veuillez revenir en arrière et réessayer.
code_first: Publier un code
code_or: Ou publier un code
code_get_lead: Vous recevez un code à usage unique et vous le publiez depuis votre compte, partout où nous lisons. Cela marche sur toutes les plateformes.
code_get: Obtenir un code
code: Publiez ce code
code_lead: Écrivez depuis votre compte un nouveau message ou une nouvelle réponse, avec exactement ceci et rien d’autre :
code_soft: Il fonctionne une fois, aujourd’hui, et seulement pour vous : ne le publiez que depuis un compte à vous. Modifier un ancien message ne compte pas. Les autres voient le message ; vous pourrez le supprimer quand vous aurez fini ici.
code_posted: Je l’ai publié
code_other: Obtenir un autre code
code_two: Deux comptes ont publié votre code : il ne montre donc rien ni pour l’un ni pour l’autre. Veuillez en prendre un autre.
code_gone: Le message avec votre code a disparu ou a été modifié. Veuillez prendre un autre code, et laisser le message en place jusqu’à la fin.
code_many: Cela fait beaucoup de codes. Veuillez arrêter ici et recommencer.
nobodys: Ce compte ne peut pas être relié : il a disparu, ou c’est celui d’un robot, ou l’un des nôtres.
stop: Arrêter ici
agree: Relier ceci ?
agree_these: Ce qui sera relié
agree_address: Vient avec l’adresse
agree_account: Vient avec le compte
follows: Ce que cela entraîne
follows_seen: L’équipe de {brand} verra ce que vous avez écrit et acheté sous tous ces noms comme venant d’une seule personne.
follows_mail: Des e-mails sur ce que vous y écrivez pourront arriver à votre adresse, seulement si vous les avez acceptés ou les acceptez un jour. Ce que vous avez arrêté pour une adresse reste arrêté pour toutes.
not: Ce que cela n’entraîne pas
not_mail: Cela n’entraîne aucune inscription à des e-mails.
not_seen: Personne d’autre ne voit ce lien entre les deux, et rien n’est publié en votre nom.
agree_yes: Relier
agree_no: Ce n’est pas cela
agree_soft: Vous pouvez revenir en arrière à tout moment : sur la page suivante, et avec le lien de l’e-mail que nous vous envoyons.
changed: Quelque chose a changé depuis que vous avez regardé. Veuillez regarder encore une fois.
done: C’est relié
done_lead: {account} ({platform}) et {address} vont maintenant ensemble. Si vous avez publié un code, vous pouvez supprimer ce message.
done_back: Revenir en arrière
done_another: Relier un autre compte
refused: Nous n’avons pas pu relier ceci de nous-mêmes
refused_lead: Quelque chose s’y oppose : l’un des deux appartient à quelqu’un d’autre, à notre connaissance, ou a plus de comptes qu’une personne n’en a d’habitude. Tout reste comme avant. Écrivez à {brand} si c’est une erreur.
again: Recommencer
busy: Un instant
busy_lead: Nous sommes en train de les relier. Vous recevrez un e-mail quand ce sera fait.
busy_look: Regarder encore une fois
undo: Revenir en arrière ?
undo_lead: {account} ({platform}) et {address} ont été reliés parce que quelqu’un a montré que les deux sont à lui ou à elle.
undo_yes: Les séparer
undo_soft: Faites-le aussi si ce n’était pas vous. Rien ne change pour les e-mails : ce qui est arrêté reste arrêté.
undo_unknown: Ce lien ne fonctionne pas
undo_unknown_lead: Il a peut-être été coupé en route. Ouvrez encore une fois le lien de l’e-mail, ou copiez-le en entier.
undone: C’est annulé
undone_lead: À notre connaissance, le compte et l’adresse sont de nouveau à deux personnes différentes.
undone_kept: Votre déclaration est annulée. Autre chose nous dit encore que les deux sont à une seule personne, par exemple la plateforme elle-même. Écrivez à {brand} si c’est une erreur.
undone_here: Plus rien de ceci n’est relié par votre déclaration.
apart: Ils restent séparés
apart_button: Ne plus jamais relier ces deux
apart_soft: Seulement si l’un des deux n’est pas à vous : même vous ne pourriez plus les relier ici.
nothing: Il n’y a rien ici
nothing_lead: Le lien a peut-être été coupé en route.
sorry: Cela n’a pas marché
sorry_lead: Quelque chose a échoué chez nous, pas chez vous. Veuillez réessayer dans une minute ; rien ne se fait deux fois.
sorry_back: Retour
mail_prove: Est-ce votre adresse ? Un lien de {brand}
mail_prove_lead: Quelqu’un, vous sans doute, veut relier un compte à cette adresse chez {brand}.
mail_prove_more: Le lien fonctionne une fois, pendant 30 minutes. Vous verrez ce qui serait relié avant que rien ne le soit.
mail_prove_button: Continuer
mail_prove_why: Si ce n’était pas vous, ne faites rien : sans le lien, il ne se passe rien. Cet e-mail ne vous inscrit à rien.
mail_connected: Un compte est relié à votre adresse chez {brand}
mail_connected_lead: Ce compte et votre adresse vont maintenant ensemble : {account}.
mail_connected_more: Cela n’entraîne aucune inscription à des e-mails. Si ce n’était pas vous, ou si vous changez d’avis, revenez en arrière ici, aujourd’hui ou plus tard.
mail_connected_button: Ce n’était pas moi, ou revenir en arrière
mail_connected_why: Vous recevez cet e-mail parce que quelqu’un qui lit cette adresse a relié les deux.
mail_notice: Une autre adresse est reliée à votre compte chez {brand}
mail_notice_lead: À notre connaissance, ce compte est à vous : {account}. Quelqu’un a montré qu’il ou elle l’utilise, et y a relié l’adresse {address}.
mail_notice_more: Si c’était vous, il n’y a rien à faire. Sinon, séparez-les ici, aujourd’hui ou plus tard.
mail_notice_button: Ce n’était pas moi
mail_notice_why: Vous recevez cet e-mail parce que votre adresse était déjà reliée à ce compte.
`
