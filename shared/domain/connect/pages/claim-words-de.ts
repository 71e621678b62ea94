/** German, with „Sie“ as the emails. Line by line as in claim-words-en.ts. */
export const de = (): string => `
locale: de-DE
step: Schritt {at} von 3
email_address: E-Mail-Adresse
customer_file: Kundendatei
your_account: Ihr Konto
an_address: eine Adresse
entry: Sind Sie das? Verbinden Sie Ihre Konten
entry_lead: Sagen Sie {brand}, dass eine E-Mail-Adresse und ein Konto beide Ihnen gehören. Sie sehen genau, was sich ändert, bevor sich etwas ändert, und können es jederzeit zurücknehmen.
entry_address: Ihre E-Mail-Adresse
entry_send: Link zuschicken
entry_soft: Wir schicken eine einzige E-Mail mit einem Link, um zu sehen, dass Sie diese Adresse lesen. Sie werden damit für nichts angemeldet.
no_address: An diese Adresse können wir nicht schreiben. Eine Adresse sieht so aus: name@example.com.
shared_address: Diese Adresse gehört, soweit wir es erkennen, einem Büro oder einem Automaten. Bitte nehmen Sie eine, die nur Sie lesen.
too_often: Das waren viele Versuche in kurzer Zeit. Bitte versuchen Sie es in einer Stunde noch einmal.
try_over: Ihr letzter Versuch ist abgelaufen. Bitte fangen Sie noch einmal an.
time_over: Die Zeit für Ihren letzten Versuch ist um. Bitte fangen Sie noch einmal an.
mailed: Sehen Sie in Ihr Postfach
mailed_lead: Wenn wir an diese Adresse schreiben können, ist ein Link unterwegs. Er funktioniert einmal, 30 Minuten lang.
mailed_soft: Nach ein paar Minuten ist nichts da? Sehen Sie im Spam-Ordner nach, oder versuchen Sie es später noch einmal. Wir schreiben an eine Adresse nur ein paarmal am Tag und nie an eine, die das nicht will.
open: Ist das Ihre Adresse?
open_lead: Sie sind dabei, ein Konto mit {address} zu verbinden.
open_yes: Ja, weiter
open_soft: Wenn Sie nicht darum gebeten haben oder das nicht Ihre Adresse ist, schließen Sie diese Seite. Dann geschieht nichts.
link_over: Dieser Link funktioniert nicht mehr
link_over_lead: Er funktioniert einmal und 30 Minuten lang. Fordern Sie einen neuen an.
account: Welches Konto gehört Ihnen?
account_lead: {address} gehört Ihnen, danke. Zeigen Sie jetzt, dass auch ein Konto Ihnen gehört.
github: Bei GitHub anmelden
github_lead: GitHub sagt uns, welches Konto Ihres ist, und sonst nichts. Wir behalten keinen Schlüssel dazu.
github_problem: GitHub hat uns Ihr Konto nicht genannt
github_browser: Bitte beginnen Sie in dem Browser, in dem Sie den zugeschickten Link geöffnet haben.
github_begun: Diese Anmeldung wurde nicht hier begonnen oder ist abgelaufen. Bitte gehen Sie zurück und versuchen Sie es noch einmal.
github_again: Es hat sich nichts geändert. Bitte gehen Sie zurück und versuchen Sie es noch einmal.
code_first: Einen Code posten
code_or: Oder einen Code posten
code_get_lead: Sie bekommen einen Code, der einmal gilt, und posten ihn von Ihrem Konto aus, wo immer wir mitlesen. Das geht auf jeder Plattform.
code_get: Code anfordern
code: Posten Sie diesen Code
code_lead: Schreiben Sie von Ihrem Konto aus einen neuen Beitrag oder eine neue Antwort, mit genau diesem Text und sonst nichts:
code_soft: Er gilt einmal, heute und nur für Sie: Posten Sie ihn nur von einem eigenen Konto aus. Einen älteren Beitrag zu ändern zählt nicht. Andere sehen den Beitrag; Sie können ihn löschen, wenn Sie hier fertig sind.
code_posted: Ich habe ihn gepostet
code_other: Anderen Code anfordern
code_two: Zwei Konten haben Ihren Code gepostet, darum zeigt er für keines etwas. Bitte nehmen Sie einen anderen.
code_gone: Der Beitrag mit Ihrem Code ist weg oder wurde geändert. Bitte nehmen Sie einen anderen Code, und lassen Sie den Beitrag stehen, bis Sie fertig sind.
code_many: Das waren viele Codes. Bitte brechen Sie hier ab und fangen Sie noch einmal an.
nobodys: Dieses Konto kann nicht verbunden werden: Es ist gelöscht oder gehört einem Bot oder uns selbst.
stop: Abbrechen
agree: Beides verbinden?
agree_these: Was verbunden wird
agree_address: Gehört schon zur Adresse
agree_account: Gehört schon zum Konto
follows: Was daraus folgt
follows_seen: Das Team von {brand} sieht, was Sie unter all diesen Namen geschrieben und gekauft haben, als das einer einzigen Person.
follows_mail: An Ihre Adresse können E-Mails zu dem kommen, was Sie dort schreiben, aber nur, wenn Sie zugestimmt haben oder noch zustimmen. Was Sie für eine Adresse abbestellt haben, bleibt für alle abbestellt.
not: Was nicht daraus folgt
not_mail: Sie werden für keine E-Mails angemeldet.
not_seen: Niemand sonst sieht die Verbindung, und nichts wird in Ihrem Namen gepostet.
agree_yes: Verbinden
agree_no: Das stimmt nicht
agree_soft: Sie können es jederzeit zurücknehmen: auf der nächsten Seite und mit dem Link in der E-Mail, die wir Ihnen schicken.
changed: Seit Sie nachgesehen haben, hat sich etwas geändert. Bitte sehen Sie noch einmal hin.
done: Jetzt verbunden
done_lead: {account} ({platform}) und {address} gehören jetzt zusammen. Wenn Sie einen Code gepostet haben, können Sie diesen Beitrag löschen.
done_back: Zurücknehmen
done_another: Weiteres Konto verbinden
refused: Das konnten wir nicht von selbst verbinden
refused_lead: Etwas spricht dagegen: Eines von beiden gehört, soweit wir wissen, jemand anderem oder hat mehr Konten, als eine Person gewöhnlich hat. Es bleibt, wie es ist. Schreiben Sie an {brand}, wenn das falsch ist.
again: Neu beginnen
busy: Einen Moment
busy_lead: Wir verbinden beides gerade. Sie bekommen eine E-Mail, wenn es erledigt ist.
busy_look: Noch einmal nachsehen
undo: Zurücknehmen?
undo_lead: {account} ({platform}) und {address} wurden verbunden, weil jemand gezeigt hat, dass ihm oder ihr beides gehört.
undo_yes: Trennen
undo_soft: Auch dann, wenn Sie es nicht waren. An den E-Mails ändert sich nichts: Abbestellt bleibt abbestellt.
undo_unknown: Dieser Link funktioniert nicht
undo_unknown_lead: Vielleicht wurde er unterwegs abgeschnitten. Öffnen Sie den Link in der E-Mail noch einmal, oder kopieren Sie ihn ganz.
undone: Zurückgenommen
undone_lead: Das Konto und die Adresse gehören, soweit wir wissen, wieder zwei verschiedenen Personen.
undone_kept: Die Verbindung durch Ihr Wort ist zurückgenommen. Etwas anderes sagt uns weiter, dass beides einer Person gehört, zum Beispiel die Plattform selbst. Schreiben Sie an {brand}, wenn das falsch ist.
undone_here: Nichts davon ist mehr durch Ihr Wort verbunden.
apart: Beides bleibt getrennt
apart_button: Beides nie wieder verbinden
apart_soft: Nur, wenn eines von beiden nicht Ihnen gehört: Danach könnten nicht einmal Sie selbst beides hier noch verbinden.
nothing: Hier ist nichts
nothing_lead: Vielleicht wurde der Link unterwegs abgeschnitten.
sorry: Das hat nicht geklappt
sorry_lead: Bei uns ist etwas schiefgegangen, nicht bei Ihnen. Bitte versuchen Sie es in einer Minute noch einmal; nichts geschieht doppelt.
sorry_back: Zurück
mail_prove: Ist das Ihre Adresse? Ein Link von {brand}
mail_prove_lead: Jemand, hoffentlich Sie, möchte bei {brand} ein Konto mit dieser Adresse verbinden.
mail_prove_more: Der Link funktioniert einmal, 30 Minuten lang. Sie sehen, was verbunden würde, bevor etwas verbunden wird.
mail_prove_button: Weiter
mail_prove_why: Wenn Sie das nicht waren, tun Sie nichts: Ohne den Link geschieht nichts. Sie werden durch diese E-Mail für nichts angemeldet.
mail_connected: Bei {brand} ist jetzt ein Konto mit Ihrer Adresse verbunden
mail_connected_lead: Dieses Konto und Ihre Adresse gehören jetzt zusammen: {account}.
mail_connected_more: Sie wurden für keine E-Mails angemeldet. Wenn Sie das nicht waren oder es sich anders überlegen, nehmen Sie es hier zurück, heute oder irgendwann später.
mail_connected_button: Das war ich nicht, oder zurücknehmen
mail_connected_why: Sie erhalten diese E-Mail, weil jemand, der diese Adresse liest, beides verbunden hat.
mail_notice: Bei {brand} ist eine weitere Adresse mit Ihrem Konto verbunden
mail_notice_lead: Soweit wir wissen, gehört dieses Konto Ihnen: {account}. Jemand hat gezeigt, dass er oder sie es benutzt, und die Adresse {address} damit verbunden.
mail_notice_more: Wenn Sie das waren, brauchen Sie nichts zu tun. Wenn nicht, trennen Sie beides hier, heute oder irgendwann später.
mail_notice_button: Das war ich nicht
mail_notice_why: Sie erhalten diese E-Mail, weil Ihre Adresse schon vorher mit dem Konto verbunden war.
`
