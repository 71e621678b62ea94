/**
 * The words that show what a text wants: an intent, whether they stand anywhere (`words`) or begin a sentence (`opens`), the language
 * (ISO 639-1, or `other` for all that have no lines of their own), and alternatives of a pattern, in which a blank stands for any
 * blanks. Lines with the same beginning add up. Every brand can read these and correct them: what is matched is what is shown.
 * A bundle reads them from a file beside it (infra/texts-beside.ts).
 */
export const INTENT_WORDS = String.raw`
question words en: any (?:ideas?|tips|suggestions|advice|help)
question words en: (?:can(?:no|['’])t|could(?:n['’]t| not)|trying to) figure out (?:how|why|what)
question words en: wondering (?:if|how|why|what|whether)|(?:not sure|no idea|don['’]t know) (?:how|why|what) to
question opens en: how (?:do|does|did|can|could|to|should|would|is|are|come|long|many|much|often)
question opens en: (?:why|when|where) (?:is|are|do|does|did|can|could|will|would|won['’]t|doesn['’]t|isn['’]t)
question opens en: what(?:['’]s| is| are| do| does| should| would| happens)(?: the| a)?
question opens en: (?:which|who) (?:one|is|are|of|can|has|do|does)
question opens en: (?:does|has|have|did|is|can|could|do) (?:any ?(?:one|body)|some ?(?:one|body)|it|this|you|i|they)
question opens en: any chance|any ?(?:one|body) (?:know|knows|else|here|tried|got|have)|(?:is|are) there (?:a|any|some)
question opens en: is it possible|should i
question opens de: (?:wie|warum|wieso|weshalb|wann|wo|welche[rs]?) (?:kann|ist|sind|geht|macht|bekomme|finde|lange|viel|muss|soll)
question opens de: (?:hat|kann|weiß|kennt) (?:jemand|irgendwer)
question opens es: cómo|por qué|dónde|cuándo|cuál(?:es)?|cuánto|alguien (?:sabe|tiene|puede)
question opens fr: comment|pourquoi|où|quand|combien|quelqu['’]un (?:sait|a|peut)|est-ce que
question opens it: come|perché|dove|quando|quanto|qual è|qualcuno (?:sa|ha|può)
question opens pt: como (?:faço|posso)|por que|onde|quando|quanto|qual é|alguém (?:sabe|tem|pode)
question opens nl: hoe|waarom|waar|wanneer|weet iemand
complaint words en: broken|broke|breaks|crash(?:es|ed|ing)?|freez(?:es|ing)|buggy|fail(?:s|ed|ing|ure)?|faulty|defective
complaint words en: damaged
complaint words en: (?:does|do|did|is|are|was|has|wo|ca)n['’]?t (?:work|working|start|connect|answer|respond|help|load|turn)\w*
complaint words en: (?:not|never|stopped) (?:work(?:s|ing)?|answer(?:s|ed|ing)?|respond(?:s|ed)?|arriv(?:es|ed)|start(?:s|ing)?|charging)
complaint words en: disappoint(?:s|ed|ing|ment)|terrible|awful|horrible|worst|useless|unacceptable|ridiculous
complaint words en: annoy(?:s|ed|ing)|frustrat(?:ed|ing|ion)|hate|waste of (?:time|money)|scam|rip-?off|refund
complaint words en: complain(?:t|ing|ts)?|let down|fed up|rude|ugly|junk|rubbish|garbage|overpriced|(?:very |so )?poor
complaint words en: still waiting|fell apart|nobody (?:answers|helps|cares)
complaint words de: kaputt|defekt|(?:sehr )?enttäuscht|funktioniert (?:leider )?nicht|geht nicht|schlecht(?:e[rsmn]?)?
complaint words de: unbrauchbar|ärgerlich|frechheit|schrott|katastrophe|geld zurück|unverschämt|nervt
complaint words es: rot[oa]|decepcionad[oa]|no funciona|pésim[oa]|inútil|estafa|vergüenza|desastre|basura|devuelvan
complaint words fr: cassée?|déçue?s?|ne (?:marche|fonctionne) (?:pas|plus)|nulle?|inutile|arnaque|honte|catastrophe
complaint words fr: remboursement|inadmissible|scandaleux
complaint words it: rott[oa]|delus[oa]|non funziona|pessim[oa]|inutile|truffa|vergogna|schifo|disastro
complaint words pt: quebrad[oa]|decepcionad[oa]|não funciona|péssim[oa]|inútil|vergonha|lixo|desastre
complaint words nl: kapot|teleurgesteld|werkt niet|waardeloos|schandalig|rotzooi
praise words en: love|loving|loved|great|awesome|amazing|excellent|fantastic|brilliant|wonderful|perfect(?:ly)?|superb
praise words en: outstanding|gorgeous|best|impress(?:ed|ive)|delight(?:ed|ful)?|(?:highly )?recommend(?:ed)?|well done
praise words en: good job|nice work|kudos|game ?changer|hats off|happy with|works (?:great|perfectly|like a charm)
praise words en: (?:so|how) good|stellar|top notch|beautiful|you (?:guys )?rock|keep it up|five stars|super helpful
praise words de: toll(?:e[rsmn]?)?|großartig(?:e[rsmn]?)?|fantastisch|perfekt|begeistert|liebe|genial|klasse|hervorragend
praise words de: super|gerne wieder
praise words es: encanta|genial|excelente|fantástic[oa]|increíble|perfect[oa]|maravillos[oa]|enhorabuena
praise words fr: j['’]adore|génial|excellente?|super|parfait|formidable|bravo|ravie?
praise words it: adoro|fantastic[oa]|ottim[oa]|eccellente|perfett[oa]|bellissim[oa]|bravi|complimenti
praise words pt: adorei|ótim[oa]|excelente|perfeit[oa]|maravilhos[oa]|incrível|parabéns
praise words nl: geweldig|fantastisch|perfect|uitstekend|aanrader|complimenten
idea words en: (?:would|it['’]d) be (?:really |very |so |super )?(?:nice|great|cool|good|awesome|lovely|useful|helpful|handy|perfect)(?: if| to| with)
idea words en: an option (?:to|for)|feature request|suggestion
idea words en: (?:please|maybe|could you|can you|why not) (?:please )?(?:add|support|consider|implement|make it)
idea words en: i (?:really )?wish (?:it|there (?:was|were)|you (?:would|could|had))
idea words en: (?:you|it|they) should (?:let|support|allow|add|have an? (?:option|way|button|setting)|be possible)
idea words en: consider adding|any plans (?:to|for)|would love (?:to see|an option|a way)|how about (?:adding|letting|making)
idea words en: (?:app|it|site|page) (?:really )?needs? an?|(?:my|one) wish
idea words de: wäre (?:schön|toll|super|gut|genial)|verbesserungsvorschlag|vorschlag|(?:könntet ihr|bitte) .{0,40}einbauen
idea words es: sería (?:genial|bueno|útil)|sugerencia|podrían (?:añadir|agregar)
idea words fr: ce serait (?:bien|super|génial)|suggestion|pourriez-vous ajouter
idea words it: sarebbe (?:bello|utile)|suggerimento|potreste aggiungere
idea words pt: seria (?:bom|ótimo)|sugestão|poderiam adicionar
idea words nl: zou (?:mooi|fijn|handig) zijn|suggestie
bug words en: bugs?(?! (?:me|you|him|her|us|them|bunny))|buggy|glitch(?:es|y)?|crash(?:es|ed|ing)|freez(?:es|ing)|froze
bug words en: (?:error|status) (?:code )?\d{3}|error (?:message|code)|\w{0,30}(?:error|exception):
bug words en: throws an? (?:error|exception)|stack ?trace|steps to reproduce|reproducible
bug words en: (?:blank|white|black) (?:screen|page)|stopped working
bug words en: (?:does|do|did)n['’]?t (?:work|load|open|sync|respond|connect)|won['’]?t (?:load|open|start|sync|connect|play)
bug words en: does nothing|not (?:loading|syncing|responding|opening)
bug words en: keeps? (?:crashing|freezing|disconnecting|logging me out|loading|restarting)
bug words en: (?:update|upload|download|login|install|sync|export|import) (?:fails|failed)|regression
bug words en: (?:404|500|502|503) (?:error|page)
bug words de: stürzt (?:.{0,20} )?ab|absturz|abgestürzt|fehlermeldung|bug|programmfehler|hängt sich auf|lädt nicht
bug words es: se (?:cierra|cuelga|bloquea)|mensaje de error|fallo|no carga
bug words fr: plante|message d['’]erreur|bug(?:ue)?|ne (?:charge|démarre|s['’]ouvre) (?:pas|plus)
bug words it: si (?:blocca|chiude)|messaggio di errore|bug|non (?:carica|si avvia)
bug words pt: trava|mensagem de erro|bug|não (?:carrega|abre)
bug words nl: loopt (?:steeds )?vast|crasht|foutmelding|bug|laadt niet
purchase words en: where (?:can|do|could) (?:i|we|you) (?:buy|get|order|purchase)
purchase words en: (?:want|wanting|looking|going|about|ready|plan(?:ning)?|i['’]d like|would like) to (?:buy|order|purchase|upgrade)
purchase words en: thinking (?:of|about) (?:buying|getting|ordering|upgrading)|worth (?:buying|the (?:money|price))
purchase words en: (?:just|finally) (?:bought|ordered|purchased)|pre-?order(?:ed)?|my first order
purchase words en: how much (?:does|do|is|are|for)|(?:in|out of) stock|discount codes?|coupon|price (?:of|for|list)
purchase words en: should i (?:buy|get)|take my money|(?:to|in) my (?:cart|basket)
purchase words de: wo (?:kann|kriege|bekomme) ich .{0,30}(?:kaufen|bestellen|her)|will .{0,30}kaufen|was kostet
purchase words de: gerade (?:gekauft|bestellt)
purchase words es: dónde (?:puedo )?comprar|quiero comprar|cuánto cuesta|acabo de comprar
purchase words fr: où (?:puis-je )?acheter|je veux acheter|combien coûte|je viens d['’]acheter
purchase words it: dove posso comprare|voglio comprare|quanto costa
purchase words pt: onde posso comprar|quero comprar|quanto custa
purchase words nl: waar kan ik .{0,30}kopen|wat kost
thanks words en: thank(?:s| you| u)|thx|tysm|ty|cheers|much appreciated|(?:really )?appreciate (?:it|that|the|your)|grateful
thanks words de: (?:vielen |besten |herzlichen )?dank|danke(?:schön)?
thanks words es: (?:muchas )?gracias
thanks words fr: (?:un grand )?merci
thanks words it: grazie(?: mille)?
thanks words pt: (?:muito )?obrigad[oa]
thanks words nl: bedankt|dank (?:je|u)
thanks words other: tack|mange tak|dziękuję|dzięki|teşekkürler|mulțumesc|mersi|спасибо|дякую|شكرا
spam words en: check (?:out )?my (?:profile|page|bio)|link in (?:my )?bio|click (?:the|this|here|my) ?(?:link)?
spam words en: (?:dm|message|text|inbox) (?:me|him|her|us)(?: now)?
spam words en: (?:join|on) (?:our )?(?:telegram|whatsapp)(?: channel| group)?
spam words en: (?:text|message|dm|contact) (?:him|her|me|us) on|contact on whatsapp
spam words en: free (?:followers|iphone|gift card|crypto)
spam words en: (?:buy|get|gain|cheap|more) (?:cheap )?(?:followers|likes|subscribers)|followers and likes
spam words en: 100% (?:guaranteed|legit)|guaranteed
spam words en: (?:earn|made|make|making) \$?\d[\d,.]*k?(?: (?:per|a|in a) (?:day|week|month|hour))?|per (?:day|week)
spam words en: work from home|from home|crypto|bitcoin|forex|binary options|signals|invest(?:ment|ing)?
spam words en: promote (?:it|this) on|@(?:[\w.]{0,30})(?:deals|promo|promote|features?)\w{0,10}|you(?:['’]ve| have)? won
spam words en: congratulations|claim (?:your|here|now)|prize|hot singles|in your area|visit my (?:page|profile)
spam words en: (?:online )?casino|no deposit|bonus|loan approved|\d minutes|(?:hacked )?account recovery|hacked|he helped me
spam words en: she helped me
`
