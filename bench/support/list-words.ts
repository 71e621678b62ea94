/**
 * What lists of rated words do not say of a language: negations, words of degree, endings that words take, and the words of
 * customers that a list translated from English lacks or has wrong. Ours; values from -4 to 4, 0 takes a word out.
 */
export type ListWords = {
  not: string
  more: string
  less: string
  /** A pattern, without `$`. Longer endings first. */
  ends: string
  own: Record<number, string>
}

/** By ISO 639-1: the languages that are judged by lists. */
export const LIST_WORDS: Readonly<Record<string, ListWords>> = {
  de: {
    not: 'nicht kein keine keinen keinem keiner keines nie niemals ohne kaum nix weder',
    more: 'sehr so total echt absolut richtig super extrem wirklich voll mega unglaublich ganz ziemlich besonders',
    less: 'etwas bisschen kaum wenig halbwegs einigermaßen fast',
    ends: 'esten|sten|eren|en|er|em|es|te|ten|tes|e|n|s|st|t',
    own: {
      3: 'begeistert toll tolle großartig hervorragend genial klasse spitze liebe perfekt',
      2: 'super danke dankeschön gefällt zufrieden empfehlen empfehlenswert freundlich glücklich hilfreich gut',
      1: 'funktioniert läuft klappt endlich',
      '-1': 'leider problem fehler stürzt warte',
      '-2': 'kaputt defekt nervt ärgerlich enttäuschend langsam abzocke absturz zeitverschwendung reklamation nutzlos',
      '-3': 'katastrophe frechheit mist scheiße schrott unverschämt furchtbar',
      0: 'ablauf abfall total gar wie kosten frage qualität groß größer größere dunkel dunklen',
    },
  },
  fr: {
    not: 'pas ne n jamais sans aucun aucune rien ni guère',
    more: 'très trop tellement vraiment super hyper extrêmement si absolument totalement',
    less: 'peu presque assez plutôt légèrement',
    ends: 'ements|ement|ées|ée|és|é|er|ez|ent|ant|ais|ait|es|e|s|x',
    own: {
      3: 'génial géniale excellent formidable magnifique parfait parfaitement ravi ravie bravo adore',
      2: 'merci recommande content contente satisfait top rapide aimable bon bonne super aime félicitations',
      1: 'marche fonctionne enfin',
      '-1': 'malheureusement problème erreur bug plante attends',
      '-2': 'nul nulle déçu déçue cassé panne lent pénible agaçant inutile mauvais remboursement',
      '-3': 'catastrophe honte arnaque scandaleux inadmissible merde horrible',
      0: 'pas mal plus non qualité grand grande sombre mise',
    },
  },
  es: {
    not: 'no ni nunca jamás sin tampoco ningún ninguna',
    more: 'muy tan super súper realmente totalmente absolutamente demasiado bastante',
    less: 'poco casi algo ligeramente',
    ends: 'ísimas|ísimos|ísima|ísimo|mente|adas|ados|ada|ado|ando|iendo|as|os|an|en|es|a|o|e|s',
    own: {
      3: 'genial excelente increíble maravilla maravilloso perfecto encanta encantado fantástico enhorabuena',
      2: 'gracias recomiendo contento contenta gusta rápida amable buen bueno feliz',
      1: 'funciona arreglado',
      '-1': 'lamentablemente problema error fallo esperando cuelga',
      '-2': 'roto rota decepcionado decepcionada lento inútil malo mala devuelvan queja',
      '-3': 'basura desastre vergüenza pésimo estafa horrible insoportable asco mierda',
      0: 'no mal calidad grande oscuro',
    },
  },
  it: {
    not: 'non né mai senza nessun nessuna niente neanche nemmeno',
    more: 'molto così davvero veramente tanto troppo assolutamente super',
    less: 'poco quasi abbastanza leggermente',
    ends: 'issime|issimi|issima|issimo|mente|ato|ata|ati|ate|ando|endo|are|ere|ire|a|o|e|i',
    own: {
      3: 'ottimo ottima fantastico adoro perfetto eccellente bellissimo benissimo bravissimi complimenti',
      2: 'grazie consiglio contento contenta soddisfatto piace gentile veloce bravi buono',
      1: 'funziona finalmente',
      '-1': 'purtroppo problema errore blocca attesa',
      '-2': 'rotto rotta deluso delusa lento inutile difettoso rimborso rivoglio',
      '-3': 'schifo pessimo pessima disastro vergogna truffa orribile insopportabile merda',
      0: 'non male qualità grande scuro',
    },
  },
  pt: {
    not: 'não nem nunca jamais sem nenhum nenhuma nada',
    more: 'muito tão realmente totalmente super demais bem bastante extremamente',
    less: 'pouco quase meio levemente',
    ends: 'íssimas|íssimos|íssima|íssimo|mente|adas|ados|ada|ado|ando|endo|ar|er|as|os|es|a|o|e|s',
    own: {
      3: 'ótimo ótima excelente incrível maravilhoso perfeito adorei adoro fantástico parabéns',
      2: 'obrigado obrigada recomendo feliz satisfeito gosto gostei rápido simpático',
      1: 'funciona finalmente',
      '-1': 'infelizmente problema erro trava espera',
      '-2': 'quebrado quebrada decepcionado decepcionada lento inútil irritante mau defeito reembolso',
      '-3': 'lixo péssimo péssima desastre vergonha golpe horrível merda',
      0: 'não nada qualidade grande maior escuro',
    },
  },
  nl: {
    not: 'niet geen nooit zonder nergens niets noch',
    more: 'heel erg zeer super echt zo absoluut ontzettend enorm helemaal',
    less: 'beetje bijna weinig enigszins',
    ends: 'sten|ste|ende|end|de|den|te|ten|en|er|e|s|t',
    own: {
      3: 'geweldig uitstekend fantastisch perfect aanrader complimenten',
      2: 'bedankt dank blij tevreden leuk mooi goed vriendelijk snel fijn hou',
      1: 'werkt eindelijk',
      '-1': 'helaas probleem fout vast wacht',
      '-2': 'kapot stuk teleurgesteld slecht traag vervelend nutteloos irritant storing',
      '-3': 'ramp rotzooi schandalig waardeloos belachelijk klote oplichting',
      0: 'niet kwaliteit taal groot groter grotere donker donkere',
    },
  },
  pl: {
    not: 'nie nigdy bez żaden żadna żadnej żadnego ani',
    more: 'bardzo tak naprawdę totalnie super niezwykle strasznie całkowicie zbyt',
    less: 'trochę prawie mało lekko',
    ends: 'owie|ami|ach|ego|emu|iej|ych|ymi|ość|ości|ną|nej|ny|na|ne|ej|ie|ym|ą|ę|y|i|a|e|o|u|m',
    own: {
      3: 'świetny świetna świetnie doskonała doskonały uwielbiam rewelacja zachwycona zachwycony gratulacje idealnie',
      2: 'dziękuję dzięki polecam zadowolony zadowolona nieźle miła szybka lubię dobry',
      1: 'działa wreszcie',
      '-1': 'niestety problem błąd czekania zawiesza',
      '-2': 'zepsuty zepsute zepsuta rozczarowany rozczarowana wolny irytujące zwrotu reklamacja kiepski',
      '-3': 'beznadziejne beznadziejny katastrofa wstyd tragedia oszustwo dno okropne',
      0: 'nie jakość większy duży ciemny',
    },
  },
  sv: {
    not: 'inte aldrig ingen inget inga utan knappt ej',
    more: 'väldigt mycket så verkligen super riktigt jätte otroligt helt',
    less: 'lite nästan knappt något',
    ends: 'aste|ande|arna|erna|ade|ast|are|en|et|er|ar|or|na|de|te|a|e|t|s',
    own: {
      3: 'fantastiskt fantastisk älskar perfekt utmärkt underbar grattis',
      2: 'tack nöjd bra gillar glad trevlig snabb rekommenderas rekommenderar fin',
      1: 'fungerar äntligen',
      '-1': 'tyvärr problem fel väntan kraschar',
      '-2': 'trasig besviken dålig långsam irriterande värdelös jobbigt',
      '-3': 'katastrof skräp skandal skit bedrägeri hemskt usel',
      0: 'inte kvalitet stor större mörk mörkt',
    },
  },
  da: {
    not: 'ikke aldrig ingen intet uden næppe ej',
    more: 'meget så rigtig virkelig super ekstremt utrolig helt mega',
    less: 'lidt næsten knap noget',
    ends: 'erne|ende|ede|est|ere|en|et|er|ne|te|e|t|s',
    own: {
      3: 'fantastisk elsker perfekt fremragende tillykke skøn',
      2: 'tak glad tilfreds god godt lide venlig hurtig anbefales anbefaler fin',
      1: 'virker endelig',
      '-1': 'desværre problem fejl ventetid',
      '-2': 'ødelagt skuffet dårlig langsom irriterende ubrugelig',
      '-3': 'katastrofe lort skandale svindel elendig forfærdelig',
      0: 'ikke kvalitet stor større mørk',
    },
  },
}
