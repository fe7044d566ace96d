/** Colours and cursor moves of terminals (ECMA-48), and their commands up to the end. */
const TERMINAL = /\u001b(?:\[[\d;?]*[ -/]*[@-~]|\][^\u0007\u001b]{0,2000}(?:\u0007|\u001b\\)?)/g;
/** Other control characters, and marks that turn the text of what stands beside them round. */
const HIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** A message as it is shown: what a terminal would do with it is left out. What is copied and asked for is the message itself. */
export function plainText(message: string): string {
  return message.replace(TERMINAL, '').replace(HIDDEN, '');
}
