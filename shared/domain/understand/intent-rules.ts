import type { Intent, Sentiment } from './understanding.ts'

/**
 * How an intent is known. `words` stand anywhere, `openers` begin a sentence; both are alternatives of a pattern by language
 * (ISO 639-1), a blank stands for any blanks. `signs` need no word's edge and no language.
 */
export type IntentRule = {
  words?: Readonly<Record<string, string>>
  openers?: Readonly<Record<string, string>>
  signs?: RegExp
  /** The sentiment it goes with. @default any */
  when?: (sentiment: Sentiment) => boolean
  /** Different matches that it takes. @default 1 */
  least?: number
}

/** Word lists are never as sure as a model: their sentiment counts from .5. */
const positive = ({ label, confidence, engine }: Sentiment): boolean =>
  label === 'POSITIVE' && confidence >= (engine.startsWith('lists') ? 0.5 : 0.7)
/** Where nobody can tell, a complaint's own words have to do. */
const critical = ({ label, confidence }: Sentiment): boolean =>
  label === 'NEGATIVE' || label === 'MIXED' || (label === 'NEUTRAL' && confidence < 0.5)

/** Every brand can read these and correct them: what is matched is what is shown. */
export const INTENT_RULES: Readonly<Record<Intent, IntentRule>> = {
  question: {
    signs: /[?？؟](?=[\s"'”’»)\]?!？！]|$)|¿/gu,
    words: {
      en: "any (?:ideas?|tips|suggestions|advice|help)|(?:can(?:no|['’])t|could(?:n['’]t| not)|trying to) figure out (?:how|why|what)|wondering (?:if|how|why|what|whether)|(?:not sure|no idea|don['’]t know) (?:how|why|what) to",
    },
    openers: {
      en: "how (?:do|does|did|can|could|to|should|would|is|are|come|long|many|much|often)|(?:why|when|where) (?:is|are|do|does|did|can|could|will|would|won['’]t|doesn['’]t|isn['’]t)|what(?:['’]s| is| are| do| does| should| would| happens)(?: the| a)?|(?:which|who) (?:one|is|are|of|can|has|do|does)|(?:does|has|have|did|is|can|could|do) (?:any ?(?:one|body)|some ?(?:one|body)|it|this|you|i|they)|any chance|any ?(?:one|body) (?:know|knows|else|here|tried|got|have)|(?:is|are) there (?:a|any|some)|is it possible|should i",
      de: '(?:wie|warum|wieso|weshalb|wann|wo|welche[rs]?) (?:kann|ist|sind|geht|macht|bekomme|finde|lange|viel|muss|soll)|(?:hat|kann|weiß|kennt) (?:jemand|irgendwer)',
      es: 'cómo|por qué|dónde|cuándo|cuál(?:es)?|cuánto|alguien (?:sabe|tiene|puede)',
      fr: "comment|pourquoi|où|quand|combien|quelqu['’]un (?:sait|a|peut)|est-ce que",
      it: 'come|perché|dove|quando|quanto|qual è|qualcuno (?:sa|ha|può)',
      pt: 'como (?:faço|posso)|por que|onde|quando|quanto|qual é|alguém (?:sabe|tem|pode)',
      nl: 'hoe|waarom|waar|wanneer|weet iemand',
    },
  },
  complaint: {
    when: critical,
    words: {
      en: "broken|broke|breaks|crash(?:es|ed|ing)?|freez(?:es|ing)|buggy|fail(?:s|ed|ing|ure)?|faulty|defective|damaged|(?:does|do|did|is|are|was|has|wo|ca)n['’]?t (?:work|working|start|connect|answer|respond|help|load|turn)\\w*|(?:not|never|stopped) (?:work(?:s|ing)?|answer(?:s|ed|ing)?|respond(?:s|ed)?|arriv(?:es|ed)|start(?:s|ing)?|charging)|disappoint(?:s|ed|ing|ment)|terrible|awful|horrible|worst|useless|unacceptable|ridiculous|annoy(?:s|ed|ing)|frustrat(?:ed|ing|ion)|hate|waste of (?:time|money)|scam|rip-?off|refund|complain(?:t|ing|ts)?|let down|fed up|rude|ugly|junk|rubbish|garbage|overpriced|(?:very |so )?poor|still waiting|fell apart|nobody (?:answers|helps|cares)",
      de: 'kaputt|defekt|(?:sehr )?enttäuscht|funktioniert (?:leider )?nicht|geht nicht|schlecht(?:e[rsmn]?)?|unbrauchbar|ärgerlich|frechheit|schrott|katastrophe|geld zurück|unverschämt|nervt',
      es: 'rot[oa]|decepcionad[oa]|no funciona|pésim[oa]|inútil|estafa|vergüenza|desastre|basura|devuelvan',
      fr: 'cassée?|déçue?s?|ne (?:marche|fonctionne) (?:pas|plus)|nulle?|inutile|arnaque|honte|catastrophe|remboursement|inadmissible|scandaleux',
      it: 'rott[oa]|delus[oa]|non funziona|pessim[oa]|inutile|truffa|vergogna|schifo|disastro',
      pt: 'quebrad[oa]|decepcionad[oa]|não funciona|péssim[oa]|inútil|vergonha|lixo|desastre',
      nl: 'kapot|teleurgesteld|werkt niet|waardeloos|schandalig|rotzooi',
    },
  },
  praise: {
    when: positive,
    words: {
      en: 'love|loving|loved|great|awesome|amazing|excellent|fantastic|brilliant|wonderful|perfect(?:ly)?|superb|outstanding|gorgeous|best|impress(?:ed|ive)|delight(?:ed|ful)?|(?:highly )?recommend(?:ed)?|well done|good job|nice work|kudos|game ?changer|hats off|happy with|works (?:great|perfectly|like a charm)|(?:so|how) good|stellar|top notch|beautiful|you (?:guys )?rock|keep it up|five stars|super helpful',
      de: 'toll(?:e[rsmn]?)?|großartig(?:e[rsmn]?)?|fantastisch|perfekt|begeistert|liebe|genial|klasse|hervorragend|super|gerne wieder',
      es: 'encanta|genial|excelente|fantástic[oa]|increíble|perfect[oa]|maravillos[oa]|enhorabuena',
      fr: "j['’]adore|génial|excellente?|super|parfait|formidable|bravo|ravie?",
      it: 'adoro|fantastic[oa]|ottim[oa]|eccellente|perfett[oa]|bellissim[oa]|bravi|complimenti',
      pt: 'adorei|ótim[oa]|excelente|perfeit[oa]|maravilhos[oa]|incrível|parabéns',
      nl: 'geweldig|fantastisch|perfect|uitstekend|aanrader|complimenten',
    },
  },
  idea: {
    words: {
      en: "(?:would|it['’]d) be (?:really |very |so |super )?(?:nice|great|cool|good|awesome|lovely|useful|helpful|handy|perfect)(?: if| to| with)|an option (?:to|for)|feature request|suggestion|(?:please|maybe|could you|can you|why not) (?:please )?(?:add|support|consider|implement|make it)|i (?:really )?wish (?:it|there (?:was|were)|you (?:would|could|had))|(?:you|it|they) should (?:let|support|allow|add|have an? (?:option|way|button|setting)|be possible)|consider adding|any plans (?:to|for)|would love (?:to see|an option|a way)|how about (?:adding|letting|making)|(?:app|it|site|page) (?:really )?needs? an?|(?:my|one) wish",
      de: 'wäre (?:schön|toll|super|gut|genial)|verbesserungsvorschlag|vorschlag|(?:könntet ihr|bitte) .{0,40}einbauen',
      es: 'sería (?:genial|bueno|útil)|sugerencia|podrían (?:añadir|agregar)',
      fr: 'ce serait (?:bien|super|génial)|suggestion|pourriez-vous ajouter',
      it: 'sarebbe (?:bello|utile)|suggerimento|potreste aggiungere',
      pt: 'seria (?:bom|ótimo)|sugestão|poderiam adicionar',
      nl: 'zou (?:mooi|fijn|handig) zijn|suggestie',
    },
  },
  bug: {
    words: {
      en: "bugs?(?! (?:me|you|him|her|us|them|bunny))|buggy|glitch(?:es|y)?|crash(?:es|ed|ing)|freez(?:es|ing)|froze|(?:error|status) (?:code )?\\d{3}|error (?:message|code)|\\w{0,30}(?:error|exception):|throws an? (?:error|exception)|stack ?trace|steps to reproduce|reproducible|(?:blank|white|black) (?:screen|page)|stopped working|(?:does|do|did)n['’]?t (?:work|load|open|sync|respond|connect)|won['’]?t (?:load|open|start|sync|connect|play)|does nothing|not (?:loading|syncing|responding|opening)|keeps? (?:crashing|freezing|disconnecting|logging me out|loading|restarting)|(?:update|upload|download|login|install|sync|export|import) (?:fails|failed)|regression|(?:404|500|502|503) (?:error|page)",
      de: 'stürzt (?:.{0,20} )?ab|absturz|abgestürzt|fehlermeldung|bug|programmfehler|hängt sich auf|lädt nicht',
      es: 'se (?:cierra|cuelga|bloquea)|mensaje de error|fallo|no carga',
      fr: "plante|message d['’]erreur|bug(?:ue)?|ne (?:charge|démarre|s['’]ouvre) (?:pas|plus)",
      it: 'si (?:blocca|chiude)|messaggio di errore|bug|non (?:carica|si avvia)',
      pt: 'trava|mensagem de erro|bug|não (?:carrega|abre)',
      nl: 'loopt (?:steeds )?vast|crasht|foutmelding|bug|laadt niet',
    },
  },
  purchase: {
    words: {
      en: "where (?:can|do|could) (?:i|we|you) (?:buy|get|order|purchase)|(?:want|wanting|looking|going|about|ready|plan(?:ning)?|i['’]d like|would like) to (?:buy|order|purchase|upgrade)|thinking (?:of|about) (?:buying|getting|ordering|upgrading)|worth (?:buying|the (?:money|price))|(?:just|finally) (?:bought|ordered|purchased)|pre-?order(?:ed)?|my first order|how much (?:does|do|is|are|for)|(?:in|out of) stock|discount codes?|coupon|price (?:of|for|list)|should i (?:buy|get)|take my money|(?:to|in) my (?:cart|basket)",
      de: 'wo (?:kann|kriege|bekomme) ich .{0,30}(?:kaufen|bestellen|her)|will .{0,30}kaufen|was kostet|gerade (?:gekauft|bestellt)',
      es: 'dónde (?:puedo )?comprar|quiero comprar|cuánto cuesta|acabo de comprar',
      fr: "où (?:puis-je )?acheter|je veux acheter|combien coûte|je viens d['’]acheter",
      it: 'dove posso comprare|voglio comprare|quanto costa',
      pt: 'onde posso comprar|quero comprar|quanto custa',
      nl: 'waar kan ik .{0,30}kopen|wat kost',
    },
  },
  thanks: {
    words: {
      en: 'thank(?:s| you| u)|thx|tysm|ty|cheers|much appreciated|(?:really )?appreciate (?:it|that|the|your)|grateful',
      de: '(?:vielen |besten |herzlichen )?dank|danke(?:schön)?',
      es: '(?:muchas )?gracias',
      fr: '(?:un grand )?merci',
      it: 'grazie(?: mille)?',
      pt: '(?:muito )?obrigad[oa]',
      nl: 'bedankt|dank (?:je|u)',
      other: 'tack|mange tak|dziękuję|dzięki|teşekkürler|mulțumesc|mersi|спасибо|дякую|شكرا',
    },
    signs: /ありがとう(?:ございます)?|감사합니다|谢谢|謝謝/gu,
  },
  spam: {
    least: 2,
    words: {
      en: "check (?:out )?my (?:profile|page|bio)|link in (?:my )?bio|click (?:the|this|here|my) ?(?:link)?|(?:dm|message|text|inbox) (?:me|him|her|us)(?: now)?|(?:join|on) (?:our )?(?:telegram|whatsapp)(?: channel| group)?|(?:text|message|dm|contact) (?:him|her|me|us) on|contact on whatsapp|free (?:followers|iphone|gift card|crypto)|(?:buy|get|gain|cheap|more) (?:cheap )?(?:followers|likes|subscribers)|followers and likes|100% (?:guaranteed|legit)|guaranteed|(?:earn|made|make|making) \\$?\\d[\\d,.]*k?(?: (?:per|a|in a) (?:day|week|month|hour))?|per (?:day|week)|work from home|from home|crypto|bitcoin|forex|binary options|signals|invest(?:ment|ing)?|promote (?:it|this) on|@(?:[\\w.]{0,30})(?:deals|promo|promote|features?)\\w{0,10}|you(?:['’]ve| have)? won|congratulations|claim (?:your|here|now)|prize|hot singles|in your area|visit my (?:page|profile)|(?:online )?casino|no deposit|bonus|loan approved|\\d minutes|(?:hacked )?account recovery|hacked|he helped me|she helped me",
    },
  },
}
