/** Control characters would move the cursor or colour the terminal: what comes from outside is shown without them. */
export const plain = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
