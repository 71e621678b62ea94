/**
 * English. The words of emails: one a line, `key: words`; `email-words.ts` says what the keys are. Every language has the same keys. The words
 * of a template (`<name> subject` and so on) are Liquid for one line of plain text, those before have holes such as `{name}`. A bundle reads
 * them from a file beside it (infra/texts-beside.ts).
 */
export const en = (): string => `
locale: en-GB
greeting: Hello {name},
greeting_nobody: Hello,
kind discussion: A discussion in the community
button discussion: Read the discussion
kind guide: A guide
button guide: Open the guide
kind space: A space in the community
button space: Visit the space
kind video: A video
button video: Watch the video
kind article: An article
button article: Read the article
permission consent: You said yes to “{{ topic }}” on {{ agreed_on }}.
permission soft-opt-in: You signed up with us on {{ agreed_on }} and have not turned “{{ topic }}” off.
permission contract: “{{ topic }}” is part of what you agreed to on {{ agreed_on }}.
stop: Stop these emails
choose: Choose what you get
stop_or_choose: Stop these emails, or choose what you get
about_one: about “{one}”
about_two: about “{one}” and “{two}”
accepted: has an accepted answer
picked: picked by the community team
helpful: {people} found it helpful
exclusive: only in the community
test: Test
guidepost@1 subject: {{ title }}
guidepost@1 preheader: {{ because }}
guidepost@1 heading: Something that may help
guidepost@1 paragraph: People in the {{ brand }} community have something that fits what you are doing.
welcome@1 subject: Welcome: a good place to start
welcome@1 preheader: {{ title }}
welcome@1 heading: Good to have you here
welcome@1 paragraph: You are now part of the {{ brand }} community. This is a good place to start:
unanswered@1 subject: About your question: {{ title }}
unanswered@1 preheader: Your question of {{ asked_on }} has no answer yet. This may help until it has.
unanswered@1 heading: This may answer your question
unanswered@1 paragraph: You asked {% if has_subject_title %}“{{ subject_title }}”{% else %}a question{% endif %} on {{ asked_on }}, and nobody has answered yet. Until somebody does, this may help:
answered@1 subject: Your question has an answer{% if has_subject_title %}: {{ subject_title }}{% endif %}
answered@1 preheader: Somebody in the community has answered you.
answered@1 heading: There is an answer for you
answered@1 paragraph: Somebody has answered {% if has_subject_title %}“{{ subject_title }}”{% else %}your question{% endif %}. If that does not solve it, say so there, and others will look at it again.
advocates@1 subject: Thank you. There is a place for people like you
advocates@1 preheader: Your kind words of {{ asked_on }} did not go unnoticed.
advocates@1 heading: Thank you for your kind words
advocates@1 paragraph: You wrote something kind on {{ asked_on }}{% if has_subject_title %}, in “{{ subject_title }}”{% endif %}. It made our day. Some of the people who know {{ brand }} best meet in a space of their own, and you would be welcome there:
service@1 subject: About the trouble you had: {{ title }}
service@1 preheader: What you wrote on {{ asked_on }} has been read. This may help.
service@1 heading: This may help with the trouble you had
service@1 paragraph: On {{ asked_on }} you wrote about something that is not as it should be{% if has_subject_title %}, in “{{ subject_title }}”{% endif %}. We are sorry about that. This may help:
quiet@1 subject: While you were away: {{ title }}
quiet@1 preheader: {{ because }}
quiet@1 heading: While you were away
quiet@1 paragraph: It has been a while. This is in the {{ brand }} community and may be of use to you:
first-order@1 subject: Getting started: {{ title }}
first-order@1 preheader: For the first days with what you ordered.
first-order@1 heading: A good start with your first order
first-order@1 paragraph: You placed your first order on {{ asked_on }}. Thank you. This from the community can save you time in the first days:
research@1 subject: Before you decide: {{ title }}
research@1 preheader: From people who use it.
research@1 heading: Before you decide
research@1 paragraph: You are looking into {% if has_subject_title %}“{{ subject_title }}”{% else %}what to choose{% endif %}. People in the {{ brand }} community share what they know from using it:
shipped@1 subject: Your idea is here{% if has_subject_title %}: {{ subject_title }}{% endif %}
shipped@1 preheader: What you proposed has become real.
shipped@1 heading: Your idea is here
shipped@1 paragraph: The idea that you brought in{% if has_subject_title %}, “{{ subject_title }}”,{% endif %} has become real. Thank you for it. Here is more about it:
thanks@1 subject: Thank you: your answer helped
thanks@1 preheader: You took the time to help somebody.
thanks@1 heading: Your answer helped
thanks@1 paragraph: An answer of yours was accepted for the first time{% if has_subject_title %}, in “{{ subject_title }}”{% endif %}. Thank you for taking the time: whoever has the same question will find it there.
peer@1 subject: Can you help? {{ subject_title }}
peer@1 preheader: A question in the community that nobody has answered yet.
peer@1 heading: You may know the answer
peer@1 paragraph: Somebody in the community asks “{{ subject_title }}”, and nobody has answered yet. You have written about this before. A few words from you would help; if it does not suit you now, that is fine too.
stage@1 subject: {{ title }}
stage@1 preheader: {{ because }}
stage@1 heading: A good next step
stage@1 paragraph: This from the {{ brand }} community fits what comes next for you:
`
