/** What a terminal acts on: control characters, and those that turn the direction of what follows. */
const ACTED_ON = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** Text from files, addresses and command lines as a terminal may show it, on one line. */
export function printable(text: string): string {
  return text.replace(ACTED_ON, '\ufffd');
}
