import { INTENTS, type Intent, type Sentiment } from './understanding.ts'

/** An intent and the words that showed it. */
export type FoundIntent = { intent: Intent; words: string[] }

/** How much of a text is read, in UTF-16 units. */
const ENOUGH = 5_000

/** Whole words or phrases, in any language, of any case. */
const phrases = (...alternatives: string[]): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives.join('|')})(?![\\p{L}\\p{N}])`, 'giu')

/** Phrases that begin a sentence. */
const openers = (...alternatives: string[]): RegExp =>
  new RegExp(`(?<=^|[.!?…:;\\n]\\s*)(?:${alternatives.join('|')})(?![\\p{L}\\p{N}])`, 'giu')

const QUESTION_MARK = /[?？؟](?=[\s"'”’»)\]?!？！]|$)|¿/gu

type Rule = { patterns: readonly RegExp[]; when?: (sentiment: Sentiment) => boolean }

const positive = ({ label, confidence }: Sentiment): boolean => label === 'POSITIVE' && confidence >= 0.7
const critical = ({ label }: Sentiment): boolean => label === 'NEGATIVE' || label === 'MIXED'

/** Every brand can read these and correct them: what is matched is what is shown. */
const RULES: Record<Intent, Rule> = {
  question: {
    patterns: [
      QUESTION_MARK,
      openers(
        'how (?:do|does|did|can|could|to|should|would|is|are|come|long|many|much|often)',
        "(?:why|when|where) (?:is|are|do|does|did|can|could|will|would|won't|doesn't|isn't)",
        "what(?:'s| is| are| do| does| should| would| happens)(?: the| a)?",
        '(?:which|who) (?:one|is|are|of|can|has)',
        '(?:does|has|have|did|is|can|could) (?:any ?(?:one|body)|some ?(?:one|body))',
        'any (?:ideas?|tips|suggestions|advice|help|chance)',
        'any ?(?:one|body) (?:know|knows|else|here|tried|got|have)',
        '(?:is|are) there (?:a|any|some)',
        'is it possible',
        "(?:i ?a?'?m|i was|was|just)? ?wondering (?:if|how|why|what|whether)",
        '(?:wie|warum|wieso|weshalb|wann|wo|welche[rs]?) (?:kann|ist|sind|geht|macht|bekomme|finde|lange|viel)',
        '(?:hat|kann|weiß|kennt) (?:jemand|irgendwer)',
        '(?:cómo|por qué|dónde|cuándo|cuál(?:es)?|alguien (?:sabe|tiene|puede))',
        "(?:comment|pourquoi|où|quand|quelqu'un (?:sait|a|peut)|est-ce que)",
        '(?:come|perché|dove|quando|qual è|qualcuno (?:sa|ha|può))',
        '(?:como (?:faço|posso)|por que|onde|quando|qual é|alguém (?:sabe|tem|pode))',
        '(?:hoe|waarom|waar|wanneer|weet iemand)',
      ),
    ],
  },
  complaint: {
    when: critical,
    patterns: [
      phrases(
        'broken|broke|breaks|crash(?:es|ed|ing)?|freez(?:es|ing)|buggy|bugs?|fail(?:s|ed|ing|ure)?|faulty|defective',
        "(?:does|do|did|is|are|was|has|wo|ca)n['’]?t (?:work|working|start|connect|answer|respond|help|load|turn)\\w*",
        '(?:not|never|stopped) (?:work(?:s|ing)?|answer(?:s|ed)?|respond(?:s|ed)?|arriv(?:es|ed)|start(?:s|ing)?)',
        'disappoint(?:s|ed|ing|ment)|terrible|awful|horrible|worst|useless|unacceptable|ridiculous|annoy(?:s|ed|ing)',
        'frustrat(?:ed|ing|ion)|hate|waste of (?:time|money)|scam|rip-?off|refund|complain(?:t|ing)?|let down|fed up',
        'kaputt|enttäuscht|funktioniert nicht|schlecht|unbrauchbar|ärgerlich|frechheit',
        'roto|decepcionad[oa]|no funciona|pésimo|inútil|estafa',
        'cassé|déçue?|ne (?:marche|fonctionne) (?:pas|plus)|nul|inutile|arnaque',
        'rotto|delus[oa]|non funziona|pessimo|inutile|truffa',
        'quebrad[oa]|decepcionad[oa]|não funciona|péssimo|inútil',
        'kapot|teleurgesteld|werkt niet|waardeloos',
      ),
    ],
  },
  praise: {
    when: positive,
    patterns: [
      phrases(
        'love|loving|loved|great|awesome|amazing|excellent|fantastic|brilliant|wonderful|perfect(?:ly)?|superb|outstanding',
        'best|impress(?:ed|ive)|delight(?:ed|ful)?|recommend(?:ed)?|well done|good job|nice work|kudos|game ?changer|hats off',
        'happy with|works (?:great|perfectly|like a charm)|so good|super|stellar|top notch|beautiful',
        'toll(?:e[rs]?)?|großartig|fantastisch|perfekt|begeistert|liebe|genial|klasse|hervorragend',
        'encanta|genial|excelente|fantástic[oa]|increíble|perfect[oa]|maravillos[oa]',
        "j['’]adore|génial|excellent|super|parfait|formidable|bravo",
        'adoro|fantastic[oa]|ottim[oa]|eccellente|perfett[oa]|bellissim[oa]|bravi',
        'adorei|ótim[oa]|excelente|perfeit[oa]|maravilhos[oa]|incrível',
        'geweldig|fantastisch|perfect|uitstekend|top',
      ),
    ],
  },
  idea: {
    patterns: [
      phrases(
        "(?:would|it'd) be (?:really |very |so |super )?(?:nice|great|cool|good|awesome|lovely|useful|helpful|handy)(?: if| to)",
        'feature request|suggestion|please (?:add|support|consider|implement|make it)|(?:could|can) you (?:please )?add',
        'i (?:really )?wish|should (?:support|have an option|be able to|be possible)|consider adding|any plans (?:to|for)',
        'an option (?:to|for) .{0,40}would|would love (?:to see|an option|a way)',
        'wäre (?:schön|toll|super|gut),? wenn|verbesserungsvorschlag|vorschlag|könntet ihr .{0,40}einbauen',
        'sería (?:genial|bueno|útil)|sugerencia|podrían (?:añadir|agregar)',
        'ce serait (?:bien|super|génial)|suggestion|pourriez-vous ajouter',
        'sarebbe (?:bello|utile)|suggerimento|potreste aggiungere|seria (?:bom|ótimo)|sugestão',
      ),
    ],
  },
  purchase: {
    patterns: [
      phrases(
        'where (?:can|do) (?:i|we|you) (?:buy|get|order|purchase)',
        "(?:want|wanting|looking|going|about|ready|plan(?:ning)?|i['’]d like) to (?:buy|order|purchase|upgrade)",
        'thinking (?:of|about) (?:buying|getting|ordering|upgrading)|worth (?:buying|the (?:money|price))',
        'just (?:bought|ordered|purchased|pre-?ordered)|my (?:first )?order|how much (?:does|do|is|are|for)',
        '(?:in|out of) stock|discount(?: code)?|coupon|price (?:of|for|list)|pre-?order|should i buy',
        'wo (?:kann|kriege|bekomme) ich .{0,30}(?:kaufen|bestellen|her)|will .{0,30}kaufen|was kostet|gerade (?:gekauft|bestellt)',
        'dónde (?:puedo )?comprar|quiero comprar|cuánto cuesta|acabo de comprar',
        "où (?:puis-je )?acheter|je veux acheter|combien coûte|je viens d['’]acheter",
        'dove posso comprare|voglio comprare|quanto costa|onde posso comprar|quero comprar|quanto custa',
      ),
    ],
  },
  thanks: {
    patterns: [
      phrases(
        'thank(?:s| you| u)|thx|tysm|cheers|much appreciated|(?:really )?appreciate (?:it|that|the|your)|grateful',
        'danke(?:schön)?|vielen dank|besten dank|gracias|merci|grazie|obrigad[oa]|bedankt|dank (?:je|u)|tack|mange tak',
        'dziękuję|dzięki|teşekkürler|mulțumesc|mersi|спасибо|дякую|ありがとう(?:ございます)?|감사합니다|谢谢|謝謝|شكرا',
      ),
      /ありがとう|감사합니다|谢谢|謝謝/gu,
    ],
  },
}

/**
 * What a text wants, by rules: the intents in their order, each with the words that showed it (at most five). Praise needs
 * a positive sentiment, complaint a negative or mixed one, so that "no problem at all, great" is not taken for trouble.
 */
export const findIntents = (text: string, sentiment: Sentiment): FoundIntent[] => {
  // Blanks one at a time, as the phrases have them; lines stay, because sentences begin there.
  const head = text
    .slice(0, ENOUGH)
    .replace(/https?:\/\/\S+/giu, ' ')
    .replace(/[^\S\n]+/g, ' ')
  return INTENTS.flatMap((intent) => {
    const { patterns, when } = RULES[intent]
    if (when && !when(sentiment)) return []
    const words = [...new Set(patterns.flatMap((pattern) => head.match(pattern) ?? []).map((w) => w.toLowerCase()))]
    return words.length > 0 ? [{ intent, words: words.slice(0, 5) }] : []
  })
}
