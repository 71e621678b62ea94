/**
 * The sentences that say why, as texts with holes, one a line. A bundle reads them from a file beside it (infra/texts-beside.ts).
 * - `became <reason>`: what became of a decision, after "On 12 November Ann asked something; ". Holes: `{name}` the person, `{after}`
 *   "after 24 hours " or nothing, `{until}` a moment, `{sentAt}`, `{content}` what the email points to, `{condition}`, `{other}` the
 *   email that goes first, `{people}` how many, `{kept}` what kept it.
 * - `keeps <reason>`: what keeps the next email back. Holes: `{name}`, `{until}`, `{reason}`, `{condition}`.
 * - `resolved <condition>`, `condition_failed <condition>`: what a condition of `unless` says that is true, of `if` that is not.
 *   With ` event`: of what is no text that can be edited.
 * - `did <event> of`: the same where it is known of which segment, stage or topic, or for how long: `{of}`.
 * - `kept <reason>`: what may have kept a decision until it was too late. `did <kind>`: what somebody did.
 * `?` stands for all that have no line.
 */
export const WHY_WORDS = `
became queued: everything allows it, and the email is on its way to the sender.
became sending: the email is being handed to Amazon SES.
became sent: {after}an email{content} was sent{sentAt}.
became dry_run: {after}an email{content} would have been sent, but the recipe only rehearses, so nothing was sent.
became waiting_delay: the recipe waits until {until}, and looks then.
became waiting_quiet_hours: it is too early or too late in the day for {name}, so it waits until {until}.
became waiting_cap: {name} was sent enough lately, so it waits until {until}.
became waiting_quiet_hours own-wish: {name} wants emails at another time of day, so it waits until {until}.
became waiting_cap own-wish: {name} wants fewer emails than we would send, so it waits until {until}.
became waiting_rate: Amazon SES takes no more right now, so it is tried again at {until}.
became outranked: another email{other} goes first; this one is looked at again at {until}.
became holdout: {after}an email{content} could have been sent, but {name} belongs to those who are left without, to compare with, so nothing was sent.
became holdout global: {after}an email{content} could have been sent, but {name} belongs to those who get no email of any recipe, to compare with, so nothing was sent.
became mixed_arms: accounts were joined of which some get this email and others are left without, to compare with, so nothing was sent.
became mixed_arms global: accounts were joined of which some get no email of any recipe, to compare with, so nothing was sent.
became paused_all: all emails are paused; it is looked at again at {until}.
became paused_recipe: the recipe is not live, so nothing was sent.
became paused_recipe waiting: the recipe is paused; it is looked at again at {until}.
became not_confirmed: the address was never confirmed, so nothing was sent.
became no_consent: nothing is recorded that allows emails on this topic, so nothing was sent.
became topic_off: {name} has turned this topic off, so nothing was sent.
became all_off: {name} has turned all emails off, so nothing was sent.
became snoozed: there is a break from emails until {until}, so it waits.
became suppressed_bounce: emails to every address that may be used came back, so nothing was sent.
became suppressed_complaint: {name} has reported an email as spam, so nothing was sent.
became no_address: no verified address is known, so nothing was sent.
became condition_failed: {after}{condition}, so nothing was sent.
became resolved: {after}{condition}, so nothing was sent.
became already_for_subject: {name} had this email before, so nothing was sent.
became cooldown: {name} had this email not long ago, and gets no other one before {until}, so nothing was sent.
became no_content: {after}nothing in the catalogue fitted well enough, so nothing was sent.
became seen_all: {after}all that fitted had been sent to {name} before, so nothing was sent.
became peers_called: {after}help was asked of {people} who may know the answer.
became peers_called rehearsal: {after}help could have been asked of {people} who may know the answer, but the recipe only rehearses, so nobody was.
became no_peers: {after}nobody was found who may be asked to help, so nothing was sent.
became expired: it came too late to be of use{kept}, so nothing was sent.
became render_error: the email could not be made, so nothing was sent.
became not_sent: it was not known whether Amazon SES had sent the email; somebody looked, and it was not sent.
became rejected: Amazon SES refused the email, so it did not arrive.
became unknown: Amazon SES may or may not have the email; it is not sent again.
keeps dry_run: The recipe only rehearses: nothing is sent.
keeps holdout: {name} belongs to those who are left without, to compare with.
keeps holdout global: {name} belongs to those who get no email of any recipe, to compare with.
keeps mixed_arms: Accounts were joined of which some get this email and others are left without: nothing is sent.
keeps mixed_arms global: Accounts were joined of which some get no email of any recipe: nothing is sent.
keeps paused_all: All emails are paused.
keeps paused_recipe: The recipe is not live.
keeps no_consent: Nothing is recorded that allows emails on this topic.
keeps topic_off: {name} has turned this topic off.
keeps all_off: {name} has turned all emails off.
keeps snoozed: There is a break from emails until {until}.
keeps suppressed_bounce: Emails to every address that may be used came back.
keeps suppressed_complaint: {name} has reported an email as spam.
keeps no_address: No verified address is known.
keeps already_for_subject: {name} had this email, which is sent only once.
keeps cooldown: {name} had this email not long ago: no other one before {until}.
keeps waiting_cap: {name} was sent enough lately: a slot is free at {until}.
keeps waiting_quiet_hours: It is too early or too late in the day for {name} then: not before {until}.
keeps waiting_quiet_hours own-wish: {name} wants emails at another time of day: not before {until}.
keeps waiting_cap own-wish: {name} wants fewer emails than we would send: a slot is free at {until}.
keeps not_confirmed: Nobody has confirmed that the address is theirs.
keeps expired: The recipe’s quiet hours leave no hour at which it may be sent.
keeps outranked: Another email goes first.
keeps condition_failed: It is not sent: {condition}.
keeps resolved: It is not sent: {condition}.
keeps no_content: Nothing in the catalogue fits well enough.
keeps seen_all: All that fits was sent to {name} before.
keeps no_peers: Nobody was found who may be asked to help.
keeps render_error: The email cannot be made: something that its words need is missing.
keeps ?: Something keeps it back ({reason}).
resolved person.member: {name} was a member
condition_failed person.member: {name} was staff, the brand’s own or a bot
resolved person.first_order: it was the first order
condition_failed person.first_order: it was not the first order
resolved person.unhappy: {name} had lately been unhappy
condition_failed person.unhappy: {name} had lately not been unhappy
resolved person.complained_30d: {name} had complained within a month
condition_failed person.complained_30d: {name} had not complained within a month
resolved person.first_answer: it was the first accepted answer
condition_failed person.first_answer: it was not the first accepted answer
resolved case.open: a ticket or a complaint was still open
condition_failed case.open: no ticket and no complaint was open
resolved subject.deleted: it had been deleted
condition_failed subject.deleted: it had not been deleted
resolved subject.changed: it had been edited and was something else
condition_failed subject.changed: it had not been edited
resolved subject.deleted event: it, or the account, was gone
resolved subject.changed event: that was no longer so
resolved thread.answered: somebody had answered
condition_failed thread.answered: nobody had answered
resolved thread.solved: there was an accepted answer
condition_failed thread.solved: there was no accepted answer
resolved thread.closed: the thread was closed
condition_failed thread.closed: the thread was open
resolved thread.deleted: the thread was gone
condition_failed thread.deleted: the thread was there
resolved ?: there was nothing left to help with
condition_failed when: the recipe was changed and no longer looks for this
condition_failed ?: not everything was as the recipe asks
kept snoozed: a break from emails
kept waiting_cap: the limits on how often
kept waiting_quiet_hours: quiet hours
kept waiting_rate: Amazon SES
kept paused_all: a pause of all emails
kept paused_recipe: a pause of the recipe
kept outranked: other emails that went first
did post: wrote
did reply: replied
did reaction: reacted
did follow: followed
did order: placed an order
did account.created: joined
did thread.solved: got an accepted answer
did answer.accepted: had an answer accepted
did idea.shipped: had an idea that was carried out
did segment.entered: entered a segment
did segment.entered of: entered the segment “{of}”
did segment.left: left a segment
did segment.left of: left the segment “{of}”
did person.quiet: had not been heard of for some time
did person.quiet of: had not been heard of for {of}
did stage.reached: reached a stage of the journey
did stage.reached of: reached the stage “{of}” of the journey
did topic.hot: had written about what many wrote about then
did topic.hot of: had written about “{of}”, which many wrote about then
did call: was among those who may know the answer to a question
did ?: did something
`
