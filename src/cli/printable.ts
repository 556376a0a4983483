import { stripVTControlCharacters } from 'node:util';

/** What a terminal acts on: control characters but the ends of lines, and those that turn the direction of what follows. */
const ACTED_ON = /(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** Text from files, addresses, command lines and programs as a terminal may show it. */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replace(ACTED_ON, '\ufffd');
}
