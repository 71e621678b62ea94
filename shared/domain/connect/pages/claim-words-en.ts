/**
 * English. The words of the pages and emails of claims: one a line, `key: words`, with holes such as `{address}`. Every language has the
 * same keys and holes; a bundle reads them from a file beside it (infra/texts-beside.ts).
 */
export const en = (): string => `
locale: en-GB
step: Step {at} of 3
email_address: Email address
customer_file: Customer file
your_account: your account
an_address: an address
entry: Is this you? Connect your accounts
entry_lead: Tell {brand} that an email address and an account are both yours. You will see exactly what that changes before anything does, and you can take it back at any time.
entry_address: Your email address
entry_send: Send me a link
entry_soft: We send one email with a link, to see that you read this address. It signs you up for nothing.
no_address: This is not an address that we can write to. One looks like name@example.com.
shared_address: This address belongs to an office or a machine, as far as we can tell. Please use one that only you read.
too_often: That was often in a short time. Please try again in an hour.
try_over: Your last try is over. Please begin again.
time_over: The time for your last try is over. Please begin again.
mailed: Look into your inbox
mailed_lead: If we can write to this address, a link is on its way. It works once, for 30 minutes.
mailed_soft: Nothing after a few minutes? Look among unwanted mail, or try again later. We write to an address only a few times a day, and never to one that has told us not to.
open: Is this your address?
open_lead: You are about to connect an account with {address}.
open_yes: Yes, go on
open_soft: If you did not ask for this, or this is not your address, close this page. Nothing happens then.
link_over: This link does not work any more
link_over_lead: It works once, and for 30 minutes. Ask for another one.
account: Which account is yours?
account_lead: {address} is yours, thank you. Now show that an account is.
github: Sign in at GitHub
github_lead: GitHub tells us which account is yours, and nothing else. We keep no key to it.
github_problem: GitHub did not tell us your account
github_browser: Please start in the browser in which you opened the link that we mailed.
github_begun: This sign-in was not begun here, or is over. Please go back and try again.
github_again: Nothing has changed. Please go back and try again.
code_first: Post a code
code_or: Or post a code
code_get_lead: You get a one-time code and post it from your account, anywhere we listen. This works for every platform.
code_get: Get a code
code: Post this code
code_lead: Write a new post or reply from your account, with exactly this and nothing else:
code_soft: It works once, today, and only for you: post it only from an account of your own. Editing an older post does not count. Others see the post; you can delete it when you are done here.
code_posted: I have posted it
code_other: Get another code
code_two: Two accounts have posted your code, so it shows nothing of either. Please take another one.
code_gone: The post with your code is gone, or was changed. Please take another code, and leave the post until you are done.
code_many: That was a lot of codes. Please stop here and begin again.
nobodys: This account cannot be connected: it is gone, or it is a bot’s or our own.
stop: Stop here
agree: Connect these?
agree_these: To be connected
agree_address: Comes with the address
agree_account: Comes with the account
follows: What follows
follows_seen: The team at {brand} sees what you wrote and bought under all of these as one person’s.
follows_mail: Emails about what you write there may come to your address, only if you have agreed, or agree, to them. Whatever you have turned off for one address stays off for all.
not: What does not
not_mail: You are not signed up for any email.
not_seen: Nobody else gets to see the connection, and nothing is posted in your name.
agree_yes: Connect them
agree_no: This is not right
agree_soft: You can take it back at any time: on the next page, and with the link in the email that we send you.
changed: Something has changed since you looked. Please look once more.
done: They are connected
done_lead: {account} ({platform}) and {address} belong together now. If you posted a code, you can delete that post.
done_back: Take this back
done_another: Connect another account
refused: We could not connect these by ourselves
refused_lead: Something speaks against it: one of the two belongs to somebody else, as far as we know, or has more accounts than one person usually has. It stays as it is. Write to {brand} if that is wrong.
again: Start again
busy: Just a moment
busy_lead: We are connecting them. You will get an email when it is done.
busy_look: Look again
undo: Take this back?
undo_lead: {account} ({platform}) and {address} were connected because somebody showed that both are theirs.
undo_yes: Separate them
undo_soft: Use this also if it was not you. Emails stay as they are: turned off stays off.
undo_unknown: This link does not work
undo_unknown_lead: It may have been cut off on its way. Try the link in the email once more, or copy all of it.
undone: Taken back
undone_lead: The account and the address are two people’s again, as far as we know.
undone_kept: The claim is taken back. Something else still tells us that the two are one person’s, for example the platform itself. Write to {brand} if that is wrong.
undone_here: Nothing of this is connected by your word any more.
apart: They stay apart
apart_button: Never connect these two again
apart_soft: Only press this if one of the two is not yours: not even you could connect them here any more.
nothing: There is nothing here
nothing_lead: Perhaps the link was cut off on its way.
sorry: That did not work
sorry_lead: Something went wrong here, not on your side. Please try again in a minute; nothing is done twice.
sorry_back: Go back
mail_prove: Is this your address? A link from {brand}
mail_prove_lead: Somebody, we hope you, wants to connect an account with this address at {brand}.
mail_prove_more: The link works once, for 30 minutes. You will see what would be connected before anything is.
mail_prove_button: Go on
mail_prove_why: If it was not you, do nothing: without the link nothing happens. This email signs you up for nothing.
mail_connected: An account is connected with your address at {brand}
mail_connected_lead: This account and your address belong together now: {account}.
mail_connected_more: You were not signed up for any email. If it was not you who did this, or you change your mind, take it back here, today or at any later time.
mail_connected_button: This was not me, or take it back
mail_connected_why: You get this email because somebody who reads this address connected the two.
mail_notice: Another address is connected with your account at {brand}
mail_notice_lead: As far as we know this account is yours: {account}. Somebody has shown that they use it, and has connected the address {address} with it.
mail_notice_more: If that was you, there is nothing to do. If it was not, separate them here, today or at any later time.
mail_notice_button: This was not me
mail_notice_why: You get this email because your address was connected with the account before.
`
