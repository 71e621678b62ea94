/** German, with „Sie“. The words of emails: see `email-words-en.ts`. */
export const de = (): string => `
locale: de-DE
greeting: Guten Tag, {name},
greeting_nobody: Guten Tag,
kind discussion: Eine Diskussion in der Community
button discussion: Diskussion lesen
kind guide: Eine Anleitung
button guide: Anleitung öffnen
kind space: Ein Bereich der Community
button space: Bereich besuchen
kind video: Ein Video
button video: Video ansehen
kind article: Ein Artikel
button article: Artikel lesen
permission consent: Sie haben „{{ topic }}“ am {{ agreed_on }} zugestimmt.
permission soft-opt-in: Sie haben sich am {{ agreed_on }} bei uns angemeldet und „{{ topic }}“ nicht abbestellt.
permission contract: „{{ topic }}“ gehört zu dem, was Sie am {{ agreed_on }} mit uns vereinbart haben.
stop: Diese E-Mails abbestellen
choose: Auswählen, was Sie erhalten
stop_or_choose: Diese E-Mails abbestellen oder auswählen, was Sie erhalten
about_one: über „{one}“
about_two: über „{one}“ und „{two}“
accepted: hat eine akzeptierte Antwort
picked: vom Community-Team ausgewählt
helpful: {people}-mal als hilfreich bewertet
exclusive: nur in der Community
test: Test
guidepost@1 subject: {{ title }}
guidepost@1 preheader: {{ because }}
guidepost@1 heading: Das könnte helfen
guidepost@1 paragraph: In der Community von {{ brand }} gibt es etwas, das zu Ihrem Vorhaben passt.
welcome@1 subject: Willkommen: ein guter Anfang
welcome@1 preheader: {{ title }}
welcome@1 heading: Schön, dass Sie da sind
welcome@1 paragraph: Sie gehören jetzt zur Community von {{ brand }}. Hier lässt es sich gut anfangen:
unanswered@1 subject: Zu Ihrer Frage: {{ title }}
unanswered@1 preheader: Ihre Frage vom {{ asked_on }} ist noch offen. Vielleicht hilft Ihnen das schon weiter.
unanswered@1 heading: Vielleicht beantwortet das Ihre Frage
unanswered@1 paragraph: Sie haben am {{ asked_on }} {% if has_subject_title %}„{{ subject_title }}“{% else %}etwas{% endif %} gefragt, und noch hat niemand geantwortet. Vielleicht hilft Ihnen das schon weiter:
answered@1 subject: Ihre Frage hat eine Antwort{% if has_subject_title %}: {{ subject_title }}{% endif %}
answered@1 preheader: Jemand aus der Community hat Ihnen geantwortet.
answered@1 heading: Es gibt eine Antwort für Sie
answered@1 paragraph: Jemand hat auf {% if has_subject_title %}„{{ subject_title }}“{% else %}Ihre Frage{% endif %} geantwortet. Wenn das nicht hilft, schreiben Sie das dort, und andere sehen es sich noch einmal an.
advocates@1 subject: Danke. Für Menschen wie Sie gibt es einen eigenen Ort
advocates@1 preheader: Ihre freundlichen Worte vom {{ asked_on }} sind angekommen.
advocates@1 heading: Danke für Ihre freundlichen Worte
advocates@1 paragraph: Sie haben am {{ asked_on }} etwas Freundliches geschrieben{% if has_subject_title %}, in „{{ subject_title }}“{% endif %}. Das hat uns sehr gefreut. Einige von denen, die {{ brand }} am besten kennen, treffen sich in einem eigenen Bereich. Sie sind dort willkommen:
service@1 subject: Zu Ihrem Problem: {{ title }}
service@1 preheader: Was Sie am {{ asked_on }} geschrieben haben, ist gelesen worden. Vielleicht hilft das.
service@1 heading: Das hilft vielleicht bei Ihrem Problem
service@1 paragraph: Sie haben am {{ asked_on }} geschrieben, dass etwas nicht so ist, wie es sein soll{% if has_subject_title %}, in „{{ subject_title }}“{% endif %}. Das tut uns leid. Vielleicht hilft das:
quiet@1 subject: Während Sie weg waren: {{ title }}
quiet@1 preheader: {{ because }}
quiet@1 heading: Während Sie weg waren
quiet@1 paragraph: Es ist eine Weile her. Das hier aus der Community von {{ brand }} könnte Ihnen nützen:
first-order@1 subject: Für den Anfang: {{ title }}
first-order@1 preheader: Für die ersten Tage mit dem, was Sie bestellt haben.
first-order@1 heading: Ein guter Anfang mit Ihrer ersten Bestellung
first-order@1 paragraph: Sie haben am {{ asked_on }} zum ersten Mal bestellt. Vielen Dank. Das hier aus der Community kann Ihnen in den ersten Tagen Zeit sparen:
research@1 subject: Bevor Sie sich entscheiden: {{ title }}
research@1 preheader: Von Menschen, die es selbst benutzen.
research@1 heading: Bevor Sie sich entscheiden
research@1 paragraph: Sie informieren sich {% if has_subject_title %}über „{{ subject_title }}“{% else %}gerade{% endif %}. In der Community von {{ brand }} teilen Menschen, was sie aus eigener Erfahrung wissen:
shipped@1 subject: Ihre Idee ist umgesetzt{% if has_subject_title %}: {{ subject_title }}{% endif %}
shipped@1 preheader: Was Sie vorgeschlagen haben, ist Wirklichkeit geworden.
shipped@1 heading: Ihre Idee ist umgesetzt
shipped@1 paragraph: Die Idee, die Sie eingebracht haben{% if has_subject_title %}, „{{ subject_title }}“,{% else %},{% endif %} ist Wirklichkeit geworden. Vielen Dank dafür. Hier steht mehr dazu:
thanks@1 subject: Danke: Ihre Antwort hat geholfen
thanks@1 preheader: Sie haben sich Zeit genommen, um jemandem zu helfen.
thanks@1 heading: Ihre Antwort hat geholfen
thanks@1 paragraph: Eine Antwort von Ihnen wurde zum ersten Mal akzeptiert{% if has_subject_title %}, in „{{ subject_title }}“{% endif %}. Danke, dass Sie sich die Zeit genommen haben: Wer dieselbe Frage hat, findet sie dort.
peer@1 subject: Können Sie helfen? {{ subject_title }}
peer@1 preheader: Eine Frage aus der Community, die noch niemand beantwortet hat.
peer@1 heading: Vielleicht wissen Sie die Antwort
peer@1 paragraph: Jemand in der Community fragt „{{ subject_title }}“, und noch hat niemand geantwortet. Sie haben schon einmal darüber geschrieben. Ein paar Worte von Ihnen würden helfen. Wenn es gerade nicht passt, ist das auch in Ordnung.
stage@1 subject: {{ title }}
stage@1 preheader: {{ because }}
stage@1 heading: Ein guter nächster Schritt
stage@1 paragraph: Das hier aus der Community von {{ brand }} passt zu dem, was für Sie als Nächstes kommt:
`
