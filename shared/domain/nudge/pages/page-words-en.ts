/**
 * English. The words of pages that emails lead to, and of the email that asks for a yes: one a line, `key: words`, with holes such as
 * `{address}`. Every language has the same keys and holes; a bundle reads them from a file beside it (infra/texts-beside.ts).
 */
export const en = (): string => `
locale: en-GB
this_address: this address
on: On
off: Off
topics: What you get by email
stop_all: Stop all emails
stop_all_what: Stopping all ends every email to you, except answers to what you ask for yourself, such as a link to confirm a choice, and notices about the safety of your account. It deletes nothing: what you write in public is still read and counted.
more: {link}: what, how often and when.
more_link: All your choices
stop: Stop these emails?
stop_lead: Emails to {address} about {topic} will end. One press is all it takes.
stop_button: Stop these emails
stopped: These emails have stopped
stopped_all: {address} gets no more emails from us.
stopped_topic: {address} gets no more emails about {topic}.
unknown: This link does not work
unknown_lead: It may have been cut off on its way. Try the link in the email once more, or copy all of it.
unknown_button: Go to the community
sorry: That did not work
sorry_lead: Something went wrong here, not on your side. Nothing has changed. Please try again in a minute.
choices: Your emails
choices_lead: These are the choices for {address}. Fewer emails: at once. For more of them, or another language or time zone, we ask that address first.
often: How often
often_usual: As usual
often_weekly: At most one a week
often_fortnightly: At most two a month
often_monthly: At most one a month
break: A break
break_none: No break
break_begin: No emails for 30 days
break_until: A break until {day}
break_again: 30 days from today
break_end: End the break
part: When
part_any: Any time of day
part_morning: In the morning, 8 to 12
part_midday: At midday, 11 to 15
part_evening: In the evening, 17 to 21
own: Language and time
language: Language
zone: Time zone
guess: Our best guess
writing: What you write
hide: Do not point others to what I write
hidden: Our emails to others do not point to what you write.
save: Save
saved: Saved.
saved_lead: It holds from now on.
asked: One more step:
asked_lead: emails get forwarded, and so do their links. If emails reach {address}, a question is on its way there; this changes once somebody says yes.
wrong: Nothing was saved.
wrong_lead: Please look at:
wrong_choice: Please choose one of these.
wrong_zone: We do not know this time zone. Please choose one of the list.
wish_topic: Emails about “{topic}”
wish_often: How often: {often}
wish_resume: Emails again, before the break is over
wish_part: When: {part}
wish_language: Language: {language}
wish_zone: Time zone: {zone}
confirm: Do you want this?
confirm_lead: This is for emails to {address}:
confirm_yes: Yes
confirm_no: If not, close this page: nothing changes. Or {link}.
confirm_link: choose something else
done: Thank you, that is done
done_lead: This holds now for emails to {address}:
done_more: Every email has a link to stop it. {link}.
done_link: See all your choices
over: This link does not work any more
over_lead: It is more than 30 days old, or emails were stopped after it was sent. Nothing has changed.
over_button: See your choices
mail_button: Look at it and say yes
mail_wish: Please confirm what you chose at {brand}
mail_wish_lead: Somebody, we hope you, has asked for this for emails to this address:
mail_wish_why: As emails get forwarded, we do it only once you say yes. The link works for 30 days.
mail_wish_else: If it was not you, do nothing: without your yes nothing changes.
mail_address: Is this your address? A question from {brand}
mail_address_lead: Our records say that somebody with this address agreed to emails from {brand}:
mail_address_why: Nobody has shown yet that the address is theirs, so nothing is sent before you say yes. The link works for 30 days.
mail_address_else: If it was not you, or you do not want these emails, do nothing: without your yes nothing comes. We ask this once.
`
