/**
 * Words that no key phrase begins or ends with, by language (ISO 639-1); `stop` parts phrases, `inner` may stand within one,
 * `verb` (English) parts them too, and `weak` makes no phrase by itself. Lines with the same beginning add up. A bundle reads them from a
 * file beside it (infra/texts-beside.ts).
 */
export const PHRASE_WORDS = `
stop en: a an the this that these those my your his her its our their i you he she it we they me him us them mine yours ours theirs
stop en: myself yourself itself who whom whose which what when where why how and or but nor so yet because although though if unless
stop en: while until since as than then at by for from in into on onto to with without about above after again against before below
stop en: between during off over through under up down out not no never none nobody nothing only just also too very really quite
stop en: rather much many more most less least some any all both each every either neither few several other another such same own
stop en: here there now today yesterday tomorrow ever always often sometimes usually already still soon later once twice maybe perhaps
stop en: please thanks thank hi hello hey yes ok okay oh well like lol etc via per anyone everyone someone anybody everybody somebody
stop en: anything everything something else even almost enough ago away back however therefore instead actually finally especially
stop en: dont doesnt didnt cant couldnt wont wouldnt isnt arent wasnt werent havent hasnt hadnt shouldnt im ive id ill youre youve hes
stop en: shes theyre weve thats theres whats lets u ur pls plz thx
stop en: youd youll wed theyd theyll itll heres wheres hows ain aint gonna wanna gotta yeah wow omg btw fyi asap
verb en: am is are was were be been being have has had having do does did doing done will would shall should can could may might must
verb en: get gets got getting go goes went going gone make makes made making take takes took taking come comes came coming see sees saw
verb en: seen know knows knew think thinks thought want wants wanted need needs needed try tries tried trying use uses used using find
verb en: found give gives gave tell tells told ask asks asked say says said keep keeps kept let put seem seems look looks looked work
verb en: works worked working help helps helped show shows showed shown buy bought love loves loved hate hates hated stop stops
verb en: stopped start starts started turn turns turned add adds added change changes changed set sets run runs ran hope wish wishing
verb en: wonder wondering feel feels felt call called wait waiting waited happen happens happened read reads miss arrived arrive arrives
verb en: appreciate install installed installing open opens opened close closes closed connect connects connected fix fixed fixes fails
verb en: failed crashes crashed freezes broke send sent receive received order ordered ordering pay paid
inner en: of for
weak en: thing things way ways lot lots bit kind sort time times day days week weeks month months year years people guy guys one ones
weak en: good great nice bad best better worse worst new old big small little first last next same right wrong sure able happy sad
weak en: amazing awesome terrible awful stuff part side end point fact idea case reason anybody hour hours minute minutes morning
weak en: warm cold hot late early high low fast slow clean beautiful easy hard full empty long short cheap loud quiet ready busy
stop de: der die das den dem des ein eine einen einem einer eines mein meine meinen dein deine sein seine ihr ihre unser unsere euer
stop de: ich du er sie es wir mich dich ihn uns euch mir dir ihm ihnen sich und oder aber denn weil dass ob wenn als wie wo wer was
stop de: wann warum wieso welche welcher welches ist sind war waren bin bist seid sein wird werden wurde hat haben hatte habe habt
stop de: kann können könnte muss müssen soll sollte will wollen darf mag möchte macht machen geht gehen gibt in im an am auf aus bei
stop de: beim mit nach von vom vor zu zum zur über unter für durch gegen ohne um bis seit nicht kein keine nie nur auch noch schon
stop de: sehr so mehr immer wieder jetzt heute gestern morgen hier da dort dann doch mal ja nein bitte danke vielen leider etwas alle
stop de: alles viel viele man jemand finde finden bekomme funktioniert klappt läuft kommt kaufen gerade ganz schnelle neue neuen
stop fr: le la les un une des du de d l au aux ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs je j
stop fr: tu il elle on nous vous ils elles me m te t se s lui y en et ou mais donc or ni car que qu qui quoi dont où quand comment
stop fr: pourquoi combien si comme est sont était suis es sommes êtes être été ai as a avons avez ont avoir eu fait faire peut peux
stop fr: pouvez puis dois doit veux voudrais va vais à dans par pour sur sous avec sans chez entre vers depuis après avant pendant ne
stop fr: n pas plus jamais rien aussi encore déjà très trop bien peu tout tous toute toutes ici là maintenant hier demain aujourd hui
stop fr: merci bonjour oui non svp quelqu quelle quel c ça cela marche fonctionne
stop es: el la los las un una unos unas lo al del de mi mis tu tus su sus nuestro nuestra vuestro yo tú él ella nosotros ellos ellas
stop es: me te se nos os le les y e o u pero porque que qué quien quién cual cuál cuándo cuando donde dónde cómo como si es son era
stop es: fue soy eres somos ser estar está están estoy he ha han hay había tengo tiene tienen puedo puede pueden quiero hace hacer va
stop es: voy a ante con contra desde durante en entre hacia hasta para por según sin sobre tras no ni nunca nada ya muy más menos
stop es: tan también solo sólo todo todos toda todas este esta estos estas ese esa eso esto aquí allí ahora hoy ayer mañana gracias
stop es: muchas hola sí favor alguien funciona otra vez
stop it: il lo la i gli le un uno una l del dello della dei degli delle al allo alla ai agli alle dal dalla nel nella nei sul sulla
stop it: di a da in con su per tra fra mio mia miei mie tuo tua suo sua nostro nostra vostro io tu lui lei noi voi loro mi ti si ci vi
stop it: e o ma perché che chi cui quale quando dove come se è sono era sei siamo essere ho hai ha abbiamo hanno avere posso può
stop it: potete voglio devo fa fare va non né mai più meno molto così anche solo già ancora tutto tutti questa questo questi queste
stop it: quello quella qui ora oggi ieri domani grazie mille ciao sì no qualcuno funziona c
stop pt: o a os as um uma uns umas de do da dos das no na nos nas ao à aos às pelo pela por para com sem em entre até desde sobre meu
stop pt: minha seu sua nosso nossa eu tu ele ela nós eles elas você vocês me te se lhe e ou mas porque que quem qual quando onde
stop pt: como é são era foi sou somos ser estar está estão estou tenho tem têm há pode posso podem quero faz fazer vai não nem nunca
stop pt: nada já muito mais menos tão também só tudo todos toda todas este esta isto esse essa isso aqui ali agora hoje ontem amanhã
stop pt: obrigado obrigada olá sim alguém funciona
stop nl: de het een mijn jouw je zijn haar ons onze jullie hun ik jij hij zij ze wij we mij me hem en of maar want omdat dat die dit
stop nl: deze wie wat waar wanneer waarom hoe als is was waren ben bent wordt worden heb hebt heeft hebben had kan kunnen kon moet
stop nl: moeten wil willen mag zal zou gaat doen doet maakt in op aan van met voor door naar bij uit over onder tegen zonder om tot
stop nl: sinds niet geen nooit ook nog al heel zeer zo meer minder veel weinig alle alles hier daar nu vandaag gisteren morgen
stop nl: dan toch wel ja nee bedankt dank hallo iemand werkt er te
`
