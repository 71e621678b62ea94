import type { SentimentClass } from '../../shared/domain/understand/embedded/model.ts'

/**
 * Short posts in the languages that word lists judge, as customers write them, made up for measuring: no openly licensed labelled
 * posts were at hand. Small, and by the hand that wrote `list-words.ts`, so their figures are a rough guide. These were looked
 * at while the rules were made.
 */
const SEEN: Record<string, string> = {
  de: `+ Bin total begeistert von der neuen Maschine
+ Der Support war super freundlich und schnell
+ Vielen Dank, jetzt läuft alles perfekt
+ Tolles Update, gefällt mir richtig gut
+ Endlich mal ein Gerät das hält was es verspricht, klasse
+ Ich liebe diese Kamera
+ Gar nicht schlecht, ich bin zufrieden
- Schon wieder kaputt, ich bin echt enttäuscht
- Der Kundenservice ist eine Katastrophe
- Funktioniert nicht, will mein Geld zurück
- Die App stürzt ständig ab, das nervt
- Das gefällt mir überhaupt nicht
- Leider sehr schlechte Qualität
- Nie wieder, reine Zeitverschwendung
= Welche Tinte brauche ich für das Modell 300
= Das Paket kommt am Dienstag
= Wir treffen uns um acht am Bahnhof
= Die Anleitung liegt im Karton
= Wo stelle ich die Sprache ein?
= Hat jemand die Version 4.2 installiert?`,
  fr: `+ Je suis ravie de mon achat, merci beaucoup
+ Excellent service, très rapide et aimable
+ J'adore cette nouvelle version
+ Bravo à toute l'équipe, c'est génial
+ Très bon produit, je recommande
+ Ça marche parfaitement maintenant
+ Pas mal du tout, je suis content
- C'est nul, ça ne marche pas
- Très déçu, l'appareil est déjà cassé
- Le service client est une catastrophe
- Quelle honte, deux mois d'attente pour rien
- L'application plante tout le temps, c'est pénible
- Mauvaise qualité, je veux un remboursement
- Je n'aime pas du tout cette mise à jour
= Quelle encre faut-il pour le modèle 300
= Le colis arrive mardi
= On se retrouve à huit heures à la gare
= La notice est dans le carton
= Où est-ce qu'on change la langue ?
= Quelqu'un a installé la version 4.2 ?`,
  es: `+ Estoy encantado con la compra, muchas gracias
+ Excelente atención, muy rápida y amable
+ Me encanta la nueva versión
+ Enhorabuena a todo el equipo, es genial
+ Muy buen producto, lo recomiendo
+ Ahora funciona de maravilla
+ Nada mal, estoy contento
- Es una basura, no funciona
- Muy decepcionada, llegó roto
- La atención al cliente es un desastre
- Qué vergüenza, dos meses esperando para nada
- La aplicación se cuelga todo el rato, es insoportable
- Mala calidad, quiero que me devuelvan el dinero
- No me gusta nada esta actualización
= Qué tinta lleva el modelo 300
= El paquete llega el martes
= Nos vemos a las ocho en la estación
= Las instrucciones están en la caja
= ¿Dónde se cambia el idioma?
= ¿Alguien ha instalado la versión 4.2?`,
  it: `+ Sono contentissima dell'acquisto, grazie mille
+ Ottimo servizio, veloce e gentile
+ Adoro la nuova versione
+ Complimenti a tutta la squadra, fantastico
+ Ottimo prodotto, lo consiglio
+ Adesso funziona benissimo
+ Niente male, sono soddisfatto
- Fa schifo, non funziona
- Molto deluso, è arrivato rotto
- L'assistenza è un disastro
- Che vergogna, due mesi di attesa per niente
- L'applicazione si blocca sempre, insopportabile
- Pessima qualità, rivoglio i miei soldi
- Non mi piace per niente questo aggiornamento
= Che inchiostro usa il modello 300
= Il pacco arriva martedì
= Ci vediamo alle otto alla stazione
= Le istruzioni sono nella scatola
= Dove si cambia la lingua?
= Qualcuno ha installato la versione 4.2?`,
  pt: `+ Estou muito feliz com a compra, obrigada
+ Excelente atendimento, rápido e simpático
+ Adorei a nova versão
+ Parabéns a toda a equipe, é incrível
+ Ótimo produto, recomendo
+ Agora funciona perfeitamente
+ Nada mau, estou satisfeito
- É um lixo, não funciona
- Muito decepcionado, chegou quebrado
- O atendimento é um desastre
- Que vergonha, dois meses à espera por nada
- O aplicativo trava toda hora, é irritante
- Péssima qualidade, quero meu dinheiro de volta
- Não gosto nada desta atualização
= Que tinta usa o modelo 300
= O pacote chega na terça
= Encontro às oito na estação
= As instruções estão na caixa
= Onde se muda o idioma?
= Alguém instalou a versão 4.2?`,
  nl: `+ Super blij met mijn aankoop, bedankt
+ Uitstekende service, snel en vriendelijk
+ Ik hou van de nieuwe versie
+ Complimenten voor het hele team, geweldig
+ Heel goed product, echt een aanrader
+ Nu werkt alles perfect
+ Niet slecht, ik ben tevreden
- Wat een rotzooi, het werkt niet
- Erg teleurgesteld, nu al kapot
- De klantenservice is een ramp
- Schandalig, twee maanden gewacht voor niets
- De app loopt steeds vast, heel vervelend
- Slechte kwaliteit, ik wil mijn geld terug
- Ik vind deze update helemaal niet leuk
= Welke inkt heeft model 300 nodig
= Het pakket komt dinsdag
= We zien elkaar om acht uur op het station
= De handleiding zit in de doos
= Waar verander ik de taal?
= Heeft iemand versie 4.2 geïnstalleerd?`,
  pl: `+ Jestem zachwycona zakupem, bardzo dziękuję
+ Doskonała obsługa, szybka i miła
+ Uwielbiam nową wersję
+ Gratulacje dla całego zespołu, świetna robota
+ Bardzo dobry produkt, polecam
+ Teraz wszystko działa idealnie
+ Nieźle, jestem zadowolony
- Beznadziejne, nie działa
- Bardzo rozczarowany, przyszło zepsute
- Obsługa klienta to katastrofa
- Wstyd, dwa miesiące czekania na nic
- Aplikacja ciągle się zawiesza, to irytujące
- Zła jakość, chcę zwrotu pieniędzy
- Nie lubię tej aktualizacji
= Jaki tusz pasuje do modelu 300
= Paczka przyjdzie we wtorek
= Spotykamy się o ósmej na dworcu
= Instrukcja jest w pudełku
= Gdzie zmienia się język?
= Czy ktoś zainstalował wersję 4.2?`,
  sv: `+ Så nöjd med mitt köp, tack så mycket
+ Utmärkt service, snabb och trevlig
+ Jag älskar den nya versionen
+ Grattis till hela teamet, fantastiskt
+ Väldigt bra produkt, rekommenderas
+ Nu fungerar allt perfekt
+ Inte dåligt, jag är glad
- Skräp, det fungerar inte
- Väldigt besviken, redan trasig
- Kundtjänsten är en katastrof
- Skandal, två månaders väntan för inget
- Appen kraschar hela tiden, så irriterande
- Dålig kvalitet, jag vill ha pengarna tillbaka
- Jag gillar inte alls uppdateringen
= Vilket bläck behöver modell 300
= Paketet kommer på tisdag
= Vi ses klockan åtta på stationen
= Bruksanvisningen ligger i kartongen
= Var ändrar man språk?
= Har någon installerat version 4.2?`,
  da: `+ Så glad for mit køb, mange tak
+ Fremragende service, hurtig og venlig
+ Jeg elsker den nye version
+ Tillykke til hele holdet, fantastisk
+ Rigtig godt produkt, kan anbefales
+ Nu virker alt perfekt
+ Ikke dårligt, jeg er tilfreds
- Noget lort, det virker ikke
- Meget skuffet, allerede ødelagt
- Kundeservicen er en katastrofe
- Skandale, to måneders ventetid for ingenting
- Appen går ned hele tiden, så irriterende
- Dårlig kvalitet, jeg vil have pengene tilbage
- Jeg kan slet ikke lide opdateringen
= Hvilken blæk skal model 300 have
= Pakken kommer på tirsdag
= Vi mødes klokken otte på stationen
= Vejledningen ligger i kassen
= Hvor ændrer man sprog?
= Har nogen installeret version 4.2?`,
}

