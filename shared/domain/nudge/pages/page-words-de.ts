/** German, with „Sie“ as the emails. Line by line as in page-words-en.ts. */
export const de = (): string => `
locale: de-DE
this_address: diese Adresse
on: An
off: Aus
topics: Was Sie per E-Mail erhalten
stop_all: Alle E-Mails abbestellen
stop_all_what: Wenn Sie alle E-Mails abbestellen, bekommen Sie keine mehr von uns, außer Antworten auf das, was Sie selbst anfordern, etwa einem Link zum Bestätigen, und Hinweisen zur Sicherheit Ihres Kontos. Gelöscht wird damit nichts: Was Sie öffentlich schreiben, wird weiter gelesen und gezählt.
more: {link}: was, wie oft und wann.
more_link: Alle Einstellungen
stop: Diese E-Mails abbestellen?
stop_lead: An {address} gehen dann keine E-Mails mehr zu {topic}. Ein Klick genügt.
stop_button: Diese E-Mails abbestellen
stopped: Diese E-Mails sind abbestellt
stopped_all: Von uns gehen keine E-Mails mehr an {address}.
stopped_topic: An {address} gehen keine E-Mails mehr zu {topic}.
unknown: Dieser Link funktioniert nicht
unknown_lead: Vielleicht wurde er unterwegs abgeschnitten. Öffnen Sie den Link in der E-Mail noch einmal, oder kopieren Sie ihn ganz.
unknown_button: Zur Community
sorry: Das hat nicht geklappt
sorry_lead: Bei uns ist etwas schiefgegangen, nicht bei Ihnen. Es hat sich nichts geändert. Bitte versuchen Sie es in einer Minute noch einmal.
choices: Ihre E-Mails
choices_lead: Das sind die Einstellungen für {address}. Wenn Sie weniger E-Mails möchten, gilt das sofort. Bei mehr E-Mails, einer anderen Sprache oder Zeitzone fragen wir zuerst bei dieser Adresse nach.
often: Wie oft
often_usual: Wie üblich
often_weekly: Höchstens eine pro Woche
often_fortnightly: Höchstens zwei im Monat
often_monthly: Höchstens eine im Monat
break: Pause
break_none: Keine Pause
break_begin: 30 Tage lang keine E-Mails
break_until: Pause bis zum {day}
break_again: 30 Tage ab heute
break_end: Pause beenden
part: Wann
part_any: Zu jeder Tageszeit
part_morning: Vormittags, 8 bis 12 Uhr
part_midday: Mittags, 11 bis 15 Uhr
part_evening: Abends, 17 bis 21 Uhr
own: Sprache und Zeit
language: Sprache
zone: Zeitzone
guess: Unsere Vermutung
writing: Was Sie schreiben
hide: Andere nicht auf das hinweisen, was ich schreibe
hidden: In unseren E-Mails an andere weisen wir nicht auf das hin, was Sie schreiben.
save: Speichern
saved: Gespeichert.
saved_lead: Es gilt ab jetzt.
asked: Noch ein Schritt:
asked_lead: E-Mails werden weitergeleitet, und ihre Links auch. Wenn E-Mails bei {address} ankommen, ist eine Frage dorthin unterwegs; das hier ändert sich, sobald jemand zustimmt.
wrong: Es wurde nichts gespeichert.
wrong_lead: Bitte sehen Sie hier nach:
wrong_choice: Bitte wählen Sie eine dieser Möglichkeiten.
wrong_zone: Diese Zeitzone kennen wir nicht. Bitte wählen Sie eine aus der Liste.
wish_topic: E-Mails zu „{topic}“
wish_often: Wie oft: {often}
wish_resume: Wieder E-Mails, bevor die Pause vorbei ist
wish_part: Wann: {part}
wish_language: Sprache: {language}
wish_zone: Zeitzone: {zone}
confirm: Möchten Sie das?
confirm_lead: Es geht um E-Mails an {address}:
confirm_yes: Ja
confirm_no: Wenn nicht, schließen Sie diese Seite: Dann ändert sich nichts. Oder {link}.
confirm_link: wählen Sie etwas anderes
done: Danke, das ist erledigt
done_lead: Das gilt jetzt für E-Mails an {address}:
done_more: In jeder E-Mail ist ein Link, um sie abzubestellen. {link}.
done_link: Alle Einstellungen ansehen
over: Dieser Link funktioniert nicht mehr
over_lead: Er ist mehr als 30 Tage alt, oder E-Mails wurden abbestellt, nachdem er verschickt worden war. Es hat sich nichts geändert.
over_button: Einstellungen ansehen
mail_button: Ansehen und zustimmen
mail_wish: Bitte bestätigen Sie Ihre Auswahl bei {brand}
mail_wish_lead: Jemand, hoffentlich Sie, hat für E-Mails an diese Adresse darum gebeten:
mail_wish_why: Da E-Mails weitergeleitet werden, tun wir es erst, wenn Sie zustimmen. Der Link gilt 30 Tage.
mail_wish_else: Wenn Sie das nicht waren, tun Sie nichts: Ohne Ihr Ja ändert sich nichts.
mail_address: Ist das Ihre Adresse? Eine Frage von {brand}
mail_address_lead: Bei uns ist vermerkt, dass jemand mit dieser Adresse E-Mails von {brand} zugestimmt hat:
mail_address_why: Noch hat niemand gezeigt, dass die Adresse ihm oder ihr gehört. Deshalb schicken wir nichts, bevor Sie zustimmen. Der Link gilt 30 Tage.
mail_address_else: Wenn Sie das nicht waren oder diese E-Mails nicht möchten, tun Sie nichts: Ohne Ihr Ja kommt nichts. Wir fragen nur dieses eine Mal.
`
