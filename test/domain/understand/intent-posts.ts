import type { Intent } from '../../../shared/domain/understand/understanding.ts'

/**
 * Short posts and what they want, made up for measuring: written before the rules were tried on them. The letters are those of
 * LETTERS; `-` wants nothing.
 */
const LETTERS: Record<string, Intent> = {
  q: 'question',
  c: 'complaint',
  p: 'praise',
  i: 'idea',
  b: 'bug',
  u: 'purchase',
  t: 'thanks',
  s: 'spam',
}

const POSTS: Record<string, string> = {
  en: `q How do I pair the headphones with two phones
q Is there a way to export my data?
q Anyone know if the charger works in Japan
q What's the difference between the basic and the plus plan?
q Can I use this outdoors?
q does it support usb c
q Which filter fits the 2024 model?
q When will the new firmware be released?
q Has anybody tried this with a Mac
q Any tips for cleaning the lens?
q Where do I find my serial number
q Could someone explain what the blue light means?
q I was wondering whether the warranty covers water damage
q why is my battery at 40 percent after one night
q Not sure how to set up the second monitor, any help?
q Who do I contact about a missing part?
q do you ship to Norway?
q I can't figure out how to change the language
c The delivery took six weeks, absolutely unacceptable
c Worst customer service I have ever had
c I am so disappointed with this update
c This thing is useless, complete waste of money
c Support never answers my emails, I am fed up
c Terrible quality, it fell apart after two days
c Really frustrated with the constant ads
c I want a refund, this is a joke
c Your hotline kept me waiting for an hour, ridiculous
c The new design is ugly and annoying
c Overpriced junk, do not buy
c Still waiting for my order after a month. Awful.
c I hate the new menu
c they ignored my complaint again, so rude
c What a rip-off, it stopped charging after a week
c Very poor packaging, half of it was damaged
p Love this camera, best purchase of the year
p Your team is amazing, keep it up
p The new update is fantastic
p Really impressed with the battery life
p Works like a charm, highly recommend
p This is hands down the best coffee maker I've owned
p Great job on the redesign!
p Absolutely love it
p So happy with my order, it looks gorgeous
p Excellent sound for the price
p The support team was super helpful and friendly
p Five stars from me, perfect in every way
p You guys rock
p This app makes my life so much easier, brilliant work
p Can't believe how good this is, wonderful
p I'm never going back to my old one, this is awesome
i It would be great if you could add a dark mode
i Please add support for Linux
i Feature request: sort by date
i I wish it had a bigger tank
i You should let us mute single channels
i Suggestion: make the strap a bit longer
i would love to see a smaller version
i An option to turn off the sound would be nice
i Please consider adding offline maps
i It'd be cool to have widgets on the home screen
iq Any plans to bring this to Android?
i How about letting us schedule posts
i Why not add a button to undo the last step
i The app needs a search bar
i My one wish for the next release: keyboard shortcuts
i maybe add a tutorial for beginners
b The app crashes every time I open the settings
b Getting error 502 when I try to log in
b Since the last update the sync stopped working
b Login page shows a blank screen on Firefox
b Found a bug: the total is wrong when the cart is empty
b The export button does nothing
b Steps to reproduce: open the menu, press back twice
b Bluetooth keeps disconnecting after the update
b it freezes on the loading screen
b TypeError: undefined is not a function in the console
b Videos won't load in the latest version
b Notifications don't work on iOS 18
b The page throws an exception when I save
b my profile picture disappears after every restart
b the firmware update fails at 80 percent
b App keeps logging me out, looks like a bug
uq Where can I buy the replacement filters
u I want to order two of these for my parents
uq How much is the large one?
u Thinking about getting the pro version
u Just ordered mine, cannot wait
uq Is it in stock in the UK
uq Do you have a discount code for students?
u Ready to upgrade to the annual plan
uq Should I buy the 256 or the 512
u Pre-ordered the blue one this morning
uq Is the plus model worth the price?
u looking to buy a used one near Leeds
u take my money
u I'd like to purchase ten licences
u Finally bought one yesterday
u adding this to my cart right now
t Thank you so much for the quick reply
t Thanks, that fixed it
t Much appreciated!
t thx for the help
t I really appreciate your patience
t Cheers mate, sorted now
t Big thanks to everyone who answered
t So grateful for this community
t ty, works now
t Can't thank you enough
t Many thanks for the detailed guide
t thank u!!
s Check my profile for free followers
s Earn $500 per day from home, DM me now
s Click the link in my bio to claim your prize
s I made 10k in a week with crypto, message her on WhatsApp
s Buy cheap followers and likes, 100% guaranteed
s Promote it on @best.deals
s Congratulations! You have won a free iPhone, claim here
s Best forex signals, join our Telegram channel today
s Hot singles in your area, visit my page
s Online casino bonus, no deposit needed
s Get your loan approved in 5 minutes, contact on WhatsApp
s Hacked account recovery, text him on Instagram, he helped me
tq Thanks! Where can I find the manual?
pt Love it, thank you so much
cb This is awful, the app crashes all the time and nobody answers
cq Why is your support so terrible?
uq How much does shipping cost?
pu Just bought my third one, best brand ever
pi Great app, it would be perfect with a dark mode
bq The app keeps crashing, does anyone else have this problem?
tb Thank you, but it still crashes on start
cu I want to return it, just bought it and it is already broken, so disappointed
it Please add a map view, thanks
- We met at the fair in Lyon last year
- Here is my setup
- The meeting starts at nine
- I use it mostly in the kitchen
- Version 4.2 was published on Monday
- No problem at all
- It arrived this morning
- See the attached photo
- I have the black one
- Not broken, just a loose cable
- My sister works there
- This is part two of the series
- No bugs so far
- We thank no one and go home, says the song on the radio
- The bridge toll is paid online
- It is raining again
- I moved to Berlin last week
- Same here
- The top drawer holds the super glue
- no thanks
- I will try that tomorrow
- Sunday walk with the dog`,
  de: `q Wie kann ich die Sprache umstellen
q Hat jemand Erfahrung mit dem neuen Modell?
q Wo finde ich die Seriennummer
q Weiß jemand ob das wasserdicht ist
q Warum blinkt die Lampe rot?
c Der Kundendienst ist eine Frechheit
c Bin sehr enttäuscht von der Qualität
c Schon wieder kaputt, so ein Schrott
c Funktioniert nicht, ich will mein Geld zurück
t Vielen Dank für die schnelle Hilfe
t Danke, hat geklappt
p Tolle Kamera, bin begeistert
p Einfach großartig, gerne wieder
i Ein dunkler Modus wäre toll
i Könntet ihr bitte eine Suche einbauen
b Die App stürzt beim Start ab
uq Wo kann ich das kaufen
uq Was kostet der Versand
- Das Paket kommt am Dienstag
- Wir treffen uns um acht`,
  fr: `q Comment changer la langue
q Est-ce que ça marche avec un Mac
q Quelqu'un sait où trouver le numéro de série
q Pourquoi la lampe clignote ?
c Le service client est une honte
c Très déçue de la qualité
c Ça ne marche pas, je veux un remboursement
c Quelle arnaque
t Merci beaucoup pour votre aide
t Un grand merci à toute l'équipe
p J'adore cet appareil
p Excellent produit, je suis ravi
i Ce serait bien d'avoir un mode sombre
i Pourriez-vous ajouter une recherche
b L'application plante au démarrage
uq Où acheter les filtres
uq Combien coûte la livraison
- Le colis arrive mardi
- Voici ma photo`,
  es: `q Cómo cambio el idioma
q ¿Funciona con un Mac?
q Alguien sabe dónde está el número de serie
q Por qué parpadea la luz
c La atención al cliente es una vergüenza
c Muy decepcionado con la calidad
c No funciona, quiero que me devuelvan el dinero
c Menuda estafa
t Muchas gracias por la ayuda
t Gracias a todos
p Me encanta esta cámara
p Excelente producto, increíble
i Sería genial tener un modo oscuro
i Podrían añadir un buscador
b La aplicación se cierra al abrir el menú
uq Dónde puedo comprar los filtros
uq Cuánto cuesta el envío
- El paquete llega el martes
- Esta es mi foto`,
}

/** A post, its language and all that it wants. */
export type IntentPost = { text: string; language: string; intents: Intent[] }

const read = (language: string, line: string): IntentPost => {
  const at = line.indexOf(' ')
  const intents = [...line.slice(0, at)].flatMap((letter) => LETTERS[letter] ?? [])
  return { text: line.slice(at + 1), language, intents }
}

/** All posts. */
export const INTENT_POSTS: readonly IntentPost[] = Object.entries(POSTS).flatMap(([language, lines]) =>
  lines.split('\n').map((line) => read(language, line)),
)