/** Written after the lists and their rules were done, and tried once: nothing was changed for them. */
const UNSEEN: Record<string, string> = {
  de: `+ Die Batterie hält ewig, beste Anschaffung des Jahres
+ Herzlichen Glückwunsch zum Jubiläum, macht weiter so
- Seit dem Update ist das Ding unbrauchbar
- Drei Wochen gewartet und dann das falsche Teil geliefert
= Morgen gibt es ein Treffen der Gruppe in Hamburg
= Kann man den Akku tauschen?`,
  fr: `+ La batterie dure une éternité, meilleur achat de l’année
+ Joyeux anniversaire, continuez comme ça
- Depuis la mise à jour l’appareil est inutilisable
- Trois semaines d’attente et on me livre la mauvaise pièce
= Demain il y a une réunion du groupe à Lyon
= Peut-on changer la batterie ?`,
  es: `+ La batería dura una eternidad, la mejor compra del año
+ Feliz aniversario, seguid así
- Desde la actualización el aparato es inservible
- Tres semanas de espera y me mandan la pieza equivocada
= Mañana hay una reunión del grupo en Sevilla
= ¿Se puede cambiar la batería?`,
  it: `+ La batteria dura un’eternità, il miglior acquisto dell’anno
+ Buon anniversario, continuate così
- Dopo l’aggiornamento l’apparecchio è inutilizzabile
- Tre settimane di attesa e mi mandano il pezzo sbagliato
= Domani c’è una riunione del gruppo a Torino
= Si può cambiare la batteria?`,
  pt: `+ A bateria dura uma eternidade, a melhor compra do ano
+ Feliz aniversário, continuem assim
- Desde a atualização o aparelho ficou inutilizável
- Três semanas de espera e mandam a peça errada
= Amanhã há uma reunião do grupo no Porto
= Dá para trocar a bateria?`,
  nl: `+ De batterij gaat eeuwig mee, beste aankoop van het jaar
+ Gefeliciteerd met het jubileum, ga zo door
- Sinds de update is het ding onbruikbaar
- Drie weken gewacht en dan het verkeerde onderdeel gekregen
= Morgen is er een bijeenkomst van de groep in Utrecht
= Kun je de batterij vervangen?`,
  pl: `+ Bateria trzyma wiecznie, najlepszy zakup roku
+ Wszystkiego najlepszego z okazji rocznicy, tak trzymać
- Od aktualizacji sprzęt jest bezużyteczny
- Trzy tygodnie czekania i przysłali złą część
= Jutro jest spotkanie grupy w Gdańsku
= Czy można wymienić baterię?`,
  sv: `+ Batteriet räcker för evigt, årets bästa köp
+ Grattis på årsdagen, fortsätt så
- Sedan uppdateringen är prylen oanvändbar
- Tre veckors väntan och sedan fel del i paketet
= I morgon träffas gruppen i Malmö
= Kan man byta batteriet?`,
  da: `+ Batteriet holder evigt, årets bedste køb
+ Tillykke med fødselsdagen, bliv ved sådan
- Siden opdateringen er tingen ubrugelig
- Tre ugers ventetid og så den forkerte del
= I morgen mødes gruppen i Aarhus
= Kan man skifte batteriet?`,
}

const LABELS: Record<string, SentimentClass> = { '+': 'positive', '-': 'negative', '=': 'neutral' }

/** A text and what it feels like. */
export type LabelledPost = { text: string; label: SentimentClass }

const labelled = (posts: Record<string, string>): Readonly<Record<string, readonly LabelledPost[]>> =>
  Object.fromEntries(
    Object.entries(posts).map(([language, lines]) => [
      language,
      lines.split('\n').map((line) => ({ text: line.slice(2), label: LABELS[line.slice(0, 1)] ?? 'neutral' })),
    ]),
  )

/** By ISO 639-1. `seen`: the rules were made with these in view. `unseen`: they were not. */
export const LABELLED_POSTS = { seen: labelled(SEEN), unseen: labelled(UNSEEN) }
